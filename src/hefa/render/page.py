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
    PREVIEW = "preview"
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
            "此内容因涉嫌违反相关法律法规",
            "此内容发送失败无法查看",
            "此内容被投诉且经审核涉嫌",
            "此内容被多人投诉",
            "此账号已被屏蔽",
            "此帐号已被屏蔽",
            "账号已注销",
            "帐号已注销",
            "账号已自主注销",
            "帐号已自主注销",
            "迁移时未将文章素材同步至新",
            "该公众号已迁移",
        ),
    ),
    (
        PageState.WALL,
        ("环境异常", "完成验证", "captcha", "访问过于频繁", "操作过于频繁", "操作频繁"),
    ),
)
_SILENT_WALL: Final = "secitptpage/verify"
_BANNERS: Final = ".rich_media_global_msg, .rich_media_global_msg_inner, #preview_bar"
_TEMPORARY: Final = "此为临时链接"
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SHANGHAI: Final = timezone(timedelta(hours=8))
# A value may follow an empty one: `var biz = "" || "Mz=="`.
_EMPTY_OR: Final = r"(?:(?:''|\"\")\s*\|\|\s*)*"
_QUOTED: Final = r"(?P<q>['\"])(?P<v>(?:\\.|(?!(?P=q))[^\\\n])*)(?P=q)"
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
    count only where there is no article of any form, as it may quote them. PREVIEW is a link that
    expires: what it shows is not out. Anything else is UNKNOWN: look again, conclude nothing.
    Source: the landmarks of public article pages, temporary ones and older forms.
    """
    tree = LexborHTMLParser(html)
    body = tree.css_first("#js_content")
    if body is not None and (body.text().strip() or body.css_first("img") is not None):
        if "</html" not in html[-2000:].lower():
            return Page(state=PageState.UNKNOWN)
        body_html = body.inner_html or ""
        body.decompose()
        script = _script_of(tree)
        if _is_temporary(tree, script):
            return Page(state=PageState.PREVIEW)
        return _article(tree, script, body_html)
    if body is not None:
        body.decompose()
    return Page(state=_without_article(tree))


def _script_of(tree: LexborHTMLParser) -> str:
    return "\n".join(node.text() for node in tree.css("script"))


def _is_temporary(tree: LexborHTMLParser, script: str) -> bool:
    """Whether the page of an article (its body taken out) is a preview's: it says so itself."""
    if tree.css_first("#js_article.preview_appmsg") is not None:
        return True
    if any(_TEMPORARY in banner.text() for banner in tree.css(_BANNERS)):
        return True
    return "tempkey" in parse_qs(urlsplit(_variable(script, "msg_link")).query)


def _without_article(tree: LexborHTMLParser) -> PageState:
    """Return what a page without an article's text tells.

    Where the account has moved, readers reach the article by one more step if the page leads on.
    """
    if tree.css_first("#js_article") is not None:
        return PageState.UNKNOWN
    script = _script_of(tree)
    onward = tree.css_first("#js_access_msg[href]")
    target = (onward.attributes.get("href") if onward else "") or ""
    if target.startswith("http") or _variable(script, "transferTargetLink"):
        return PageState.UNKNOWN
    tree.strip_tags(["script", "style"])
    shown = "".join(tree.text().split()) if tree.root is not None else ""
    for state, texts in _TEXTS:
        if any(text in shown for text in texts):
            return state
    return PageState.WALL if _SILENT_WALL in script else PageState.UNKNOWN


def _article(tree: LexborHTMLParser, script: str, body_html: str) -> Page:
    """Return the article of a page (its body taken out): each datum from its first place."""
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
    before = rf"\bvar\s+{name}\s*=\s*{_EMPTY_OR}(?:htmlDecode\(\s*)?"
    for match in re.finditer(before + _QUOTED, script):
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
