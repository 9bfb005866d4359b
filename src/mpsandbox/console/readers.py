"""What readers do, and what the platform counts: followers, comments, reads."""

import json
from datetime import date

from mpsandbox import comments, followers, readings
from mpsandbox.articles import automatic_digest, stored_content
from mpsandbox.autoreplies import answers_to
from mpsandbox.calls import BASE_MARK, Call, Payload
from mpsandbox.console.fields import ActError, Fields, optional_text, text, whole_number
from mpsandbox.material import new_material
from mpsandbox.published import find_article, items_of
from mpsandbox.store import next_number

MOST_AT_ONCE = 1000
FIGURES = (
    "read_user",
    "read_count",
    "share_user",
    "share_count",
    "favourite_user",
    "like_user",
    "zaikan_user",
)


def follow(call: Call, fields: Fields) -> Payload:
    """Let invented people follow the account: `count` of them, or one called `wxname`."""
    count = whole_number(fields, "count", 1)
    if not 1 <= count <= MOST_AT_ONCE:
        raise ActError(f"count: 1 to {MOST_AT_ONCE} expected")
    wxname = optional_text(fields, "wxname") or ""
    return {
        "openids": [followers.follow(call.db, at=call.now, wxname=wxname) for _ in range(count)]
    }


def unfollow(call: Call, _: Fields, openid: str) -> Payload:
    """Let a follower leave."""
    followers.unfollow(call.db, openid, at=call.now)
    return {"openid": openid}


def ask(call: Call, fields: Fields) -> Payload:
    """Let a reader write to the account; return what the website's own answers say to it."""
    return {"answers": answers_to(call.db, text(fields, "text"))}


def comment(call: Call, fields: Fields, article_id: str) -> Payload:
    """Let a reader comment on a published item; return the comment's number."""
    row = find_article(call.db, article_id)
    everybody = followers.present_followers(call.db)
    usual = everybody[0]["openid"] if everybody else f"o{'stranger':0<27}"
    number = comments.write(
        call,
        row,
        whole_number(fields, "idx", 1),
        openid=optional_text(fields, "openid") or usual,
        content=text(fields, "content"),
    )
    return {"user_comment_id": number, "msg_data_id": row["mid"]}


def take_comment_back(call: Call, fields: Fields, article_id: str) -> Payload:
    """Let a reader take a comment back."""
    number = whole_number(fields, "user_comment_id")
    changed = call.db.execute(
        "UPDATE comment SET is_withdrawn = 1 WHERE mid = ? AND user_comment_id = ?",
        (find_article(call.db, article_id)["mid"], number),
    )
    if not changed.rowcount:
        raise ActError("user_comment_id: no such comment", status=404)
    return {"user_comment_id": number}


def set_reads(call: Call, fields: Fields, article_id: str) -> Payload:
    """Set what is counted of a published item on one day, in place of the invented figures."""
    row, idx = find_article(call.db, article_id), whole_number(fields, "idx", 1)
    if not 1 <= idx <= len(items_of(row)):
        raise ActError("idx: no such item", status=404)
    try:
        day = date.fromisoformat(text(fields, "date"))
    except ValueError:
        raise ActError("date: YYYY-MM-DD expected") from None
    figures = {name: whole_number(fields, name) for name in FIGURES if name in fields}
    readings.set_figures(call.db, row["mid"], idx, day=day, figures=figures)
    return {"date": day.isoformat()} | figures


def put_news_material(call: Call, fields: Fields) -> Payload:
    """Keep an article among the material, as the back office did before there were drafts."""
    content = stored_content(call, text(fields, "content"))
    item = {
        "title": text(fields, "title"),
        "author": text(fields, "author", ""),
        "digest": automatic_digest(content),
        "content": content,
        "content_source_url": "",
        "thumb_media_id": "",
        "thumb_url": f"{BASE_MARK}/mmbiz_png/none/0?wx_fmt=png",
        "show_cover_pic": 0,
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
        "sn": "0" * 32,
        "mid": next_number(call.db, "next_draft_mid"),
    }
    media_id = new_material(call, "news", text(fields, "title"))
    call.db.execute(
        "INSERT INTO material_file VALUES (?, ?, '', '')", (media_id, json.dumps([item]).encode())
    )
    return {"media_id": media_id}
