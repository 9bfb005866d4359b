"""Faults armed from the console: what goes wrong with the next calls of a path."""

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from mpsandbox.errors import refusal
from mpsandbox.wire import Reply, Request, json_reply


class FaultKind(StrEnum):
    """How a call goes wrong."""

    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    HANG = "hang"
    LATE = "late"
    STATUS500 = "status500"
    BUSY = "busy"
    GARBAGE = "garbage"
    TRUNCATE = "truncate"
    DRIP = "drip"
    ERRCODE = "errcode"


# With these the call still does its work unless the fault says otherwise.
_HAS_EFFECT = {FaultKind.DROP_AFTER, FaultKind.HANG, FaultKind.TRUNCATE, FaultKind.DRIP}
# With these it cannot be otherwise: the answer, or the moment of the effect, is the fault.
_FIXED = {FaultKind.DROP_BEFORE: False, FaultKind.DROP_AFTER: True, FaultKind.DRIP: True}
_FIXED |= {FaultKind.LATE: False, FaultKind.TRUNCATE: True}

ERROR_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One armed fault; `has_effect` says whether the call's work is still done."""

    path: str
    kind: FaultKind
    errcode: int = -1
    seconds: float = 30
    times: int = 1
    has_effect: bool = False


def usual_effect(kind: FaultKind, asked: bool | None) -> bool:
    """Return whether a call under `kind` does its work, honouring `asked` where it may differ."""
    return _FIXED.get(kind, kind in _HAS_EFFECT if asked is None else asked)


def arm(db: sqlite3.Connection, fault: Fault) -> None:
    """Arm `fault` for the next `times` calls of its path, behind those already armed."""
    db.execute(
        "INSERT INTO fault (path, kind, errcode, times, seconds, has_effect)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (fault.path, fault.kind, fault.errcode, fault.times, fault.seconds, fault.has_effect),
    )


def disarm_all(db: sqlite3.Connection) -> None:
    """Take every armed fault and every late call away."""
    db.execute("DELETE FROM fault")
    db.execute("DELETE FROM late_call")


def take(db: sqlite3.Connection, path: str) -> Fault | None:
    """Return the fault this call of `path` suffers, used up by one; None when none is armed."""
    row = db.execute(
        "SELECT * FROM fault WHERE path = ? ORDER BY fault_id LIMIT 1", (path,)
    ).fetchone()
    if row is None:
        return None
    db.execute("UPDATE fault SET times = times - 1 WHERE fault_id = ?", (row["fault_id"],))
    db.execute("DELETE FROM fault WHERE times < 1")
    return Fault(
        path=path,
        kind=FaultKind(row["kind"]),
        errcode=row["errcode"],
        seconds=row["seconds"],
        times=row["times"],
        has_effect=bool(row["has_effect"]),
    )


def suffer(fault: Fault, perform: Callable[[], Reply], *, now: float) -> Reply | None:
    """Return what the caller gets under `fault`; None closes the connection without a word."""
    answer = perform() if fault.has_effect else None
    if fault.kind is FaultKind.HANG:
        time.sleep(fault.seconds)
        return answer
    if fault.kind in {FaultKind.BUSY, FaultKind.ERRCODE}:
        return json_reply(refusal(fault.errcode, now=now))
    if fault.kind in {FaultKind.STATUS500, FaultKind.GARBAGE}:
        status = 500 if fault.kind is FaultKind.STATUS500 else 200
        return Reply(status=status, body=ERROR_PAGE.encode())
    return _maimed(answer, fault) if answer else None


def _maimed(answer: Reply, fault: Fault) -> Reply | None:
    """Return the answer cut in half or spread over time; None when the fault loses it."""
    if fault.kind is FaultKind.TRUNCATE:
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    if fault.kind is FaultKind.DRIP:
        return replace(answer, drip_seconds=fault.seconds)
    return None


def keep_late_call(db: sqlite3.Connection, request: Request, *, due_at: float) -> None:
    """Keep a call whose work is done at `due_at`, long after its caller has given up."""
    db.execute(
        "INSERT INTO late_call (due_at, method, path, query, body, content_type)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            due_at,
            request.method,
            request.path,
            json.dumps(dict(request.query)),
            request.body,
            request.content_type,
        ),
    )


def take_late_calls(db: sqlite3.Connection, *, now: float) -> list[Request]:
    """Return the late calls that are due, oldest first, and forget them."""
    rows = db.execute(
        "SELECT * FROM late_call WHERE due_at <= ? ORDER BY due_at, late_id", (now,)
    ).fetchall()
    if rows:
        db.execute("DELETE FROM late_call WHERE due_at <= ?", (now,))
    return [
        Request(
            method=row["method"],
            path=row["path"],
            query=json.loads(row["query"]),
            body=row["body"],
            content_type=row["content_type"],
        )
        for row in rows
    ]
