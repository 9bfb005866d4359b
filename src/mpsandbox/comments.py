"""Comments under published articles."""

import sqlite3

from mpsandbox.articles import Item
from mpsandbox.calls import Call, Payload
from mpsandbox.drafts import OK
from mpsandbox.errors import ApiError
from mpsandbox.followers import find_follower
from mpsandbox.published import change_items, items_of
from mpsandbox.store import next_number, setting

MOST_LISTED = 50
MOST_ELECTED = 100
REPLY_CHARACTERS = 600
ORDINARY, ELECTED = 1, 2


def open_(call: Call) -> Payload:
    """Let readers comment on an article. Source: WeChat /cgi-bin/comment/open."""
    return _switch(call, is_open=1)


def close(call: Call) -> Payload:
    """Let nobody comment on an article any more. Source: WeChat /cgi-bin/comment/close."""
    return _switch(call, is_open=0)


def list_(call: Call) -> Payload:
    """Return a page of an article's comments, newest first. Source: WeChat comment/list.

    Raises ApiError 88010 when fifty or more are asked for.
    """
    sent, (article, item) = call.json(), _article(call)
    begin, count, kind = sent.get("begin", 0), sent.get("count"), sent.get("type", 0)
    if type(begin) is not int or type(count) is not int or kind not in (0, ORDINARY, ELECTED):
        raise ApiError(40035)
    if begin < 0 or not 1 <= count < MOST_LISTED:
        raise ApiError(88010)
    rows = [
        row
        for row in comments_of(call.db, article["mid"], item["idx"])
        if not row["is_withdrawn"] and kind in (0, ELECTED if row["is_elected"] else ORDINARY)
    ]
    shown = [_shown(row) for row in rows[begin : begin + count]]
    return OK | {"total": len(rows), "comment": shown}


def elect(call: Call) -> Payload:
    """Show a comment under its article. Source: WeChat /cgi-bin/comment/markelect."""
    row = _comment(call)
    rows = comments_of(call.db, row["mid"], row["idx"])
    if sum(each["is_elected"] for each in rows) >= MOST_ELECTED:
        raise ApiError(88003)
    return _set(call, row, "is_elected", 1)


def unelect(call: Call) -> Payload:
    """Hide a comment again. Source: WeChat /cgi-bin/comment/unmarkelect."""
    return _set(call, _comment(call), "is_elected", 0)


def delete(call: Call) -> Payload:
    """Remove a comment for good. Source: WeChat /cgi-bin/comment/delete."""
    row = _comment(call)
    call.db.execute(
        "DELETE FROM comment WHERE mid = ? AND idx = ? AND user_comment_id = ?", _key(row)
    )
    return OK


def reply(call: Call) -> Payload:
    """Answer a comment, once. Source: WeChat /cgi-bin/comment/reply/add."""
    row, content = _comment(call), str(call.json().get("content", ""))
    if row["reply"]:
        raise ApiError(88005)
    if not 1 <= len(content) <= REPLY_CHARACTERS:
        raise ApiError(88007)
    _set(call, row, "replied_at", call.now)
    return _set(call, row, "reply", content)


def delete_reply(call: Call) -> Payload:
    """Take the answer to a comment back. Source: WeChat /cgi-bin/comment/reply/delete."""
    row = _comment(call)
    if not row["reply"]:
        raise ApiError(87009)
    return _set(call, row, "reply", "")


def write(call: Call, article: sqlite3.Row, idx: int, *, openid: str, content: str) -> int:
    """Let a reader comment; return the comment's number.

    Raises ApiError 88000 where the article's switches let this reader not comment.
    """
    items = items_of(article)
    if not 1 <= idx <= len(items):
        raise ApiError(40114)
    item = items[idx - 1]
    if not item["need_open_comment"]:
        raise ApiError(88000)
    if item["only_fans_can_comment"]:
        find_follower(call.db, openid)
    number = next_number(call.db, "next_comment_id")
    call.db.execute(
        "INSERT INTO comment VALUES (?, ?, ?, ?, ?, ?, 0, 0, '', 0)",
        (article["mid"], idx, number, openid, content, call.now),
    )
    return number


def comments_of(db: sqlite3.Connection, mid: int, idx: int) -> list[sqlite3.Row]:
    """Return an article's comments, newest first, those their readers took back too."""
    return db.execute(
        "SELECT * FROM comment WHERE mid = ? AND idx = ? ORDER BY user_comment_id DESC", (mid, idx)
    ).fetchall()


def _article(call: Call) -> tuple[sqlite3.Row, Item]:
    """Return the article a call names by `msg_data_id` and `index`, which counts from 0.

    Raises ApiError 88000 without the comment feature, 88001 when there is no such article.
    """
    if not setting(call.db, "comment_feature"):
        raise ApiError(88000)
    sent = call.json()
    mid, index = str(sent.get("msg_data_id")), sent.get("index", 0)
    article: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM article WHERE mid = ?", (mid if mid.isdecimal() else -1,)
    ).fetchone()
    items = items_of(article) if article else []
    if article is None or type(index) is not int or not 0 <= index < len(items):
        raise ApiError(88001)
    return article, items[index]


def _comment(call: Call) -> sqlite3.Row:
    """Return the comment a call names; raises ApiError 88008 (none) or 88004 (taken back)."""
    (article, item), number = _article(call), call.json().get("user_comment_id")
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM comment WHERE mid = ? AND idx = ? AND user_comment_id = ?",
        (article["mid"], item["idx"], number if type(number) is int else -1),
    ).fetchone()
    if row is None:
        raise ApiError(88008)
    if row["is_withdrawn"]:
        raise ApiError(88004)
    return row


def _switch(call: Call, *, is_open: int) -> Payload:
    article, item = _article(call)
    change_items(call, article, item["idx"], lambda each: each.update(need_open_comment=is_open))
    return OK


def _set(call: Call, row: sqlite3.Row, column: str, value: object) -> Payload:
    call.db.execute(
        f"UPDATE comment SET {column} = ?"  # noqa: S608 - named above
        " WHERE mid = ? AND idx = ? AND user_comment_id = ?",
        (value, *_key(row)),
    )
    return OK


def _key(row: sqlite3.Row) -> tuple[int, int, int]:
    return row["mid"], row["idx"], row["user_comment_id"]


def _shown(row: sqlite3.Row) -> Payload:
    shown: Payload = {
        "user_comment_id": row["user_comment_id"],
        "openid": row["openid"],
        "create_time": int(row["created_at"]),
        "content": row["content"],
        "comment_type": row["is_elected"],
    }
    if row["reply"]:
        shown["reply"] = {"content": row["reply"], "create_time": int(row["replied_at"])}
    return shown
