"""What the reader makes of a Word file: the finished import, and the pieces on the way to it."""

from dataclasses import dataclass
from typing import TypeAlias

from hefa.collect.note import Note
from hefa.collect.pictures import Picture
from hefa.core.document import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class WordImport:
    """A Word file as an article: its title stands apart and no longer in the document."""

    title: str
    document: Node
    pictures: tuple[Picture, ...]
    report: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a run of text looks, after every style has been asked."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    superscript: bool = False
    subscript: bool = False
    color: str | None = None
    highlight: str | None = None
    link: str | None = None
    font: str = ""
    half_points: int = 0


PLAIN = Look()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text (a newline in it is a line break), or what is drawn at this place."""

    text: str = ""
    look: Look = PLAIN
    is_made: bool = False  # a computed number, a note or a stand-in: not typed by the author
    drawn: "tuple[Block, ...]" = ()
    note: str = ""  # the words of a note that stands here


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph with its place in the text; `level` 0 is body text, 1 to 3 a heading."""

    pieces: tuple[Piece, ...] = ()
    align: str = "left"
    indent: int = 0
    inset: int = 0
    level: int = 0
    is_title: bool = False
    is_framed: bool = False

    @property
    def text(self) -> str:
        """The words of the paragraph with its computed number."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_blank(self) -> bool:
        """Whether a reader sees nothing here: neither words nor the mark of a note."""
        return not self.text.strip() and not any(piece.note for piece in self.pieces)


# A table, box, picture or rule is already a node of the document.
Block: TypeAlias = Paragraph | Node
