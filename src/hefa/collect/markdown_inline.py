"""The text inside a block of Markdown: its marks, links, pictures and bits of web code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it.tree import SyntaxTreeNode
from selectolax.lexbor import LexborHTMLParser

from hefa.collect.word.report import Report
from hefa.core.document import Node
from hefa.core.document.schema import MARKS

STAND_IN: Final = "〔此处有一张外链图片没有带进来〕"  # noqa: RUF001

_HREF = re.compile(MARKS["link"]["href"].pattern)
_MARKED: Final = {"strong": "bold", "em": "italic", "s": "strike"}
_TEXTS: Final = frozenset({"text", "text_special", "code_inline"})
_BREAKS: Final = {"softbreak": "softBreak", "hardbreak": "hardBreak"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
_TAGS: Final = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "s": "strike", "del": "strike", "sup": "superscript", "sub": "subscript",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of text being read: the marks that web code has opened in it, and the report."""

    report: Report
    opened: list[str] = field(default_factory=list)


def inline(node: SyntaxTreeNode, report: Report, marks: Sequence[Node] = ()) -> list[Node]:
    """Return the inline nodes of a block's text, each with `marks` and its own."""
    return _joined_lines(_below(node, Line(report=report), list(marks)))


def flat_text(node: SyntaxTreeNode) -> str:
    """Return the words of a heading without their marks."""
    parts = [child.content for child in node.walk() if child.type in ("text", "code_inline")]
    return " ".join("".join(parts).split())


def words_of_web_code(code: str, report: Report) -> list[str]:
    """Return the lines of text inside a block of web code; scripts and comments say nothing."""
    report.add("collect.web_code_dropped")
    tree = LexborHTMLParser(code)
    tree.strip_tags(["script", "style", "template", "iframe", "object", "noscript"])
    text = tree.body.text(separator="\n") if tree.body is not None else ""
    words = [line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line]
    report.place(words[0] if words else code.strip("<!-> \n"))
    return words


def _below(node: SyntaxTreeNode, line: Line, marks: list[Node]) -> list[Node]:
    return [piece for child in node.children for piece in _piece(child, line, marks)]


def _piece(child: SyntaxTreeNode, line: Line, marks: list[Node]) -> list[Node]:
    """Return one piece of a line."""
    if child.type in _BREAKS:
        return [{"type": _BREAKS[child.type]}]
    if child.type in _TEXTS:
        own = [*marks, *({"type": name} for name in line.opened)]
        return [{"type": "text", "text": child.content, "marks": own}]
    match child.type:
        case "image":
            line.report.add("collect.linked_picture_dropped")
            return [{"type": "text", "text": STAND_IN}]
        case "link":
            return _link(child, line, marks)
        case "html_inline":
            return _web_code(child.content, line)
        case name:
            own = [{"type": _MARKED[name]}] if name in _MARKED else []
            return _below(child, line, [*marks, *own])


def _link(child: SyntaxTreeNode, line: Line, marks: list[Node]) -> list[Node]:
    """Return the words of a link, with its address where it is one of the web."""
    href = str(child.attrs.get("href", ""))
    if _HREF.fullmatch(href) is None:
        line.report.add("collect.link_target_dropped")
        return _below(child, line, marks)
    return _below(child, line, [*marks, {"type": "link", "attrs": {"href": href}}])


def _web_code(code: str, line: Line) -> list[Node]:
    """Return a line break for one; open or close a mark; drop and report everything else."""
    tag = _TAG.fullmatch(code)
    name = tag[2].lower() if tag else ""
    if name == "br":
        return [{"type": "hardBreak"}]
    if tag is None or name not in _TAGS:
        line.report.add("collect.web_code_dropped")
    elif not tag[1]:
        line.opened.append(_TAGS[name])
    elif _TAGS[name] in line.opened:
        line.opened.remove(_TAGS[name])
    return []


def _joined_lines(given: list[Node]) -> list[Node]:
    """Return the nodes with each soft end of a line gone; a blank between Latin words only."""
    kept: list[Node] = []
    for place, node in enumerate(given):
        if node["type"] != "softBreak":
            kept.append(node)
            continue
        before = given[place - 1].get("text", "") if place else ""
        after = given[place + 1].get("text", "") if place + 1 < len(given) else ""
        if before[-1:].isascii() and after[:1].isascii() and before and after:
            kept.append({"type": "text", "text": " "})
    return kept
