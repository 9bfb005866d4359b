"""What reading knows while it goes through one story: the body, a note, a text box."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element

from hefa.collect.pictures import Crop, Picture
from hefa.collect.word.container import Container
from hefa.collect.word.fields import Fields
from hefa.collect.word.model import Block, Paragraph, Piece
from hefa.collect.word.notes import Notebook, NoteText
from hefa.collect.word.numbering import Numbering
from hefa.collect.word.parts import Part
from hefa.collect.word.report import Report
from hefa.collect.word.styles import Properties, Styles
from hefa.collect.word.theme import Theme
from hefa.core.errors import Refused, reason

MAX_NESTING: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all stories of one file have in common."""

    container: Container
    styles: Styles
    theme: Theme
    numbering: Numbering
    report: Report
    notes: Notebook
    # The flow of blocks, handed down so that boxes and cells inside paragraphs can use it.
    read_blocks: Callable[[_Element, "Story"], list[Block]]
    album: dict[tuple[str, Crop], Picture | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story: its part (ids of pictures and links mean nothing elsewhere) and its fields."""

    shared: Shared
    part: Part
    width_emu: int  # how wide the text stands here
    fields: Fields = field(default_factory=Fields)
    depth: int = 0
    has_ground: bool = False  # a shaded cell: white letters can be seen here
    is_note: bool = False
    table_run: Properties = field(default_factory=dict)  # how the table's style writes here

    @property
    def report(self) -> Report:
        """The report of the whole import."""
        return self.shared.report

    def inside(
        self,
        *,
        has_ground: bool = False,
        table_run: Properties | None = None,
        width_emu: int = 0,
    ) -> "Story":
        """Return the story of a box or cell. Raises Refused when they nest beyond reason."""
        if self.depth >= MAX_NESTING:
            raise Refused(reason("collect.word_broken"))
        return Story(
            shared=self.shared,
            part=self.part,
            width_emu=width_emu or self.width_emu,
            fields=self.fields.afresh(),
            depth=self.depth + 1,
            has_ground=self.has_ground or has_ground,
            is_note=self.is_note,
            table_run=self.table_run if table_run is None else table_run,
        )

    def of_note(self, note: NoteText) -> "Story":
        """Return the story of a note that this one refers to."""
        fields = Fields(are_balanced=note.are_fields_balanced)
        return Story(
            shared=self.shared,
            part=note.part,
            width_emu=self.width_emu,
            fields=fields,
            is_note=True,
        )

    def blocks(self, element: _Element) -> list[Block]:
        """Return the blocks inside `element`, which stands in a paragraph or cell."""
        held = self.report.hold()
        found = self.shared.read_blocks(element, self)
        self.report.resume(held)
        return found


def stand_in(what: str) -> Paragraph:
    """Return the visible paragraph that stands where something could not be carried over."""
    return Paragraph(pieces=(Piece(text=stand_in_text(what), is_made=True),))


def stand_in_text(what: str) -> str:
    """Return the words of a stand-in."""
    return f"〔此处有一{what}没有带进来〕"  # noqa: RUF001  the brackets of official documents
