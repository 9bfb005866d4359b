"""What reading knows while it goes through one story: the body, a note, a text box."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from lxml.etree import _Element

from hefa.collect.pictures import Crop, Picture
from hefa.collect.word.container import Container
from hefa.collect.word.fields import Fields
from hefa.collect.word.model import Block, Paragraph, Piece
from hefa.collect.word.notes import Notebook
from hefa.collect.word.numbering import Numbering
from hefa.collect.word.parts import Part
from hefa.collect.word.report import Report
from hefa.collect.word.styles import Styles
from hefa.core.errors import Refused, reason

MAX_NESTING: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all stories of one file have in common."""

    container: Container
    styles: Styles
    numbering: Numbering
    report: Report
    notes: Notebook
    text_width_emu: int
    # The flow of blocks, handed down so that boxes and cells inside paragraphs can use it.
    read_blocks: Callable[[_Element, "Story"], list[Block]]
    album: dict[tuple[str, Crop], Picture | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story: its part (ids of pictures and links mean nothing elsewhere) and its fields."""

    shared: Shared
    part: Part
    fields: Fields = field(default_factory=Fields)
    depth: int = 0
    has_ground: bool = False  # a shaded cell: white letters can be seen here

    @property
    def report(self) -> Report:
        """The report of the whole import."""
        return self.shared.report

    def inside(self, *, has_ground: bool = False) -> "Story":
        """Return the story of a box or cell. Raises Refused when they nest beyond reason."""
        if self.depth >= MAX_NESTING:
            raise Refused(reason("collect.word_broken"))
        return replace(
            self,
            depth=self.depth + 1,
            has_ground=self.has_ground or has_ground,
            fields=self.fields.afresh(),
        )

    def blocks(self, element: _Element) -> list[Block]:
        """Return the blocks inside `element`."""
        return self.shared.read_blocks(element, self)


def stand_in(what: str) -> Paragraph:
    """Return the visible paragraph that stands where something could not be carried over."""
    return Paragraph(pieces=(Piece(text=stand_in_text(what), is_made=True),))


def stand_in_text(what: str) -> str:
    """Return the words of a stand-in."""
    return f"〔此处有一{what}没有带进来〕"  # noqa: RUF001  the brackets of official documents
