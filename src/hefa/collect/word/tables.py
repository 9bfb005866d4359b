"""Tables: merged cells by grid column, shading, widths; layout tables opened up.

Source: ECMA-376 part 1, 17.4 (tables), 17.4.84 (vMerge), 17.4.17 (gridSpan).
"""

from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.compose import boxed, compose_flow
from hefa.collect.word.markup import W, holds_content, inner, is_on, value, whole
from hefa.collect.word.model import Block
from hefa.collect.word.story import Story
from hefa.collect.word.table_styles import TableLook
from hefa.core.document import Node

_WIDEST_SPAN: Final = 64
_TALLEST_SPAN: Final = 1000
_FULL_WIDTH: Final = 10_000
_AS_GOOD_AS_EQUAL: Final = 1.1
_REVISIONS: Final = ("del", "cellDel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that is shown, with the cells that are."""

    element: _Element
    cells: list[_Element]


def read_table(table: _Element, story: Story) -> list[Block]:
    """Return the table as one node; of a single cell a box, or its paragraphs without border."""
    kept = [Row(element=row, cells=_kept(row, "tc", story)) for row in _kept(table, "tr", story)]
    rows = [row for row in kept if row.cells]
    if not rows:
        return []
    look = TableLook(table, story)
    if len(rows) == len(rows[0].cells) == 1:
        return _single(rows[0].cells[0], look, story)
    merging = _Merging(story, look, _columns(table))
    content = [node for place, row in enumerate(rows) if (node := merging.row(row, place, rows))]
    return [{"type": "table", "content": content}]


def _single(cell: _Element, look: TableLook, story: Story) -> list[Block]:
    """Return a cell that stands alone: in a box when lines run round it."""
    parts = look.parts_of(row=0, is_last_row=False, is_first=False, is_last=False)
    ground = look.ground(cell, parts)
    blocks = story.inside(has_ground=ground is not None, table_run=look.run(parts)).blocks(cell)
    holds_table = next(cell.iter(W + "tbl"), None) is not None
    if not holds_table and (look.has_border(cell) or ground is not None):
        return boxed(blocks, story.report)
    story.report.add("collect.layout_table_opened")
    return blocks


def _columns(table: _Element) -> list[int]:
    """Return the widths of the grid's columns in twips; nothing when they are as good as equal."""
    widths = [whole(column.get(W + "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    is_told = bool(widths) and min(widths) > 0 and min(widths) * _AS_GOOD_AS_EQUAL < max(widths)
    return widths if is_told else []


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

    def __init__(self, story: Story, look: TableLook, columns: list[int]) -> None:
        self._story = story
        self._look = look
        self._columns = columns
        self._open: dict[int, Node] = {}
        self._last: tuple[tuple[object, ...], Story] | None = None

    def row(self, row: Row, place: int, rows: list[Row]) -> Node | None:
        """Return the row, or None when all its cells are part of cells above."""
        properties = row.element.find(W + "trPr")
        is_header = properties is not None and is_on(properties.find(W + "tblHeader"))
        kind = "tableHeader" if is_header else "tableCell"
        cells: list[Node] = []
        grown: list[Node] = []
        places = max(sum(map(_span, row.cells)), 1)
        column = whole(value(properties, "gridBefore"))
        if column > 0:
            cells.append(_blank(kind, column))
        for number, cell in enumerate(row.cells):
            parts = self._look.parts_of(
                row=place,
                is_last_row=place == len(rows) - 1,
                is_first=number == 0,
                is_last=number == len(row.cells) - 1,
            )
            node = self._add(cell, column, cells, grown)
            column += _span(cell)
            if node is not None:
                node["type"] = kind
                self._fill(node, cell, parts, places)
        if (after := whole(value(properties, "gridAfter"))) > 0:
            cells.append(_blank(kind, after))
        if cells:
            return {"type": "tableRow", "content": cells}
        for node in grown:
            node["attrs"]["rowspan"] -= 1
        return None

    def _add(
        self, cell: _Element, column: int, cells: list[Node], grown: list[Node]
    ) -> Node | None:
        """Return the node of a new cell; None when the one above or before it grows instead."""
        properties = cell.find(W + "tcPr")
        span = _span(cell)
        merge = _merge(properties, "vMerge")
        above = self._open.get(column)
        if merge == "continue" and above is not None and _may_grow(above, span):
            above["attrs"]["rowspan"] += 1
            grown.append(above)
            self._report_covered(cell)
            return None
        if _merge(properties, "hMerge") == "continue" and cells:
            last = cells[-1]["attrs"]
            last["colspan"] = min(last["colspan"] + 1, _WIDEST_SPAN)
            self._report_covered(cell)
            return None
        node: Node = {"attrs": {"colspan": span, "rowspan": 1, "width": self._width(column, span)}}
        cells.append(node)
        for covered in range(column, column + span):
            self._open.pop(covered, None)
        if merge is not None:
            self._open[column] = node
        return node

    def _width(self, column: int, span: int) -> int:
        """Return the cell's share of the table's width; 0 where the grid does not tell."""
        own = sum(self._columns[column : column + span])
        share = own * _FULL_WIDTH // (sum(self._columns) or 1)
        return share if column + span <= len(self._columns) else 0

    def _fill(self, node: Node, cell: _Element, parts: list[str], places: int) -> None:
        """Give a new cell its ground and its content; its row has so many places."""
        ground = self._look.ground(cell, parts)
        attrs = node["attrs"]
        share = attrs["width"] or attrs["colspan"] * _FULL_WIDTH // places
        story = self._story_of(parts, has_ground=ground is not None, share=share)
        node["attrs"]["background"] = ground
        content = compose_flow(story.blocks(cell), story.report)
        node["content"] = content or [{"type": "paragraph"}]

    def _story_of(self, parts: list[str], *, has_ground: bool, share: int) -> Story:
        """Return the story of a cell; cells that are alike share one, unless a field is open."""
        key = (has_ground, share, *parts)
        if self._last is None or self._last[0] != key or self._last[1].fields.is_open:
            inside = self._story.inside(
                has_ground=has_ground,
                table_run=self._look.run(parts),
                width_emu=self._story.width_emu * share // _FULL_WIDTH,
            )
            self._last = (key, inside)
        return self._last[1]

    def _report_covered(self, cell: _Element) -> None:
        """Report text that the merge hides: Word does not show it either."""
        if any((text.text or "").strip() for text in cell.iter(W + "t")):
            self._story.report.add("collect.hidden_text_dropped", place="合并的单元格")


def _span(cell: _Element) -> int:
    """Return how many columns of the grid a cell takes."""
    span = whole(value(cell.find(W + "tcPr"), "gridSpan"), default=1)
    return min(max(span, 1), _WIDEST_SPAN)


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
