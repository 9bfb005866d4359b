"""Reading a file of any known kind into an article."""

from collections.abc import Mapping
from typing import Final, Protocol

from hefa.collect.legacy import CONVERTED, Kind, kind_of
from hefa.collect.legacy.converted import read_converted
from hefa.collect.legacy.office import to_docx
from hefa.collect.legacy.pdf import read_pdf
from hefa.collect.markdown import read_markdown
from hefa.collect.plain_text import read_plain_text
from hefa.collect.word import WordImport, read_word


class Reader(Protocol):
    """What reads one kind of file."""

    def __call__(self, content: bytes, /, *, name: str) -> WordImport:
        """Return the file as an article; raises Refused with the reason when it cannot be."""


_READERS: Final[Mapping[Kind, Reader]] = {
    Kind.WORD: read_word,
    Kind.PDF: read_pdf,
    Kind.MARKDOWN: read_markdown,
    Kind.PLAIN_TEXT: read_plain_text,
}


def read_file(content: bytes, *, name: str) -> WordImport:
    """Return a file as an article, whatever kind its bytes are of.

    Older formats take LibreOffice some seconds, where their turn comes. Raises Refused, with one
    reason, for whatever cannot or may not be read; Unavailable when LibreOffice stays busy.
    """
    kind = kind_of(content, name=name)
    if kind in CONVERTED:
        return read_converted(to_docx(content, kind), name=name)
    return _READERS[kind](content, name=name)
