"""A house in a HEFA_HOME of its own; forked workers advance a copy of it and may be killed.

Run as a process: arguments are home, then the simulator's address, appid and secret. Reads one
JSON object a line, {"home": path, "crash": point, "later": seconds, "workers": n, "kill_after":
seconds}; answers {"exits": [...], "state": ..., "sound": true}. `kill_after` sends the worker
signal 9 from outside, wherever it is by then. With "jumps" time goes on by itself, here and at
the simulator, whenever nothing is due; "minutes" tells how much of it passed. With "asks" each
worker makes one call that needs a token, and nothing else.
"""

# ruff: noqa: PLC0415  (nothing of Django may load before HEFA_HOME is set)

import json
import os
import shutil
import signal
import sys
import time
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COUNT = int(os.environ.get("HEFA_ITEMS", "2"))


def main() -> None:
    template, url, appid, secret = sys.argv[1:]
    os.environ |= {
        "HEFA_HOME": template,
        "HEFA_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "hefa.config.settings",
    }
    import django

    from hefa.config import home

    home.create()
    django.setup()
    _in_child(lambda: _build(url, appid, secret))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(Path(template), json.loads(line))) + "\n")
        sys.stdout.flush()


def _build(url: str, appid: str, secret: str) -> None:
    from django.core.management import call_command
    from tests.unit.publish.factory import build_house
    from tests.unit.publish.sandbox import queued

    call_command("migrate", verbosity=0)
    queued(build_house(url=url, appid=appid, secret=secret), count=COUNT)


def _run(template: Path, order: dict[str, Any]) -> dict[str, Any]:
    database = Path(order["home"])
    if not database.exists():
        shutil.copy(template / "hefa.sqlite3", database)
    exits = _in_children(
        order.get("workers", 1),
        lambda: (_ask if order.get("asks") else _advance)(database, order),
        kill_after=order.get("kill_after"),
    )
    result = database.with_suffix(".json")
    _in_child(lambda: _report(database, result))
    return {"exits": exits, **json.loads(result.read_text(encoding="utf-8"))}


def _use(database: Path) -> None:
    from django.db import connections

    connections.settings["default"]["NAME"] = database


def _advance(database: Path, order: dict[str, Any]) -> None:
    from hefa.config.clock import now
    from hefa.jobs.sweep import sweep
    from hefa.publish.models import Publication

    _use(database)
    _refuse_calls_in_transactions()
    os.environ["HEFA_CRASH_AT"] = order.get("crash", "")
    if order.get("jumps"):
        _jump(database, order)
        return
    until = time.monotonic() + order.get("seconds", 20)
    while time.monotonic() < until:
        sweep(now() + timedelta(seconds=order["later"]))
        ends = ("published", "needs_human", "failed", "handed")
        if Publication.objects.filter(state__in=ends).exists():
            return
        time.sleep(0.05)


def _ask(database: Path, order: dict[str, Any]) -> None:
    """Make one call that needs the token which all processes share."""
    from hefa.publish.account import connected
    from hefa.publish.models import Publication
    from hefa.wechat.drafts import list_drafts

    _use(database)
    moment = NOW + timedelta(seconds=order["later"])
    with connected(Publication.objects.get().account, now=moment) as wire:
        wire.call(list_drafts, offset=0)


def _jump(database: Path, order: dict[str, Any]) -> None:
    """Advance until nothing is left to do; time goes on from one due moment to the next."""
    from hefa.publish.advance import advance
    from hefa.publish.models import Publication
    from hefa.publish.turn import AT_AN_END, AWAITING_PERSON
    from hefa.wechat import transport

    # A hanging call is given up sooner than in earnest.
    transport._TIMEOUT = transport.httpx2.Timeout(connect=2, read=0.4, write=2, pool=2)
    clock = database.with_suffix(".clock")
    begun = datetime.fromisoformat(clock.read_text()) if clock.exists() else NOW
    moment = begun + timedelta(seconds=order["later"])
    _pass_time(order, order["later"])
    publication = Publication.objects.get()
    while publication.state not in AT_AN_END | AWAITING_PERSON:
        clock.write_text(moment.isoformat())
        due = advance(publication.pk, now=moment)
        for _ in range(order.get("echoes", 0)):
            advance(publication.pk, now=moment)
        publication.refresh_from_db()
        seconds = max((due - moment).total_seconds(), 0) + 0.001 if due else 1
        _pass_time(order, seconds)
        moment += timedelta(seconds=seconds)
    clock.write_text(moment.isoformat())


def _pass_time(order: dict[str, Any], seconds: float) -> None:
    """Move the simulator's clock on."""
    from tests.sandbox.client import fetch, raw_json

    fetch(f"{order['simulator']}/console/api/clock", raw_json({"advance_seconds": seconds}))


def _refuse_calls_in_transactions() -> None:
    """End the worker with status 7 should it call WeChat while a transaction is open."""
    from django.db import connection

    from hefa.wechat.transport import Client

    send = Client._sent

    def sent(self: Client, *args: Any) -> Any:
        if connection.in_atomic_block:
            os._exit(7)
        return send(self, *args)

    Client._sent = sent  # type: ignore[method-assign]


def _report(database: Path, result: Path) -> None:
    from hefa.ledger.verify import verify
    from hefa.publish.models import Publication

    _use(database)
    publication = Publication.objects.get()
    clock = database.with_suffix(".clock")
    ended = datetime.fromisoformat(clock.read_text()) if clock.exists() else NOW
    report = {
        "minutes": (ended - NOW).total_seconds() / 60,
        "media_id": publication.media_id,
        "state": publication.state,
        "trouble": publication.trouble_code,
        "fence": publication.fence,
        "sound": verify().is_sound,
    }
    result.write_text(json.dumps(report), encoding="utf-8")


def _close() -> None:
    """Close the connections, so that the file alone holds everything."""
    from django.db import connections

    connections.close_all()


def _in_child(work: Any) -> int:
    return _in_children(1, work)[0]


def _in_children(count: int, work: Any, *, kill_after: float | None = None) -> list[int]:
    """Run `work` in forked processes, so that each has connections of its own.

    After `kill_after` seconds whatever still runs is killed from outside.
    """
    children = []
    for _ in range(count):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work()
                status = 0
            except Exception:  # noqa: BLE001  the child's outer edge
                traceback.print_exc()
            finally:
                _close()
                sys.stderr.flush()
                os._exit(status)
        children.append(child)
    if kill_after is not None:
        time.sleep(kill_after)
        for child in children:
            os.kill(child, signal.SIGKILL)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


if __name__ == "__main__":
    main()
