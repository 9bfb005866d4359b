"""What a mail becomes: the draft that its Word file, or else its words and pictures, make."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Protocol

from hefa.collect.mail.letter import Letter
from hefa.collect.mail.letterhead import title_from
from hefa.collect.mail.parts import Part
from hefa.collect.note import Note
from hefa.collect.pictures import Picture, prepare_picture
from hefa.collect.word import WordImport
from hefa.core.document import Node, normalise_typed
from hefa.core.errors import Refused, reason

# The kinds of document an article may be in, the best first.
_RANKS = {".docx": 1, ".doc": 2, ".wps": 2, ".odt": 2, ".rtf": 2, ".md": 3, ".txt": 3, ".pdf": 4}
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz"})
_BESIDES = frozenset({".p7s", ".p7m", ".asc", ".sig", ".ics", ".vcf"})  # signatures, cards, dates
_SMALLEST_SIDE = 100  # below, it is a mark under a signature
_NAMES_SHOWN = 5
_MOST_TRIED = 3


class Reader(Protocol):
    """What turns a file into an article."""

    def __call__(self, content: bytes, /, *, name: str) -> WordImport:
        """Return the article in `content`; raises Refused when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail as a draft: what was read, from which file (None: from its words), and the notes."""

    read: WordImport
    file: Part | None
    notes: tuple[Note, ...]


def draft_from(letter: Letter, read: Reader) -> Draft:
    """Return the draft that `letter` makes; `read` turns a file into an article.

    A mail with a document is about it: the first that can be read becomes the draft, and the
    words beside it are no article. Raises Refused when there is a document and none can be read,
    or when there is nothing; Unavailable as `read` does.
    """
    documents = sorted(filter(_rank, letter.files), key=_rank)[:_MOST_TRIED]
    if not documents:
        _demand_words(letter)
        pictures, notes = _prepared(letter.pictures)
        notes = (*letter.notes, *notes, *_left(letter.files))
        return Draft(read=_from_words(letter, pictures), file=None, notes=notes)
    file, article = _first_read(documents, read)
    pictures, notes = _prepared(part for part in letter.pictures if part.is_attached)
    left = _left([other for other in letter.files if other is not file])
    notes = (*letter.notes, *notes, *left)
    return Draft(read=_with_pictures(article, pictures), file=file, notes=notes)


def _first_read(documents: list[Part], read: Reader) -> tuple[Part, WordImport]:
    troubles: list[Refused] = []
    for file in documents:
        try:
            return file, read(file.content, name=file.name)
        except Refused as trouble:
            troubles.append(trouble)
    raise troubles[0]


def _demand_words(letter: Letter) -> None:
    """Raise Refused when what matters must lie where it cannot be got."""
    packed = [file for file in letter.files if _ending(file) in _ARCHIVES]
    if packed:
        raise Refused(reason("collect.mail_archive", names=_names(packed)))
    if any(note.code == "collect.mail_winmail" for note in letter.notes):
        raise Refused(reason("collect.mail_winmail_alone"))


def _from_words(letter: Letter, pictures: tuple[Picture, ...]) -> WordImport:
    lines = [line.strip() for line in letter.words.splitlines() if line.strip()]
    if not lines and not pictures:
        raise Refused(reason("collect.mail_empty"))
    document: Node = {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines
        ],
    }
    read = WordImport(
        title=title_from(letter.subject),
        document=normalise_typed(document),
        pictures=(),
        report=(),
    )
    return _with_pictures(read, pictures)


def _with_pictures(read: WordImport, pictures: tuple[Picture, ...]) -> WordImport:
    """Return `read` with `pictures` after its text."""
    if not pictures:
        return read
    shown = [
        {
            "type": "image",
            "attrs": {
                "sha256": picture.sha256,
                "width": picture.width,
                "height": picture.height,
            },
        }
        for picture in pictures
    ]
    document = {**read.document, "content": [*read.document["content"], *shown]}
    return replace(read, document=document, pictures=(*read.pictures, *pictures))


def _prepared(parts: Iterable[Part]) -> tuple[tuple[Picture, ...], tuple[Note, ...]]:
    """Return the pictures fit for WeChat, each once, and notes of those that are none."""
    found: dict[str, Picture] = {}
    unreadable = 0
    for part in parts:
        try:
            picture = prepare_picture(part.content)
        except Refused:
            unreadable += 1
            continue
        if min(picture.width, picture.height) >= _SMALLEST_SIDE or part.is_attached:
            found.setdefault(picture.sha256, picture)
    trouble = Note(code="collect.mail_picture_unreadable", count=unreadable, text="")
    placed = Note(code="collect.mail_pictures_at_end", count=len(found), text="")
    notes = [note for note in (trouble, placed) if note.count]
    return tuple(found.values()), tuple(notes)


def _left(files: Iterable[Part]) -> tuple[Note, ...]:
    """Return the note of the files that were not read; a signature's is none of them."""
    left = [file for file in files if _ending(file) not in _BESIDES]
    note = Note(code="collect.mail_more_files", count=len(left), text=_names(left))
    return (note,) if left else ()


def _rank(file: Part) -> int:
    return _RANKS.get(_ending(file), 0)


def _ending(file: Part) -> str:
    return PurePath(file.name).suffix.lower()


def _names(files: Iterable[Part]) -> str:
    names = [file.name or "没有名字的文件" for file in files]
    return "、".join(names[:_NAMES_SHOWN]) + (" 等" if len(names) > _NAMES_SHOWN else "")
