"""The console's pages about followers: what was sent to them, what they write, what they see."""

import json
from collections.abc import Callable
from typing import Any

from mpsandbox import clock
from mpsandbox.calls import Call
from mpsandbox.console.paper import TEMPLATES, framed, options
from mpsandbox.followers import present_followers
from mpsandbox.published import items_of
from mpsandbox.store import setting
from mpsandbox.templating import Markup, filled, joined

MOST_SHOWN = 50
STATUSES = {
    "SENDING": "发送中",
    "SEND_SUCCESS": "发送成功",
    "SEND_FAIL": "发送失败",
    "DELETE": "已删除",
}


def mass_page(call: Call) -> Markup:
    """Return what was sent to followers, latest first, and the next outcome's choice."""
    rows = call.db.execute(
        "SELECT * FROM mass_send ORDER BY msg_id DESC LIMIT ?", (MOST_SHOWN,)
    ).fetchall()
    shown = [
        _row(
            "；".join(item["title"] for item in json.loads(row["items"])) or row["msgtype"],
            f"{STATUSES[row['status']]} · {len(json.loads(row['recipients']))} 人"
            f" · {clock.shanghai_text(row['sent_at'])}",
        )
        for row in rows
    ]
    return framed(call, "群发", filled(TEMPLATES / "mass.html", rows=_listed(shown)))


def readers_page(call: Call) -> Markup:
    """Return the followers and the comments, latest first."""
    followers = present_followers(call.db)
    titles = {
        (row["mid"], item["idx"]): item["title"]
        for row in call.db.execute("SELECT * FROM article").fetchall()
        for item in items_of(row)
    }
    comments = call.db.execute(
        "SELECT * FROM comment ORDER BY user_comment_id DESC LIMIT ?", (MOST_SHOWN,)
    ).fetchall()
    shown = [
        _row(
            row["content"],
            f"《{titles.get((row['mid'], row['idx']), '')}》 · {_standing(row)}"
            f" · {clock.shanghai_text(row['created_at'])}",
        )
        for row in comments
    ]
    latest = [
        _row(row["wxname"], f"{row['openid']} · {clock.shanghai_text(row['subscribed_at'])}")
        for row in followers[: -MOST_SHOWN - 1 : -1]
    ]
    body = filled(
        TEMPLATES / "readers.html",
        count=len(followers),
        followers=_listed(latest),
        comments=_listed(shown),
    )
    return framed(call, "读者", body)


def menu_page(call: Call) -> Markup:
    """Return the menu as it stands, with a form that makes a simple one by hand."""
    menu = setting(call.db, "menu") or {"button": [], "origin": ""}
    origins = {"api": "由接口创建", "hand": "在网站上创建", "": ""}
    shown = [
        _row(button["name"], _button_words(button))
        for top in menu["button"]
        for button in [top, *top.get("sub_button", [])]
    ]
    body = filled(TEMPLATES / "menu.html", rows=_listed(shown), origin=origins[menu["origin"]])
    return framed(call, "自定义菜单", body)


def autoreply_page(call: Call) -> Markup:
    """Return the automatic answers, with the forms that change them."""
    kept: dict[str, Any] = setting(call.db, "autoreply")
    rules = [
        _row(rule["rule_name"], rule["reply_list_info"][0]["content"])
        for rule in kept.get("keywords", [])
    ]
    body = filled(
        TEMPLATES / "autoreply.html",
        follow=kept.get("follow", {}).get("content", ""),
        default=kept.get("default", {}).get("content", ""),
        rules=_listed(rules),
        modes=options({"contain": "含有", "equal": "完全相同"}, "contain"),
        hint="消息推送已启用，自动回复不再生效。" if setting(call.db, "callback") else "",
    )
    return framed(call, "自动回复", body)


CONTENT_PAGES: dict[str, Callable[[Call], Markup]] = {
    "mass": mass_page,
    "readers": readers_page,
    "menu": menu_page,
    "autoreply": autoreply_page,
}


def _row(title: str, remark: str) -> Markup:
    return filled(TEMPLATES / "plain_row.html", title=title, remark=remark)


def _listed(rows: list[Markup]) -> Markup:
    return joined(rows) if rows else filled(TEMPLATES / "empty.html")


def _standing(comment: Any) -> str:
    if comment["is_withdrawn"]:
        return "读者已删除"
    elected = "已精选" if comment["is_elected"] else "未精选"
    return f"{elected}，已回复：{comment['reply']}" if comment["reply"] else elected


def _button_words(button: dict[str, Any]) -> str:
    if button.get("sub_button"):
        return f"{len(button['sub_button'])} 个子菜单"
    named = ("url", "key", "value", "media_id", "article_id")
    targets = [str(button[name]) for name in named if button.get(name)]
    return " ".join([str(button.get("type", "")), *targets[:1]])
