"""The blocks of a document as pieces of HTML, in reading order, the notes at the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hefa.core.document import Node, walk
from hefa.core.errors import Refused, reason
from hefa.render.colours import WHITE
from hefa.render.contrast import readable
from hefa.render.inline import (
    Ground,
    Mended,
    Notes,
    attribute,
    breaking,
    escaped,
    has_words,
    inline,
)
from hefa.render.tables import table
from hefa.render.themes import Style, Theme, css

_HEADING_TAGS: Final = {1: "h2", 2: "h3", 3: "h4"}
_GAP: Final = {"margin-top": "1.6em"}
# The widest indent, in 1/100 em: more would leave a phone no room for text.
_MOST_INDENT: Final = 600
_MOST_INSET: Final = 600
_MOST_IN_BOX: Final = 200
_MOST_IN_CELL: Final = (100, 0)
# A picture nearly as wide as the article is judged to jump between screens; it gets all of it.
_ALL, _NEARLY_ALL = 10_000, 9_800


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The HTML of one block: `place` counts the document's blocks from 0, the notes have -1.

    `elements` is how many elements it adds to the article.
    """

    place: int
    html: str
    elements: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The pieces of an article, and the colours that were mended in them."""

    pieces: tuple[Piece, ...]
    mended: tuple[Mended, ...]


def write(document: Node, theme: Theme, addresses: Mapping[str, str]) -> Written:
    """Return the pieces of `document`. Raises Refused for a picture without an address."""
    attachments = sum(node["type"] == "attachment" for node in walk(document))
    writer = _Writer(theme=theme, addresses=addresses, has_many=attachments > 1)
    pieces = (*writer.blocks(document["content"]), *writer.endnotes())
    return Written(pieces=pieces, mended=tuple(writer.notes.mended))


@dataclass(slots=True, kw_only=True)
class _Writer:
    """Writes the blocks of one article; `notes` grows with each new link and footnote."""

    theme: Theme
    addresses: Mapping[str, str]
    has_many: bool
    notes: Notes = field(default_factory=Notes)
    attached: int = 0

    def blocks(self, nodes: Sequence[Node]) -> Iterator[Piece]:
        """Yield each block. Empty ones become one gap: WeChat deletes empty nodes."""
        gap: Style = {}
        for place, node in enumerate(nodes):
            self.notes.place = place
            elements = [] if _is_blank(node) else self._block(node, gap)
            if elements:
                yield Piece(place=place, html="".join(elements), elements=len(elements))
                gap = {}
            elif node["type"] != "table":
                gap = _GAP

    def endnotes(self) -> Iterator[Piece]:
        """Yield the notes: footnotes, and addresses, since no link to the outside may live."""
        if not self.notes.entries:
            return
        only_links = len(self.notes.addresses) == len(self.notes.entries)
        title = "文中链接" if only_links else "注释"
        lines = [_p(css(self.theme["notes_title"]), title)]
        for number, words in enumerate(self.notes.entries, start=1):
            lines.append(_p(css(self.theme["note"]), f"[{number}] {escaped(words)}"))
        yield Piece(place=-1, html="".join(lines), elements=len(lines))

    def _block(self, node: Node, gap: Style) -> list[str]:
        """Return the elements of one block of the document."""
        kind = node["type"]
        if kind == "image":
            return self._picture(node, gap)
        if kind == "table":
            html = table(node, self.theme, self.notes, self._in_cell)
            return [html] if html else []
        if kind == "paragraph":
            return [self._paragraph(node, self.theme["paragraph"], gap)]
        writers = {
            "heading": self._heading,
            "box": self._box,
            "redHead": self._red_head,
            "attachment": self._attachment,
            "horizontalRule": self._rule,
        }
        return [writers[kind](node, gap)]

    def _rule(self, node: Node, gap: Style) -> str:
        color = node.get("attrs", {}).get("color", "").lower()
        line = {"border-bottom": f"1px solid {color}"} if color else {}
        return _p(css(self.theme["rule"], gap, line), "&nbsp;")

    def _heading(self, node: Node, gap: Style) -> str:
        attrs = node.get("attrs", {})
        level = attrs.get("level", 1)
        own = {"text-align": attrs["align"]} if "align" in attrs else {}
        part = self.theme[f"heading{level}"]
        content = node["content"]
        style = css(part, own, breaking(content), gap)
        tag = _HEADING_TAGS[level]
        return f'<{tag} style="{style}">{inline(content, self.notes, _ground(part))}</{tag}>'

    def _paragraph(
        self,
        node: Node,
        part: Style,
        gap: Style,
        *,
        ground: Ground | None = None,
        most: tuple[int, int] = (_MOST_INDENT, _MOST_INSET),
    ) -> str:
        """Return a paragraph; `most` bounds its indent and its inset, in 1/100 em."""
        attrs = node.get("attrs", {})
        ground = ground or _ground(part)
        own: dict[str, str] = {"color": ground.ink, "line-height": part["line-height"]}
        if align := attrs.get("align"):
            own["text-align"] = align
        if indent := min(attrs.get("indent", 0), most[0]):
            own["text-indent"] = _em(indent)
        if inset := min(attrs.get("inset", 0), most[1]):
            own["margin-left"] = _em(inset)
        if spacing := attrs.get("spacing"):
            own["margin-bottom"] = _em(spacing)
        content = node.get("content", ())
        style = css(part, gap, own, breaking(content))
        return _p(style, inline(content, self.notes, ground))

    def _in_cell(self, node: Node, ground: Ground) -> str:
        """Return a paragraph or picture that shares its cell with others."""
        if node["type"] == "image":
            return "".join(self._picture(node, {}, ground))
        if not has_words(node):
            return ""
        part = self.theme["cell_paragraph"]
        return self._paragraph(node, part, {}, ground=ground, most=_MOST_IN_CELL)

    def _box(self, node: Node, gap: Style) -> str:
        """Return a box: one section that holds the ground, the text inside it."""
        attrs = node.get("attrs", {})
        part = self.theme[f"box_{attrs.get('kind', 'notice')}"]
        ground = _ground(part)
        inside: list[str] = []
        if title := attrs.get("title", "").strip():
            title_part = self.theme["box_title"]
            ink = readable(title_part["color"], ground.colour)
            inside.append(_p(css(title_part, {"color": ink}), escaped(title)))
        for child in node["content"]:
            if child["type"] == "image":
                inside.extend(self._picture(child, {}, ground))
            elif has_words(child):
                body = self.theme["box_paragraph"]
                most = (_MOST_IN_BOX, _MOST_IN_BOX)
                inside.append(self._paragraph(child, body, {}, ground=ground, most=most))
        return f'<section style="{css(part, gap)}">{"".join(inside)}</section>'

    def _red_head(self, node: Node, gap: Style) -> str:
        """Return the head of an official document: who issues it, its number, the red rule."""
        name, number = self.theme["red_head_name"], self.theme["red_head_number"]
        inside = ""
        if has_words(node):
            content = node["content"]
            inside += _p(css(name, breaking(content)), inline(content, self.notes, _ground(name)))
        if words := node.get("attrs", {}).get("number", "").strip():
            inside += _p(css(number), escaped(words))
        return f'<section style="{css(self.theme["red_head"], gap)}">{inside}</section>'

    def _attachment(self, node: Node, gap: Style) -> str:
        """Return the line that names an attachment; WeChat carries no files."""
        self.attached += 1
        label = f"附件 {self.attached}" if self.has_many else "附件"
        name = node["attrs"]["name"]
        style = css(self.theme["attachment"], breaking([{"text": name}]), gap)
        return _p(style, f"{label}：{escaped(name)}")

    def _picture(self, node: Node, gap: Style, ground: Ground | None = None) -> list[str]:
        """Return a picture in its own paragraph: a share of the width, never pixels."""
        attrs = node["attrs"]
        if attrs["sha256"] not in self.addresses:
            raise Refused(reason("render.picture_missing", sha256=attrs["sha256"][:16]))
        width, height = attrs.get("width", 0), attrs.get("height", 0)
        size = f' data-w="{width}" data-ratio="{height / width:.4f}"' if width and height else ""
        image = (
            f'<img src="{attribute(self.addresses[attrs["sha256"]])}"{size}'
            f' alt="{attribute(attrs.get("alt", ""))}"'
            f' style="width:{_share(attrs.get("percent", _ALL))};height:auto">'
        )
        parts = [_p(css(self.theme["picture"], gap, _ink(ground)), image)]
        if credit := _credit(attrs):
            caption = self.theme["caption"]
            quiet = readable(caption["color"], ground.colour if ground else WHITE)
            parts.append(_p(css(caption, {"color": quiet}), f"图片来源：{escaped(credit)}"))
        return parts


def _is_blank(node: Node) -> bool:
    """Whether a block would show nothing."""
    kind = node["type"]
    if kind == "box":
        return not node.get("attrs", {}).get("title", "").strip() and all(
            child["type"] != "image" and not has_words(child) for child in node["content"]
        )
    if kind == "redHead":
        return not has_words(node) and not node.get("attrs", {}).get("number", "").strip()
    return kind in ("paragraph", "heading") and not has_words(node)


def _ground(part: Style) -> Ground:
    """Return the ground that a part of the theme gives to its text."""
    return Ground(colour=part.get("background-color", WHITE), ink=part["color"])


def _ink(ground: Ground | None) -> Style:
    return {"color": ground.ink} if ground else {}


def _credit(attrs: Node) -> str:
    parts = [attrs[name].strip() for name in ("source", "licence") if attrs.get(name)]
    return "，".join(part for part in parts if part)


def _p(style: str, inside: str) -> str:
    return f'<p style="{style}">{inside}</p>'


def _em(hundredths: int) -> str:
    return f"{hundredths / 100:g}em"


def _share(hundredths: int) -> str:
    return f"{(_ALL if hundredths >= _NEARLY_ALL else hundredths) / 100:g}%"
