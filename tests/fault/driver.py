"""A house in a HEFA_HOME of its own; forked workers advance a copy of it and may be killed.

Run as a process: arguments are home, where a migrated database lies, story (see `stories`), number
of items, then the simulator's address, appid and secret. Reads one JSON object a line:
{"home": path, "later": seconds, ...}; answers with the workers' "exits" and what `_report` says.

Time goes on by itself, here and at the simulator, whenever nothing is due, until everything is at
rest or waits for a person; each line goes on where the last one ended, "later" seconds later.
Besides: "crash" names a point at which the worker ends; "kill_after" sends it signal 9 from outside
after so many seconds, wherever it is by then; "is_brief" leaves a killed worker's report away;
"sweeps" goes through the jobs; "echoes" are turns that nobody needed; "workers" is how many work at
once, without jumps, for "seconds" at most. With "asks" each of them makes one call that needs a
token, and nothing else. "rehearses" plays in this process, so that those forked later begin warm.
"""

# ruff: noqa: PLC0415  (nothing of Django may load before HEFA_HOME is set)

import importlib
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MOST_TURNS = 500
# What every worker needs, loaded once before it is forked.
LOADED = ("hefa.publish.advance", "hefa.jobs.sweep", "hefa.ledger.verify", "tests.sandbox.client")

Order = dict[str, Any]


def main() -> None:
    home, story, items, url, appid, secret = sys.argv[1:]
    os.environ |= {
        "HEFA_HOME": home,
        "HEFA_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "hefa.config.settings",
    }
    import django

    from hefa.config import home as homes

    homes.create()
    django.setup()
    for name in LOADED:
        importlib.import_module(name)
    if _in_children(1, lambda: _build(story, int(items), url, appid, secret)) != [0]:
        return
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(Path(home), url, json.loads(line))) + "\n")
        sys.stdout.flush()


def _build(story: str, items: int, url: str, appid: str, secret: str) -> None:
    from tests.fault.stories import STORIES
    from tests.sandbox.client import Wechat
    from tests.unit.publish.factory import build_house

    from hefa.jobs.sweep import sweep

    house = build_house(url=url, appid=appid, secret=secret)
    sweep(NOW)  # what comes round by the hour has come round
    STORIES[story](house, Wechat(url=url, appid=appid, secret=secret), items)


def _run(home: Path, url: str, order: Order) -> dict[str, Any]:
    database = Path(order["home"])
    order["simulator"] = url
    if order.get("rehearses"):
        return _rehearse(home, order)
    if not database.exists():
        shutil.copy(home / "hefa.sqlite3", database)
    work = _ask if order.get("asks") else _advance
    workers = order.get("workers", 1)
    exits = _in_children(workers, lambda: work(database, order), kill_after=order.get("kill_after"))
    if exits != [0] and order.get("is_brief"):
        return {"exits": exits}
    result = database.with_suffix(".json")
    if exits != [0]:  # otherwise the worker has told it
        _in_children(1, lambda: _report(database, result))
    return {"exits": exits, **json.loads(result.read_text(encoding="utf-8"))}


def _rehearse(home: Path, order: Order) -> dict[str, Any]:
    """Play the story once in this process: what is loaded and remembered, workers need not be."""
    from django.db import connections

    database = Path(order["home"])
    shutil.copy(home / "hefa.sqlite3", database)
    _use(database)
    _jump(database, order)
    connections.close_all()
    return {}


def _use(database: Path) -> None:
    from django.db import connections

    connections.settings["default"]["NAME"] = database


def _advance(database: Path, order: Order) -> None:
    from hefa.registry.models import OfficialAccount

    _use(database)
    _refuse_calls_in_transactions()
    os.environ["HEFA_CRASH_AT"] = order.get("crash", "")
    OfficialAccount.objects.update(is_resubmission_refused=order.get("known", False))
    if order.get("workers", 1) > 1:
        _work_side_by_side(order)
    else:
        _jump(database, order)
        _report(database, database.with_suffix(".json"))


def _ask(database: Path, order: Order) -> None:
    """Make one call that needs the token which all processes share."""
    from hefa.publish.account import connected
    from hefa.publish.models import Publication
    from hefa.wechat.drafts import list_drafts

    _use(database)
    moment = NOW + timedelta(seconds=order["later"])
    with connected(Publication.objects.get().account, now=moment) as wire:
        wire.call(list_drafts, offset=0)
    _report(database, database.with_suffix(".json"))


def _work_side_by_side(order: Order) -> None:
    """Sweep in real time until everything is at rest."""
    from hefa.jobs.sweep import sweep

    begun = time.monotonic()
    while (seconds := time.monotonic() - begun) < order.get("seconds", 20):
        moment = NOW + timedelta(seconds=order["later"] + seconds)
        sweep(moment)
        if not list(_moving(moment)):
            return
        time.sleep(0.05)


def _jump(database: Path, order: Order) -> None:
    """Advance until nothing is left to do; time goes on from one due moment to the next."""
    from hefa.jobs.sweep import sweep
    from hefa.publish.advance import advance
    from hefa.wechat import transport

    # A hanging call is given up sooner than in earnest.
    transport._TIMEOUT = transport.httpx2.Timeout(connect=2, read=0.4, write=2, pool=2)
    moment = _clock(database) + timedelta(seconds=order["later"])
    _pass_time(order, order["later"])
    for _ in range(MOST_TURNS):
        _note(database, moment)
        due = min(_moving(moment), default=None)
        if due is None:
            return
        seconds = (due[0] - moment).total_seconds() + 0.001
        _pass_time(order, seconds)
        moment += timedelta(seconds=seconds)
        if order.get("sweeps"):
            moment += timedelta(seconds=0 if sweep(moment) else 1)
            continue
        for _ in range(1 + order.get("echoes", 0)):
            advance(due[1], now=moment)


def _moving(moment: datetime) -> Iterator[tuple[datetime, int]]:
    """Yield what is neither at rest nor waits for a person or for another: when due, and its key.

    Source: docs/design/publication.md, what acts on what is out.
    """
    from hefa.publish.models import Publication, PublicationState
    from hefa.publish.turn import AT_AN_END, AWAITING_PERSON

    for one in Publication.objects.exclude(state__in=AT_AN_END | AWAITING_PERSON).order_by("pk"):
        due = max(one.lease_until or moment, one.next_at or moment, moment)
        is_handed = one.state == PublicationState.HANDED
        waits = is_handed or one.trouble_code == "publish.former_still_out"
        if not (waits and one.next_at and one.next_at > moment):
            yield due, one.pk


def _clock(database: Path) -> datetime:
    kept = database.with_suffix(".clock")
    return datetime.fromisoformat(kept.read_text()) if kept.exists() else NOW


def _note(database: Path, moment: datetime) -> None:
    """Keep the time whole: a worker may be killed at any moment, this one too."""
    part = database.with_suffix(".clock-part")
    part.write_text(moment.isoformat())
    part.replace(database.with_suffix(".clock"))


def _pass_time(order: Order, seconds: float) -> None:
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
    """Tell how everything stands: the last one ordered, then each of them, oldest first."""
    from hefa.ledger.verify import verify
    from hefa.publish.models import Publication

    _use(database)
    each = [
        {
            "kind": one.kind,
            "state": one.state,
            "trouble": one.trouble_code,
            "is_due_again": one.next_at is not None,
            "media_id": one.media_id,
            "article_id": one.article_id,
            "fence": one.fence,
            "permits": list(one.permits.order_by("pk").values_list("kind", flat=True)),
        }
        for one in Publication.objects.order_by("pk")
    ]
    report = {
        **each[-1],
        "minutes": (_clock(database) - NOW).total_seconds() / 60,
        "publications": each,
        "sound": verify().is_sound,
    }
    result.write_text(json.dumps(report), encoding="utf-8")


def _in_children(
    count: int, work: Callable[[], None], *, kill_after: float | None = None
) -> list[int]:
    """Run `work` in forked processes, so that each has connections of its own.

    After `kill_after` seconds whatever still runs is killed from outside.
    """
    children = []
    for _ in range(count):
        child = os.fork()
        if child == 0:
            _work_and_end(work)
        children.append(child)
    if kill_after is not None:
        time.sleep(kill_after)
        for child in children:
            os.kill(child, signal.SIGKILL)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _work_and_end(work: Callable[[], None]) -> None:
    from django.db import connections

    status = 1
    try:
        work()
        status = 0
    except Exception:  # noqa: BLE001  the child's outer edge
        traceback.print_exc()
    finally:
        connections.close_all()  # the file alone holds everything
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
