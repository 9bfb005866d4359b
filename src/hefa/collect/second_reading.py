"""A second reading of a Word file: one plain walk over the raw XML by the standard library.

It shares no code with the reader on purpose, so that neither repeats the other's mistakes.
"""

import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from hefa.collect.second_parts import (
    PICTURE,
    W,
    child,
    is_set,
    label_signs,
    main_name,
    number,
    own,
    root,
    styles_with,
    val,
)
from hefa.collect.second_signs import (
    ANY_SYMBOL,
    goes_on,
    is_coloured,
    is_hidden_drawing,
    shown_by,
    written,
)

_PASSED_OVER: Final = frozenset(
    {"del", "moveFrom", "rt", "pPr", "rPr", "tblPr", "trPr", "tcPr", "object", "oMath", "sdtPr"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph of the raw XML; a numbered one may stand behind a computed number."""

    text: str
    is_numbered: bool = False
    is_aside: bool = False  # in a box or note, whose place in the order may change

    @property
    def folded(self) -> str:
        """The visible characters."""
        return "".join(self.text.split())


@dataclass(slots=True, kw_only=True)
class Grid:
    """The tables that stand in no other: how many, their rows, cells and places in the grid."""

    tables: int = 0
    rows: int = 0
    cells: int = 0
    places: int = 0


@dataclass(slots=True, kw_only=True)
class Second:
    """The second reading: one walk, what it met, and where it stands."""

    hidden_styles: frozenset[str] = frozenset()
    numbered_styles: frozenset[str] = frozenset()
    label_signs: frozenset[str] = frozenset()
    notes: dict[tuple[str, str], ET.Element] = field(default_factory=dict)
    has_fields: bool = True
    lines: list[Line] = field(default_factory=list)
    grid: Grid = field(default_factory=Grid)
    pictures: int = 0
    coloured: Counter[str] = field(default_factory=Counter)
    words: list[list[str]] = field(default_factory=lambda: [[]])
    carried: list[str] = field(default_factory=list)
    style: str = ""
    run: ET.Element | None = None
    fields: list[tuple[bool, str]] = field(default_factory=list)
    cell_depth: int = 0
    aside_depth: int = 0
    is_note: bool = False

    def visit(self, element: ET.Element) -> None:
        """Walk through one element."""
        space, _, name = element.tag.rpartition("}")
        if name in _PASSED_OVER or (name == "drawing" and is_hidden_drawing(element)):
            return
        if element.tag == PICTURE or name == "imagedata":
            self.pictures += 1
        elif name == "textpath":
            self.lines.append(Line(text=element.get("string", ""), is_aside=True))
        elif name == "AlternateContent":
            choices = [part for part in element if part.tag.endswith("}Choice")]
            self.inside(choices[0] if choices else element)
        elif f"{space}}}" == W:
            self._visit_word(element, name)
        else:
            self.inside(element)

    def inside(self, element: ET.Element) -> None:
        """Walk through what stands in `element`."""
        for part in element:
            self.visit(part)

    def _visit_word(self, element: ET.Element, name: str) -> None:
        if name == "p":
            self._paragraph(element)
        elif name == "r":
            self._run(element)
        elif name == "tbl":
            self._table(element)
        elif name == "txbxContent":
            self._aside(element)
        elif name in {"footnoteReference", "endnoteReference"}:
            key = (name.removesuffix("Reference"), element.get(f"{W}id", ""))
            if not self.is_note and (note := self.notes.get(key)) is not None:
                self._note(note)
        elif name == "fldChar":
            self._field(element)
        else:
            self._sign(element, name)
            self.inside(element)

    def _note(self, note: ET.Element) -> None:
        """Walk through a note, which has no notes of its own; its tables are no tables."""
        self.is_note, self.cell_depth = True, self.cell_depth + 1
        self._aside(note)
        self.is_note, self.cell_depth = False, self.cell_depth - 1

    def _aside(self, element: ET.Element) -> None:
        """Walk through a box or note inside a paragraph, and come back to it."""
        kept = self.carried, self.style, self.run, self.fields
        self.carried, self.fields = [], []
        self.aside_depth += 1
        self.inside(element)
        self.aside_depth -= 1
        self.carried, self.style, self.run, self.fields = kept

    def _paragraph(self, element: ET.Element) -> None:
        properties = element.find(f"{W}pPr")
        self.style = val(child(properties, "pStyle"))
        self.words.append(self.carried)
        self.carried = []
        self.inside(element)
        words = self.words.pop()
        if properties is not None and goes_on(properties):
            self.carried = words
            return
        has_number = child(properties, "numPr") is not None
        is_numbered = has_number or self.style in self.numbered_styles
        is_aside = self.aside_depth > 0
        self.lines.append(Line(text="".join(words), is_numbered=is_numbered, is_aside=is_aside))

    def _run(self, run: ET.Element) -> None:
        properties = run.find(f"{W}rPr")
        shown = child(properties, "vanish")
        by_name = val(child(properties, "rStyle")) in self.hidden_styles
        by_style = by_name != (self.style in self.hidden_styles)
        if is_set(shown) or (shown is None and by_style):
            for mark in run.iterfind(f"{W}fldChar"):
                self._field(mark)
            return
        outer, self.run = self.run, run
        self.inside(run)
        self.run = outer

    def _table(self, table: ET.Element) -> None:
        """Count a table when it stands in no other and has more than one cell."""
        rows = [(row, own(row, "tc")) for row in own(table, "tr")]
        is_single = sum(len(cells) for _, cells in rows) == 1
        grid = self.grid if not self.cell_depth and not is_single else Grid()
        grid.tables += any(cells for _, cells in rows)
        self.cell_depth += not is_single
        covering: dict[int, int] = {}
        for row, cells in rows:
            begun, places = self._row(row, cells, covering) if cells else (0, 0)
            if begun:
                grid.rows += 1
                grid.cells += begun
                grid.places += places
        self.cell_depth -= not is_single

    def _row(
        self, row: ET.Element, cells: list[ET.Element], covering: dict[int, int]
    ) -> tuple[int, int]:
        """Return how many cells begin in a row, and how many places of the grid it has."""
        shifted = row.find(f"{W}trPr")
        before, after = (number(child(shifted, name), 0) for name in ("gridBefore", "gridAfter"))
        begun, column = int(before > 0), before
        for cell in cells:
            properties = cell.find(f"{W}tcPr")
            span = max(number(child(properties, "gridSpan"), 1), 1)
            if _begins(properties, column, span, covering, is_first=not begun):
                begun += 1
                self.inside(cell)
            column += span
        return begun + int(after > 0), column + after

    def _sign(self, element: ET.Element, name: str) -> None:
        """Take what one element inside a run shows."""
        if name == "instrText" and self.fields:
            has_result, code = self.fields[-1]
            self.fields[-1] = (has_result, code + (element.text or ""))
        elif not self.has_fields or all(has_result for has_result, _ in self.fields):
            text = written(element.text or "", self.run) if name == "t" else ""
            signs = {"t": text, "noBreakHyphen": "\u2011", "sym": ANY_SYMBOL}
            shown = signs.get(name, " " if name in {"tab", "ptab", "br", "cr"} else "")
            self.words[-1].append(shown)
            if name == "t" and is_coloured(self.run):
                self.coloured.update(sign for sign in shown if not sign.isspace())

    def _field(self, mark: ET.Element) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.append((False, ""))
            if mark.find(f"{W}ffData/{W}checkBox") is not None:
                self.words[-1].append(ANY_SYMBOL)
        elif self.fields and kind == "separate":
            self.fields[-1] = (True, self.fields[-1][1])
        elif self.fields and kind == "end":
            has_result, code = self.fields.pop()
            self.words[-1].append("" if has_result else shown_by(code))


def second_reading(content: bytes) -> Second:
    """Return what the body holds, and the notes that it refers to."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = root(archive, "word/styles.xml", holding=(b"vanish", b"numPr"))
        body = root(archive, main_name(archive))
        numbering = root(archive, "word/numbering.xml")
        notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            for note in root(archive, f"word/{kind}s.xml").iterfind(f"{W}{kind}")
        }
    kinds = Counter(mark.get(f"{W}fldCharType") for mark in body.iter(f"{W}fldChar"))
    second = Second(
        hidden_styles=styles_with(styles, f"{W}rPr/{W}vanish"),
        numbered_styles=styles_with(styles, f"{W}pPr/{W}numPr"),
        label_signs=label_signs(numbering),
        notes=notes,
        has_fields=kinds["begin"] == kinds["end"],
    )
    second.visit(body)
    if second.carried:
        second.lines.append(Line(text="".join(second.carried)))
    return second


def _begins(
    properties: ET.Element | None,
    column: int,
    span: int,
    covering: dict[int, int],
    *,
    is_first: bool,
) -> bool:
    """Whether a cell is no continuation of the one above or before it; notes what it opens."""
    down, across = child(properties, "vMerge"), child(properties, "hMerge")
    if down is not None and val(down) != "restart" and covering.get(column) == span:
        return False
    if across is not None and val(across) != "restart" and not is_first:
        return False
    for place in range(column, column + span):
        covering.pop(place, None)
    if down is not None:
        covering[column] = span
    return True
