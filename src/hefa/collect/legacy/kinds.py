"""What a file is, told by its bytes; its name only decides between kinds of plain text."""

import io
import re
from enum import Enum
from pathlib import PurePath
from typing import Final

import olefile

from hefa.collect.word.container import MAX_FILE_BYTES, open_container
from hefa.core.errors import Refused, reason


class Kind(Enum):
    """The kinds of file that can be read."""

    WORD = "docx"
    OLD_WORD = "doc"  # Word 97 to 2003; a .wps of WPS Office is the same inside
    RICH_TEXT = "rtf"
    OPEN_DOCUMENT = "odt"
    PDF = "pdf"
    MARKDOWN = "md"
    PLAIN_TEXT = "txt"


CONVERTED: Final = frozenset({Kind.OLD_WORD, Kind.RICH_TEXT, Kind.OPEN_DOCUMENT})

_OLE2: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_OPEN_DOCUMENT_TYPE: Final = b"application/vnd.oasis.opendocument.text"
_MARKDOWN_ENDINGS: Final = frozenset({".md", ".markdown"})
_TEXT_ENDINGS: Final = frozenset({".txt", ".text"})
_WEB_PAGE = re.compile(
    rb"(?:<!doctype html|<html|<\?mso-application|mime-version:|<w:worddocument)"
)
_LOOKED_AT: Final = 4096

# [MS-DOC] 2.5.2, FibBase: wIdent at 0, and at 10 the flags of which 0x0100 is fEncrypted.
_WORD_MAGIC: Final = b"\xec\xa5"
_FLAGS_AT: Final = 11
_ENCRYPTED: Final = 0x01


def kind_of(content: bytes, *, name: str) -> Kind:
    """Return what the file is, after every check that needs no reading of its text.

    Raises Refused: empty, too large, encrypted, broken, with macros, or of no kind read here.
    """
    if not content:
        raise Refused(reason("collect.file_empty"))
    if len(content) > MAX_FILE_BYTES:
        raise Refused(reason("collect.file_too_large", megabytes=MAX_FILE_BYTES // 1024**2))
    if content.startswith(_OLE2):
        return _kind_of_ole2(content)
    if content.startswith(b"PK"):
        return _kind_of_zip(content)
    head = content[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(rb"{\rtf"):
        return Kind.RICH_TEXT
    if b"%PDF-" in content[:1024]:  # PDF 1.7, annex H.3.4.1: somewhere in the first 1024 bytes
        return Kind.PDF
    return _kind_of_text(head, PurePath(name).suffix.lower())


def _kind_of_text(head: bytes, ending: str) -> Kind:
    """Return which text it is; text has no mark of its own, so its name must say so."""
    if ending in _MARKDOWN_ENDINGS:
        return Kind.MARKDOWN
    if ending in _TEXT_ENDINGS:
        return Kind.PLAIN_TEXT
    if _WEB_PAGE.search(head.lower()):
        raise Refused(reason("collect.web_page"))
    raise Refused(reason("collect.not_readable"))


def _kind_of_zip(content: bytes) -> Kind:
    container = open_container(content)
    kept = container.read("mimetype")
    if kept is None:
        return Kind.WORD  # whose reader says what else it may be
    if kept.strip() != _OPEN_DOCUMENT_TYPE:
        raise Refused(reason("collect.not_readable"))
    if b"encryption-data" in (container.read("META-INF/manifest.xml") or b""):
        raise Refused(reason("collect.word_encrypted"))
    if any(part.startswith(("Basic/", "Scripts/")) for part in container.names):
        raise Refused(reason("collect.word_macro"))
    return Kind.OPEN_DOCUMENT


def _kind_of_ole2(content: bytes) -> Kind:
    """Return that a compound file is an old Word file, or raise Refused with what it is."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            names = {"/".join(path).lower() for path in file.listdir(streams=True, storages=True)}
            if "encryptedpackage" in names:
                raise Refused(reason("collect.word_encrypted"))
            if "worddocument" not in names:
                raise Refused(reason("collect.not_readable"))
            head = file.openstream("WordDocument").read(_FLAGS_AT + 1)
    except (OSError, ValueError, IndexError, RecursionError, MemoryError):
        raise Refused(reason("collect.word_broken")) from None
    if not head.startswith(_WORD_MAGIC) or len(head) <= _FLAGS_AT:
        raise Refused(reason("collect.word_broken"))
    if head[_FLAGS_AT] & _ENCRYPTED:
        raise Refused(reason("collect.word_encrypted"))
    if any(name.startswith("macros/") and "vba" in name for name in names):
        raise Refused(reason("collect.word_macro"))
    return Kind.OLD_WORD
