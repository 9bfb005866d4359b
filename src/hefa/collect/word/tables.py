"""Tables: merged cells by grid column, shading, layout tables opened up.

Source: ECMA-376 part 1, 17.4 (tables), 17.4.84 (vMerge), 17.4.17 (gridSpan).
"""

from typing import Final

from lxml.etree import _Element

from hefa.collect.word.colours import ground
from hefa.collect.word.compose import compose_cell
from hefa.collect.word.markup import W, holds_content, inner, is_on, value, whole
from hefa.collect.word.model import Block
from hefa.collect.word.story import Story
from hefa.core.document import Node

_WIDEST_SPAN: Final = 64
_TALLEST_SPAN: Final = 1000
_NO_LINE: Final = frozenset({"none", "nil"})
_REVISIONS: Final = ("del", "cellDel")


def read_table(table: _Element, story: Story) -> list[Block]:
    """Return the table as one node; a single cell without border is opened up instead."""
    rows = [
        row
        for row in _kept(table, "tr", story)
        if next(iter(_kept(row, "tc", story)), None) is not None
    ]
    if not rows:
        return []
    cells = _kept(rows[0], "tc", story)
    is_single = len(rows) == len(cells) == 1
    if is_single and (_holds_table(cells[0]) or not _has_border(table, cells[0], story)):
        story.report.add("collect.layout_table_opened")
        return story.inside().blocks(cells[0])
    merging = _Merging(story)
    content = [node for row in rows if (node := merging.row(row)) is not None]
    return [{"type": "table", "content": content}]


def _kept(parent: _Element, name: str, story: Story) -> list[_Element]:
    """Return rows of a table or cells of a row, without those that were deleted."""
    found: list[_Element] = []
    for child in inner(parent, story.report):
        if child.tag != W + name:
            continue
        properties = child.find(f"{W}{name}Pr")
        if properties is not None and any(properties.find(W + r) is not None for r in _REVISIONS):
            if holds_content(child):
                story.report.add("collect.deleted_text_dropped", place="表格")
            continue
        found.append(child)
    return found


class _Merging:
    """Builds the rows of one table and remembers which cells may still grow downwards."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._open: dict[int, Node] = {}

    def row(self, row: _Element) -> Node | None:
        """Return the row, or None when all its cells are part of cells above."""
        properties = row.find(W + "trPr")
        is_header = properties is not None and is_on(properties.find(W + "tblHeader"))
        kind = "tableHeader" if is_header else "tableCell"
        cells: list[Node] = []
        grown: list[Node] = []
        column = whole(value(properties, "gridBefore"))
        if column > 0:
            cells.append(_blank(kind, column))
        for cell in _kept(row, "tc", self._story):
            column = self._add(cell, kind, column, cells, grown)
        if (after := whole(value(properties, "gridAfter"))) > 0:
            cells.append(_blank(kind, after))
        if cells:
            return {"type": "tableRow", "content": cells}
        for node in grown:
            node["attrs"]["rowspan"] -= 1
        return None

    def _add(
        self, cell: _Element, kind: str, column: int, cells: list[Node], grown: list[Node]
    ) -> int:
        """Add one cell, or let the one above or before it grow; return the next grid column."""
        properties = cell.find(W + "tcPr")
        span = min(max(whole(value(properties, "gridSpan"), default=1), 1), _WIDEST_SPAN)
        merge = _merge(properties, "vMerge")
        above = self._open.get(column)
        if merge == "continue" and above is not None and _may_grow(above, span):
            above["attrs"]["rowspan"] += 1
            grown.append(above)
            self._report_covered(cell)
        elif _merge(properties, "hMerge") == "continue" and cells:
            cells[-1]["attrs"]["colspan"] = min(cells[-1]["attrs"]["colspan"] + 1, _WIDEST_SPAN)
            self._report_covered(cell)
        else:
            node = self._cell(cell, kind, span)
            cells.append(node)
            for covered in range(column, column + span):
                self._open.pop(covered, None)
            if merge is not None:
                self._open[column] = node
        return column + span

    def _cell(self, cell: _Element, kind: str, span: int) -> Node:
        shading = cell.find(f"{W}tcPr/{W}shd")
        background = ground(shading.get(W + "fill")) if shading is not None else None
        story = self._story.inside(has_ground=background is not None)
        return {
            "type": kind,
            "attrs": {"colspan": span, "rowspan": 1, "background": background},
            "content": compose_cell(story.blocks(cell), story.report),
        }

    def _report_covered(self, cell: _Element) -> None:
        """Report text that the merge hides: Word does not show it either."""
        if any((text.text or "").strip() for text in cell.iter(W + "t")):
            self._story.report.add("collect.hidden_text_dropped", place="合并的单元格")


def _merge(properties: _Element | None, name: str) -> str | None:
    """Return `restart` or `continue`, or None when the cell is not merged; no value continues."""
    element = properties.find(W + name) if properties is not None else None
    return element.get(W + "val", "continue") if element is not None else None


def _may_grow(above: Node, span: int) -> bool:
    return bool(above["attrs"]["colspan"] == span and above["attrs"]["rowspan"] < _TALLEST_SPAN)


def _blank(kind: str, span: int) -> Node:
    """Return the empty cell that stands where a row begins later or ends earlier."""
    return {
        "type": kind,
        "attrs": {"colspan": min(span, _WIDEST_SPAN), "rowspan": 1},
        "content": [{"type": "paragraph"}],
    }


def _holds_table(cell: _Element) -> bool:
    return next(cell.iter(W + "tbl"), None) is not None


def _has_border(table: _Element, cell: _Element, story: Story) -> bool:
    """Whether a line can be seen round the only cell: its own, the table's, or the style's."""
    properties = table.find(W + "tblPr")
    style = story.shared.styles.style(value(properties, "tblStyle"))
    places = (
        cell.find(f"{W}tcPr/{W}tcBorders"),
        properties.find(W + "tblBorders") if properties is not None else None,
        style.table_borders,
    )
    borders = next((place for place in places if place is not None), None)
    if borders is None:
        return False
    return any(line.get(W + "val", "none") not in _NO_LINE for line in borders)
