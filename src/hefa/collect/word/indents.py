"""How far a paragraph stands in: its first line, and the whole of it as in a list.

Source: ECMA-376 part 1, 17.3.1.12 (ind); attributes are merged one by one.
"""

from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.markup import W, whole
from hefa.collect.word.model import Piece
from hefa.collect.word.numbering import Label
from hefa.collect.word.styles import Style, attributes

WIDEST_INDENT: Final = 2000

_TWO_EM: Final = 200
_WIDEST_INSET: Final = 800  # a phone shows some 20 characters in a line
_LEAST_INSET: Final = 50
_USUAL_HALF_POINTS: Final = 21
_TWIPS_PER_HALF_POINT: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Indents:
    """The first line's indent and the whole paragraph's inset, in 1/100 em, as Word has them."""

    first: int = 0
    whole: int = 0

    @property
    def inset(self) -> int:
        """The inset as far as a phone has room for it."""
        return min(self.whole, _WIDEST_INSET) if self.whole >= _LEAST_INSET else 0


def read_indents(
    paragraph: _Element, style: Style, label: Label | None, words: tuple[Piece, ...]
) -> Indents:
    """Return how far the paragraph stands in; a hanging number stands where its line begins."""
    own = attributes(paragraph.find(f"{W}pPr/{W}ind"))
    by_level = dict(label.indent) if label is not None else {}
    if {W + "firstLine", W + "firstLineChars"} & own.keys():
        by_level.pop(W + "hanging", None)
    given = {**style.indent, **by_level, **own}
    em_twips = _half_points(words) * _TWIPS_PER_HALF_POINT
    left = _length(given, ("leftChars", "startChars"), ("left", "start"), em_twips)
    hanging = _length(given, ("hangingChars",), ("hanging",), em_twips)
    if hanging > 0:
        return Indents(whole=max(left - hanging, 0))
    return Indents(first=_first(given), whole=max(left, 0))


def _first(given: dict[str, str]) -> int:
    """Return the first line's indent: as many characters as it says, two for any other length."""
    if characters := whole(given.get(W + "firstLineChars")):
        return min(max(characters, 0), WIDEST_INDENT)
    return _TWO_EM if whole(given.get(W + "firstLine")) > 0 else 0


def _length(
    given: dict[str, str], characters: tuple[str, ...], twips: tuple[str, ...], em_twips: int
) -> int:
    """Return a length in 1/100 em; what is given in characters goes before."""
    for name in characters:
        if found := whole(given.get(W + name)):
            return found
    for name in twips:
        if found := whole(given.get(W + name)):
            return found * 100 // em_twips
    return 0


def _half_points(words: tuple[Piece, ...]) -> int:
    sizes = (piece.look.half_points for piece in words if piece.text.strip())
    return max(next(sizes, 0) or _USUAL_HALF_POINTS, 2)
