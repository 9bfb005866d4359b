"""Plain text, as a file or pasted, read into the document."""

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

from hefa.collect.note import Note
from hefa.collect.word import WordImport
from hefa.core.document import Node, normalise_typed
from hefa.core.errors import Refused, reason

MAX_CHARACTERS: Final = 100_000
PASTED: Final = "粘贴的文字.txt"

_WIDEST_CHARACTER: Final = 4  # bytes
_TOO_LONG: Final = reason("collect.text_too_long", ten_thousands=MAX_CHARACTERS // 10_000)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEADINGS: Final = (
    (re.compile(r"[一二三四五六七八九十百]{1,4}、"), 1),
    (re.compile(r"[（(][一二三四五六七八九十百]{1,4}[）)]"), 2),
)
_WIDTHS: Final = {"\u3000": 100, "\u2003": 100, "\t": 200, " ": 50, "\u00a0": 50}
_BLANKS: Final = "".join(_WIDTHS)
_INDENTED_FROM: Final = 150
_PUSHED_FROM: Final = 800
_LONGEST_HEADING: Final = 40
_LONGEST_TITLE: Final = 64
_SENTENCE_ENDS: Final = ("。", "；", "：", "，", "、", ";", ":", ",")


def read_plain_text(content: bytes, *, name: str) -> WordImport:
    """Return plain text as an article: a first short line is its title, 一、 makes a heading.

    Raises Refused when it is empty, too long, or in no encoding known here.
    """
    return article_of(decoded(content).splitlines(), name=name)


def decoded(content: bytes) -> str:
    """Return the text of the bytes: what their mark says, else UTF-8, else GB 18030.

    Raises Refused for anything else, and for what is too long for an article.
    """
    if len(content) > MAX_CHARACTERS * _WIDEST_CHARACTER:
        raise Refused(_TOO_LONG)
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(text) > MAX_CHARACTERS:
            raise Refused(_TOO_LONG)
        if "\0" not in text:
            return text
    raise Refused(reason("collect.text_encoding_unknown"))


def article_of(lines: Iterable[str], *, name: str, notes: Sequence[Note] = ()) -> WordImport:
    """Return lines of text as an article, a line a paragraph; `notes` come first in the report.

    Raises Refused when there is no text at all.
    """
    written = [line for line in lines if line.strip()]
    if not written:
        raise Refused(reason("collect.text_empty"))
    title, body, found = _titled(written, name)
    nodes = [_node(line) for line in body]
    moved = sum(node.get("attrs", {}).get("align") == "right" for node in nodes)
    if moved:
        found = (*found, Note(code="collect.blanks_made_right", count=moved, text="文末"))
    return WordImport(
        title=title,
        document=normalise_typed({"type": "doc", "content": nodes}),
        pictures=(),
        report=(*notes, *found),
    )


def _titled(lines: list[str], name: str) -> tuple[str, list[str], tuple[Note, ...]]:
    """Return the title, the lines below it, and a note when the file's name stands in for it."""
    first = lines[0].strip(_BLANKS)
    is_title = len(first) <= _LONGEST_TITLE and not first.endswith(_SENTENCE_ENDS)
    if is_title and len(lines) > 1 and not _level(first):
        return first, lines[1:], ()
    file = PurePath(name)
    return file.stem, lines, (Note(code="collect.title_from_name", count=1, text=file.name),)


def _node(line: str) -> Node:
    """Return one line as a heading or a paragraph; blanks in front of it are an indent."""
    text = line.strip(_BLANKS)
    content = [{"type": "text", "text": text}]
    if level := _level(text):
        return {"type": "heading", "attrs": {"level": level}, "content": content}
    in_front = line[: len(line) - len(line.lstrip(_BLANKS))]
    width = sum(_WIDTHS[blank] for blank in in_front)
    is_pushed = width >= _PUSHED_FROM and len(text) <= _LONGEST_HEADING
    attrs: Node = {"align": "right"} if is_pushed else {}
    if not is_pushed and width >= _INDENTED_FROM:
        attrs = {"indent": 200}
    return {"type": "paragraph", "attrs": attrs, "content": content}


def _level(text: str) -> int:
    """Return the level of the heading that `text` is by number and brevity; 0 when it is none."""
    if len(text) > _LONGEST_HEADING or text.endswith(_SENTENCE_ENDS):
        return 0
    return next((level for pattern, level in _HEADINGS if pattern.match(text)), 0)
