"""The draft box."""

import json
import secrets
import sqlite3

from mpsandbox.articles import Item, accepted_article, accepted_articles, shown_item
from mpsandbox.calls import Call, Payload
from mpsandbox.errors import ApiError
from mpsandbox.store import next_number, setting

OK: Payload = {"errcode": 0, "errmsg": "ok"}
MOST_PER_PAGE = 20


def add(call: Call) -> Payload:
    """Keep a new draft and return its id. Source: WeChat /cgi-bin/draft/add."""
    items = accepted_articles(call, call.json().get("articles"))
    media_id = secrets.token_urlsafe(48)
    mid = next_number(call.db, "next_draft_mid")
    call.db.execute(
        "INSERT INTO draft VALUES (?, ?, ?, ?, ?)",
        (media_id, mid, json.dumps(items), call.now, call.now),
    )
    return {"media_id": media_id, "item": []}


def get(call: Call) -> Payload:
    """Return one draft as stored. Source: WeChat /cgi-bin/draft/get."""
    return _content(call, find_draft(call.db, call.json().get("media_id")), no_content=False)


def update(call: Call) -> Payload:
    """Replace one article of a draft whole. Source: WeChat /cgi-bin/draft/update.

    `index` counts from 0; `articles` is one object, and an array is a 47001.
    """
    sent = call.json()
    row = find_draft(call.db, sent.get("media_id"))
    items: list[Item] = json.loads(row["items"])
    index = sent.get("index", 0)
    if not isinstance(sent.get("articles"), dict):
        raise ApiError(47001)
    if type(index) is not int or not 0 <= index < len(items):
        raise ApiError(40114)
    article = accepted_article(call, sent["articles"], is_single=len(items) == 1, is_update=True)
    items[index] = article | {"sn": items[index]["sn"]}
    save_items(call, row["media_id"], items)
    return OK


def batch_get(call: Call) -> Payload:
    """Return a page of the draft box. Source: WeChat /cgi-bin/draft/batchget."""
    offset, count, no_content = page_asked_for(call)
    rows = call.db.execute("SELECT * FROM draft ORDER BY mid DESC").fetchall()
    shown = in_list_order(call.db, rows)[offset : offset + count]
    return {
        "item": [
            {
                "media_id": row["media_id"],
                "content": _content(call, row, no_content=no_content),
                "update_time": int(row["updated_at"]),
            }
            for row in shown
        ],
        "total_count": len(rows),
        "item_count": len(shown),
    }


def delete(call: Call) -> Payload:
    """Remove a draft. Source: WeChat /cgi-bin/draft/delete.

    For one that is not there WeChat's pages say 40007, and callers have seen 0: the setting
    `draft_delete` says refuse or accept.
    """
    media_id = call.json().get("media_id")
    if setting(call.db, "draft_delete") == "refuse":
        find_draft(call.db, media_id)
    call.db.execute("DELETE FROM draft WHERE media_id = ?", (str(media_id),))
    return OK


def switch(_: Call) -> Payload:
    """Say that the draft box is on, as everywhere now. Source: WeChat /cgi-bin/draft/switch."""
    return OK | {"is_open": 1}


def count(call: Call) -> Payload:
    """Return how many drafts there are. Source: WeChat /cgi-bin/draft/count."""
    row = call.db.execute("SELECT count(*) AS drafts FROM draft").fetchone()
    return {"total_count": row["drafts"]}


def find_draft(db: sqlite3.Connection, media_id: object) -> sqlite3.Row:
    """Return the draft's row; raises ApiError 40007 when there is none."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM draft WHERE media_id = ?", (str(media_id),)
    ).fetchone()
    if row is None:
        raise ApiError(40007)
    return row


def save_items(call: Call, media_id: str, items: list[Item]) -> None:
    """Keep the draft's articles as changed just now."""
    call.db.execute(
        "UPDATE draft SET items = ?, updated_at = ? WHERE media_id = ?",
        (json.dumps(items), call.now, media_id),
    )


def page_asked_for(call: Call) -> tuple[int, int, bool]:
    """Return offset, count and no_content of a list call; raises ApiError 40097 when odd."""
    sent = call.json()
    offset, count_, no_content = sent.get("offset", 0), sent.get("count"), sent.get("no_content", 0)
    if type(offset) is not int or type(count_) is not int:
        raise ApiError(40097)
    if offset < 0 or not 1 <= count_ <= MOST_PER_PAGE or no_content not in (0, 1):
        raise ApiError(40097)
    return offset, count_, no_content == 1


def in_list_order(db: sqlite3.Connection, newest_first: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """Return the rows in the order set for lists; WeChat itself promises none."""
    return newest_first if setting(db, "list_order") == "newest" else newest_first[::-1]


def _content(call: Call, row: sqlite3.Row, *, no_content: bool) -> Payload:
    items = enumerate(json.loads(row["items"]), start=1)
    return {
        "news_item": [
            shown_item(call, item, mid=row["mid"], idx=idx, no_content=no_content)
            for idx, item in items
        ],
        "create_time": int(row["created_at"]),
        "update_time": int(row["updated_at"]),
    }
