"""What differs between a Word file and the document made of it.

Computed numbers and the words that stand for what was dropped are the reader's own and are not
compared.
"""

import re
import zipfile
import zlib
from collections import Counter
from typing import Final
from xml.etree import ElementTree as ET

from hefa.collect.note import Note
from hefa.collect.second_reading import ANY_SYMBOL, Line, second_reading
from hefa.core.document import Node, block_text, blocks, walk

# The brackets are those of official documents.
_STAND_IN = re.compile(r"〔此处有一[^〕]{1,8}没有带进来〕")  # noqa: RUF001
_STAND_IN_PICTURE: Final = "〔此处有一张"  # noqa: RUF001
_DIGITS = re.compile(r"\d+")
_LONGEST_LABEL: Final = 16
_SHOWN: Final = 40
_UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RecursionError, ET.ParseError)


def differences(content: bytes, document: Node) -> tuple[Note, ...]:
    """Return a note for each way in which `document` differs from the Word file; none if equal.

    Compared are visible characters (white space aside), digit strings exactly, and the counts of
    tables, rows and pictures. `document` includes the title. A file that cannot be read a second
    time gives a note of its own.
    """
    try:
        source = second_reading(content)
    except _UNREADABLE:
        return (Note(code="collect.fidelity_not_checked", count=1),)
    missing, extra = _leftovers(source.lines, [block_text(block) for block in blocks(document)])
    pictures = sum(node["type"] == "image" for node in walk(document))
    stand_ins = sum(block_text(block).count(_STAND_IN_PICTURE) for block in blocks(document))
    tables, rows = _tables_of(document)
    return (
        *_text_notes(missing, extra),
        *_digit_notes(missing, extra),
        *_count_note("collect.fidelity_tables", tables, source.tables),
        *_count_note("collect.fidelity_rows", rows, source.rows),
        *_count_note("collect.fidelity_pictures", pictures + stand_ins, source.pictures),
    )


def _leftovers(source: list[Line], read: list[str]) -> tuple[list[str], list[str]]:
    """Return the paragraphs of either side that have no partner on the other."""
    lines = [Line(text=_STAND_IN.sub("", text)) for text in read]
    unmatched = _without_partners(source, lines)
    pool = _without_partners(lines, source)
    missing = [line.text for line in unmatched if not _take_numbered(line, pool)]
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


def _take_numbered(line: Line, pool: list[Line]) -> bool:
    """Whether a numbered paragraph has its partner behind a short computed number; takes it."""
    if not line.is_numbered:
        return False
    for place, other in enumerate(pool):  # both sides keep their order: the first ones match
        label = len(other.folded) - len(line.folded)
        if 0 <= label <= _LONGEST_LABEL and other.folded.endswith(line.folded):
            del pool[place]
            return True
    return False


def _text_notes(missing: list[str], extra: list[str]) -> list[Note]:
    lost = Counter("".join("".join(missing).split()))
    added = Counter("".join("".join(extra).split()))
    symbols = lost.pop(ANY_SYMBOL, 0)
    gone, more = lost - added, added - lost
    notes: list[Note] = []
    if gone:
        notes.append(_note("collect.fidelity_text", gone.total(), missing))
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


def _note(code: str, count: int, texts: list[str]) -> Note:
    text = "、".join("".join(text.split()) for text in texts if text.strip())
    return Note(code=code, count=count, text=text[:_SHOWN] + ("…" if len(text) > _SHOWN else ""))


def _count_note(code: str, here: int, there: int) -> list[Note]:
    if here == there:
        return []
    return [Note(code=code, count=abs(here - there), text=f"{there} → {here}")]


def _tables_of(document: Node) -> tuple[int, int]:
    """Return the number of tables with more than one cell, and of their rows."""
    tables = [
        node["content"]
        for node in document.get("content", [])
        if node["type"] == "table"
        and sum(len(row.get("content", [])) for row in node["content"]) > 1
    ]
    return len(tables), sum(len(rows) for rows in tables)
