"""One paragraph: its pieces, number, alignment and indent, and what is drawn beside it.

Source: ECMA-376 part 1, 17.3.1 (paragraphs), 17.18.44 (ST_Jc).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.colours import hex_colour
from hefa.collect.word.indents import WIDEST_INDENT, read_indents
from hefa.collect.word.markup import W, is_on, value, whole
from hefa.collect.word.model import PLAIN, Block, Look, Paragraph, Piece
from hefa.collect.word.numbering import Label
from hefa.collect.word.runs import read_pieces
from hefa.collect.word.story import Story
from hefa.collect.word.styles import Style

_ALIGN: Final[Mapping[str, str]] = {
    "both": "justify",
    "distribute": "justify",
    "center": "center",
    "right": "right",
    "end": "right",
}
_TURNED: Final[Mapping[str, str]] = {"left": "right", "right": "left"}
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
    _report_breaks(paragraph, story)
    story.report.place(block.text)
    above, below = _rules(paragraph, story)
    is_only_drawn = block.is_blank and bool(before or after or above or below)
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
        elif any(word.text.strip() or word.note for word in words):
            after.extend(piece.drawn)
        else:
            before.extend(piece.drawn)
    return before, tuple(words), after


def _placed(
    words: tuple[Piece, ...], label: Label | None, paragraph: _Element, style: Style, story: Story
) -> Paragraph:
    """Return the paragraph with typed blanks at its head turned into indent or alignment."""
    align = _align(paragraph, story)
    words, blanks = _trimmed(words)
    indents = read_indents(paragraph, style, label, words)
    length = sum(len(piece.text) for piece in words)
    is_flush = align in {"left", "justify"}
    is_pushed = blanks >= _PUSHED_FROM or (label is None and indents.whole >= _PUSHED_FROM)
    if is_flush and is_pushed and 0 < length <= _PUSHED_LENGTH:
        story.report.add("collect.blanks_made_right")
        align, is_flush = "right", False
    indent = indents.first or min(blanks, WIDEST_INDENT)
    if label is not None and label.text:
        words = (Piece(text=label.text, look=_label_look(words), is_made=True), *words)
    return Paragraph(
        pieces=words,
        align=align,
        indent=indent if is_flush else 0,
        inset=indents.inset if is_flush else 0,
        level=_level(paragraph, style, story),
        is_title=style.name in {"title", "标题"},
        is_framed=_is_framed(paragraph, story),
    )


def _align(paragraph: _Element, story: Story) -> str:
    """Return one of four alignments; in a paragraph from right to left, left means its begin."""
    given = story.shared.styles.paragraph_property(paragraph, "jc")
    align = _ALIGN.get(given.get(W + "val", "") if given is not None else "", "left")
    is_from_right = is_on(story.shared.styles.paragraph_property(paragraph, "bidi"))
    return _TURNED.get(align, align) if is_from_right else align


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


def _report_breaks(paragraph: _Element, story: Story) -> None:
    """Report a page that begins before the paragraph or after it."""
    properties = paragraph.find(W + "pPr")
    section = properties.find(W + "sectPr") if properties is not None else None
    if section is not None and value(section, "type") != "continuous":
        story.report.add("collect.page_break_dropped")
    if properties is not None and is_on(properties.find(W + "pageBreakBefore")):
        story.report.add("collect.page_break_dropped")


def _is_framed(paragraph: _Element, story: Story) -> bool:
    """Whether lines run all round the paragraph."""
    borders = story.shared.styles.paragraph_property(paragraph, "pBdr")
    sides = ("top", "left", "bottom", "right")
    return borders is not None and all(_is_line(borders, side) for side in sides)


def _rules(paragraph: _Element, story: Story) -> tuple[list[Block], list[Block]]:
    """Return the rules above and below that the paragraph draws as borders; a frame is none."""
    borders = story.shared.styles.paragraph_property(paragraph, "pBdr")
    if borders is None or _is_line(borders, "left") or _is_line(borders, "right"):
        return [], []
    return _rule(borders, "top", story), _rule(borders, "bottom", story)


def _is_line(borders: _Element, side: str) -> bool:
    return (value(borders, side) or "none") not in _NO_LINE


def _rule(borders: _Element, side: str, story: Story) -> list[Block]:
    if not _is_line(borders, side):
        return []
    line = borders.find(W + side)
    given = line.get(W + "color") if line is not None else None
    colour = story.shared.theme.of(line) or hex_colour(given)
    return [{"type": "horizontalRule", "attrs": {"color": colour} if colour else {}}]
