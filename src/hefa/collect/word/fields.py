"""Complex fields: the code is dropped, the result stays, a link keeps its address.

Source: ECMA-376 part 1, 17.16.18 (fldChar), 17.16.5.25 (HYPERLINK).
"""

import re
from typing import Final

from hefa.collect.word.numerals import numeral
from hefa.collect.word.symbols import symbol

_HYPERLINK = re.compile(r'^\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]+))', re.IGNORECASE)
_CONTENTS = re.compile(r"^\s*TOC\b", re.IGNORECASE)
_EQUATION = re.compile(r"^\s*EQ\b", re.IGNORECASE)
_OVERSTRUCK = re.compile(r"^\s*EQ\b.*?\\o.*?\((.*)[,;，](.*?)\)\s*$", re.IGNORECASE | re.DOTALL)
_SIGN = re.compile(
    r'^\s*SYMBOL\s+(\d+|0x[0-9a-f]+)(?:.*?\\f\s*"?([^"\\]+?)"?\s*(?:\\|$))?', re.IGNORECASE
)
_RINGS: Final = "○〇◯"


class Fields:
    """The fields that are open at the present place of a story, the innermost last.

    Where beginnings and ends do not match, no text may count as code: the rest would be lost.
    """

    def __init__(self, *, are_balanced: bool = True) -> None:
        self._are_balanced = are_balanced
        self._open: list[list[str]] = []
        self._has_result: list[bool] = []

    @property
    def is_in_code(self) -> bool:
        """Whether text at this place belongs to the code of some field."""
        return self._are_balanced and not all(self._has_result)

    @property
    def is_open(self) -> bool:
        """Whether any field has begun and not ended."""
        return bool(self._open)

    @property
    def code(self) -> str:
        """The code of the innermost open field."""
        return "".join(self._open[-1]) if self._open else ""

    @property
    def has_result(self) -> bool:
        """Whether the innermost open field has come to its result."""
        return bool(self._has_result) and self._has_result[-1]

    @property
    def link(self) -> str | None:
        """The address of the innermost open link."""
        for code in reversed(self._open if self._are_balanced else []):
            if address := link_of("".join(code)):
                return address
        return None

    def mark(self, kind: str | None) -> None:
        """Take note of the beginning, separator or end of a field."""
        if kind == "begin":
            self._open.append([])
            self._has_result.append(False)
        elif self._open and kind == "separate":
            self._has_result[-1] = True
        elif self._open and kind == "end":
            self._open.pop()
            self._has_result.pop()

    def afresh(self) -> "Fields":
        """Return fields for a story inside this one."""
        return Fields(are_balanced=self._are_balanced)

    def add_code(self, text: str) -> None:
        """Add to the code of the innermost field."""
        if self._open:
            self._open[-1].append(text)


def link_of(code: str) -> str | None:
    """Return the address in the code of a link field, None for any other field."""
    found = _HYPERLINK.match(code)
    return (found[1] or found[2]) if found else None


def is_contents(code: str) -> bool:
    """Whether the field is a table of contents, whose page numbers mean nothing in an article."""
    return _CONTENTS.match(code) is not None


def is_formula(code: str) -> bool:
    """Whether the field draws a formula."""
    return _EQUATION.match(code) is not None


def said_by(code: str) -> str:
    """Return what a field without a result shows: a ringed number, a base text, a sign.

    Word keeps ringed characters and readings over characters as overstruck equations.
    Source: ECMA-376 part 1, 17.16.5.18 (EQ), 17.16.5.61 (SYMBOL).
    """
    if struck := _OVERSTRUCK.match(code):
        words = struck[2].strip()
        is_ringed = struck[1].strip() in _RINGS and words.isdecimal()
        return numeral(int(words), "decimalEnclosedCircle") or words if is_ringed else words
    if sign := _SIGN.match(code):
        return symbol(sign[2], format(int(sign[1], 0), "x")) or ""
    return ""
