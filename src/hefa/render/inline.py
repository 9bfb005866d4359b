"""Runs of text with their marks, and the notes their links and footnotes become."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from hefa.core.document import Node
from hefa.render.colours import WHITE
from hefa.render.contrast import ink_on, readable
from hefa.render.themes import css

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAGS = {"bold": "strong", "italic": "em", "superscript": "sup", "subscript": "sub"}
_LINES = {"underline": "underline", "strike": "line-through"}
# Without a place to break, this many letters may be wider than a phone.
_UNBROKEN = re.compile(r"[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\uffef\U00020000-\U0003ffff]{20}")
BREAKING: Final[Mapping[str, str]] = {"word-break": "break-all"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What text stands on: the ground, and the ink that text without a colour has there."""

    colour: str = WHITE
    ink: str = "#333333"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A colour that could not be read where it stood, and the one written instead.

    `place` is the block of the document, counted from 0; `text` the words that bear the colour.
    """

    place: int
    text: str
    chosen: str
    written: str


@dataclass(slots=True, kw_only=True)
class Notes:
    """The notes met so far, in order, and the colours mended on the way.

    Links and footnotes share one count; an address is noted once. `place` is the block under way.
    """

    entries: list[str] = field(default_factory=list)
    addresses: dict[str, int] = field(default_factory=dict)
    mended: list[Mended] = field(default_factory=list)
    place: int = -1

    def of_address(self, address: str) -> int:
        """Return the number of `address`, adding it when it is new."""
        if address not in self.addresses:
            self.addresses[address] = self.of_words(address)
        return self.addresses[address]

    def of_words(self, words: str) -> int:
        """Return the number of a new note that says `words`."""
        self.entries.append(words)
        return len(self.entries)

    def ink(self, chosen: str, ground: str, text: str) -> str:
        """Return `chosen`, or what reads on `ground` in its stead, and take note of that."""
        written = readable(chosen, ground)
        if written != chosen:
            mend = Mended(place=self.place, text=text, chosen=chosen, written=written)
            self.mended.append(mend)
        return written


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


def inline(
    content: Sequence[Node], notes: Notes, ground: Ground, *, said: Mapping[str, Any] | None = None
) -> str:
    """Return the HTML of the runs, breaks and footnotes in `content`; links become notes.

    `said` are the marks that an element around has written already.
    """
    parts: list[str] = []
    for href, runs in groupby(content, key=_href):
        linked = list(runs)
        parts.extend(_run(node, notes, ground, said or {}) for node in linked)
        if href and _shown(linked) != href:
            parts.append(f"<sup>[{notes.of_address(href)}]</sup>")
    return "".join(parts)


def has_words(node: Node) -> bool:
    """Whether the runs of `node` show a reader anything."""
    return any(
        child["type"] == "footnote" or child.get("text", "").strip()
        for child in node.get("content", ())
    )


def breaking(content: Sequence[Node]) -> Mapping[str, str]:
    """Return the style that lets a word too long for a phone break, where there is one."""
    text = "".join(child.get("text", " ") for child in content)
    return BREAKING if _UNBROKEN.search(text) else {}


def marks_of(node: Node) -> dict[str, Any]:
    """Return the marks of a run by name."""
    return {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", ())}


def _run(node: Node, notes: Notes, ground: Ground, said: Mapping[str, Any]) -> str:
    """Return one run: the style outside, then strong, em, sup, sub."""
    if node["type"] == "hardBreak":
        return "<br>"
    if node["type"] == "footnote":
        return f"<sup>[{notes.of_words(node['attrs']['words'])}]</sup>"
    marks = {name: value for name, value in marks_of(node).items() if said.get(name) != value}
    html = escaped(node["text"])
    for mark, tag in reversed(_TAGS.items()):
        if mark in marks:
            html = f"<{tag}>{html}</{tag}>"
    style = dict(_style(marks, node["text"], notes, ground))
    return f'<span style="{css(style)}">{html}</span>' if style else html


def _style(
    marks: Mapping[str, Any], text: str, notes: Notes, ground: Ground
) -> Iterator[tuple[str, str]]:
    under = ground.colour
    if "highlight" in marks:
        under = marks["highlight"]["value"].lower()
        yield "background-color", under
        yield "color", ink_on(under, ground.ink)
    if "color" in marks:
        yield "color", notes.ink(marks["color"]["value"].lower(), under, text)
    if lines := " ".join(line for mark, line in _LINES.items() if mark in marks):
        yield "text-decoration", lines


def _href(node: Node) -> str:
    for mark in node.get("marks", ()):
        if mark["type"] == "link":
            return str(mark["attrs"]["href"])
    return ""


def _shown(nodes: Sequence[Node]) -> str:
    return "".join(node.get("text", "") for node in nodes).strip()
