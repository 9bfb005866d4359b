"""Mass sendings under way: their queue, their outcome, and the event that tells of it."""

import json
import sqlite3
from typing import Any

from mpsandbox import events
from mpsandbox.accounts import account
from mpsandbox.articles import Item, article_url
from mpsandbox.calls import BASE_MARK
from mpsandbox.published import find_article, items_of
from mpsandbox.publishing import put_out
from mpsandbox.store import next_number, put_setting, setting

SUCCESS = "send success"


def queue(
    db: sqlite3.Connection,
    *,
    kind: str,
    media_id: str,
    items: list[Item],
    clientmsgid: str,
    origin: str,
    is_to_all: bool,
    recipients: list[str],
    filtered_count: int,
    at: float,
) -> sqlite3.Row:
    """Queue a message as it stands now, with the next scripted outcome; return its row.

    `origin` is "api" or "hand"; what is sent by hand is sent at once, and always well.
    """
    msg_id = next_number(db, "next_msg_id")
    delay = float(setting(db, "publish_delay")) if origin == "api" else 0
    outcome = _next_outcome(db) if origin == "api" else SUCCESS
    db.execute(
        "INSERT INTO mass_send VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'SENDING', '')",
        (
            msg_id,
            next_number(db, "next_publish_id"),
            kind,
            media_id,
            json.dumps(items),
            clientmsgid,
            origin,
            is_to_all,
            json.dumps(recipients),
            filtered_count,
            at,
            at + delay,
            outcome,
        ),
    )
    row: sqlite3.Row = db.execute("SELECT * FROM mass_send WHERE msg_id = ?", (msg_id,)).fetchone()
    return row


def settle_mass_sends(db: sqlite3.Connection, *, now: float) -> None:
    """Bring every message that is due to its outcome; what was sent leaves the draft box.

    A draft becomes a public article that is in no list of the API, as on WeChat.
    """
    due = db.execute(
        "SELECT * FROM mass_send WHERE status = 'SENDING' AND due_at <= ? ORDER BY due_at, msg_id",
        (now,),
    ).fetchall()
    for row in due:
        article_id, is_sent = "", row["outcome"] == SUCCESS
        items = json.loads(row["items"])
        if is_sent and items:
            article_id = put_out(
                db, items, mid=row["msg_data_id"], origin="mass_send", at=row["due_at"]
            )
            db.execute("DELETE FROM draft WHERE media_id = ?", (row["media_id"],))
        db.execute(
            "UPDATE mass_send SET status = ?, article_id = ? WHERE msg_id = ?",
            ("SEND_SUCCESS" if is_sent else "SEND_FAIL", article_id, row["msg_id"]),
        )
        events.push(db, "MASSSENDJOBFINISH", _event_fields(db, row, article_id), at=row["due_at"])


def _event_fields(db: sqlite3.Connection, row: sqlite3.Row, article_id: str) -> dict[str, Any]:
    """Return what the event says. Source: WeChat's event MASSSENDJOBFINISH."""
    reached = len(json.loads(row["recipients"]))
    items: list[Item] = json.loads(row["items"])
    fields: dict[str, Any] = {
        "MsgID": row["msg_id"],
        "Status": row["outcome"],
        "TotalCount": reached + row["filtered_count"],
        "FilterCount": reached,
        "SentCount": reached if row["outcome"] == SUCCESS else 0,
        "ErrorCount": 0 if row["outcome"] == SUCCESS else reached,
        "CopyrightCheckResult": {
            "Count": len(items),
            "ResultList": {"item": [_copyright(idx) for idx in range(1, len(items) + 1)]},
            "CheckState": 1,
        },
    }
    if article_id and setting(db, "mass_event_links"):
        links = _links(db, article_id)
        fields["ArticleUrlResult"] = {"Count": len(links), "ResultList": {"item": links}}
    return fields


def _copyright(idx: int) -> dict[str, Any]:
    return {
        "ArticleIdx": idx,
        "UserDeclareState": 0,
        "AuditState": 2,
        "OriginalArticleUrl": "",
        "OriginalArticleType": 0,
        "CanReprint": 1,
        "NeedReplaceContent": 0,
        "NeedShowReprintSource": 0,
    }


def _links(db: sqlite3.Connection, article_id: str) -> list[dict[str, Any]]:
    row = find_article(db, article_id)
    return [
        {
            "ArticleIdx": item["idx"],
            "ArticleUrl": article_url(
                BASE_MARK, account(db), mid=row["mid"], idx=item["idx"], sn=item["sn"]
            ),
        }
        for item in items_of(row)
    ]


def _next_outcome(db: sqlite3.Connection) -> str:
    script: list[str] = setting(db, "mass_outcomes")
    if not script:
        return SUCCESS
    put_setting(db, "mass_outcomes", script[1:])
    return script[0]
