"""The .docx that LibreOffice made of an older format, read as any other, and what to tell of it."""

import re
from dataclasses import replace
from typing import Final

from hefa.collect.note import Note
from hefa.collect.word import WordImport, read_word
from hefa.collect.word.container import open_container

# Fields that show the moment of conversion, whatever the writer saw.
_CLOCK_FIELD = re.compile(rb"<w:(?:instrText[^>]*>|fldSimple w:instr=\")\s*(?:DATE|TIME)\b")
_CONVERTED: Final = Note(code="collect.converted", count=1)


def read_converted(content: bytes, *, name: str) -> WordImport:
    """Return the article; its report begins by saying that the file was converted."""
    read = read_word(content, name=name)
    body = open_container(content).read("word/document.xml") or b""
    clocks = len(_CLOCK_FIELD.findall(body))
    renewed = (Note(code="collect.date_renewed", count=clocks),) if clocks else ()
    return replace(read, report=(_CONVERTED, *renewed, *read.report))
