"""How wide each column of a table should be, judged by what it holds."""

from collections.abc import Sequence
from typing import Final
from unicodedata import east_asian_width

from hefa.core.document import Node, blocks

_LEAST, _MOST = 4, 24
_EVEN_ENOUGH: Final = 1.5
_WHOLE: Final = 100


def column_shares(rows: Sequence[Sequence[Node]]) -> tuple[int, ...]:
    """Return the share of each column in per cent of the table's width, or none for equal ones.

    The document says no widths, and equal ones waste a third of a phone on a column of serial
    numbers. Tables with joined cells keep equal columns.
    """
    counts = {len(row) for row in rows}
    if len(counts) != 1 or any(_is_joined(cell) for row in rows for cell in row):
        return ()
    weights = [
        min(max(_LEAST, *(_longest_line(cell) for cell in column)), _MOST)
        for column in zip(*rows, strict=True)
    ]
    if not weights or max(weights) <= _EVEN_ENOUGH * min(weights):
        return ()
    total = sum(weights)
    shares = [weight * _WHOLE // total for weight in weights]
    shares[weights.index(max(weights))] += _WHOLE - sum(shares)
    return tuple(shares)


def _is_joined(cell: Node) -> bool:
    return not {"colspan", "rowspan"}.isdisjoint(cell.get("attrs", {}))


def _longest_line(cell: Node) -> int:
    """Return the width of the cell's longest paragraph, a Chinese character counting two."""
    return max((_width(block) for block in blocks(cell)), default=_LEAST)


def _width(block: Node) -> int:
    text = "".join(child.get("text", "") for child in block.get("content", ()))
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
