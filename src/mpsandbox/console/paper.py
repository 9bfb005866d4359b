"""The console's pages, made from its templates."""

import json
import sqlite3
from pathlib import Path

from mpsandbox import clock, quotas
from mpsandbox.accounts import LABELS, Kind
from mpsandbox.articles import Item
from mpsandbox.calls import Call
from mpsandbox.console.editing import addresses_of
from mpsandbox.console.fields import ActError
from mpsandbox.drafts import find_draft
from mpsandbox.errors import ApiError
from mpsandbox.faults import FaultKind
from mpsandbox.published import find_article, items_of
from mpsandbox.routes import ENDPOINTS
from mpsandbox.store import setting
from mpsandbox.templating import Markup, filled, joined

TEMPLATES = Path(__file__).parent / "templates"

ORIGINS = {"api": "接口发布", "hand": "手工发布", "unknown": "后台直接发布", "mass_send": "群发"}
PAGES = {
    "shown": "正常显示文章",
    "busy": "访问过于频繁",
    "moved": "公众号已迁移",
    "closed": "账号已注销",
    "banned": "账号已被屏蔽",
    "expired": "链接已过期",
    "removed": "因违规已删除",
    "unsent": "发送失败",
    "moved_on": "公众号已迁移，文章随迁",
    "silent": "要求验证，网页上没有字",
}
FAULTS = {
    FaultKind.DROP_BEFORE: "断开：未处理就断开连接",
    FaultKind.DROP_AFTER: "断开：已处理，但答复丢失",
    FaultKind.HANG: "挂起：处理后迟迟不答复",
    FaultKind.LATE: "迟到：断开连接，过后才处理",
    FaultKind.STATUS500: "HTTP 500",
    FaultKind.BUSY: "系统繁忙（-1）",
    FaultKind.GARBAGE: "答复是一页 HTML",
    FaultKind.TRUNCATE: "答复只有一半",
    FaultKind.DRIP: "答复极慢",
    FaultKind.ERRCODE: "指定错误码",
    FaultKind.TOKEN: "令牌失效（40001）",
    FaultKind.CHARSET: "答复的编码不对",
    FaultKind.DROP_HEADERS: "答复头未完就断开",
    FaultKind.WRONG_LENGTH: "答复比所说的短",
}


def page(call: Call, name: str) -> Markup:
    """Return the page `name`; raises ActError when there is none."""
    place, _, key = name.partition("/")
    try:
        if not name:
            return framed(call, "概览", _overview(call))
        if place == "drafts":
            return _draft_page(call, key) if key else framed(call, "草稿箱", _drafts(call))
        if place == "articles":
            return _article_page(call, key) if key else framed(call, "已发表", _articles(call))
    except ApiError:
        pass
    if name == "faults":
        return framed(call, "故障", _faults(call))
    raise ActError("no such page", status=404)


def framed(call: Call, title: str, body: Markup, note: str = "") -> Markup:
    """Return a whole page: navigation, the note of what was just done, and `body`."""
    note = note or call.request.query.get("note", "")
    shown_note = filled(TEMPLATES / "note.html", note=note) if note else Markup("")
    return filled(
        TEMPLATES / "page.html",
        title=title,
        body=body,
        note=shown_note,
        name=call.account.name,
        now=clock.shanghai_text(call.now),
    )


def options(choices: dict[str, str], chosen: str) -> Markup:
    """Return the options of a select, with one chosen."""
    return joined(
        [
            filled(
                TEMPLATES / "option.html",
                value=value,
                words=words,
                selected=" selected" if value == chosen else "",
            )
            for value, words in choices.items()
        ]
    )


def _overview(call: Call) -> Markup:
    account = call.account
    return filled(
        TEMPLATES / "overview.html",
        name=account.name,
        appid=account.appid,
        base=call.base,
        kinds=options({kind.value: LABELS[kind] for kind in Kind}, account.kind),
        bot_wall=options(
            {"false": "正常显示文章", "true": "一律显示“环境异常”"},
            "true" if setting(call.db, "bot_wall") else "false",
        ),
        public_pages=options(PAGES, setting(call.db, "public_pages")),
        now=clock.shanghai_text(call.now),
        speed=f"{clock.speed(call.db):g}",
        drafts=_count(call.db, "draft"),
        articles=_count(call.db, "article"),
        calls=joined([_call_row(call, row) for row in _all(call.db, "call_count", "path")]),
    )


def _call_row(call: Call, row: sqlite3.Row) -> Markup:
    quota = quotas.quota(call.db, row["path"], now=call.now)
    return filled(
        TEMPLATES / "call_row.html",
        path=row["path"],
        calls=row["calls"],
        used=quota.used,
        limit=quota.daily_limit,
    )


def _drafts(call: Call) -> Markup:
    rows = [
        filled(
            TEMPLATES / "list_row.html",
            link=f"/console/drafts/{row['media_id']}",
            title=_titles(json.loads(row["items"])),
            remark=f"改于 {clock.shanghai_text(row['updated_at'])}",
        )
        for row in _all(call.db, "draft", "mid DESC")
    ]
    return _list("草稿箱", rows, Markup(""))


def _articles(call: Call) -> Markup:
    rows = [
        filled(
            TEMPLATES / "list_row.html",
            link=f"/console/articles/{row['article_id']}",
            title=_titles(items_of(row)),
            remark=f"{ORIGINS[row['origin']]} · {clock.shanghai_text(row['created_at'])}"
            + _marks(items_of(row)),
        )
        for row in _all(call.db, "article", "mid DESC")
    ]
    return _list("已发表", rows, filled(TEMPLATES / "new_article.html"))


def _list(title: str, rows: list[Markup], after: Markup) -> Markup:
    shown = joined(rows) if rows else filled(TEMPLATES / "empty.html")
    return filled(TEMPLATES / "list.html", title=title, rows=shown, after=after)


def _draft_page(call: Call, media_id: str) -> Markup:
    row = find_draft(call.db, media_id)
    place = f"drafts/{media_id}"
    items: list[Item] = json.loads(row["items"])
    forms = [_item_forms(call, place, idx, item) for idx, item in enumerate(items, start=1)]
    acts = filled(TEMPLATES / "draft_acts.html", place=place)
    return framed(call, _titles(items), joined([*forms, acts]))


def _article_page(call: Call, article_id: str) -> Markup:
    row = find_article(call.db, article_id)
    place = f"articles/{article_id}"
    pieces: list[Markup] = []
    for item in items_of(row):
        pieces.append(_item_forms(call, place, item["idx"], item))
        links = addresses_of(call, row["mid"], item)
        pieces.append(
            filled(
                TEMPLATES / "article_acts.html",
                place=place,
                marks=_marks([item]) or "公开",
                **links,
            )
        )
    return framed(call, _titles(items_of(row)), joined(pieces))


def _item_forms(call: Call, place: str, idx: int, item: Item) -> Markup:
    return filled(
        TEMPLATES / "item.html",
        place=place,
        idx=idx,
        title=item["title"],
        content=call.shown(item["content"]),
    )


def _faults(call: Call) -> Markup:
    armed = [
        filled(
            TEMPLATES / "fault_row.html",
            path=row["path"],
            kind=FAULTS[FaultKind(row["kind"])],
            times=row["times"],
        )
        for row in _all(call.db, "fault", "fault_id")
    ]
    return filled(
        TEMPLATES / "faults.html",
        paths=options({path: path for path in ENDPOINTS}, "/cgi-bin/draft/add"),
        kinds=options({kind.value: words for kind, words in FAULTS.items()}, "drop_after"),
        armed=joined(armed) if armed else filled(TEMPLATES / "empty.html"),
    )


def _titles(items: list[Item]) -> str:
    return "；".join(item["title"] for item in items)


def _marks(items: list[Item]) -> str:
    deleted = sum(item["is_deleted"] for item in items)
    blocked = sum(item["is_blocked"] for item in items)
    return (f" · 已删除 {deleted} 篇" if deleted else "") + (
        f" · 已屏蔽 {blocked} 篇" if blocked else ""
    )


def _all(db: sqlite3.Connection, table: str, order: str) -> list[sqlite3.Row]:
    return db.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()  # noqa: S608 - ours


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) AS n FROM {table}").fetchone()["n"])  # noqa: S608
