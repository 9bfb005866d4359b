"""What calls really did that leaves no row of its own: each time, and when."""

import sqlite3

from mpsandbox.calls import Call, Payload


def note(call: Call, what: str) -> None:
    """Note that the call has had its effect on `what`, once more if it had it before."""
    call.db.execute(
        "INSERT INTO effect (path, what, at) VALUES (?, ?, ?)",
        (call.request.path, what, call.now),
    )


def effects(db: sqlite3.Connection) -> list[Payload]:
    """Return every effect in the order in which they came."""
    rows = db.execute("SELECT path, what, at FROM effect ORDER BY effect_id").fetchall()
    return [dict(row) for row in rows]
