"""Brings what is due to the accounts' own servers, from threads of its own."""

import json
import sqlite3
import threading
from dataclasses import dataclass
from typing import Any

from mpsandbox import clock, events
from mpsandbox.accounts import account
from mpsandbox.callback import (
    HTTP_OK,
    UNAVAILABLE,
    Answer,
    Callback,
    Mode,
    deliver,
    reply_in,
)
from mpsandbox.calls import BASE_MARK
from mpsandbox.envelope import Unreadable
from mpsandbox.events import EventFault
from mpsandbox.gateway import Sandbox, settle
from mpsandbox.store import setting
from mpsandbox.world import World

LOOK_SECONDS = 0.05
AT_ONCE = 16
STALE_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message on its way, with all that its delivery needs."""

    push_id: int
    message: dict[str, Any]
    fault: str
    callback: Callback
    appid: str
    now: float
    limit_seconds: float


class Courier:
    """Looks twenty times a second for what is due; at most `AT_ONCE` messages are under way.

    Several of one account may be, so that, as on WeChat, one may overtake another.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._is_free = threading.Event()
        self._has_ended = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin; what an earlier process had under way is sent again."""
        for sandbox in self._world:
            with sandbox.store.transaction() as db:
                db.execute("UPDATE push SET state = 'waiting' WHERE state = 'sending'")
        self._thread.start()

    def close(self) -> None:
        """Send nothing more; nobody waits for the answers to what is under way."""
        self._has_ended = True
        self._is_free.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._has_ended:
            for sandbox in self._world:
                if _has_callback(sandbox):
                    settle(sandbox)
                    self._send_what_is_due(sandbox)
            self._is_free.wait(LOOK_SECONDS)
            self._is_free.clear()

    def _send_what_is_due(self, sandbox: Sandbox) -> None:
        while self._slots.acquire(blocking=False):
            with sandbox.store.transaction() as db:
                parcel = _next_parcel(db, sandbox.base)
            if parcel is None:
                self._slots.release()
                return
            threading.Thread(target=self._bring, args=(sandbox, parcel), daemon=True).start()

    def _bring(self, sandbox: Sandbox, parcel: Parcel) -> None:
        try:
            answer = deliver(
                parcel.callback,
                parcel.message,
                appid=parcel.appid,
                now=parcel.now,
                limit_seconds=parcel.limit_seconds,
                is_forged=parcel.fault == EventFault.FORGED,
            )
            if not self._has_ended:
                _note(sandbox, parcel, answer)
        finally:
            self._slots.release()
            self._is_free.set()


def _has_callback(sandbox: Sandbox) -> bool:
    with sandbox.store.reading() as db:
        return bool(setting(db, "callback"))


def _note(sandbox: Sandbox, parcel: Parcel, answer: Answer) -> None:
    is_answered = answer.status == HTTP_OK and not answer.problem
    shown = _shown(parcel, answer)
    with sandbox.store.transaction() as db:
        events.note_answer(db, parcel.push_id, shown, is_answered=is_answered)


def _next_parcel(db: sqlite3.Connection, base: str) -> Parcel | None:
    now = clock.now(db)
    row = events.take_due(db, now=now)
    entered = setting(db, "callback")
    if row is None or not entered:
        return None
    earlier = STALE_SECONDS if row["fault"] == EventFault.STALE else 0
    return Parcel(
        push_id=row["push_id"],
        message=json.loads(row["message"].replace(BASE_MARK, base)),
        fault=row["fault"],
        callback=Callback(**entered | {"mode": Mode(entered["mode"])}),
        appid=account(db).appid,
        now=now - earlier,
        limit_seconds=float(setting(db, "callback_seconds")),
    )


def _shown(parcel: Parcel, answer: Answer) -> dict[str, Any]:
    """Return the answer as the console shows it, with what a person would see of it."""
    shown = {
        "at": parcel.now,
        "status": answer.status,
        "seconds": round(answer.seconds, 3),
        "body": answer.body.decode("utf-8", "replace"),
        "problem": answer.problem,
        "reply": {},
    }
    if answer.problem or answer.status != HTTP_OK:
        return shown
    try:
        shown["reply"] = reply_in(parcel.callback, answer, appid=parcel.appid)
    except Unreadable as error:
        shown |= {"problem": str(error), "shown_to_person": UNAVAILABLE}
    return shown
