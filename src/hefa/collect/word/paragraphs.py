"""One paragraph: its pieces, number, alignment and indent, and what is drawn beside it.

Source: ECMA-376 part 1, 17.3.1 (paragraphs), 17.18.44 (ST_Jc).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.colours import hex_colour
from hefa.collect.word.markup import W, value, whole
from hefa.collect.word.model import PLAIN, Block, Look, Paragraph, Piece
from hefa.collect.word.numbering import Label
from hefa.collect.word.runs import read_pieces
from hefa.collect.word.story import Story
from hefa.collect.word.styles import Style, attributes

_ALIGN: Final[Mapping[str, str]] = {
    "both": "justify",
    "distribute": "justify",
    "center": "center",
    "right": "right",
    "end": "right",
}
_TWO_EM: Final = 200
_WIDEST_INDENT: Final = 2000
_PUSHED_FROM: Final = 800
_PUSHED_LENGTH: Final = 30
_WIDTHS: Final[Mapping[str, int]] = {"\u3000": 100, "\u2003": 200, " ": 50, "\u00a0": 50}
_BLANKS: Final = "".join(_WIDTHS)
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])")
_DEEPEST_HEADING: Final = 3
_BODY_OUTLINE: Final = 9
_NO_LINE: Final = frozenset({"none", "nil"})


def read_paragraph(
    paragraph: _Element, story: Story, *, carried: tuple[Piece, ...] = ()
) -> list[Block]:
    """Return the paragraph with what is drawn in it: before it when no text goes before."""
    style = story.shared.styles.of_paragraph(paragraph)
    label = story.shared.numbering.label(paragraph)
    pieces = carried + read_pieces(paragraph, style, story)
    before, words, after = _apart(pieces)
    block = _placed(words, label, paragraph, style, story)
    story.report.place(block.text)
    above, below = _rules(paragraph, story)
    is_only_drawn = not block.text.strip() and bool(before or after or above or below)
    middle: list[Block] = [] if is_only_drawn else [block]
    return [*above, *before, *middle, *after, *below]


def _apart(pieces: tuple[Piece, ...]) -> tuple[list[Block], tuple[Piece, ...], list[Block]]:
    """Return what is drawn before any text, the text, and what is drawn in or after it."""
    before: list[Block] = []
    after: list[Block] = []
    words: list[Piece] = []
    for piece in pieces:
        if not piece.drawn:
            words.append(piece)
        elif any(word.text.strip() for word in words):
            after.extend(piece.drawn)
        else:
            before.extend(piece.drawn)
    return before, tuple(words), after


def _placed(
    words: tuple[Piece, ...], label: Label | None, paragraph: _Element, style: Style, story: Story
) -> Paragraph:
    """Return the paragraph with typed blanks at its head turned into indent or alignment."""
    given = story.shared.styles.paragraph_property(paragraph, "jc")
    align = _ALIGN.get(given.get(W + "val", "") if given is not None else "", "left")
    indent = _indent(paragraph, style, label)
    words, blanks = _trimmed(words)
    length = sum(len(piece.text) for piece in words)
    is_flush = align in {"left", "justify"}
    if is_flush and blanks >= _PUSHED_FROM and 0 < length <= _PUSHED_LENGTH:
        story.report.add("collect.blanks_made_right")
        align, is_flush = "right", False
    if blanks and not indent:
        indent = min(blanks, _WIDEST_INDENT)
    if label is not None and label.text:
        words = (Piece(text=label.text, look=_label_look(words), is_made=True), *words)
    return Paragraph(
        pieces=words,
        align=align,
        indent=indent if is_flush else 0,
        level=_level(paragraph, style, story),
        is_title=style.name in {"title", "标题"},
    )


def _indent(paragraph: _Element, style: Style, label: Label | None) -> int:
    """Return the first line's indent in 1/100 em; a hanging line has none."""
    own = attributes(paragraph.find(f"{W}pPr/{W}ind"))
    by_level = dict(label.indent) if label is not None else {}
    if {W + "firstLine", W + "firstLineChars"} & own.keys():
        by_level.pop(W + "hanging", None)
    given = {**style.indent, **by_level, **own}
    if whole(given.get(W + "hanging")) > 0 or whole(given.get(W + "hangingChars")) > 0:
        return 0
    if characters := whole(given.get(W + "firstLineChars")):
        return min(max(characters, 0), _WIDEST_INDENT)
    return _TWO_EM if whole(given.get(W + "firstLine")) > 0 else 0


def _trimmed(words: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], int]:
    """Return the text without blanks at head and end, and the width of those at its head."""
    kept = list(words)
    width = 0
    while kept and not kept[0].is_made:
        text = kept[0].text
        rest = text.lstrip(_BLANKS)
        width += sum(_WIDTHS[blank] for blank in text[: len(text) - len(rest)])
        if rest:
            kept[0] = replace(kept[0], text=rest)
            break
        kept.pop(0)
    while kept and not kept[-1].is_made:
        rest = kept[-1].text.rstrip(_BLANKS + "\n")
        if rest:
            kept[-1] = replace(kept[-1], text=rest)
            break
        kept.pop()
    return tuple(kept), width


def _label_look(words: tuple[Piece, ...]) -> Look:
    """Return the look of a computed number: that of the text behind it, without its marks."""
    typed = next((piece.look for piece in words if not piece.is_made), PLAIN)
    return replace(
        PLAIN, bold=typed.bold, color=typed.color, font=typed.font, half_points=typed.half_points
    )


def _level(paragraph: _Element, style: Style, story: Story) -> int:
    """Return the heading level by the style's name or the outline level; 0 for body text."""
    if found := _HEADING_NAME.fullmatch(style.name):
        return min(int(found[1]), _DEEPEST_HEADING)
    outline = story.shared.styles.paragraph_property(paragraph, "outlineLvl")
    depth = whole(outline.get(W + "val"), _BODY_OUTLINE) if outline is not None else _BODY_OUTLINE
    return min(depth + 1, _DEEPEST_HEADING) if 0 <= depth < _BODY_OUTLINE else 0


def _rules(paragraph: _Element, story: Story) -> tuple[list[Block], list[Block]]:
    """Return the rules above and below that the paragraph draws as borders; a frame is none."""
    borders = story.shared.styles.paragraph_property(paragraph, "pBdr")
    if borders is None or _is_line(borders, "left") or _is_line(borders, "right"):
        return [], []
    return _rule(borders, "top"), _rule(borders, "bottom")


def _is_line(borders: _Element, side: str) -> bool:
    return (value(borders, side) or "none") not in _NO_LINE


def _rule(borders: _Element, side: str) -> list[Block]:
    if not _is_line(borders, side):
        return []
    line = borders.find(W + side)
    colour = hex_colour(line.get(W + "color")) if line is not None else None
    return [{"type": "horizontalRule", "attrs": {"color": colour} if colour else {}}]
