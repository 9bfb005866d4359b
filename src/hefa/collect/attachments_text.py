"""The text of an attachment, for the rules to look at: all of it, also what nobody meant to show.

Whoever opens the file sees deleted text, comments, page headers and hidden sheets too, so they
count here. Source: ECMA-376 part 1, 17.3.3.31 (t), 17.3.3.7 (delText), 18.3.1.4 (cell).
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.container import Container
from hefa.collect.word.markup import MC, A, W, parse
from hefa.core.errors import Refused, reason

MOST_CHARACTERS: Final = 400_000
LARGEST_PART_BYTES: Final = 30 * 1024 * 1024

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WORD_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_BESIDE_SHEETS = re.compile(r"xl/(?:comments\d*|comments/[^/]+|drawings/drawing\d*)\.xml")
_SHARED: Final = "xl/sharedStrings.xml"
# A cell ends here, so that the figures of two cells never read as one number.
_CELL_END: Final = " | "


def words_of_docx(container: Container) -> str:
    """Return the text of every part of a Word file, a line a paragraph."""
    return _joined(line for root in _roots(container, _WORD_PARTS) for line in _paragraphs(root))


def words_of_xlsx(container: Container) -> str:
    """Return the text and figures of every sheet, a line a row, with notes and drawings."""
    shared = [_text(entry, _S) for root in _named(container, _SHARED) for entry in root]
    return _joined([
        *(line for root in _roots(container, _SHEETS) for line in _rows(root, shared)),
        *(_text(root, _S, A) for root in _roots(container, _BESIDE_SHEETS)),
    ])  # fmt: skip


def _paragraphs(root: _Element) -> Iterator[str]:
    """Yield each paragraph's own text; a text box stands apart from the paragraph it hangs on."""
    for repeated in list(root.iter(f"{MC}Fallback")):
        parent = repeated.getparent()
        if parent is not None:
            parent.remove(repeated)
    lines: dict[_Element, list[str]] = {}
    for run in root.iter(f"{W}t", f"{W}delText"):
        holder = next(run.iterancestors(f"{W}p"), root)
        lines.setdefault(holder, []).append(run.text or "")
    return ("".join(pieces) for pieces in lines.values())


def _rows(root: _Element, shared: list[str]) -> Iterator[str]:
    for row in root.iter(f"{_S}row"):
        yield _CELL_END.join(filter(None, (_cell(cell, shared) for cell in row)))


def _cell(cell: _Element, shared: list[str]) -> str:
    """Return what a cell shows: a shared string, its own text, or its figure."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell, _S)
    value = cell.findtext(f"{_S}v") or ""
    if kind != "s":
        return value
    return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""


def _text(element: _Element, *spaces: str) -> str:
    """Return all text inside; how a word is read aloud (phonetic) is left out."""
    return "".join(
        piece.text or ""
        for piece in element.iter(*(f"{space}t" for space in spaces))
        if (parent := piece.getparent()) is None or parent.tag != f"{_S}rPh"
    )


def _roots(container: Container, wanted: re.Pattern[str]) -> Iterator[_Element]:
    for name in sorted(filter(wanted.fullmatch, container.names)):
        yield from _named(container, name)


def _named(container: Container, name: str) -> Iterator[_Element]:
    """Yield the root of one part, if it is there. Raises Refused when it is a giant."""
    if name not in container.names:
        return
    if container.archive.getinfo(name).file_size > LARGEST_PART_BYTES:
        raise Refused(reason("collect.attachment_bomb"))
    yield parse(container.read(name) or b"")


def _joined(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(filter(None, lines))[:MOST_CHARACTERS]
