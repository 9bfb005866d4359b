"""WeChat's own rules for article HTML, as far as they can be judged without a browser."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode
from tinycss2.ast import Declaration

from hefa.render.clean import PROPERTIES, TAGS
from hefa.render.contrast import is_unreadable
from hefa.render.pictures import WECHAT_HOSTS

MOST_CHARACTERS: Final = 20_000
NEAR_CHARACTERS: Final = 18_000
MOST_BYTES: Final = 1_000_000
_MOST_NESTED: Final = 8
_MOST_CHILDREN, _MOST_EMPTY = 20, 15
_SHOWN: Final = 60
_ALONE: Final = frozenset({"img", "video", "audio", "iframe", "br", "hr", "a"})
_BLOCKS: Final = frozenset(
    "section p div h1 h2 h3 h4 h5 h6 table ul ol li blockquote pre figure".split()  # noqa: SIM905
)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_ALIGNMENTS: Final = frozenset({"left", "center", "right", "justify"})
_CLEAR: Final = frozenset({"transparent", "rgba(0,0,0,0)"})
_LIFE: Final = frozenset({"animate", "animatetransform", "animatemotion"})

Declarations = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One rule that an article breaks. `rule` is WeChat's own key where it has one.

    `found` is what breaks it, `text` the beginning of the text it stands at.
    """

    rule: str
    found: str = ""
    text: str = ""

    @property
    def code(self) -> str:
        """The code of this violation in `render.words`."""
        return f"render.rule.{self.rule}"


def violations(html: str, *, hosts: frozenset[str] = WECHAT_HOSTS) -> tuple[Violation, ...]:
    """Return every static rule that the article `html` breaks, in reading order.

    `hosts` are those that pictures may stand on. Not judged here, for want of a browser: real
    widths, overlapping lines, dark mode. Source: WeChat's article structure specification.
    """
    found: list[Violation] = list(length_violations(html))
    root = LexborHTMLParser(html).body
    for node in root.css("*") if root is not None else ():
        if node.tag == "body":
            continue
        style = _declared(node.attributes.get("style") or "")
        for rule, what in _broken(node, style, hosts):
            text = (node.text() or "").strip()[:_SHOWN]
            found.append(Violation(rule=rule, found=what[:_SHOWN], text=text))
    return tuple(found)


def length_violations(html: str) -> Iterator[Violation]:
    """Yield a violation when `html` is too long for WeChat, or near it."""
    length = len(html)
    if length >= MOST_CHARACTERS or len(html.encode("utf-8", "replace")) >= MOST_BYTES:
        yield Violation(rule="content-length", found=str(length))
    elif length >= NEAR_CHARACTERS:
        yield Violation(rule="content-length-near", found=str(length))


def _broken(
    node: LexborNode, style: Declarations, hosts: frozenset[str]
) -> Iterator[tuple[str, str]]:
    tag = node.tag or ""
    if tag == "pre":
        yield "pre", tag
    elif tag in _LIFE:
        yield "animate-begin", tag
    elif tag not in TAGS and tag != "h1":
        yield "tag", tag
    yield from _structure(node, tag)
    yield from _attributes(node)
    yield from _style(node, style)
    if tag == "img":
        yield from _picture(node, style, hosts)


def _structure(node: LexborNode, tag: str) -> Iterator[tuple[str, str]]:
    if _chain(node) == _MOST_NESTED:
        yield "nestNodes", tag
    children = list(node.iter())
    empty = sum(not child.text().strip() and child.css_first("img") is None for child in children)
    if len(children) > _MOST_CHILDREN and empty > _MOST_EMPTY:
        yield "empty", str(empty)
    if "leaf" in node.attributes and tag == "span":
        for inner in children:
            if inner.tag in _BLOCKS:
                yield "leaf", inner.tag or ""
    if "nodeleaf" in node.attributes and (len(children) != 1 or children[0].tag in _BLOCKS):
        yield "leaf", "nodeleaf"


def _chain(node: LexborNode) -> int:
    """Return how many single children of one tag and style hang in one chain down to `node`."""
    length = 1
    parent = node.parent
    while (
        parent is not None
        and length <= _MOST_NESTED
        and node.tag not in _ALONE
        and parent.tag == node.tag
        and parent.attributes.get("style") == node.attributes.get("style")
        and sum(1 for _ in parent.iter()) == 1
    ):
        length, node, parent = length + 1, parent, parent.parent
    return length


def _attributes(node: LexborNode) -> Iterator[tuple[str, str]]:
    for name in node.attributes:
        if name in ("id", "class", "href") or name.startswith("on"):
            yield "attribute", name


def _style(node: LexborNode, style: Declarations) -> Iterator[tuple[str, str]]:
    for name, value in style.items():
        if "!important" in value:
            yield "important", name
        yield from _declaration(node, name, value.replace("!important", "").strip())
    if node.text().strip() and is_unreadable(style.get("color", ""), _ground(node)):
        yield "darkmode-low-contrast", style["color"]


def _ground(node: LexborNode | None) -> str:
    """Return the colour that the text of `node` stands on: the nearest one set, else white."""
    while node is not None:
        style = _declared(node.attributes.get("style") or "")
        if ground := style.get("background-color"):
            return ground
        node = node.parent
    return "#ffffff"


def _declaration(node: LexborNode, name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the rule that one declaration breaks, if any."""
    has_text = bool(node.text().strip())
    breaks = {
        "opacity": node.tag == "img" and _is_zero(value),
        "caret-color": value.replace(" ", "") in _CLEAR,
        "line-height": has_text and _is_tight(value),
        "width": value.endswith("px") and "data-ignore-width" not in node.attributes,
        "height": has_text and value != "auto",
        "text-align": value not in _ALIGNMENTS,
        "font-family": True,
    }
    if breaks.get(name, False):
        yield name, f"{name}:{value}"
    elif "gradient(" in value:
        yield "gradient", f"{name}:{value}"
    elif name not in PROPERTIES and name not in breaks:
        yield "property", f"{name}:{value}"


def _picture(
    node: LexborNode, style: Declarations, hosts: frozenset[str]
) -> Iterator[tuple[str, str]]:
    attributes = node.attributes
    address = attributes.get("src") or attributes.get("data-src") or ""
    if urlsplit(address).hostname not in hosts:
        yield "picture-address", address
    if not attributes.get("data-w") or not attributes.get("data-ratio"):
        yield "picture-size", address
    if not style.get("width", "").endswith("%"):
        yield "width", style.get("width", "")


@lru_cache(maxsize=4096)
def _declared(style: str) -> Declarations:
    """Return the declarations of a style attribute, values in lower case."""
    parsed = tinycss2.parse_blocks_contents(style, skip_whitespace=True, skip_comments=True)
    return {
        node.lower_name: tinycss2.serialize(node.value).strip().lower()
        + ("!important" if node.important else "")
        for node in parsed
        if isinstance(node, Declaration)
    }


def _is_zero(value: str) -> bool:
    number = _NUMBER.match(value)
    return number is not None and float(number.group()) == 0


def _is_tight(value: str) -> bool:
    """Whether lines would overlap: below 1, or a length whose relation nobody can tell."""
    number = _NUMBER.match(value)
    if number is None:
        return False
    unit = value[number.end() :]
    ratio = float(number.group()) / (100 if unit == "%" else 1)
    return ratio < 1 if unit in ("", "%", "em") else _is_zero(value)
