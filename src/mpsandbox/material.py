"""Permanent material: pictures, sounds, films, covers, and articles of the old kind."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from typing import Any

from mpsandbox.articles import Item, shown_item
from mpsandbox.calls import Call, Payload
from mpsandbox.drafts import MOST_PER_PAGE, OK
from mpsandbox.errors import ApiError
from mpsandbox.files import PERMANENT, file_of_kind, file_reply, format_of
from mpsandbox.media import film_url, keep_picture, picture_url
from mpsandbox.store import setting
from mpsandbox.wire import Reply, json_object, multipart_parts

LISTED_KINDS = ("image", "video", "voice", "news")


def add_material(call: Call) -> Payload:
    """Keep a permanent material and return its id; a picture's address too.

    Source: WeChat /cgi-bin/material/add_material.
    """
    kind, part = file_of_kind(call, PERMANENT)
    title, introduction = _description(call) if kind == "video" else ("", "")
    picture_id = picture_format = ""
    if kind in {"image", "thumb"}:
        picture_format = format_of(part.content)
        picture_id = keep_picture(call.db, picture_format, part.content)
    media_id = new_material(call, kind, part.filename, picture_id=picture_id)
    if not picture_id:
        call.db.execute(
            "INSERT INTO material_file VALUES (?, ?, ?, ?)",
            (media_id, part.content, title, introduction),
        )
    if kind != "image":
        return {"media_id": media_id}
    url = call.shown(picture_url(picture_id, picture_format))
    return {"media_id": media_id, "url": url, "item": []}


def new_material(call: Call, kind: str, name: str, *, picture_id: str = "") -> str:
    """Keep the entry of a new material and return its id."""
    media_id = secrets.token_urlsafe(48)
    call.db.execute(
        "INSERT INTO material VALUES (?, ?, ?, ?, ?)",
        (media_id, kind, name, picture_id, call.now),
    )
    return media_id


def get_material(call: Call) -> Payload | Reply:
    """Return one material: bytes, a film's title and address, or articles.

    Source: WeChat /cgi-bin/material/get_material.
    """
    row = find_material(call.db, call.json().get("media_id"))
    if row["kind"] == "news":
        return {"news_item": _news_items(call, row)}
    file = _file(call.db, row["media_id"])
    if row["kind"] == "video":
        return {
            "title": file["title"],
            "description": file["introduction"],
            "down_url": call.shown(film_url(row["media_id"])),
        }
    return file_reply(
        row["name"],
        bytes(file["content"]),
        is_called_text=setting(call.db, "file_type") == "text",
    )


def delete_material(call: Call) -> Payload:
    """Delete a material; 48005 while a menu or an automatic answer uses it.

    Source: WeChat /cgi-bin/material/del_material. Covers of drafts do not hold it back.
    """
    row = find_material(call.db, call.json().get("media_id"))
    users = [setting(call.db, name) for name in ("menu", "conditional_menus", "autoreply")]
    if row["media_id"] in set(_texts(users)):
        raise ApiError(48005)
    call.db.execute("DELETE FROM material WHERE media_id = ?", (row["media_id"],))
    call.db.execute("DELETE FROM material_file WHERE media_id = ?", (row["media_id"],))
    return OK


def count_material(call: Call) -> Payload:
    """Return how many of each kind there are; neither drafts nor published articles count.

    Source: WeChat /cgi-bin/material/get_materialcount.
    """
    rows = call.db.execute("SELECT kind, count(*) AS n FROM material GROUP BY kind").fetchall()
    counts = {row["kind"]: row["n"] for row in rows}
    return {f"{kind}_count": counts.get(kind, 0) for kind in ("voice", "video", "image", "news")}


def batch_get_material(call: Call) -> Payload:
    """Return a page of one kind of material. Source: WeChat /cgi-bin/material/batchget_material."""
    sent = call.json()
    kind, offset, count = sent.get("type"), sent.get("offset", 0), sent.get("count")
    if kind not in LISTED_KINDS:
        raise ApiError(40004)
    if type(offset) is not int or type(count) is not int:
        raise ApiError(40097)
    if offset < 0 or not 1 <= count <= MOST_PER_PAGE:
        raise ApiError(40097)
    rows = call.db.execute(
        "SELECT * FROM material WHERE kind = ? ORDER BY created_at DESC, rowid DESC", (kind,)
    ).fetchall()
    shown = rows[offset : offset + count]
    return {
        "item": [_listed(call, row) for row in shown],
        "total_count": len(rows),
        "item_count": len(shown),
    }


def find_material(db: sqlite3.Connection, media_id: object) -> sqlite3.Row:
    """Return the material's row; raises ApiError 40007 when there is none."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM material WHERE media_id = ?", (str(media_id),)
    ).fetchone()
    if row is None:
        raise ApiError(40007)
    return row


def _description(call: Call) -> tuple[str, str]:
    """Return title and introduction of a film; they come as JSON in a part of their own."""
    part = multipart_parts(call.request).get("description")
    sent = json_object(part.content) if part else {}
    if not isinstance(sent.get("title"), str) or not sent["title"]:
        raise ApiError(40035)
    return sent["title"], str(sent.get("introduction", ""))


def _file(db: sqlite3.Connection, media_id: str) -> sqlite3.Row:
    row: sqlite3.Row = db.execute(
        "SELECT content, title, introduction FROM material_file WHERE media_id = ?"
        " UNION ALL SELECT content, '', '' FROM material JOIN picture USING (picture_id)"
        " WHERE media_id = ?",
        (media_id, media_id),
    ).fetchone()
    return row


def _listed(call: Call, row: sqlite3.Row) -> Payload:
    listed: Payload = {"media_id": row["media_id"], "update_time": int(row["created_at"])}
    if row["kind"] == "news":
        at = int(row["created_at"])
        news = {"news_item": _news_items(call, row), "create_time": at, "update_time": at}
        return listed | {"content": news}
    listed["name"] = row["name"]
    if row["kind"] == "image":
        picture = call.db.execute(
            "SELECT format FROM picture WHERE picture_id = ?", (row["picture_id"],)
        ).fetchone()
        listed["url"] = call.shown(picture_url(row["picture_id"], picture["format"]))
    return listed


def _news_items(call: Call, row: sqlite3.Row) -> list[Item]:
    items: list[Item] = json.loads(_file(call.db, row["media_id"])["content"])
    return [
        shown_item(call, item, mid=item["mid"], idx=idx) for idx, item in enumerate(items, start=1)
    ]


def _texts(value: Any) -> Iterator[str]:
    """Yield every text inside nested lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
