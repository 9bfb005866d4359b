"""Acts done by hand in WeChat's back office: sending, correcting, the menu, automatic answers."""

import json
from typing import Any

from mpsandbox.articles import Item
from mpsandbox.calls import Call, Payload
from mpsandbox.console.editing import addresses
from mpsandbox.console.fields import ActError, Fields, one_of, optional_text, text, whole_number
from mpsandbox.drafts import find_draft
from mpsandbox.followers import present_followers
from mpsandbox.mass_jobs import queue, settle_mass_sends
from mpsandbox.mass_quota import check_quota, who_still_gets
from mpsandbox.menu_rules import SUB, TOP, Button, Level
from mpsandbox.menus import put_menu
from mpsandbox.published import change_items, find_article
from mpsandbox.store import put_setting, setting

CORRECTED_CHARACTERS = 20
WEBSITE_TYPES = ("view", "news", "text", "img", "photo", "voice", "video", "miniprogram")
OUTCOMES = ["send success", "send fail"]


def mass_send_draft(call: Call, _: Fields, media_id: str) -> Payload:
    """Send a draft to every follower by hand, at once; it takes from the same quota."""
    draft, kind = find_draft(call.db, media_id), call.account.kind
    check_quota(call.db, kind, is_to_all=True, now=call.now)
    openids = [row["openid"] for row in present_followers(call.db) if not row["is_black"]]
    recipients = who_still_gets(call.db, kind, openids, now=call.now)
    queued = queue(
        call.db,
        kind="mpnews",
        media_id=draft["media_id"],
        items=json.loads(draft["items"]),
        clientmsgid="",
        origin="hand",
        is_to_all=True,
        recipients=recipients,
        filtered_count=len(openids) - len(recipients),
        at=call.now,
    )
    settle_mass_sends(call.db, now=call.now)
    sent = call.db.execute(
        "SELECT article_id FROM mass_send WHERE msg_id = ?", (queued["msg_id"],)
    ).fetchone()
    return {"msg_id": queued["msg_id"]} | addresses(call, sent["article_id"])


def script_mass_outcome(call: Call, fields: Fields) -> Payload:
    """Script how the next messages sent through the API end: well, badly, or `err(20002)`."""
    status = text(fields, "status")
    code = status.removeprefix("err(").removesuffix(")")
    if status not in OUTCOMES and not (status == f"err({code})" and code.isdecimal()):
        raise ActError("status: send success, send fail or err(number) expected")
    script = setting(call.db, "mass_outcomes") + [status] * whole_number(fields, "times", 1)
    put_setting(call.db, "mass_outcomes", script)
    return {"mass_outcomes": script}


def correct_article(call: Call, fields: Fields, article_id: str) -> Payload:
    """Correct a published item as its owner may: once, and few characters of its body."""
    row = find_article(call.db, article_id)
    find, replace = text(fields, "find"), text(fields, "replace", "")

    def change(item: Item) -> None:
        if item.get("is_corrected"):
            raise ActError("this article has been corrected before", status=409)
        if not find or find not in item["content"]:
            raise ActError("find: this text does not occur", status=409)
        times = str(item["content"]).count(find)
        if max(len(find), len(replace)) * times > CORRECTED_CHARACTERS:
            raise ActError(f"at most {CORRECTED_CHARACTERS} characters can be corrected")
        item["content"] = str(item["content"]).replace(find, replace)
        item["is_corrected"] = True

    change_items(call, row, whole_number(fields, "idx", 1) or 1, change)
    return {"article_id": article_id}


def set_menu(call: Call, fields: Fields) -> Payload:
    """Make a menu by hand, of the website's own button types; no buttons take it away.

    Programs send `button`; a form sends `name1` and `url1` to `name3` and `url3`.
    """
    sent = fields.get("button")
    if sent is None:
        pairs = [(fields.get(f"name{n}"), fields.get(f"url{n}")) for n in (1, 2, 3)]
        sent = [{"type": "view", "name": name, "url": url} for name, url in pairs if name]
    if not sent:
        put_setting(call.db, "menu", None)
        put_setting(call.db, "conditional_menus", [])
        return {"button": []}
    buttons = _buttons(sent, TOP)
    put_menu(call, buttons, origin="hand")
    return {"button": buttons}


def set_autoreply(call: Call, fields: Fields) -> Payload:
    """Set the answers to new followers (`follow`), to everything (`default`), or to a keyword.

    Empty text takes an answer away; `keyword` with `answer` adds a rule, `clear` removes all.
    """
    kept: dict[str, Any] = {} if fields.get("clear") else setting(call.db, "autoreply")
    for name in ("follow", "default"):
        if (words := optional_text(fields, name)) is not None:
            kept.pop(name, None)
            if words:
                kept[name] = {"type": "text", "content": words}
    if keyword := optional_text(fields, "keyword"):
        kept["keywords"] = [*kept.get("keywords", []), _rule(call, fields, keyword)]
    put_setting(call.db, "autoreply", kept)
    return {"autoreply": kept}


def _rule(call: Call, fields: Fields, keyword: str) -> Payload:
    """Return a rule that answers `keyword` with a text, or with a picture of the material."""
    answer = {"type": "text", "content": text(fields, "answer", "")}
    if media_id := optional_text(fields, "answer_media_id"):
        answer = {"type": "img", "content": media_id}
    match_mode = one_of(fields, "match_mode", ["contain", "equal"], "contain")
    return {
        "rule_name": keyword,
        "create_time": int(call.now),
        "reply_mode": "reply_all",
        "keyword_list_info": [{"type": "text", "match_mode": match_mode, "content": keyword}],
        "reply_list_info": [answer],
    }


def _buttons(sent: object, level: Level) -> list[Button]:
    if not isinstance(sent, list) or not 1 <= len(sent) <= level.most:
        raise ActError(f"button: 1 to {level.most} expected")
    return [_button(each, level) for each in sent]


def _button(sent: object, level: Level) -> Button:
    button = sent if isinstance(sent, dict) else {}
    if not isinstance(button.get("name"), str) or not button["name"]:
        raise ActError("button: a name expected")
    if level is TOP and button.get("sub_button"):
        return {"name": button["name"], "sub_button": _buttons(button["sub_button"], SUB)}
    one_of(button, "type", list(WEBSITE_TYPES))
    return button | {"sub_button": []}
