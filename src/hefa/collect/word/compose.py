"""From blocks as read to nodes of the document."""

from collections.abc import Iterator
from typing import Final

from hefa.collect.word.model import Block, Look, Paragraph
from hefa.collect.word.report import Report
from hefa.core.document import Node, block_text

_EM_SPACE: Final = "\u2003"
_SWITCHES: Final = ("bold", "italic", "underline", "strike", "superscript", "subscript")
_EMPTY: Final[Node] = {"type": "paragraph"}
_LONGEST_BOX_TITLE: Final = 20


def compose(blocks: list[Block], report: Report) -> list[Node]:
    """Return the nodes of the body; empty paragraphs leave one gap, between paragraphs only."""
    nodes: list[Node] = []
    is_gap = False
    for block in _framed(blocks, report):
        if isinstance(block, Paragraph) and block.is_blank:
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


def compose_flow(blocks: list[Block], report: Report) -> list[Node]:
    """Return the nodes of a cell or box, which holds paragraphs and pictures only."""
    nodes: list[Node] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if not block.is_blank:
                nodes.append(_paragraph(block))
        elif block["type"] == "table":
            report.add("collect.nested_table_flattened")
            nodes.extend(_flattened(block))
        elif block["type"] == "box":
            nodes.extend(_opened(block))
        elif block["type"] == "horizontalRule":
            report.add("collect.shape_dropped")
        else:
            nodes.append(block)
    return nodes


def boxed(blocks: list[Block], report: Report) -> list[Block]:
    """Return blocks in a box; what a box cannot hold stands between two, and a picture bare."""
    found: list[Block] = []
    flow: list[Block] = []
    for block in (*blocks, None):
        if block is not None and (isinstance(block, Paragraph) or block["type"] != "table"):
            flow.append(block)
            continue
        found.extend(_box(compose_flow(flow, report)))
        flow = []
        if block is not None:
            found.append(block)
    return found


def _box(content: list[Node]) -> list[Block]:
    """Return one box round `content`, with a title where its first line is one."""
    if not any(node["type"] == "paragraph" for node in content):
        return [*content]
    title = _title(content)
    attrs = {"title": title} if title else {}
    return [{"type": "box", "attrs": attrs, "content": content[1:] if title else content}]


def _title(content: list[Node]) -> str:
    """Return the words of a short bold first line with others below; nothing else is a title."""
    first, *others = content
    runs = first.get("content", [])
    text = block_text(first).strip()
    is_plain = all(run["type"] == "text" for run in runs)
    is_bold = is_plain and all({"type": "bold"} in run.get("marks", []) for run in runs)
    is_short = 0 < len(text) <= _LONGEST_BOX_TITLE and not text.endswith(("。", "；", "，"))
    return text if others and is_bold and is_short else ""


def _framed(blocks: list[Block], report: Report) -> Iterator[Block]:
    """Yield the blocks with neighbouring framed paragraphs put into one box."""
    frame: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.is_framed and not block.level:
            frame.append(block)
            continue
        yield from boxed(frame, report)
        frame = []
        yield block
    yield from boxed(frame, report)


def _opened(box: Node) -> list[Node]:
    """Return what a box holds, its title as a paragraph, for where no box may stand."""
    title = box.get("attrs", {}).get("title")
    text = {"type": "text", "text": title, "marks": [{"type": "bold"}]}
    head = [{"type": "paragraph", "content": [text]}] if title else []
    return [*head, *box["content"]]


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
        "attrs": {"align": block.align, "indent": block.indent, "inset": block.inset},
        "content": inline(block, without_bold=False),
    }


def _heading(block: Paragraph) -> Node:
    """Return the heading; bold throughout says no more than that it is one."""
    typed = [piece for piece in block.pieces if not piece.is_made and piece.text.strip()]
    is_bold = all(piece.look.bold for piece in typed)
    align = "left" if block.align == "justify" else block.align
    return {
        "type": "heading",
        "attrs": {"level": block.level, "align": align},
        "content": inline(block, without_bold=is_bold),
    }


def inline(block: Paragraph, *, without_bold: bool) -> list[Node]:
    """Return the runs, breaks and notes of a paragraph."""
    nodes: list[Node] = []
    for piece in block.pieces:
        if piece.note:
            nodes.append({"type": "footnote", "attrs": {"words": piece.note}})
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
