"""What stands inside one run: characters, breaks, signs, notes, drawings.

Source: ECMA-376 part 1, 17.3.3 (run content).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.drawings import drawn
from hefa.collect.word.markup import SPACE, W
from hefa.collect.word.model import PLAIN, Look, Piece
from hefa.collect.word.notes import cut, words_of
from hefa.collect.word.story import Story, stand_in, stand_in_text
from hefa.collect.word.symbols import is_of_symbol_font, is_private, is_symbol_font, symbol

_EM_SPACE: Final = "\u2003"
_WHITE_SPACE: Final = " \t\r\n"
_LINES = re.compile(r"[\t\r\n]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FIXED: Mapping[str, str] = {
    W + "tab": _EM_SPACE,
    W + "ptab": _EM_SPACE,
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
}
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})
_INSERTED = frozenset({W + "contentPart", W + "control"})
_DATED = frozenset(
    W + part + size for part in ("day", "month", "year") for size in ("Long", "Short")
)


def read_content(child: _Element, look: Look, story: Story) -> Iterator[Piece] | None:
    """Return what one element inside a run gives; None for characters with a reading over them."""
    tag = str(child.tag)
    if tag == W + "ruby":
        return None
    if tag == W + "t":
        return _text(child, look, story)
    if tag in _FIXED:
        return iter((Piece(text=_FIXED[tag], look=look),))
    if tag in _DRAWN:
        return iter((Piece(drawn=drawn(child, story)),))
    read = _RARE.get(tag)
    return read(child, look, story) if read is not None else iter(())


def spelled(words: str, look: Look) -> Iterator[Piece]:
    """Yield words that the file does not hold as text but shows."""
    yield Piece(text=words, look=look)


def _text(element: _Element, look: Look, story: Story) -> Iterator[Piece]:
    """Yield the characters of a text element; outer blanks count only where they are kept."""
    text = _LINES.sub(" ", element.text or "")
    if element.get(SPACE) != "preserve":
        text = text.strip(_WHITE_SPACE)
    font = _latin_font(element)
    if is_symbol_font(font) or _PRIVATE.search(text):
        yield from _signs(text, font, look, story)
    else:
        yield Piece(text=text, look=look)


def _latin_font(element: _Element) -> str:
    """Return the font that the run gives in place for letters and signs."""
    run = element.getparent()
    fonts = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
    return (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""


def _signs(text: str, font: str, look: Look, story: Story) -> Iterator[Piece]:
    """Yield text of which some characters are signs that only a symbol font shows."""
    for character in text:
        is_sign = is_of_symbol_font(character) or (
            is_symbol_font(font) and character.isprintable() and ord(character) <= 0xFF  # noqa: PLR2004
        )
        if is_sign and not character.isspace():
            yield from _sign(symbol(font or "symbol", format(ord(character), "x")), look, story)
            continue
        if is_private(character):
            story.report.add("collect.private_character")
        yield Piece(text=character, look=look)


def _sign(character: str | None, look: Look, story: Story) -> Iterator[Piece]:
    if character is None:
        story.report.add("collect.symbol_unknown")
        yield Piece(text=stand_in_text("个符号"), is_made=True)
    else:
        yield Piece(text=character, look=look)


def _symbol(child: _Element, look: Look, story: Story) -> Iterator[Piece]:
    yield from _sign(symbol(child.get(W + "font"), child.get(W + "char")), look, story)


def _break(child: _Element, look: Look, story: Story) -> Iterator[Piece]:
    if child.get(W + "type", "textWrapping") == "textWrapping":
        yield Piece(text="\n", look=look)
    else:
        story.report.add("collect.page_break_dropped")


def _note(child: _Element, _look: Look, story: Story) -> Iterator[Piece]:
    """Yield a note at its place, and the pictures that stand in it; a note has no notes."""
    kind = "footnote" if child.tag == W + "footnoteReference" else "endnote"
    note = story.shared.notes.find(kind, child.get(W + "id"))
    if note is None or story.is_note:
        return
    inside = story.of_note(note)
    words, pictures = words_of(inside.blocks(note.element))
    for piece in cut(words):
        yield Piece(note=piece, look=PLAIN, is_made=True)
    if pictures:
        yield Piece(drawn=pictures)


def _comment(_child: _Element, _look: Look, story: Story) -> Iterator[Piece]:
    story.report.add("collect.comment_dropped")
    yield from ()


def _deleted(_child: _Element, _look: Look, story: Story) -> Iterator[Piece]:
    """Report deleted text that stands outside any deletion."""
    story.report.add("collect.deleted_text_dropped")
    yield from ()


def _inserted(_child: _Element, _look: Look, story: Story) -> Iterator[Piece]:
    story.report.add("collect.object_dropped")
    yield Piece(drawn=(stand_in("个嵌入对象"),))


def _dated(_child: _Element, _look: Look, story: Story) -> Iterator[Piece]:
    """Report a date that Word would write anew each day."""
    story.report.add("collect.field_code_dropped")
    yield from ()


_Reader = Callable[[_Element, Look, Story], Iterator[Piece]]
_RARE: Mapping[str, _Reader] = {
    W + "br": _break,
    W + "sym": _symbol,
    W + "footnoteReference": _note,
    W + "endnoteReference": _note,
    W + "commentReference": _comment,
    W + "delText": _deleted,
    **dict.fromkeys(_INSERTED, _inserted),
    **dict.fromkeys(_DATED, _dated),
}
