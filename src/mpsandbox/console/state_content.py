"""The part of the state that tells of followers, mass sendings, comments and menus."""

import json
import sqlite3

from mpsandbox.calls import Call, Payload
from mpsandbox.followers import tags_of
from mpsandbox.store import setting

SENT = (
    "msg_id",
    "msg_data_id",
    "msgtype",
    "media_id",
    "clientmsgid",
    "origin",
    "is_to_all",
    "filtered_count",
    "sent_at",
    "due_at",
    "status",
    "outcome",
    "article_id",
)


def content_state(call: Call) -> Payload:
    """Return what the account's content modules hold; see the state as a whole."""
    db = call.db
    return {
        "mass_sends": [
            {name: row[name] for name in SENT}
            | {"recipient_count": len(json.loads(row["recipients"]))}
            for row in _rows(db, "mass_send", "msg_id")
        ],
        "mass_previews": [dict(row) for row in _rows(db, "mass_preview", "msg_id")],
        "effective_mass_sends": _effective(db, "media_id"),
        "effective_mass_sends_by_clientmsgid": _effective(db, "clientmsgid"),
        "followers": [
            dict(row) | {"tags": tags_of(row)} for row in _rows(db, "follower", "subscribed_at")
        ],
        "tags": setting(db, "tags"),
        "comments": [dict(row) for row in _rows(db, "comment", "user_comment_id")],
        "menu": setting(db, "menu"),
        "conditional_menus": setting(db, "conditional_menus"),
        "autoreply": setting(db, "autoreply"),
        "temporary_media": [
            dict(row)
            for row in db.execute(
                "SELECT media_id, kind, name, created_at FROM temporary_media ORDER BY created_at"
            ).fetchall()
        ],
    }


def _effective(db: sqlite3.Connection, column: str) -> dict[str, int]:
    """How many times each was really sent to followers; more than 1 is a double sending."""
    rows = db.execute(
        f"SELECT {column} AS name, count(*) AS times FROM mass_send"  # noqa: S608 - named above
        f" WHERE outcome = 'send success' AND status != 'SENDING' AND {column} != ''"
        f" GROUP BY {column}"
    ).fetchall()
    return {row["name"]: row["times"] for row in rows}


def _rows(db: sqlite3.Connection, table: str, order: str) -> list[sqlite3.Row]:
    return db.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()  # noqa: S608 - ours
