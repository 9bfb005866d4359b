"""Articles already public: the API's lists and deletion, and what happens behind its back."""

import json
import sqlite3
from collections.abc import Callable

from mpsandbox.articles import Item, shown_item
from mpsandbox.calls import Call, Payload
from mpsandbox.drafts import OK, in_list_order, page_asked_for
from mpsandbox.effects import note
from mpsandbox.errors import ApiError


def batch_get(call: Call) -> Payload:
    """Return a page of what is published, without mass-sent items and those deleted whole.

    Source: WeChat /cgi-bin/freepublish/batchget.
    """
    offset, count, no_content = page_asked_for(call)
    rows = call.db.execute("SELECT * FROM article WHERE is_listed ORDER BY mid DESC").fetchall()
    rows = [row for row in rows if not all(item["is_deleted"] for item in items_of(row))]
    shown = in_list_order(call.db, rows)[offset : offset + count]
    return {
        "item": [
            {
                "article_id": row["article_id"],
                "content": _content(call, row, no_content=no_content),
                "update_time": int(row["updated_at"]),
            }
            for row in shown
        ],
        "total_count": len(rows),
        "item_count": len(shown),
    }


def get_article(call: Call) -> Payload:
    """Return one published article; deleted items say so. Source: WeChat freepublish/getarticle."""
    return _content(call, find_article(call.db, call.json().get("article_id")), no_content=False)


def delete(call: Call) -> Payload:
    """Delete one item of an article, or all. Source: WeChat /cgi-bin/freepublish/delete.

    `index` counts from 1; 0 or none deletes every item. It cannot be undone.
    """
    sent = call.json()
    index = sent.get("index", 0)
    if type(index) is not int:
        raise ApiError(40035)
    row = find_article(call.db, sent.get("article_id"))
    change_items(call, row, index, _mark_deleted)
    note(call, f"{row['article_id']}/{index}")
    return OK


def find_article(db: sqlite3.Connection, article_id: object) -> sqlite3.Row:
    """Return the article's row; raises ApiError 53600 when there is none."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM article WHERE article_id = ?", (str(article_id),)
    ).fetchone()
    if row is None:
        raise ApiError(53600)
    return row


def items_of(row: sqlite3.Row) -> list[Item]:
    """Return the items of an article's row, in order."""
    items: list[Item] = json.loads(row["items"])
    return items


def change_items(call: Call, row: sqlite3.Row, idx: int, change: Callable[[Item], None]) -> None:
    """Apply `change` to the item `idx`, or to all when `idx` is 0, and keep the result.

    Raises ApiError 40114 when there is no such item.
    """
    items = items_of(row)
    if not 0 <= idx <= len(items):
        raise ApiError(40114)
    for item in items:
        if idx in (0, item["idx"]):
            change(item)
    call.db.execute(
        "UPDATE article SET items = ?, updated_at = ? WHERE article_id = ?",
        (json.dumps(items), call.now, row["article_id"]),
    )


def _mark_deleted(item: Item) -> None:
    item["is_deleted"] = True


def _content(call: Call, row: sqlite3.Row, *, no_content: bool) -> Payload:
    return {
        "news_item": [
            shown_item(call, item, mid=row["mid"], idx=item["idx"], no_content=no_content)
            | {"is_deleted": item["is_deleted"]}
            for item in items_of(row)
        ],
        "create_time": int(row["created_at"]),
        "update_time": int(row["updated_at"]),
    }
