"""How a table's cells lie on its grid, and how wide each column should be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from unicodedata import east_asian_width

from hefa.core.document import Node, blocks

# In half a Chinese character: the least and most a column asks for, where its text may as well
# wrap, and what its padding takes.
_LEAST, _MOST = 4, 24
_WRAPS_FROM: Final = 12
_PADDING: Final = 2
_EVEN_ENOUGH: Final = 1.5
_WHOLE: Final = 100
_MOST_HUNDREDTHS: Final = 10_000


def first_row_widths(rows: Sequence[Sequence[Node]]) -> tuple[str, ...]:
    """Return the width of each cell of the first row in per cent, or none for equal columns.

    The first row decides for the whole table. Widths the document says come first; else they are
    judged by what the columns hold, since equal ones waste a third of a phone on a column of
    serial numbers.
    """
    laid = tuple(_laid(rows))
    count = max((start + _span(cell) for _, start, cell in laid), default=0)
    if count <= 1 or not rows:
        return ()
    said = _said(laid, count)
    shares = said or _judged(laid, count)
    if not shares:
        return ()
    first = [(start, cell) for row, start, cell in laid if row == 0]
    if sum(_span(cell) for _, cell in first) != count:
        return ()
    return tuple(_share(sum(shares[start : start + _span(cell)])) for start, cell in first)


def column_count(rows: Sequence[Sequence[Node]]) -> int:
    """Return how many columns the grid of a table has."""
    return max((start + _span(cell) for _, start, cell in _laid(rows)), default=0)


def _laid(rows: Sequence[Sequence[Node]]) -> Iterator[tuple[int, int, Node]]:
    """Yield each cell with its row and the column it begins in, cells above it considered."""
    taken: dict[int, int] = {}
    for number, row in enumerate(rows):
        start = 0
        for cell in row:
            while taken.get(start, 0) > number:
                start += 1
            yield number, start, cell
            down = cell.get("attrs", {}).get("rowspan", 1)
            for column in range(start, start + _span(cell)):
                taken[column] = number + down
            start += _span(cell)


def _said(laid: Sequence[tuple[int, int, Node]], count: int) -> tuple[int, ...]:
    """Return the columns' widths in 1/100 per cent as the document says them, if for all."""
    widths: dict[int, int] = {}
    for _, start, cell in laid:
        if (width := cell.get("attrs", {}).get("width", 0)) and _span(cell) == 1:
            widths.setdefault(start, width)
    if len(widths) != count:
        return ()
    return _to_whole([widths[column] for column in range(count)])


def _judged(laid: Sequence[tuple[int, int, Node]], count: int) -> tuple[int, ...]:
    """Return the columns' widths in 1/100 per cent, judged by the longest line in each."""
    weights: Mapping[int, int] = _weights(laid)
    if len(weights) != count or max(weights.values()) <= _EVEN_ENOUGH * min(weights.values()):
        return ()
    return _to_whole([weights[column] for column in range(count)])


def _weights(laid: Sequence[tuple[int, int, Node]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for _, start, cell in laid:
        if _span(cell) == 1:
            longest = min(max(_LEAST, _longest_line(cell)), _MOST)
            asked = min(longest, _WRAPS_FROM) + max(0, longest - _WRAPS_FROM) // 2 + _PADDING
            found[start] = max(found.get(start, 0), asked)
    return found


def _to_whole(weights: Sequence[int]) -> tuple[int, ...]:
    """Return `weights` as whole per cents of their sum, written in 1/100."""
    total = sum(weights)
    shares = [weight * _WHOLE // total for weight in weights]
    shares[weights.index(max(weights))] += _WHOLE - sum(shares)
    return tuple(share * (_MOST_HUNDREDTHS // _WHOLE) for share in shares)


def _span(cell: Node) -> int:
    return int(cell.get("attrs", {}).get("colspan", 1))


def _share(hundredths: int) -> str:
    return f"{hundredths / 100:g}%"


def _longest_line(cell: Node) -> int:
    """Return the width of the cell's longest paragraph, a Chinese character counting two."""
    return max((_width(block) for block in blocks(cell)), default=_LEAST)


def _width(block: Node) -> int:
    text = "".join(child.get("text", "") for child in block.get("content", ()))
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
