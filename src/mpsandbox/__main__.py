"""The command `mpsandbox`: start the simulator and print where it is."""

import argparse
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from mpsandbox.accounts import Kind, set_up_account
from mpsandbox.app import Application
from mpsandbox.gateway import Sandbox
from mpsandbox.server import Server
from mpsandbox.store import Store, put_setting


def main() -> None:
    """Serve until SIGTERM or Ctrl-C; print one JSON line once calls are answered."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, _leave)
    with tempfile.TemporaryDirectory(prefix="mpsandbox-") as folder:
        store = Store(asked.state or str(Path(folder) / "state.sqlite3"))
        try:
            _serve(asked, store)
        except KeyboardInterrupt:
            pass
        finally:
            store.close()


def _serve(asked: argparse.Namespace, store: Store) -> None:
    parent = os.getppid() if asked.exit_with_parent else None
    try:
        server = Server(asked.port, parent=parent)
    except OSError as error:
        sys.exit(f"mpsandbox: port {asked.port} cannot be used: {error.strerror}")
    with server:
        url = f"http://{server.server_name}:{server.server_port}"
        with store.transaction() as db:
            account = set_up_account(db, asked.appid, asked.secret, asked.kind)
            if asked.publish_delay is not None:
                put_setting(db, "publish_delay", asked.publish_delay)
        base = (asked.public_base or url).rstrip("/")
        server.set_app(Application(Sandbox(store=store, base=base)))
        ready = {
            "url": url,
            "appid": account.appid,
            "secret": account.secret,
            "console": f"{url}/console",
        }
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        server.serve_forever()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="mpsandbox", description="A simulator of the WeChat Official Account API."
    )
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--appid", help="default: a new one, or that of --state")
    parser.add_argument("--secret", help="default: a new one, or that of --state")
    parser.add_argument("--state", metavar="FILE", help="keep everything in FILE")
    parser.add_argument("--publish-delay", type=float, metavar="SECONDS", help="default: 3")
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="default: verified")
    parser.add_argument("--public-base", metavar="URL", help="address articles and pictures carry")
    parser.add_argument(
        "--exit-with-parent", action="store_true", help="end when the starting process ends"
    )
    return parser.parse_args()


def _leave(*_: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
