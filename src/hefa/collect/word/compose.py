"""From blocks as read to nodes of the document."""

from typing import Final

from hefa.collect.word.model import Block, Look, Paragraph
from hefa.collect.word.report import Report
from hefa.core.document import Node

_EM_SPACE: Final = "\u2003"
_SWITCHES: Final = ("bold", "italic", "underline", "strike", "superscript", "subscript")
_EMPTY: Final[Node] = {"type": "paragraph"}


def compose(blocks: list[Block]) -> list[Node]:
    """Return the nodes of the body; empty paragraphs leave one gap, between paragraphs only."""
    nodes: list[Node] = []
    is_gap = False
    for block in blocks:
        if isinstance(block, Paragraph) and not block.text.strip():
            is_gap = True
            continue
        node = _node(block)
        last = nodes[-1] if nodes else None
        if is_gap and last and last["type"] == node["type"] == "paragraph":
            nodes.append(dict(_EMPTY))
        is_gap = False
        if node["type"] == "horizontalRule" and node == last:
            continue
        nodes.append(node)
    return nodes


def compose_cell(blocks: list[Block], report: Report) -> list[Node]:
    """Return the nodes of a cell, which holds paragraphs and pictures only."""
    nodes: list[Node] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.text.strip():
                nodes.append(_paragraph(block))
        elif block["type"] == "table":
            report.add("collect.nested_table_flattened")
            nodes.extend(_flattened(block))
        elif block["type"] == "horizontalRule":
            report.add("collect.shape_dropped")
        else:
            nodes.append(block)
    return nodes or [dict(_EMPTY)]


def _flattened(table: Node) -> list[Node]:
    """Return a paragraph for each row of a table within a table, then its pictures."""
    nodes: list[Node] = []
    pictures: list[Node] = []
    for row in table["content"]:
        words: list[Node] = []
        for cell in row["content"]:
            for node in cell["content"]:
                if node["type"] == "image":
                    pictures.append(node)
                elif inline := node.get("content", []):
                    words.extend([{"type": "text", "text": _EM_SPACE}] if words else [])
                    words.extend(inline)
        nodes.append({"type": "paragraph", "content": words})
    return nodes + pictures


def _node(block: Block) -> Node:
    if not isinstance(block, Paragraph):
        return block
    return _heading(block) if block.level else _paragraph(block)


def _paragraph(block: Paragraph) -> Node:
    return {
        "type": "paragraph",
        "attrs": {"align": block.align, "indent": block.indent},
        "content": _inline(block, without_bold=False),
    }


def _heading(block: Paragraph) -> Node:
    """Return the heading; bold throughout says no more than that it is one."""
    typed = [piece for piece in block.pieces if not piece.is_made and piece.text.strip()]
    is_bold = all(piece.look.bold for piece in typed)
    align = "left" if block.align == "justify" else block.align
    return {
        "type": "heading",
        "attrs": {"level": block.level, "align": align},
        "content": _inline(block, without_bold=is_bold),
    }


def _inline(block: Paragraph, *, without_bold: bool) -> list[Node]:
    nodes: list[Node] = []
    for piece in block.pieces:
        marks = _marks(piece.look, without_bold=without_bold)
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                nodes.append({"type": "hardBreak"})
            if line:
                nodes.append({"type": "text", "text": line, "marks": marks})
    return nodes


def _marks(look: Look, *, without_bold: bool) -> list[Node]:
    marks: list[Node] = [
        {"type": name}
        for name in _SWITCHES
        if getattr(look, name) and not (name == "bold" and without_bold)
    ]
    if look.link:
        marks.append({"type": "link", "attrs": {"href": look.link}})
    if look.color:
        marks.append({"type": "color", "attrs": {"value": look.color}})
    if look.highlight:
        marks.append({"type": "highlight", "attrs": {"value": look.highlight}})
    return marks
