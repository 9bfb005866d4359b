"""What differs between a Word file and the document made of it.

Computed numbers and the words that stand for what was dropped are the reader's own and are not
compared.
"""

import lzma
import re
import struct
import zipfile
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from hefa.collect.note import Note
from hefa.collect.second_reading import Grid, Line, Second, second_reading
from hefa.collect.second_signs import ANY_SYMBOL
from hefa.core.document import Node, block_text

# The brackets are those of official documents.
_STAND_IN = re.compile(r"〔此处有一[^〕]{1,8}没有带进来〕")  # noqa: RUF001
_STAND_IN_PICTURE: Final = "〔此处有一张"  # noqa: RUF001
_STAND_IN_SYMBOL: Final = "〔此处有一个符号"  # noqa: RUF001
_DIGITS = re.compile(r"\d+")
_LONGEST_LABEL: Final = 40
_COUNTERS: Final = frozenset("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥•.")
_SHOWN: Final = 40
# Each of these a damaged container or a part that is no XML may give.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ET.ParseError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    LookupError,
)


def differences(content: bytes, document: Node) -> tuple[Note, ...]:
    """Return a note for each way in which `document` differs from the Word file; none if equal.

    Compared are visible characters (white space aside) and their order, digit strings exactly,
    coloured characters, and the counts of tables, rows, merged cells and pictures. `document`
    includes the title. A file that cannot be read a second time gives a note of its own.
    """
    try:
        source = second_reading(content)
    except _UNREADABLE:
        return (Note(code="collect.fidelity_not_checked", count=1),)
    nodes = _in_order(document)
    read = [text for node in nodes for text in _lines(node)]
    missing, extra = _leftovers(source, read)
    pictures = sum(node["type"] == "image" for node in nodes)
    return (
        *_text_notes(missing, extra, sum(text.count(_STAND_IN_SYMBOL) for text in read)),
        *_digit_notes(missing, extra),
        *_order_notes(source.lines, read),
        *_colour_notes(source.coloured, nodes),
        *_grid_notes(source.grid, _grid_of(document)),
        *_count_note(
            "collect.fidelity_pictures",
            pictures + sum(text.count(_STAND_IN_PICTURE) for text in read),
            source.pictures,
        ),
    )


def _in_order(document: Node) -> list[Node]:
    """Return all nodes in reading order."""
    found: list[Node] = []
    waiting = [document]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(reversed(node.get("content", ())))
    return found


def _lines(node: Node) -> Iterator[str]:
    """Yield the lines of text that one node itself shows."""
    attrs = node.get("attrs", {})
    if node["type"] in {"redHead", "heading", "paragraph"}:
        yield block_text(node)
    for name in ("number", "title", "words"):
        if text := attrs.get(name):
            yield from text.split("\n")


def _leftovers(source: Second, read: list[str]) -> tuple[list[str], list[str]]:
    """Return the paragraphs of either side that have no partner on the other."""
    lines = [Line(text=_STAND_IN.sub("", text)) for text in read]
    unmatched = _without_partners(source.lines, lines)
    pool = _without_partners(lines, source.lines)
    signs = source.label_signs | _COUNTERS
    missing = [line.text for line in unmatched if not _take_numbered(line, pool, signs)]
    return missing, [line.text for line in pool]


def _without_partners(lines: list[Line], others: list[Line]) -> list[Line]:
    """Return the lines that are not also among `others`, each of which is a partner once."""
    partners = Counter(line.folded for line in others)
    alone: list[Line] = []
    for line in lines:
        if partners[line.folded] > 0:
            partners[line.folded] -= 1
        else:
            alone.append(line)
    return alone


def _take_numbered(line: Line, pool: list[Line], signs: frozenset[str]) -> bool:
    """Whether a numbered paragraph has its partner behind a short computed number; takes it."""
    if not line.is_numbered:
        return False
    for place, other in enumerate(pool):  # both sides keep their order: the first ones match
        label = other.folded.removesuffix(line.folded)
        is_suffix = len(label) + len(line.folded) == len(other.folded)
        is_label = len(label) <= _LONGEST_LABEL and all(_may_count(sign, signs) for sign in label)
        if is_suffix and is_label:
            del pool[place]
            return True
    return False


def _may_count(sign: str, signs: frozenset[str]) -> bool:
    """Whether a character may stand in a computed number."""
    return sign in signs or sign.isnumeric() or (sign.isascii() and sign.isalnum())


def _text_notes(missing: list[str], extra: list[str], unknown_symbols: int) -> list[Note]:
    lost = Counter("".join("".join(missing).split()))
    added = Counter("".join("".join(extra).split()))
    symbols = max(lost.pop(ANY_SYMBOL, 0) - unknown_symbols, 0)
    gone, more = lost - added, added - lost
    count = gone.total() + max(symbols - more.total(), 0)
    notes: list[Note] = []
    if count:
        notes.append(_note("collect.fidelity_text", count, missing))
    if more.total() > symbols:
        notes.append(_note("collect.fidelity_text_added", more.total(), extra))
    return notes


def _digit_notes(missing: list[str], extra: list[str]) -> list[Note]:
    """Return a note when a digit string is on one side only: 138 and 00 are not 13800."""
    lost = Counter(_DIGITS.findall("\n".join(missing)))
    added = Counter(_DIGITS.findall("\n".join(extra)))
    different = (lost - added) + (added - lost)
    if not different:
        return []
    return [_note("collect.fidelity_digits", different.total(), list(different))]


def _order_notes(lines: list[Line], read: list[str]) -> list[Note]:
    """Return a note when paragraphs that are unlike all others stand in another order."""
    folded = ["".join(text.split()) for text in read]
    here, there = Counter(folded), Counter(line.folded for line in lines)
    places = {text: place for place, text in enumerate(folded) if here[text] == 1}
    order = [
        (places[line.folded], line.text)
        for line in lines
        if not line.is_aside and line.folded in places and there[line.folded] == 1
    ]
    rising: list[int] = []
    moved: list[str] = []
    for place, text in order:
        at = bisect_left(rising, place)
        if at < len(rising):
            moved.append(text)
        rising[at : at + 1] = [place]
    if len(rising) == len(order):
        return []
    return [_note("collect.fidelity_order", len(order) - len(rising), moved)]


def _colour_notes(source: Counter[str], nodes: list[Node]) -> list[Note]:
    """Return a note when characters lost a colour that the file gives them in place."""
    here: Counter[str] = Counter()
    for node in nodes if source else ():
        if any(mark["type"] == "color" for mark in node.get("marks", ())):
            here.update(node["text"])
        elif node["type"] == "redHead":
            here.update(block_text(node))
        here.update(node.get("attrs", {}).get("title", ""))
    lost = source - here
    lost.pop(ANY_SYMBOL, None)
    if not lost:
        return []
    return [_note("collect.fidelity_colours", lost.total(), ["".join(lost)])]


def _grid_notes(there: Grid, here: Grid) -> list[Note]:
    """Return notes on tables and rows, and on merged cells where these two agree."""
    notes = _count_note("collect.fidelity_tables", here.tables, there.tables)
    notes += _count_note("collect.fidelity_rows", here.rows, there.rows)
    if notes:
        return notes
    if found := _count_note("collect.fidelity_cells", here.cells, there.cells):
        return found
    return _count_note("collect.fidelity_spans", here.places, there.places)


def _note(code: str, count: int, texts: list[str]) -> Note:
    text = "、".join("".join(text.split()) for text in texts if text.strip())
    return Note(code=code, count=count, text=text[:_SHOWN] + ("…" if len(text) > _SHOWN else ""))


def _count_note(code: str, here: int, there: int) -> list[Note]:
    if here == there:
        return []
    return [Note(code=code, count=abs(here - there), text=f"{there} → {here}")]


def _grid_of(document: Node) -> Grid:
    """Return the counts of the document's tables."""
    grid = Grid()
    for node in document.get("content", []):
        if node["type"] == "table":
            grid.tables += 1
            for row in node["content"]:
                grid.rows += 1
                spans = [cell.get("attrs", {}) for cell in row.get("content", [])]
                grid.cells += len(spans)
                grid.places += sum(
                    span.get("colspan", 1) * span.get("rowspan", 1) for span in spans
                )
    return grid
