"""Acts upon drafts and articles, done by hand in WeChat's back office."""

import json
from typing import Any

from mpsandbox.articles import Item, article_url, automatic_digest, stored_content
from mpsandbox.calls import BASE_MARK, Call, Payload
from mpsandbox.console.fields import ActError, Fields, optional_text, text, whole_number
from mpsandbox.drafts import find_draft, save_items
from mpsandbox.published import change_items, find_article, items_of
from mpsandbox.publishing import put_out, queue, settle_jobs
from mpsandbox.store import next_number

EDITABLE = ("title", "author", "digest", "content", "content_source_url")
SEARCHED = ("title", "author", "digest", "content")


def edit_article(call: Call, fields: Fields, article_id: str) -> Payload:
    """Change one published item in place; replacing text that is not there is an error."""
    row = find_article(call.db, article_id)
    replaced = 0

    def change(item: Item) -> None:
        nonlocal replaced
        replaced = _edit(call, item, fields)

    change_items(call, row, whole_number(fields, "idx", 1) or 1, change)
    return {"article_id": article_id, "replaced": replaced}


def delete_article(call: Call, fields: Fields, article_id: str) -> Payload:
    """Delete one published item, or all when no `idx` is given."""
    return _mark(call, fields, article_id, "is_deleted")


def block_article(call: Call, fields: Fields, article_id: str) -> Payload:
    """Block one published item, or all, as the platform does after a complaint."""
    return _mark(call, fields, article_id, "is_blocked")


def edit_draft(call: Call, fields: Fields, media_id: str) -> Payload:
    """Change one item of a draft in place, behind the back of whoever added it."""
    row = find_draft(call.db, media_id)
    items: list[Item] = json.loads(row["items"])
    idx = whole_number(fields, "idx", 1)
    if not 1 <= idx <= len(items):
        raise ActError("idx: no such item", status=404)
    replaced = _edit(call, items[idx - 1], fields)
    save_items(call, media_id, items)
    return {"media_id": media_id, "replaced": replaced}


def delete_draft(call: Call, _: Fields, media_id: str) -> Payload:
    """Delete a draft."""
    find_draft(call.db, media_id)
    call.db.execute("DELETE FROM draft WHERE media_id = ?", (media_id,))
    return {"media_id": media_id}


def publish_draft(call: Call, _: Fields, media_id: str) -> Payload:
    """Publish a draft by hand, at once; return the article's id and addresses."""
    draft = find_draft(call.db, media_id)
    publish_id = queue(call.db, draft, origin="hand", due_at=call.now)
    settle_jobs(call.db, now=call.now)
    job = call.db.execute(
        "SELECT article_id FROM job WHERE publish_id = ?", (publish_id,)
    ).fetchone()
    return addresses(call, job["article_id"])


def put_unknown_article(call: Call, fields: Fields) -> Payload:
    """Publish an article that went through nobody's hands but the outsider's.

    With `mass_send` it is public, but in no list of the API.
    """
    content = stored_content(call, text(fields, "content"))
    item: Item = {
        "title": text(fields, "title"),
        "author": text(fields, "author", ""),
        "digest": text(fields, "digest", "") or automatic_digest(content),
        "content": content,
        "content_source_url": text(fields, "content_source_url", ""),
        "thumb_media_id": "",
        "thumb_url": f"{BASE_MARK}/mmbiz_png/none/0?wx_fmt=png",
        "show_cover_pic": 0,
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    }
    is_mass_sent = fields.get("mass_send") in (True, "true", "1", "on")
    article_id = put_out(
        call.db,
        [item],
        mid=next_number(call.db, "next_publish_id"),
        origin="mass_send" if is_mass_sent else "unknown",
        at=call.now,
    )
    return addresses(call, article_id)


def addresses_of(call: Call, mid: int, item: Item) -> dict[str, Any]:
    """Return the long and the short address of a published item."""
    return {
        "idx": item["idx"],
        "url": article_url(call.base, call.account, mid=mid, idx=item["idx"], sn=item["sn"]),
        "short_url": f"{call.base}/s/{item['short']}",
    }


def addresses(call: Call, article_id: str) -> Payload:
    """Return an article's id and the addresses of its items."""
    row = find_article(call.db, article_id)
    items = [addresses_of(call, row["mid"], item) for item in items_of(row)]
    return {"article_id": article_id, "items": items}


def _mark(call: Call, fields: Fields, article_id: str, mark: str) -> Payload:
    row = find_article(call.db, article_id)
    change_items(call, row, whole_number(fields, "idx", 0), lambda item: item.update({mark: True}))
    return {"article_id": article_id}


def _edit(call: Call, item: Item, fields: Fields) -> int:
    """Set the fields given, then replace `find` by `replace`; return how often that happened."""
    for name in EDITABLE:
        value = optional_text(fields, name)
        if value is not None:
            item[name] = call.stored(value)
    find = call.stored(text(fields, "find", ""))
    if not find:
        return 0
    replaced = sum(str(item[name]).count(find) for name in SEARCHED)
    if not replaced:
        raise ActError("find: this text does not occur", status=409)
    replacement = call.stored(text(fields, "replace", ""))
    for name in SEARCHED:
        item[name] = str(item[name]).replace(find, replacement)
    return replaced
