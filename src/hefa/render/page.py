"""A public article page of WeChat, read: does it show the article, and what does it say."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from html import unescape
from typing import Final
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser


class PageState(StrEnum):
    """What a public page shows."""

    SEEN = "seen"
    DELETED = "deleted"
    BLOCKED = "blocked"
    WALL = "wall"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A public page; everything but `state` is empty unless the article is seen.

    `identity` is (biz, mid, idx, sn), the article whatever its address; empty where not found.
    """

    state: PageState
    title: str = ""
    author: str = ""
    account_name: str = ""
    digest: str = ""
    body_html: str = ""
    cover_url: str = ""
    source_url: str = ""
    published_at: datetime | None = None
    identity: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code of this page's state in `render.words`."""
        return f"render.page.{self.state}"


_TEXTS: Final = (
    (PageState.DELETED, ("该内容已被发布者删除", "该内容已被作者删除")),
    (
        PageState.BLOCKED,
        (
            "此内容因违规无法查看",
            "此内容因违规已删除",
            "此内容被投诉且经审核涉嫌",
            "此账号已被屏蔽",
            "此帐号已被屏蔽",
            "账号已注销",
            "帐号已注销",
            "该公众号已迁移",
        ),
    ),
    (PageState.WALL, ("环境异常", "完成验证", "captcha", "访问过于频繁")),
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SHANGHAI: Final = timezone(timedelta(hours=8))
# A value may follow an empty one: `var biz = "" || "Mz=="`.
_EMPTY_OR: Final = r"(?:(?:''|\"\")\s*\|\|\s*)*"
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_IDENTITY: Final = (
    ("biz", "__biz"),
    ("mid", "mid"),
    ("idx", "idx"),
    ("sn", "sn"),
)


def parse_page(html: str) -> Page:
    """Return what the public page `html` shows.

    SEEN needs a whole page (to its closing tag) with a body; the texts of WeChat's failure pages
    count only where there is none, as an article may quote them. Anything else is UNKNOWN: look
    again, conclude nothing. Source: the landmarks of public article pages, long and older form.
    """
    tree = LexborHTMLParser(html)
    body = tree.css_first("#js_content")
    if body is not None and (body.text().strip() or body.css_first("img") is not None):
        if "</html" not in html[-2000:].lower():
            return Page(state=PageState.UNKNOWN)
        body_html = body.inner_html or ""
        body.decompose()
        return _article(tree, body_html)
    if body is not None:
        body.decompose()
    tree.strip_tags(["script", "style"])
    shown = "".join(tree.text().split()) if tree.root is not None else ""
    for state, texts in _TEXTS:
        if any(text in shown for text in texts):
            return Page(state=state)
    return Page(state=PageState.UNKNOWN)


def _article(tree: LexborHTMLParser, body_html: str) -> Page:
    """Return the article of a page (its body taken out): each datum from its first place."""
    script = "\n".join(node.text() for node in tree.css("script"))
    return Page(
        state=PageState.SEEN,
        title=_shown(tree, "#activity-name")
        or _variable(script, "msg_title")
        or _meta(tree, "og:title"),
        author=_meta(tree, "author")
        or _meta(tree, "og:article:author")
        or _variable(script, "author"),
        account_name=_shown(tree, "#js_name")
        or _variable(script, "nickname")
        or _shown(tree, ".profile_nickname"),
        digest=_variable(script, "msg_desc")
        or _meta(tree, "description")
        or _meta(tree, "og:description"),
        body_html=body_html,
        cover_url=_variable(script, "msg_cdn_url") or _meta(tree, "og:image"),
        source_url=_variable(script, "msg_source_url"),
        published_at=_moment(script),
        identity=_identity(tree, script),
    )


def _shown(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return " ".join(node.text().split()) if node is not None else ""


def _meta(tree: LexborHTMLParser, name: str) -> str:
    for key in ("property", "name"):
        node = tree.css_first(f'meta[{key}="{name}"]')
        if node is not None and (content := node.attributes.get("content")):
            return _unescaped(content).strip()
    return ""


def _variable(script: str, name: str) -> str:
    """Return the text that the page's script sets `name` to, in any of its quoted forms."""
    pattern = (
        rf"\bvar\s+{name}\s*=\s*(?:htmlDecode\(\s*)?(?P<q>['\"])(?P<v>(?:\\.|(?!(?P=q))[^\\\n])*)"
    )
    for match in re.finditer(pattern + r"(?P=q)", script):
        if value := unescape(_unescaped(match["v"])).strip():
            return value
    return ""


def _unescaped(text: str) -> str:
    """Return `text` with the escapes of a script string resolved."""
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if number := match[1] or match[2]:
        return chr(int(number, 16))
    return _CONTROLS.get(match[3], match[3])


def _moment(script: str) -> datetime | None:
    """Return when the article went out; old pages tell the day only."""
    for name in ("ct", "create_time", "oriCreateTime"):
        seconds = _variable(script, name)
        if len(seconds) == len("1700000000") and seconds.isascii() and seconds.isdigit():
            return datetime.fromtimestamp(int(seconds), UTC)
    try:
        day = datetime.fromisoformat(_variable(script, "publish_time"))
    except ValueError:
        return None
    return day.replace(tzinfo=day.tzinfo or _SHANGHAI).astimezone(UTC)


def _identity(tree: LexborHTMLParser, script: str) -> tuple[str, ...]:
    """Return (biz, mid, idx, sn) from the script, else from the page's own address."""
    found = tuple(_variable(script, name) for name, _ in _IDENTITY)
    if all(found):
        return found
    address = _meta(tree, "og:url") or _variable(script, "msg_link")
    query = parse_qs(urlsplit(address).query)
    found = tuple(query.get(name, [""])[0] for _, name in _IDENTITY)
    return found if all(found) else ()
