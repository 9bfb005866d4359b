"""Text from a PDF, for reference only: never its tables, pictures or layout."""

import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from hefa.collect.legacy.confined import begin, finish, own_folder
from hefa.collect.note import Note
from hefa.collect.plain_text import article_of
from hefa.collect.word import WordImport
from hefa.core.errors import Refused, reason

LONGEST_SECONDS: Final = 5.0
MOST_PAGES: Final = 200
_DATA_BYTES: Final = 400 * 1024 * 1024
# The dashes are the two sorts that stand round page numbers; the slash and stop full-width ones.
_DASHES: Final = r"[-—\u2013－\s]*"
_PAGE = r"(?:第\s*)?\d{1,4}(?:\s*页)?"
_PAGE_NUMBER = re.compile(rf"{_DASHES}{_PAGE}(?:\s*[/\uFF0F共]\s*\d{{1,4}}(?:\s*页)?)?{_DASHES}")
_BEGINS_ANEW = re.compile(
    r"[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十\d]{1,4}[）)]|\d{1,2}[.\uFF0E、](?!\d)"
    r"|附件|联系人|联系电话|[①-⑳]|[•·●▪■]"
)
_ENDS_HERE: Final = ("。", "！", "？", "：", "；", ".", ":")
_NEARLY_FULL: Final = 0.88
_SHORTEST_FULL: Final = 24  # columns: a narrower page says nothing about where lines break


def read_pdf(content: bytes, *, name: str) -> WordImport:
    """Return the text of a PDF as plain paragraphs; the report begins with what that means.

    Raises Refused when the PDF is broken, encrypted, without text, or takes too long.
    """
    found = _text_of(content)
    pages = [[str(line) for line in page] for page in found["pages"]]
    kept = [[line for line in page if not _is_page_number(line)] for page in pages]
    numbers = sum(map(len, pages)) - sum(map(len, kept))
    paragraphs = [text for page in kept for text in joined(page)]
    if not any(text.strip() for text in paragraphs):
        raise Refused(reason("collect.pdf_no_text"))
    notes = [Note(code="collect.pdf_text_only", count=1)]
    if found["count"] > MOST_PAGES:
        left_out = Note(
            code="collect.pdf_pages_left_out", count=found["count"], text=str(MOST_PAGES)
        )
        notes.append(left_out)
    if numbers:
        notes.append(Note(code="collect.pdf_page_number_dropped", count=numbers, text="页眉页脚"))
    return article_of(paragraphs, name=name, notes=notes)


def joined(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of one page, of which a PDF keeps only the lines.

    A line goes on in the next when it is nearly as wide as the widest, ends no sentence, and
    the next does not begin with a number or a mark of its own.
    """
    widest = max((_columns(line) for line in lines), default=0)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        text = line.strip()
        if not text:
            goes_on = False
        elif goes_on and not _BEGINS_ANEW.match(text):
            is_latin = paragraphs[-1][-1:].isascii() and text[:1].isascii()
            is_number = paragraphs[-1][-1:].isdigit() and text[:1].isdigit()
            paragraphs[-1] += (" " if is_latin and not is_number else "") + text
        else:
            paragraphs.append(text)
        is_full = widest >= _SHORTEST_FULL and _columns(line) >= widest * _NEARLY_FULL
        goes_on = is_full and not text.endswith(_ENDS_HERE)
    return paragraphs


def _text_of(content: bytes) -> dict[str, Any]:
    """Return what the small program found in the PDF."""
    with own_folder() as folder:
        path = folder / "it.pdf"
        path.write_bytes(content)
        script = str(Path(__file__).with_name("pdf_text.py"))
        command = [sys.executable, "-I", script, str(path), str(MOST_PAGES)]
        process = begin(
            command, folder=folder, data_bytes=_DATA_BYTES, cpu_seconds=int(LONGEST_SECONDS)
        )
        printed = finish(process, seconds=LONGEST_SECONDS)
    if printed is None:
        raise Refused(reason("collect.pdf_too_slow"))
    try:
        found: dict[str, Any] = json.loads(printed)
    except ValueError:  # the program died on it
        raise Refused(reason("collect.pdf_broken")) from None
    if "trouble" in found:
        raise Refused(reason(f"collect.pdf_{found['trouble']}"))
    return found


def _is_page_number(line: str) -> bool:
    return bool(line.strip()) and _PAGE_NUMBER.fullmatch(line.strip()) is not None


def _columns(line: str) -> int:
    """Return the width of a line, a Han character counting two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line.strip())
