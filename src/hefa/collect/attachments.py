"""Attachments 附件: what may go with an article, looked at before it is taken in."""

import re
from dataclasses import dataclass
from typing import Final

from hefa.collect.attachments_text import words_of_docx, words_of_xlsx
from hefa.collect.word.container import Container, open_container
from hefa.core.errors import Refused, reason

MAX_BYTES: Final = 20 * 1024 * 1024
LONGEST_NAME: Final = 80

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_TYPES: Final = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
# What the reader of Word files says, said of an attachment.
_SAID: Final = {
    "collect.word_macro": "collect.attachment_macro",
    "collect.word_broken": "collect.attachment_broken",
    "collect.word_bomb": "collect.attachment_bomb",
    "collect.word_encrypted": "collect.attachment_encrypted",
    "collect.word_legacy": "collect.attachment_legacy",
}
_SCRIPTED_PDF = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
# Marks that turn the direction of writing make a name look like another.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that may go out: its clean name, its type, and the words that could be read."""

    name: str
    media_type: str
    content: bytes
    words: str = ""


def attachment_from(content: bytes, *, name: str) -> Attachment:
    """Return the file as an attachment; what it is follows from its bytes, never from its name.

    Raises Refused: empty, above 20 MB, neither docx nor xlsx nor pdf, with a password, with
    macros or scripts, or broken. Of a pdf no words are read.
    """
    if not content:
        raise Refused(reason("collect.file_empty"))
    if len(content) > MAX_BYTES:
        raise Refused(reason("collect.file_too_large", megabytes=MAX_BYTES // 1024**2))
    if content.startswith(b"%PDF-"):
        if _SCRIPTED_PDF.search(content):
            raise Refused(reason("collect.attachment_macro"))
        return _attachment(content, name, "pdf", "")
    try:
        container = open_container(content)
        kind = _kind_of(container)
        words = words_of_docx(container) if kind == "docx" else words_of_xlsx(container)
    except Refused as refused:
        code = refused.reasons[0].code
        raise Refused(reason(_SAID.get(code, "collect.attachment_unknown"))) from None
    return _attachment(content, name, kind, words)


def clean_name(name: str, kind: str) -> str:
    """Return the name readers see: no path, nothing invisible, the suffix that the bytes have."""
    bare = _UNSEEN.sub("", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = _NOT_IN_NAMES.sub("", bare).rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", suffix):
        stem = f"{stem}{dot}{suffix}"
    stem = " ".join(stem.split()).strip(". ")[:LONGEST_NAME]
    return f"{stem or '附件'}.{kind}"


def _attachment(content: bytes, name: str, kind: str, words: str) -> Attachment:
    return Attachment(
        name=clean_name(name, kind), media_type=_TYPES[kind], content=content, words=words
    )


def _kind_of(container: Container) -> str:
    """Return docx or xlsx. Raises Refused for another format, and for one that carries macros."""
    types = container.read("[Content_Types].xml") or b""
    has_macro_sheets = any(name.startswith("xl/macrosheets/") for name in container.names)
    if b"macroEnabled" in types or has_macro_sheets:
        raise Refused(reason("collect.word_macro"))
    if "word/document.xml" in container.names:
        return "docx"
    if "xl/workbook.xml" in container.names:
        return "xlsx"
    raise Refused(reason("collect.attachment_unknown"))
