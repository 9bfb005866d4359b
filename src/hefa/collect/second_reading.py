"""A second reading of a Word file: one plain walk over the raw XML by the standard library.

It shares no code with the reader on purpose, so that neither repeats the other's mistakes.
"""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

ANY_SYMBOL: Final = "\ufffc"

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", _PICTURE[1:-4].encode()),
)
_PASSED_OVER: Final = frozenset(
    {"del", "moveFrom", "rt", "pPr", "rPr", "tblPr", "trPr", "tcPr", "object", "oMath", "Fallback"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph of the raw XML; a numbered one may stand behind a computed number."""

    text: str
    is_numbered: bool = False

    @property
    def folded(self) -> str:
        """The visible characters."""
        return "".join(self.text.split())


@dataclass(slots=True, kw_only=True)
class Second:
    """The second reading: one walk, what it met, and where it stands."""

    hidden_styles: frozenset[str] = frozenset()
    numbered_styles: frozenset[str] = frozenset()
    note_ids: frozenset[tuple[str, str]] = frozenset()
    lines: list[Line] = field(default_factory=list)
    tables: int = 0
    rows: int = 0
    pictures: int = 0
    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    words: list[list[str]] = field(default_factory=lambda: [[]])
    fields: list[bool] = field(default_factory=list)
    cell_depth: int = 0

    def visit(self, element: ET.Element) -> None:
        """Walk through one element."""
        space, _, name = element.tag.rpartition("}")
        if name in _PASSED_OVER or (name == "drawing" and _is_hidden_drawing(element)):
            return
        if element.tag == _PICTURE or name == "imagedata":
            self.pictures += 1
        elif f"{space}}}" == _W:
            self._visit_word(element, name)
        else:
            self._inside(element)

    def _inside(self, element: ET.Element) -> None:
        for child in element:
            self.visit(child)

    def _visit_word(self, element: ET.Element, name: str) -> None:
        if name == "p":
            self._paragraph(element)
        elif name == "r":
            if not self._is_hidden(element):
                self._inside(element)
        elif name == "tbl":
            self._table(element)
        elif name == "tr":
            if element.find(f"{_W}trPr/{_W}del") is None:
                self._inside(element)
        elif name == "tc":
            self._cell(element)
        else:
            self._sign(element, name)

    def _paragraph(self, element: ET.Element) -> None:
        self.words.append([])
        self._inside(element)
        text = "".join(self.words.pop())
        style = _val(element.find(f"{_W}pPr/{_W}pStyle"))
        has_number = element.find(f"{_W}pPr/{_W}numPr") is not None
        is_numbered = has_number or style in self.numbered_styles
        self.lines.append(Line(text=text, is_numbered=is_numbered))

    def _is_hidden(self, run: ET.Element) -> bool:
        own = run.find(f"{_W}rPr/{_W}vanish")
        if own is not None:
            return _val(own) not in {"0", "false", "off"}
        return _val(run.find(f"{_W}rPr/{_W}rStyle")) in self.hidden_styles

    def _table(self, table: ET.Element) -> None:
        """Count a table and its rows when it stands in no other and has more than one cell."""
        rows = [row for row in _own(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None]
        is_single = sum(len(_own(row, "tc")) for row in rows) == 1
        if not self.cell_depth and not is_single:
            self.tables += 1
            self.rows += sum(any(map(_begins, _own(row, "tc"))) for row in rows)
        depth = 0 if is_single else 1
        self.cell_depth += depth
        self._inside(table)
        self.cell_depth -= depth

    def _cell(self, cell: ET.Element) -> None:
        if _begins(cell):
            self._inside(cell)

    def _sign(self, element: ET.Element, name: str) -> None:
        """Take what stands inside a run, and go on through everything else."""
        if name == "fldChar":
            self._field(element.get(f"{_W}fldCharType"))
        elif name in {"footnoteReference", "endnoteReference"}:
            key = (name.removesuffix("Reference"), element.get(f"{_W}id", ""))
            if key in self.note_ids:
                self.words[-1].append(f"[{self.notes.setdefault(key, len(self.notes) + 1)}]")
        elif all(self.fields):
            signs = {"t": element.text or "", "noBreakHyphen": "\u2011", "sym": ANY_SYMBOL}
            self.words[-1].append(signs.get(name, " " if name in {"tab", "br", "cr"} else ""))
        self._inside(element)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()


def second_reading(content: bytes) -> Second:
    """Return what the body holds, and the notes that it refers to."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = _root(archive, "word/styles.xml")
        body = _root(archive, _main_name(archive))
        notes = {
            (kind, note.get(f"{_W}id", "")): note
            for kind in ("footnote", "endnote")
            for note in _root(archive, f"word/{kind}s.xml").iterfind(f"{_W}{kind}")
        }
    second = Second(
        hidden_styles=_styles_with(styles, f"{_W}rPr/{_W}vanish"),
        numbered_styles=_styles_with(styles, f"{_W}pPr/{_W}numPr"),
        note_ids=frozenset(notes),
    )
    second.visit(body)
    for key, number in list(second.notes.items()):
        first = len(second.lines)
        second.visit(notes[key])
        if first < len(second.lines):
            text = f"[{number}] {second.lines[first].text}"
            second.lines[first] = Line(text=text)
    return second


def _main_name(archive: zipfile.ZipFile) -> str:
    """Return the name of the part with the body; nearly always the usual one."""
    for relation in _root(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _root(archive: zipfile.ZipFile, name: str) -> ET.Element:
    """Return a part; an empty element when there is none. A declared type is never parsed."""
    if name not in archive.namelist():
        return ET.Element("none")
    content = archive.read(name)
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise zipfile.BadZipFile
    return ET.fromstring(content)  # noqa: S314  without a declared type there are no entities


def _styles_with(styles: ET.Element, path: str) -> frozenset[str]:
    """Return the ids of the styles that carry `path`, themselves or by what they are based on."""
    known = {style.get(f"{_W}styleId", ""): style for style in styles.iterfind(f"{_W}style")}
    base = {name: _val(style.find(f"{_W}basedOn")) for name, style in known.items()}
    own = {name for name, style in known.items() if style.find(path) is not None}
    found: set[str] = set()
    for name in known:
        chain: list[str] = []
        current = name
        while current in known and current not in chain:
            chain.append(current)
            current = base[current]
        if not own.isdisjoint(chain):
            found.add(name)
    return frozenset(found)


def _val(element: ET.Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""


def _own(parent: ET.Element, name: str) -> list[ET.Element]:
    """Return the rows of a table or cells of a row, also through wrappers, not those of others."""
    found: list[ET.Element] = []
    for child in parent:
        if child.tag == f"{_W}{name}":
            found.append(child)
        elif child.tag not in {f"{_W}tc", f"{_W}tr", f"{_W}tbl", f"{_W}del", f"{_W}moveFrom"}:
            found.extend(_own(child, name))
    return found


def _begins(cell: ET.Element) -> bool:
    """Whether a cell is no continuation of the one above or before it."""
    for name in ("vMerge", "hMerge"):
        merge = cell.find(f"{_W}tcPr/{_W}{name}")
        if merge is not None and _val(merge) != "restart":
            return False
    return True


def _is_hidden_drawing(element: ET.Element) -> bool:
    return any(
        part.tag.endswith("}docPr") and part.get("hidden") in {"1", "true"}
        for part in element.iter()
    )
