"""One signed package of schema 1 to the HTML that renderer 1 sent to WeChat."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hefa.core.document import Node, walk
from hefa.core.errors import Refused, reason
from hefa.render.first.inline import Notes, attribute, escaped, inline
from hefa.render.first.tables import table
from hefa.render.themes import Theme, css

READS: Final = frozenset(
    "doc heading paragraph table tableRow tableCell tableHeader image horizontalRule "  # noqa: SIM905
    "hardBreak text".split()
)
_HEADING_TAGS = {1: "h2", 2: "h3", 3: "h4"}
_GAP = {"margin-top": "1.6em"}


def body(document: Node, theme: Theme, addresses: Mapping[str, str]) -> str:
    """Return what stands inside the first element. Raises Refused for what version 1 never knew."""
    for node in walk(document):
        if node["type"] not in READS:
            raise Refused(reason("render.renderer_unknown", number=1))
    return _Writer(theme=theme, addresses=addresses).article(document)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """Writes the blocks of one article; `notes` grows with each new link."""

    theme: Theme
    addresses: Mapping[str, str]
    notes: Notes = field(default_factory=Notes)

    def article(self, document: Node) -> str:
        """Return every block in order, then the notes."""
        return "".join([*self._blocks(document["content"]), *self._notes()])

    def _blocks(self, nodes: Sequence[Node]) -> Iterator[str]:
        """Yield each block. Empty ones become one gap: WeChat deletes empty nodes."""
        is_after_gap = False
        for node in nodes:
            if node["type"] in ("paragraph", "heading") and not _has_text(node):
                is_after_gap = True
                continue
            yield self._block(node, gap=_GAP if is_after_gap else {})
            is_after_gap = False

    def _block(self, node: Node, *, gap: Mapping[str, str]) -> str:
        kind = node["type"]
        if kind == "heading":
            return self._heading(node, gap)
        if kind == "paragraph":
            return self._paragraph(node, self.theme["paragraph"], gap)
        if kind == "image":
            return self._picture(node, gap)
        if kind == "table":
            return table(node, self.theme, self.notes, self._in_cell)
        color = node.get("attrs", {}).get("color", "").lower()
        line = {"border-bottom": f"1px solid {color}"} if color else {}
        return f'<p style="{css(self.theme["rule"], gap, line)}">&nbsp;</p>'

    def _heading(self, node: Node, gap: Mapping[str, str]) -> str:
        attrs = node.get("attrs", {})
        level = attrs.get("level", 1)
        tag = _HEADING_TAGS[level]
        style = css(self.theme[f"heading{level}"], {"text-align": attrs.get("align", "left")}, gap)
        return f'<{tag} style="{style}">{inline(node["content"], self.notes)}</{tag}>'

    def _paragraph(self, node: Node, style: Mapping[str, str], gap: Mapping[str, str]) -> str:
        attrs = node.get("attrs", {})
        own: dict[str, str] = {}
        if align := attrs.get("align"):
            own["text-align"] = align
        if indent := attrs.get("indent"):
            own["text-indent"] = _em(indent)
        if spacing := attrs.get("spacing"):
            own["margin-bottom"] = _em(spacing)
        text = inline(node.get("content", ()), self.notes)
        return f'<p style="{css(style, gap, own)}">{text}</p>'

    def _in_cell(self, node: Node) -> str:
        """Return a paragraph or picture that shares its cell with others."""
        if node["type"] == "image":
            return self._picture(node, {})
        if not _has_text(node):
            return ""
        return self._paragraph(node, self.theme["cell_paragraph"], {})

    def _picture(self, node: Node, gap: Mapping[str, str]) -> str:
        """Return a picture in its own paragraph: a share of the width, never pixels."""
        attrs = node["attrs"]
        if attrs["sha256"] not in self.addresses:
            raise Refused(reason("render.picture_missing", sha256=attrs["sha256"][:16]))
        width, height = attrs.get("width", 0), attrs.get("height", 0)
        size = f' data-w="{width}" data-ratio="{height / width:.4f}"' if width and height else ""
        image = (
            f'<img src="{attribute(self.addresses[attrs["sha256"]])}"{size}'
            f' alt="{attribute(attrs.get("alt", ""))}"'
            f' style="width:{_share(attrs.get("percent", 10000))};height:auto">'
        )
        return f'<p style="{css(self.theme["picture"], gap)}">{image}</p>{self._caption(attrs)}'

    def _caption(self, attrs: Node) -> str:
        parts = [attrs[name].strip() for name in ("source", "licence") if attrs.get(name)]
        credit = "，".join(part for part in parts if part)
        if not credit:
            return ""
        return f'<p style="{css(self.theme["caption"])}">图片来源：{escaped(credit)}</p>'

    def _notes(self) -> Iterator[str]:
        """Yield the addresses of the links: WeChat lets no link to the outside live."""
        if self.notes.addresses:
            yield f'<p style="{css(self.theme["notes_title"])}">文中链接</p>'
        for number, address in enumerate(self.notes.addresses, start=1):
            yield f'<p style="{css(self.theme["note"])}">[{number}] {escaped(address)}</p>'


def _has_text(node: Node) -> bool:
    return any(child.get("text", "").strip() for child in node.get("content", ()))


def _em(hundredths: int) -> str:
    return f"{hundredths / 100:g}em"


def _share(hundredths: int) -> str:
    return f"{hundredths / 100:g}%"
