"""Runs of text with their marks, and the footnotes their links become."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from hefa.core.document import Node
from hefa.render.themes import css

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAGS = {"bold": "strong", "italic": "em", "superscript": "sup", "subscript": "sub"}
_LINES = {"underline": "underline", "strike": "line-through"}
_DARK_BELOW = 140_000


@dataclass(slots=True, kw_only=True)
class Notes:
    """The link targets met so far, in order; each address is noted once."""

    addresses: list[str] = field(default_factory=list)

    def number(self, address: str) -> int:
        """Return the number of `address` in the notes, adding it when it is new."""
        if address not in self.addresses:
            self.addresses.append(address)
        return self.addresses.index(address) + 1


def escaped(text: str) -> str:
    """Return `text` as HTML text in the one form that a parser writes back unchanged.

    Control characters go, a tab is an em space, and repeated spaces stay visible.
    """
    text = _UNSEEN.sub("", text).replace("\t", "\u2003")
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("  ", " \xa0")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


def attribute(text: str) -> str:
    """Return `text` as the value of a quoted attribute."""
    return escaped(text).replace('"', "&quot;")


def inline(content: Sequence[Node], notes: Notes) -> str:
    """Return the HTML of the text and line breaks in `content`; links become notes."""
    parts: list[str] = []
    for href, runs in groupby(content, key=_href):
        linked = list(runs)
        parts.extend(_run(node) for node in linked)
        if href and _shown(linked) != href:
            parts.append(f"<sup>[{notes.number(href)}]</sup>")
    return "".join(parts)


def ink_on(background: str) -> str:
    """Return the ink that reads on `background` (#RRGGBB): set both, or dark mode guesses."""
    red, green, blue = (int(background[place : place + 2], 16) for place in (1, 3, 5))
    is_dark = red * 299 + green * 587 + blue * 114 < _DARK_BELOW
    return "#ffffff" if is_dark else "#333333"


def _run(node: Node) -> str:
    """Return one run: the style outside, then strong, em, sup, sub."""
    if node["type"] == "hardBreak":
        return "<br>"
    marks = {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", ())}
    html = escaped(node["text"])
    for mark, tag in reversed(_TAGS.items()):
        if mark in marks:
            html = f"<{tag}>{html}</{tag}>"
    style = dict(_style(marks))
    return f'<span style="{css(style)}">{html}</span>' if style else html


def _style(marks: Node) -> Iterator[tuple[str, str]]:
    if "highlight" in marks:
        background = marks["highlight"]["value"].lower()
        yield "background-color", background
        yield "color", ink_on(background)
    if "color" in marks:
        yield "color", marks["color"]["value"].lower()
    if lines := " ".join(line for mark, line in _LINES.items() if mark in marks):
        yield "text-decoration", lines


def _href(node: Node) -> str:
    for mark in node.get("marks", ()):
        if mark["type"] == "link":
            return str(mark["attrs"]["href"])
    return ""


def _shown(nodes: Sequence[Node]) -> str:
    return "".join(node.get("text", "") for node in nodes).strip()
