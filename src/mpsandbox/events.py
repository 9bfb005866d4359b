"""What WeChat tells the account's own server: events and messages waiting to be pushed."""

import json
import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from mpsandbox.accounts import account
from mpsandbox.store import put_setting, setting

# Values are text or numbers, objects become nested elements, lists repeat their element:
# {"fail_idx": [1, 2]} is <fail_idx>1</fail_idx><fail_idx>2</fail_idx>.
Fields = Mapping[str, Any]

TRIES = 3
MOST_KEPT = 1000
ANY_EVENT = "*"


class EventFault(StrEnum):
    """How a push goes wrong."""

    LOST = "lost"
    LATE = "late"
    DOUBLED = "doubled"
    OUT_OF_ORDER = "out_of_order"
    FORGED = "forged"
    STALE = "stale"


def push(
    db: sqlite3.Connection, event: str, fields: Fields, *, at: float, openid: str = ""
) -> None:
    """Queue the event `event`, which happened `at`; nothing is queued without a callback address.

    `fields` are the elements beside the common ones, in WeChat's own names. Addresses in them
    may carry BASE_MARK. Without `openid` the event is from the account's administrator.
    """
    push_message(db, "event", {"Event": event, **fields}, at=at, openid=openid)


def push_message(
    db: sqlite3.Connection, message_type: str, fields: Fields, *, at: float, openid: str = ""
) -> None:
    """Queue a message of `message_type`; see `push`."""
    if not setting(db, "callback"):
        return
    message = {
        "ToUserName": account(db).user_name,
        "FromUserName": openid or administrator(db),
        "CreateTime": int(at),
        "MsgType": message_type,
        **fields,
    }
    _queue(db, str(fields.get("Event", message_type)), message, at=at, due_at=at)
    db.execute(
        "DELETE FROM push WHERE push_id <= (SELECT max(push_id) FROM push) - ?", (MOST_KEPT,)
    )


def administrator(db: sqlite3.Connection) -> str:
    """Return the invented openid of the account's administrator."""
    return f"oAdm1n{account(db).appid.removeprefix('wx'):0<22}"[:28]


def arm(db: sqlite3.Connection, fault: EventFault, *, event: str, times: int, late: float) -> None:
    """Let the next `times` pushes of `event` go wrong; `late` is in seconds of the clock."""
    armed = {"kind": fault, "event": event, "times": times, "seconds": late}
    put_setting(db, "event_faults", [*setting(db, "event_faults"), armed])


def take_due(db: sqlite3.Connection, *, now: float) -> sqlite3.Row | None:
    """Return the push to be sent next, marked as under way; None when none is due.

    A push that is due for the first time suffers the first fault armed for it.
    """
    while row := _first_due(db, now=now):
        fault = _armed_for(db, row) if not row["tries"] and not row["fault"] else None
        if fault is None:
            db.execute(
                "UPDATE push SET state = 'sending', tries = tries + 1 WHERE push_id = ?",
                (row["push_id"],),
            )
            return row
        _suffer(db, row, fault, now=now)
    return None


def note_answer(
    db: sqlite3.Connection, push_id: int, answer: dict[str, Any], *, is_answered: bool
) -> None:
    """Keep what a push was answered; without a proper answer it is tried three times in all."""
    row = db.execute("SELECT * FROM push WHERE push_id = ?", (push_id,)).fetchone()
    if row is None:
        return
    state, due_at = "answered", row["due_at"]
    if not is_answered:
        state = "waiting" if row["tries"] < TRIES else "given_up"
        due_at = answer["at"] + float(setting(db, "retry_seconds"))
    db.execute(
        "UPDATE push SET state = ?, due_at = ?, answers = ? WHERE push_id = ?",
        (state, due_at, json.dumps([*json.loads(row["answers"]), answer]), push_id),
    )
    if row["fault"] != EventFault.OUT_OF_ORDER:
        db.execute(
            "UPDATE push SET due_at = 0 WHERE state = 'waiting' AND fault = ?",
            (EventFault.OUT_OF_ORDER,),
        )


def pushes(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return every push kept, oldest first, with its tries and answers."""
    rows = db.execute("SELECT * FROM push ORDER BY push_id").fetchall()
    return [
        dict(row) | {name: json.loads(row[name]) for name in ("message", "answers")} for row in rows
    ]


def _queue(
    db: sqlite3.Connection,
    name: str,
    message: Fields,
    *,
    at: float,
    due_at: float,
    fault: str = "",
) -> None:
    db.execute(
        "INSERT INTO push (name, message, queued_at, due_at, state, tries, answers, fault)"
        " VALUES (?, ?, ?, ?, 'waiting', 0, '[]', ?)",
        (name, json.dumps(message), at, due_at, fault),
    )


def _first_due(db: sqlite3.Connection, *, now: float) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM push WHERE state = 'waiting' AND due_at <= ?"
        " ORDER BY due_at, push_id LIMIT 1",
        (now,),
    ).fetchone()
    return row


def _armed_for(db: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any] | None:
    armed: list[dict[str, Any]] = setting(db, "event_faults")
    for fault in armed:
        if fault["event"] in {ANY_EVENT, row["name"]}:
            fault["times"] -= 1
            put_setting(db, "event_faults", [each for each in armed if each["times"] > 0])
            return fault
    return None


def _suffer(db: sqlite3.Connection, row: sqlite3.Row, fault: dict[str, Any], *, now: float) -> None:
    """Mark the push with its fault and let it wait, or be lost, as the fault says."""
    kind = EventFault(fault["kind"])
    state = "lost" if kind is EventFault.LOST else "waiting"
    waits = kind in {EventFault.LATE, EventFault.OUT_OF_ORDER}
    due_at = now + fault["seconds"] if waits else row["due_at"]
    db.execute(
        "UPDATE push SET fault = ?, state = ?, due_at = ? WHERE push_id = ?",
        (kind, state, due_at, row["push_id"]),
    )
    if kind is EventFault.DOUBLED:
        message = json.loads(row["message"])
        _queue(db, row["name"], message, at=row["queued_at"], due_at=row["due_at"], fault=kind)
