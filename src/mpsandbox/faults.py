"""Faults armed from the console: what goes wrong with the next calls of a path."""

import json
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from mpsandbox.wire import Reply, Request


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
    TOKEN = "token"  # noqa: S105 - the name of a fault
    CHARSET = "charset"
    DROP_HEADERS = "drop_headers"
    WRONG_LENGTH = "wrong_length"


ANY_PATH = "*"

# These answer with an error code; without one given, with this.
REFUSING = {FaultKind.BUSY: -1, FaultKind.ERRCODE: 45009, FaultKind.TOKEN: 40001}

# With these the call still does its work unless the fault says otherwise.
_HAS_EFFECT = {FaultKind.HANG}
# With these it cannot be otherwise: the answer, or the moment of the effect, is the fault.
_NEVER = {FaultKind.DROP_BEFORE, FaultKind.LATE, FaultKind.TOKEN}
_ALWAYS = {FaultKind.DROP_AFTER, FaultKind.DRIP, FaultKind.TRUNCATE, FaultKind.CHARSET}
_ALWAYS |= {FaultKind.DROP_HEADERS, FaultKind.WRONG_LENGTH}

ERROR_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"


# How the answer's text is written: content type, encoding, and what stands before it.
HABITS = {
    "none": ("text/plain", "utf-8", b""),
    "latin1": ("text/html; charset=ISO-8859-1", "utf-8", b""),
    "bom": ("application/json; charset=utf-8", "utf-8", b"\xef\xbb\xbf"),
    "gbk": ("text/plain; charset=GBK", "gbk", b""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One armed fault; `has_effect` says whether the call's work is still done.

    It begins with the `nth` call after it was armed. With a `probability` below 1 each call
    draws a lot, the same for the same `seed`.
    """

    path: str
    kind: FaultKind
    errcode: int = -1
    seconds: float = 30
    times: int = 1
    has_effect: bool = False
    nth: int = 1
    probability: float = 1
    seed: str = ""
    habit: str = "none"


def usual_effect(kind: FaultKind, asked: bool | None) -> bool:
    """Return whether a call under `kind` does its work, honouring `asked` where it may differ."""
    if kind in _ALWAYS or kind in _NEVER:
        return kind in _ALWAYS
    return kind in _HAS_EFFECT if asked is None else asked


def arm(db: sqlite3.Connection, fault: Fault) -> None:
    """Arm `fault` for the next `times` calls of its path, behind those already armed."""
    db.execute(
        "INSERT INTO fault (path, kind, errcode, times, seconds, has_effect, nth, probability,"
        " seed, habit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fault.path,
            fault.kind,
            fault.errcode,
            fault.times,
            fault.seconds,
            fault.has_effect,
            fault.nth,
            fault.probability,
            fault.seed,
            fault.habit,
        ),
    )


def disarm_all(db: sqlite3.Connection) -> None:
    """Take every armed fault and every late call away."""
    db.execute("DELETE FROM fault")
    db.execute("DELETE FROM late_call")


def take(db: sqlite3.Connection, path: str) -> Fault | None:
    """Return the fault this call of `path` suffers, used up by one; None when it suffers none.

    The first of those armed whose turn it is; the others have seen the call all the same.
    """
    rows = db.execute(
        "SELECT * FROM fault WHERE path IN (?, ?) ORDER BY fault_id", (path, ANY_PATH)
    ).fetchall()
    if not rows:
        return None
    db.execute("UPDATE fault SET seen = seen + 1 WHERE path IN (?, ?)", (path, ANY_PATH))
    row = next((row for row in rows if _is_due(row)), None)
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
        habit=row["habit"],
    )


def _is_due(row: sqlite3.Row) -> bool:
    seen = row["seen"] + 1
    if seen < row["nth"]:
        return False
    lot = random.Random(f"{row['seed']}:{seen}").random()  # noqa: S311 - repeatable on purpose
    return bool(lot < row["probability"])


def suffer(
    fault: Fault, perform: Callable[[], Reply], refuse: Callable[[int], Reply]
) -> Reply | None:
    """Return what the caller gets under `fault`; None closes the connection without a word.

    `perform` does the call's work, `refuse` answers with an error code.
    """
    answer = perform() if fault.has_effect else None
    if fault.kind is FaultKind.HANG:
        time.sleep(fault.seconds)
        return answer
    if fault.kind in REFUSING:
        return refuse(fault.errcode)
    if fault.kind in {FaultKind.STATUS500, FaultKind.GARBAGE}:
        status = 500 if fault.kind is FaultKind.STATUS500 else 200
        return Reply(status=status, body=ERROR_PAGE.encode())
    return _maimed(answer, fault) if answer else None


def _maimed(answer: Reply, fault: Fault) -> Reply | None:
    """Return the answer spoilt as the fault says; None when the fault loses it."""
    match fault.kind:
        case FaultKind.TRUNCATE:
            return replace(answer, body=answer.body[: len(answer.body) // 2])
        case FaultKind.DRIP:
            return replace(answer, drip_seconds=fault.seconds)
        case FaultKind.DROP_HEADERS:
            return replace(answer, breaks_in="headers")
        case FaultKind.WRONG_LENGTH:
            return replace(answer, breaks_in="body")
        case FaultKind.CHARSET:
            content_type, encoding, before = HABITS[fault.habit]
            text = answer.body.decode("utf-8", "replace")
            body = before + text.encode(encoding, "replace")
            return replace(answer, body=body, content_type=content_type)
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
