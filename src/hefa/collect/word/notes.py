"""Footnotes and endnotes, counted together in the order readers meet them."""

from dataclasses import dataclass

from lxml.etree import _Element

from hefa.collect.word.markup import W, whole
from hefa.collect.word.parts import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """One note that the text refers to: its number, its content and the part it stands in."""

    number: int
    element: _Element
    part: Part


class Notebook:
    """The notes of one file; asking for one by its reference gives it the next number."""

    def __init__(self, parts: dict[str, Part]) -> None:
        self._elements: dict[tuple[str, int], tuple[_Element, Part]] = {}
        self._met: dict[tuple[str, int], NoteText] = {}
        for kind, part in parts.items():
            for element in part.root.iterfind(W + kind):
                identity = whole(element.get(W + "id"), default=-1)
                self._elements[kind, identity] = (element, part)

    def number(self, kind: str, identity: str | None) -> int | None:
        """Return the number of a `footnote` or `endnote`, or None when there is no such note."""
        key = (kind, whole(identity, default=-1))
        if key not in self._elements:
            return None
        if key not in self._met:
            element, part = self._elements[key]
            self._met[key] = NoteText(number=len(self._met) + 1, element=element, part=part)
        return self._met[key].number

    def in_order(self) -> tuple[NoteText, ...]:
        """Return the notes met so far."""
        return tuple(self._met.values())
