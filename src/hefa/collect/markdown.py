"""Markdown read into the document: CommonMark with tables and strike-through."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from hefa.collect.markdown_inline import flat_text, inline, words_of_web_code
from hefa.collect.note import Note
from hefa.collect.plain_text import decoded
from hefa.collect.word import WordImport
from hefa.collect.word.report import Report
from hefa.core.document import Node, is_empty, normalise_typed
from hefa.core.errors import Refused, reason

_DEEPEST: Final = 40  # past it the parser leaves text out in silence
_PARSER: Final = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
_PARSER.enable(["table", "strikethrough"])
_PARSER.validateLink = lambda url: len(url) > 0  # type: ignore[method-assign]  # told below
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE_LINE = re.compile(r"^title[ \t]*:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_DEEPEST_HEADING: Final = 3
_STEP: Final = 200
_MOST_INSET: Final = 1000
_EM_SPACE: Final = "\u2003"
_NO_BREAK: Final = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a block stands: how far in, whether in a box, and the label typed before it."""

    inset: int = 0
    is_boxed: bool = False
    label: str = ""
    levels_up: int = 0  # where the first heading became the title, the others move up


def read_markdown(content: bytes, *, name: str) -> WordImport:
    """Return a Markdown text as an article; pictures are never fetched but reported.

    The title is that of the front matter, else the heading of the first level it begins with,
    else the file's name. Raises Refused when it is empty, too long, or in no known encoding.
    """
    text = decoded(content).replace("\r\n", "\n")
    report = Report()
    title, text = _front_matter(text, report)
    blocks = _parsed(text)
    place = Place()
    if not title and blocks and blocks[0].type == "heading" and blocks[0].tag == "h1":
        title, blocks, place = flat_text(blocks[0]), blocks[1:], Place(levels_up=1)
    nodes = [node for block in blocks for node in _nodes(block, place, report)]
    document = normalise_typed({"type": "doc", "content": nodes})
    if is_empty(document) and not title:
        raise Refused(reason("collect.text_empty"))
    file = PurePath(name)
    named = () if title else (Note(code="collect.title_from_name", count=1, text=file.name),)
    return WordImport(
        title=title or file.stem, document=document, pictures=(), report=report.notes() + named
    )


def _parsed(text: str) -> list[SyntaxTreeNode]:
    """Return the blocks of the text. Raises Refused when one stands in others too deeply."""
    tokens = _PARSER.parse(text)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        raise Refused(reason("collect.markdown_too_deep"))
    return list(SyntaxTreeNode(tokens).children)


def _front_matter(text: str, report: Report) -> tuple[str, str]:
    """Return the title that lines about the file name, and the text without those lines."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return "", text
    keys = re.findall(r"^([\w-]+)[ \t]*:", found[1], re.MULTILINE)
    if not keys:
        return "", text
    report.add("collect.front_matter_dropped", place="、".join(keys))
    title = _TITLE_LINE.search(found[1])
    return (title[1].strip() if title else ""), text[found.end() :]


def _nodes(block: SyntaxTreeNode, place: Place, report: Report) -> Iterator[Node]:
    """Yield the nodes of one block."""
    match block.type:
        case "heading":
            yield _heading(block, place, report)
        case "bullet_list" | "ordered_list":
            yield from _list(block, place, report)
        case "blockquote":
            yield from _quote(block, place, report)
        case "table":
            yield from _table(block, place, report)
        case "hr":
            yield from () if place.is_boxed else ({"type": "horizontalRule"},)
        case "fence" | "code_block":
            yield _paragraph(_lines(block.content.rstrip("\n")), place)
        case "html_block":
            words = words_of_web_code(block.content, report)
            yield from (_paragraph([{"type": "text", "text": text}], place) for text in words)
        case _:
            content = [node for child in block.children for node in inline(child, report)]
            report.place(_said(content))
            yield _paragraph(content, place)


def _paragraph(content: list[Node], place: Place) -> Node:
    label: list[Node] = [{"type": "text", "text": place.label}] if place.label else []
    attrs = {"inset": min(place.inset, _MOST_INSET)}
    return {"type": "paragraph", "attrs": attrs, "content": [*label, *content]}


def _heading(block: SyntaxTreeNode, place: Place, report: Report) -> Node:
    """Return a heading; within a list or box, which hold none, a bold paragraph."""
    is_nested = bool(place.inset or place.is_boxed)
    marks: list[Node] = [{"type": "bold"}] if is_nested else []
    content = [node for child in block.children for node in inline(child, report, marks)]
    report.place(_said(content))
    if is_nested:
        return _paragraph(content, place)
    level = max(int(block.tag[1:]) - place.levels_up, 1)
    return {
        "type": "heading",
        "attrs": {"level": min(level, _DEEPEST_HEADING)},
        "content": content,
    }


def _list(block: SyntaxTreeNode, place: Place, report: Report) -> Iterator[Node]:
    """Yield the items as paragraphs, each with its number or bullet typed and an inset."""
    start = int(block.attrs.get("start", 1)) if block.type == "ordered_list" else None
    for number, item in enumerate(block.children):
        label = "• " if start is None else f"{start + number}. "
        inner = replace(place, inset=place.inset + _STEP, label="")
        if not item.children:
            yield _paragraph([], replace(inner, label=label))
        for child in item.children:
            is_text = child.type in ("paragraph", "heading", "fence", "code_block")
            if label and not is_text:
                yield _paragraph([], replace(inner, label=label))
                label = ""
            yield from _nodes(child, replace(inner, label=label), report)
            label = ""


def _quote(block: SyntaxTreeNode, place: Place, report: Report) -> Iterator[Node]:
    """Yield a box; within a list or another box, paragraphs further in."""
    if place.inset or place.is_boxed:
        inner = replace(place, inset=place.inset + _STEP, label="")
        for child in block.children:
            yield from _nodes(child, inner, report)
        return
    inner = replace(place, is_boxed=True)
    content = [node for child in block.children for node in _nodes(child, inner, report)]
    yield {"type": "box", "attrs": {"kind": "quote"}, "content": content}


def _table(block: SyntaxTreeNode, place: Place, report: Report) -> Iterator[Node]:
    """Yield the table; a box holds none, so there each row is a paragraph."""
    rows = [row for part in block.children for row in part.children]
    if place.is_boxed:
        report.add("collect.nested_table_flattened")
        for row in rows:
            cells = [_cell_content(cell, report) for cell in row.children]
            words = [node for cell in cells for node in (*cell, _text(_EM_SPACE))][:-1]
            yield _paragraph(words, place)
        return
    yield {"type": "table", "content": [_row(row, report) for row in rows]}


def _row(row: SyntaxTreeNode, report: Report) -> Node:
    return {"type": "tableRow", "content": [_cell(cell, report) for cell in row.children]}


def _cell(cell: SyntaxTreeNode, report: Report) -> Node:
    _, _, align = str(cell.attrs.get("style", "")).partition("text-align:")
    attrs = {"align": align} if align else {}
    paragraph: Node = {
        "type": "paragraph",
        "attrs": attrs,
        "content": _cell_content(cell, report),
    }
    kind = "tableHeader" if cell.type == "th" else "tableCell"
    return {"type": kind, "content": [paragraph]}


def _cell_content(cell: SyntaxTreeNode, report: Report) -> list[Node]:
    content = [node for child in cell.children for node in inline(child, report)]
    report.place(_said(content))
    return content


def _lines(text: str) -> list[Node]:
    """Return text as it is set, line by line, with the blanks that begin a line."""
    nodes: list[Node] = []
    for number, line in enumerate(text.split("\n")):
        kept = line.lstrip(" ")
        blanks = _NO_BREAK * (len(line) - len(kept))
        nodes += [{"type": "hardBreak"}] if number else []
        nodes.append(_text(blanks + kept))
    return nodes


def _text(text: str) -> Node:
    return {"type": "text", "text": text}


def _said(content: list[Node]) -> str:
    return "".join(node.get("text", "") for node in content)
