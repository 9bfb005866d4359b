"""The command `mpsandbox`: start the simulator and print where it is."""

import argparse
import json
import os
import signal
import ssl
import sys
from contextlib import closing, suppress

from mpsandbox.accounts import Kind, account
from mpsandbox.app import Application
from mpsandbox.courier import Courier
from mpsandbox.server import Server
from mpsandbox.store import put_setting
from mpsandbox.world import World


def main() -> None:
    """Serve until SIGTERM or Ctrl-C; print one JSON line once calls are answered."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, _leave)
    with suppress(KeyboardInterrupt):
        _serve(asked)


def _serve(asked: argparse.Namespace) -> None:
    with _server(asked) as server:
        base = (asked.public_base or server.url).rstrip("/")
        with closing(World(base, state=asked.state)) as world:
            first = world.open(asked.appid, asked.secret, asked.kind)
            if asked.publish_delay is not None:
                with world.first.store.transaction() as db:
                    put_setting(db, "publish_delay", asked.publish_delay)
            while len(list(world)) < asked.accounts:
                world.add(kind=first.kind)
            server.app = Application(world)
            with closing(Courier(world)) as courier:
                courier.start()
                _print_ready(server.url, world, several=asked.accounts > 1)
                server.serve_forever()


def _server(asked: argparse.Namespace) -> Server:
    tls = None
    if asked.tls_certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(asked.tls_certificate, asked.tls_key)
    try:
        return Server(asked.port, parent=os.getppid() if asked.exit_with_parent else None, tls=tls)
    except OSError as error:
        sys.exit(f"mpsandbox: port {asked.port} cannot be used: {error.strerror}")


def _print_ready(url: str, world: World, *, several: bool) -> None:
    credentials = []
    for sandbox in world:
        with sandbox.store.reading() as db:
            kept = account(db)
        credentials.append({"appid": kept.appid, "secret": kept.secret})
    ready: dict[str, object] = {"url": url, **credentials[0], "console": f"{url}/console"}
    if several:
        ready["accounts"] = credentials
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="mpsandbox", description="A simulator of the WeChat Official Account API."
    )
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--appid", help="default: a new one, or that of --state")
    parser.add_argument("--secret", help="default: a new one, or that of --state")
    parser.add_argument("--accounts", type=int, default=1, metavar="N", help="default: 1")
    parser.add_argument("--state", metavar="FILE", help="keep everything in FILE")
    parser.add_argument("--publish-delay", type=float, metavar="SECONDS", help="default: 3")
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="default: verified")
    parser.add_argument("--public-base", metavar="URL", help="address articles and pictures carry")
    parser.add_argument("--tls-certificate", metavar="FILE", help="answer https with it")
    parser.add_argument("--tls-key", metavar="FILE", help="default: in the certificate's file")
    parser.add_argument(
        "--exit-with-parent", action="store_true", help="end when the starting process ends"
    )
    return parser.parse_args()


def _leave(*_: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
