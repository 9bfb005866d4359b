"""Mass sending: what is sent to followers, how often that may be, and how it ends."""

import json
import sqlite3
from typing import Any

from mpsandbox.accounts import account
from mpsandbox.articles import Item
from mpsandbox.calls import Call, Payload
from mpsandbox.drafts import OK, find_draft
from mpsandbox.errors import ApiError
from mpsandbox.followers import find_follower, present_followers, tags_of
from mpsandbox.mass_jobs import queue
from mpsandbox.mass_quota import check_quota, who_still_gets
from mpsandbox.material import find_material
from mpsandbox.published import change_items, find_article, items_of
from mpsandbox.store import next_number, put_setting, setting

SUBMITTED = "send job submission success"
CLIENTMSGID_BYTES = 32
RECIPIENTS = range(2, 10_001)
# Ten thousands of messages a minute at each speed. Source: WeChat mass/speed/get (realspeed).
REAL_SPEEDS = (80, 60, 45, 30, 10)


def send_all(call: Call) -> Payload:
    """Queue a message to every follower, or to those of a tag; only the event says how it ended.

    Source: WeChat /cgi-bin/message/mass/sendall.
    """
    chosen = call.json().get("filter")
    if not isinstance(chosen, dict):
        raise ApiError(40035)
    everybody = [row for row in present_followers(call.db) if not row["is_black"]]
    if chosen.get("is_to_all") is True:
        return _send(call, [row["openid"] for row in everybody], is_to_all=True)
    tag_id = chosen.get("tag_id")
    if not str(tag_id).isdecimal() or str(tag_id) not in setting(call.db, "tags"):
        raise ApiError(40050)
    bearers = [row["openid"] for row in everybody if int(str(tag_id)) in tags_of(row)]
    return _send(call, bearers, is_to_all=False)


def send(call: Call) -> Payload:
    """Queue a message to the openids named. Source: WeChat /cgi-bin/message/mass/send."""
    named = call.json().get("touser")
    if not isinstance(named, list) or len(named) not in RECIPIENTS:
        raise ApiError(40130)
    return _send(call, [find_follower(call.db, each)["openid"] for each in named], is_to_all=False)


def preview(call: Call) -> Payload:
    """Show a message to one person. Source: WeChat /cgi-bin/message/mass/preview.

    `towxname` goes before `touser`; raises ApiError 40132 or 40003 when that is nobody.
    """
    sent = call.json()
    kind, media_id, _ = _message_sent(call)
    if name := sent.get("towxname"):
        follower = next((row for row in present_followers(call.db) if row["wxname"] == name), None)
        if follower is None:
            raise ApiError(40132)
    else:
        follower = find_follower(call.db, sent.get("touser"))
    msg_id = next_number(call.db, "next_msg_id")
    call.db.execute(
        "INSERT INTO mass_preview VALUES (?, ?, ?, ?, ?)",
        (msg_id, kind, media_id, follower["openid"], call.now),
    )
    return {"errcode": 0, "errmsg": "preview success", "msg_id": msg_id}


def get(call: Call) -> Payload:
    """Return how a mass sending stands. Source: WeChat /cgi-bin/message/mass/get."""
    row = _find(call)
    return {"msg_id": row["msg_id"], "msg_status": row["status"]}


def delete(call: Call) -> Payload:
    """Hide the page of one article, or of all; who has received it keeps the message.

    `article_idx` counts from 1; 0 or none means all. Source: WeChat /cgi-bin/message/mass/delete.
    """
    sent, row = call.json(), _find(call)
    idx = sent.get("article_idx", 0)
    if type(idx) is not int or row["msgtype"] not in {"mpnews", "mpvideo"}:
        raise ApiError(40035)
    if row["article_id"]:
        article = find_article(call.db, row["article_id"])
        change_items(call, article, idx, lambda item: item.update(is_deleted=True))
        article = find_article(call.db, row["article_id"])
        if not all(item["is_deleted"] for item in items_of(article)):
            return OK
    call.db.execute("UPDATE mass_send SET status = 'DELETE' WHERE msg_id = ?", (row["msg_id"],))
    return OK


def get_speed(call: Call) -> Payload:
    """Return how fast is sent. Source: WeChat /cgi-bin/message/mass/speed/get."""
    speed: int = setting(call.db, "mass_speed")
    return {"speed": speed, "realspeed": REAL_SPEEDS[speed]}


def set_speed(call: Call) -> Payload:
    """Set how fast is sent, 0 to 4. Source: WeChat /cgi-bin/message/mass/speed/set."""
    speed = call.json().get("speed")
    if speed is None:
        raise ApiError(45084)
    if type(speed) is not int or speed not in range(len(REAL_SPEEDS)):
        raise ApiError(45083)
    put_setting(call.db, "mass_speed", speed)
    return OK


def _send(call: Call, openids: list[str], *, is_to_all: bool) -> Payload:
    """Queue the message sent to those of `openids` who may get one more.

    A `clientmsgid` used before is refused with the number of the job it began.
    """
    sent = call.json()
    kind, media_id, items = _message_sent(call)
    clientmsgid = str(sent.get("clientmsgid", ""))
    if len(clientmsgid.encode("utf-8", "surrogatepass")) > CLIENTMSGID_BYTES:
        raise ApiError(45067)
    if before := _begun_by(call.db, clientmsgid):
        raise ApiError(45065, told={"msg_id": before["msg_id"]})
    check_quota(call.db, account(call.db).kind, is_to_all=is_to_all, now=call.now)
    recipients = who_still_gets(call.db, account(call.db).kind, openids, now=call.now)
    row = queue(
        call.db,
        kind=kind,
        media_id=media_id,
        items=items,
        clientmsgid=clientmsgid,
        origin="api",
        is_to_all=is_to_all,
        recipients=recipients,
        filtered_count=len(openids) - len(recipients),
        at=call.now,
    )
    return {
        "errcode": 0,
        "errmsg": SUBMITTED,
        "msg_id": row["msg_id"],
        "msg_data_id": row["msg_data_id"],
    }


def _message_sent(call: Call) -> tuple[str, str, list[Item]]:
    """Return the kind of message, the id it names, and the articles of a draft.

    Raises ApiError 40008 for another kind and 40007 for an id that is not there.
    """
    sent = call.json()
    kind = str(sent.get("msgtype"))
    if kind not in MESSAGES:
        raise ApiError(40008)
    payload = sent.get("images" if kind == "image" and "images" in sent else kind)
    if not isinstance(payload, dict):
        raise ApiError(40035)
    return kind, *MESSAGES[kind](call.db, payload)


def _draft_of(db: sqlite3.Connection, payload: dict[str, Any]) -> tuple[str, list[Item]]:
    draft = find_draft(db, payload.get("media_id"))
    return draft["media_id"], json.loads(draft["items"])


def _text_of(_: sqlite3.Connection, payload: dict[str, Any]) -> tuple[str, list[Item]]:
    if not payload.get("content"):
        raise ApiError(44004)
    return "", []


def _material_of(db: sqlite3.Connection, payload: dict[str, Any]) -> tuple[str, list[Item]]:
    ids = payload.get("media_ids", [payload.get("media_id")])
    if not isinstance(ids, list) or not ids:
        raise ApiError(40035)
    for media_id in ids:
        find_material(db, media_id)
    return str(ids[0]), []


MESSAGES = {
    "mpnews": _draft_of,
    "text": _text_of,
    "voice": _material_of,
    "image": _material_of,
    "mpvideo": _material_of,
}


def _begun_by(db: sqlite3.Connection, clientmsgid: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM mass_send WHERE clientmsgid = ? AND clientmsgid != ''", (clientmsgid,)
    ).fetchone()
    return row


def _find(call: Call) -> sqlite3.Row:
    msg_id = str(call.json().get("msg_id", ""))
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM mass_send WHERE msg_id = ?", (msg_id if msg_id.isdecimal() else -1,)
    ).fetchone()
    if row is None:
        raise ApiError(40059)
    return row
