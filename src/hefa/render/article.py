"""One signed package to the exact HTML that is sent to WeChat."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hefa.core.document import Node
from hefa.core.errors import Refused, reason
from hefa.core.package import Package, package_sha256, sealed
from hefa.render.inline import Notes, attribute, escaped, inline
from hefa.render.tables import table
from hefa.render.themes import Theme, css, theme_named

RENDERER_VERSION: Final = 1
MARKER: Final = "data-hefa"
_MARKER_DIGITS = 16
_HEADING_TAGS = {1: "h2", 2: "h3", 3: "h4"}
_GAP = {"margin-top": "1.6em"}


def render(
    package: Package,
    picture_addresses: Mapping[str, str],
    *,
    renderer_version: int = RENDERER_VERSION,
) -> str:
    """Return the article's HTML: the same bytes for the same arguments, on any machine.

    `picture_addresses` maps each picture's SHA-256 to its address. Raises Refused for a picture
    without one, and for a theme or renderer this version does not have. The first element
    carries the first 16 digits of the package's fingerprint, by which it is found again.
    Source: article HTML rules of WeChat, tags and properties that survive its rewriting.
    """
    if renderer_version != RENDERER_VERSION:
        raise Refused(reason("render.renderer_unknown", number=renderer_version))
    package = sealed(package)
    theme = theme_named(package.theme)
    body = _Writer(theme=theme, addresses=picture_addresses).article(package.document)
    mark = package_sha256(package)[:_MARKER_DIGITS]
    return f'<section {MARKER}="{mark}" style="{css(theme["article"])}">{body}</section>'


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
