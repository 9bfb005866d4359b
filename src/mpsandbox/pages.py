"""What the public sees: the article page with the real page's landmarks, and failure pages."""

import json
import re
import sqlite3
from html import escape
from pathlib import Path

from mpsandbox import clock
from mpsandbox.articles import Item, article_url
from mpsandbox.calls import Call
from mpsandbox.gateway import Sandbox
from mpsandbox.store import setting
from mpsandbox.templating import Markup, filled
from mpsandbox.wire import Reply, Request

TEMPLATES = Path(__file__).parent / "templates"

_SCRIPT_MARKS = re.compile(r"""[<>&'"\\\x00-\x1f]""")

BOT_WALL = "环境异常，当前环境异常，完成验证后即可继续访问。"
# What every article page shows instead, by the setting `public_pages`.
FAILURES = {
    "busy": "访问过于频繁，请用微信扫描二维码进行访问",
    "moved": "该公众号已迁移",
    "closed": "此账号已注销，内容无法查看",
    "banned": "此账号已被屏蔽，内容无法查看",
    "expired": "链接已过期",
    "removed": "此内容因违规已删除",
    "unsent": "此内容发送失败无法查看",
    "moved_on": "该公众号已迁移",
    "silent": "",
}
# What stands on such a page besides: the way to the moved article; a wall that a script draws.
BELOW = {"moved_on": '<a id="js_access_msg" href="https://mp.weixin.qq.com/s/moved">访问文章</a>'}
SCRIPTS = {"silent": "<script>var PAGE_MID = 'mmbizwap:secitptpage/verify.html';</script>"}
PREVIEW_BANNER = (
    '<div class="rich_media_global_msg">此为临时链接，仅用于预览，将在短期内失效。</div>'
)
DELETED = "该内容已被发布者删除"
BLOCKED = "此内容因违规无法查看"
EXPIRED = "链接已过期"
WRONG_ADDRESS = "参数错误"

# A row and an item of it found at an address, or the words of the failure page.
Found = tuple[sqlite3.Row, Item] | str


def article_reply(sandbox: Sandbox, request: Request) -> Reply:
    """Return the article at a long or short address; failures are HTTP 200 too, as on WeChat."""
    with sandbox.store.transaction() as db:
        call = Call(db=db, now=clock.now(db), base=sandbox.base, request=request)
        shown = "" if setting(db, "bot_wall") else setting(db, "public_pages")
        failure = FAILURES.get(shown) if shown else BOT_WALL
        found = _found(call) if failure is None else failure
        if isinstance(found, str):
            page = _failure_page(found, shown)
        else:
            page = _article_page(call, *found)
    return Reply(body=page.encode("utf-8", "replace"))


def _found(call: Call) -> Found:
    row, idx, sn = _row_at_address(call)
    if row is None:
        mid = call.request.query.get("mid", "")
        return EXPIRED if len(mid) == len("100000001") else WRONG_ADDRESS
    items: list[Item] = json.loads(row["items"])
    if not 1 <= idx <= len(items) or sn not in (None, items[idx - 1]["sn"]):
        return WRONG_ADDRESS
    item = items[idx - 1]
    if item.get("is_deleted"):
        return DELETED
    return BLOCKED if item.get("is_blocked") else (row, item | {"idx": idx})


def _row_at_address(call: Call) -> tuple[sqlite3.Row | None, int, str | None]:
    """Return row, item number and the secret the address must carry (None for short ones)."""
    query = call.request.query
    short = call.request.path.removeprefix("/s").strip("/")
    if short:
        row = call.db.execute(
            "SELECT * FROM article JOIN address USING (article_id) WHERE short = ?", (short,)
        ).fetchone()
        return row, row["idx"] if row else 0, None
    mid, idx = query.get("mid", ""), query.get("idx", "")
    if query.get("__biz") != call.account.biz or not (mid.isascii() and mid.isdecimal()):
        return None, 0, ""
    for table in ("article", "draft"):
        row = call.db.execute(f"SELECT * FROM {table} WHERE mid = ?", (int(mid),)).fetchone()  # noqa: S608
        if row:
            return row, int(idx) if idx in set("12345678") else 0, query.get("sn", "")
    return None, 0, ""


def _article_page(call: Call, row: sqlite3.Row, item: Item) -> str:
    account = call.account
    url = article_url(call.base, account, mid=row["mid"], idx=item["idx"], sn=item["sn"])
    is_newspic = item.get("article_type") == "newspic"
    parts = _picture_parts(call, item) if is_newspic else _kind_parts(row)
    return filled(
        TEMPLATES / ("newspic.html" if is_newspic else "article.html"),
        **parts,
        title=item["title"],
        title_js=_script_text(item["title"]),
        digest=item["digest"],
        digest_js=_script_text(item["digest"]),
        author=item["author"],
        author_js=_script_text(item["author"]),
        name=account.name,
        name_js=_script_text(account.name),
        content=Markup(call.shown(item["content"])),
        cover=call.shown(item["thumb_url"]),
        cover_js=_script_text(call.shown(item["thumb_url"])),
        source_js=_script_text(item["content_source_url"]),
        url=url,
        url_js=_script_text(url),
        biz=account.biz,
        mid=row["mid"],
        idx=item["idx"],
        sn=item["sn"],
        user_name=account.user_name,
        created_at=int(row["created_at"]),
        create_time=clock.shanghai_text(row["created_at"], "%Y-%m-%d %H:%M"),
    )


def _picture_parts(call: Call, item: Item) -> dict[str, Markup]:
    """Return a picture message's text and pictures, which its page holds in script only."""
    urls = [call.shown(url) for url in item["picture_urls"]]
    listed = ", ".join(f"{{ cdn_url: JsDecode('{_script_bytes(url)}') }}" for url in urls)
    return {
        "content_js": _script_bytes(call.shown(item["content"])),
        "pictures_js": Markup(f"[{listed}]"),
    }


def _kind_parts(row: sqlite3.Row) -> dict[str, Markup]:
    """Return what tells a draft's temporary page from an article's."""
    if "article_id" in row.keys():  # noqa: SIM118  # "in" a row asks its values
        return {"kind": Markup(""), "banner": Markup("")}
    return {"kind": Markup(" preview_appmsg"), "banner": Markup(PREVIEW_BANNER)}


def _failure_page(words: str, shown: str) -> str:
    """Return the page of a failure; `shown` is the setting that may have brought it."""
    return filled(
        TEMPLATES / "failure.html",
        words=words,
        below=Markup(BELOW.get(shown, "")),
        script=Markup(SCRIPTS.get(shown, "")),
    )


def _script_bytes(text: str) -> Markup:
    """Return `text` for a script string in which all that could end it stands as `xNN` escapes."""
    return Markup(_SCRIPT_MARKS.sub(lambda match: f"\\x{ord(match[0]):02x}", text))


def _script_text(text: str) -> Markup:
    """Return `text` for a quoted script string that the page itself decodes from HTML."""
    escaped = escape(text).replace("\\", r"\\").replace("\r", r"\x0d").replace("\n", r"\x0a")
    return Markup(escaped.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029"))
