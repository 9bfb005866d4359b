"""What a reader gets from an article's HTML, without how it is marked up."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hefa.render.pictures import picture_id, pictures_in_style

_TEXT: Final = "-text"
_INLINE: Final = frozenset(
    "span strong em b i u s a sup sub font small big mark code abbr q label del ins img br".split()  # noqa: SIM905
)
_SILENT: Final = frozenset({"script", "style", "noscript", "template", "head", "title"})
_LAYOUT: Final = _INLINE | frozenset(
    "html body section p div h1 h2 h3 h4 h5 h6 table tbody thead tfoot tr td th col colgroup "  # noqa: SIM905
    "caption blockquote ul ol li pre figure figcaption header footer aside article nav main "
    "center hr -text _comment -comment".split()
)
_COUNTED: Final = {"table": "table", "tr": "row", "td": "cell", "th": "cell"}
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\u180e\u00ad]")
_BLANK = re.compile(r"\s+")
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0(?:px|em|%|pt)?\s*(?:;|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A picture or a link, and the number of the block it stands in or after (0: before all)."""

    value: str
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An article as readers get it: block texts, pictures and links in order, and counts.

    Blocks count from 1. `counts` holds tables, their rows and cells, and every element that is
    neither text nor layout (videos, frames, forms), by name.
    """

    title: str
    blocks: tuple[str, ...]
    pictures: tuple[Placed, ...]
    links: tuple[Placed, ...]
    counts: tuple[tuple[str, int], ...]


def fingerprint_of_html(html: str, *, title: str = "") -> Shape:
    """Return the shape of an article's body; `title` belongs to it and is not in the HTML.

    Blank space is folded, zero-width characters go, wrappers, colours and sizes do not count.
    Text that a style hides is not there, as readers do not see it.
    """
    reader = _Reader()
    root = LexborHTMLParser(html).body
    if root is not None:
        reader.read(root)
    reader.end_block()
    return Shape(
        title=folded(title),
        blocks=tuple(reader.blocks),
        pictures=tuple(reader.pictures),
        links=tuple(reader.links),
        counts=tuple(sorted(reader.counts.items())),
    )


def folded(text: str) -> str:
    """Return `text` with blank space (NBSP too) folded to one space and zero-width gone."""
    return _BLANK.sub(" ", _ZERO_WIDTH.sub("", text)).strip()


@dataclass(slots=True)
class _Reader:
    """Walks the tree and collects; a block ends where an element that is not inline does."""

    blocks: list[str] = field(default_factory=list)
    pictures: list[Placed] = field(default_factory=list)
    links: list[Placed] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _pending: list[str] = field(default_factory=list)

    def read(self, root: LexborNode) -> None:
        """Read everything below `root`, without recursion: pages may nest without bound."""
        waiting: list[LexborNode | None] = [*_children(root)]
        while waiting:
            node = waiting.pop()
            if node is None:
                self.end_block()
            elif node.tag == _TEXT:
                self._pending.append(node.text_content or "")
            elif node.tag not in _SILENT and not _is_hidden(node):
                waiting.extend(self._enter(node))

    def end_block(self) -> None:
        """Close the block under way; an empty one leaves no trace."""
        if text := folded("".join(self._pending)):
            self.blocks.append(text)
        self._pending.clear()

    def _enter(self, node: LexborNode) -> list[LexborNode | None]:
        """Take note of an element; return what is to be read next, the last first."""
        tag = node.tag or ""
        attributes = node.attributes
        if tag == "br":
            self._pending.append(" ")
        elif tag == "img":
            self._picture(picture_id(attributes.get("data-src") or attributes.get("src") or ""))
        elif tag == "a" and (href := attributes.get("href")):
            self.links.append(Placed(value=href.strip(), block=self._here()))
        elif counted := _COUNTED.get(tag, "" if tag in _LAYOUT else tag):
            self.counts[counted] += 1
        for picture in pictures_in_style(attributes.get("style") or ""):
            self._picture(picture)
        inside = _children(node)
        if tag in _INLINE:
            return inside
        self.end_block()
        return [None, *inside]

    def _picture(self, value: str) -> None:
        self.pictures.append(Placed(value=value, block=self._here()))

    def _here(self) -> int:
        return len(self.blocks) + any(text.strip() for text in self._pending)


def _children(node: LexborNode) -> list[LexborNode | None]:
    """Return the children of `node`, the last first."""
    found: list[LexborNode | None] = [*node.iter(include_text=True, skip_empty=False)]
    return found[::-1]


def _is_hidden(node: LexborNode) -> bool:
    style = node.attributes.get("style")
    return bool(style and _HIDDEN.search(style))
