"""How a table's style writes and shades its cells: all of it, its head, its first column.

Source: ECMA-376 part 1, 17.7.6 (table styles), 17.4.55 (tblLook).
"""

from collections.abc import Mapping
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.markup import W, value
from hefa.collect.word.story import Story
from hefa.collect.word.styles import Properties, Style

SIDES: Final = ("top", "left", "bottom", "right")

_NO_LINE: Final = frozenset({"none", "nil"})
_SAME_SIDE: Final = {"start": "left", "end": "right"}
# The bit of an older tblLook that stands for each part.
_BITS: Final[Mapping[str, int]] = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
}
_PARTS: Final[Mapping[str, str]] = {
    "firstRow": "firstRow",
    "lastRow": "lastRow",
    "firstColumn": "firstCol",
    "lastColumn": "lastCol",
}


class TableLook:
    """What one table takes from its own properties and from its style."""

    def __init__(self, table: _Element, story: Story) -> None:
        self._story = story
        self._properties = table.find(W + "tblPr")
        style = story.shared.styles.style(value(self._properties, "tblStyle"))
        self._whole = style
        self._parts = _conditions(style)
        look = self._properties.find(W + "tblLook") if self._properties is not None else None
        self._switched_on = _switched_on(look)

    def parts_of(self, *, row: int, is_last_row: bool, is_first: bool, is_last: bool) -> list[str]:
        """Return the parts of the style that hold for a cell, the strongest first."""
        places = {
            "firstRow": row == 0,
            "lastRow": is_last_row and row > 0,
            "firstColumn": is_first,
            "lastColumn": is_last,
        }
        order = ("firstRow", "lastRow", "firstColumn", "lastColumn")
        return [
            _PARTS[name]
            for name in order
            if places[name] and name in self._switched_on and _PARTS[name] in self._parts
        ]

    def ground(self, cell: _Element, parts: list[str]) -> str | None:
        """Return the colour behind a cell: its own, else its part's, else the whole table's."""
        places = [cell.find(f"{W}tcPr/{W}shd")]
        places += [self._parts[part].find(f"{W}tcPr/{W}shd") for part in parts]
        places += [element.find(f"{W}tcPr/{W}shd") for element in self._whole.elements]
        nearest = next((place for place in places if place is not None), None)
        return self._story.shared.styles.fill(nearest)

    def run(self, parts: list[str]) -> Properties:
        """Return how the style writes in a cell, as run properties by name."""
        if not parts:
            return self._whole.run
        merged = dict(self._whole.run)
        for part in reversed(parts):
            written = self._parts[part].find(W + "rPr")
            merged |= {str(child.tag): child for child in written} if written is not None else {}
        return merged

    def has_border(self, cell: _Element) -> bool:
        """Whether a line can be seen on any side of an only cell."""
        places = [cell.find(f"{W}tcPr/{W}tcBorders")]
        if self._properties is not None:
            places.append(self._properties.find(W + "tblBorders"))
        places += [element.find(f"{W}tblPr/{W}tblBorders") for element in self._whole.elements]
        return any(_is_drawn(side, places) for side in SIDES)


def _is_drawn(side: str, places: list[_Element | None]) -> bool:
    """Whether the nearest place that speaks of a side draws a line there."""
    for place in places:
        for line in place if place is not None else ():
            name = str(line.tag).removeprefix(W)
            if _SAME_SIDE.get(name, name) == side:
                return line.get(W + "val", "none") not in _NO_LINE
    return False


def _conditions(style: Style) -> dict[str, _Element]:
    """Return the parts of a style by name, its own before those it is based on."""
    found: dict[str, _Element] = {}
    for element in style.elements:
        for part in element.iterfind(W + "tblStylePr"):
            found.setdefault(part.get(W + "type", ""), part)
    return found


def _switched_on(look: _Element | None) -> frozenset[str]:
    """Return which parts a table shows; a table that says nothing shows its head."""
    if look is None:
        return frozenset({"firstRow"})
    try:
        bits = int(look.get(W + "val", "0"), 16)
    except ValueError:
        bits = 0
    return frozenset(
        name
        for name, bit in _BITS.items()
        if (given := look.get(W + name)) in {"1", "true", "on"} or (given is None and bits & bit)
    )
