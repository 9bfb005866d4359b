"""Reading a Word file into the document, from the bytes to the report."""

from dataclasses import replace
from pathlib import PurePath
from typing import Final

from lxml.etree import _Element

from hefa.collect.fidelity import differences
from hefa.collect.pictures import Picture
from hefa.collect.word.blocks import read_blocks
from hefa.collect.word.compose import compose
from hefa.collect.word.container import Container, open_container
from hefa.collect.word.fields import Fields
from hefa.collect.word.headings import title_place, title_text, with_headings
from hefa.collect.word.markup import W, holds_content, whole
from hefa.collect.word.model import Block, Paragraph, Piece, WordImport
from hefa.collect.word.notes import Notebook
from hefa.collect.word.numbering import Numbering
from hefa.collect.word.parts import Part, load_part, main_part, related_part
from hefa.collect.word.report import Report
from hefa.collect.word.story import Shared, Story
from hefa.collect.word.styles import Styles
from hefa.core.document import Node, is_empty, normalise, walk
from hefa.core.errors import Refused, reason

_EMU_PER_TWIP: Final = 635
_A4_TEXT_WIDTH_EMU: Final = 5_274_310
_MARGINS: Final = {"header": "页眉", "footer": "页脚"}


def read_word(content: bytes, *, name: str) -> WordImport:
    """Return a Word file as title, document and pictures, with a report of all that changed.

    `name` is the file's name; it stands in for a title when the text has none.
    Raises Refused, with one reason, for whatever cannot or may not be read; the caller keeps the
    file and shows the reason.
    """
    container = open_container(content)
    main = main_part(container)
    shared = _shared(container, main)
    blocks = with_headings(_body(main, shared)) + _notes(shared)
    whole_text = normalise(_document(_as_body_text(blocks)))
    if is_empty(whole_text):
        raise Refused(reason("collect.word_empty"))
    place = title_place(blocks)
    title = title_text(blocks[place]) if place is not None else ""
    if not title:
        shared.report.add("collect.title_from_name", place=PurePath(name).name)
    rest = _without(blocks, place)
    _report_margins(container, main, shared.report)
    document = normalise(_document(rest))
    return WordImport(
        title=title or PurePath(name).stem,
        document=document,
        pictures=_pictures(document, shared),
        report=shared.report.notes() + differences(content, whole_text),
    )


def _shared(container: Container, main: Part) -> Shared:
    """Return what all stories of the file have in common."""
    report = Report()
    styles = Styles(_root(related_part(container, main, "styles")))
    numbering = Numbering(_root(related_part(container, main, "numbering")), styles, report)
    notes = {
        kind: part
        for kind in ("footnote", "endnote")
        if (part := related_part(container, main, f"{kind}s")) is not None
    }
    return Shared(
        container=container,
        styles=styles,
        numbering=numbering,
        report=report,
        notes=Notebook(notes),
        text_width_emu=_text_width(main.root),
        read_blocks=read_blocks,
    )


def _root(part: Part | None) -> _Element | None:
    return part.root if part is not None else None


def _text_width(root: _Element) -> int:
    """Return the width of the text on the last section's page, in EMU."""
    sections = root.findall(f".//{W}sectPr")
    size = sections[-1].find(W + "pgSz") if sections else None
    margins = sections[-1].find(W + "pgMar") if sections else None
    if size is None or margins is None:
        return _A4_TEXT_WIDTH_EMU
    sides = whole(margins.get(W + "left")) + whole(margins.get(W + "right"))
    width = (whole(size.get(W + "w")) - sides) * _EMU_PER_TWIP
    return width if width > 0 else _A4_TEXT_WIDTH_EMU


def _body(main: Part, shared: Shared) -> list[Block]:
    body = main.root.find(W + "body")
    if body is None:
        raise Refused(reason("collect.word_broken"))
    return read_blocks(body, _story(main, shared))


def _story(part: Part, shared: Shared) -> Story:
    kinds = [mark.get(W + "fldCharType") for mark in part.root.iter(W + "fldChar")]
    are_balanced = kinds.count("begin") == kinds.count("end")
    return Story(shared=shared, part=part, fields=Fields(are_balanced=are_balanced))


def _notes(shared: Shared) -> list[Block]:
    """Return the footnotes and endnotes, each beginning with its number."""
    blocks: list[Block] = []
    for note in shared.notes.in_order():
        mark = Piece(text=f"[{note.number}] ", is_made=True)
        found = read_blocks(note.element, _story(note.part, shared))
        first = found[0] if found else None
        if isinstance(first, Paragraph):
            found[0] = replace(first, pieces=(mark, *first.pieces), indent=0, level=0)
        else:
            found.insert(0, Paragraph(pieces=(mark,)))
        blocks.extend(found)
    return blocks


def _document(blocks: list[Block]) -> Node:
    return {"type": "doc", "content": compose(blocks)}


def _as_body_text(blocks: list[Block]) -> list[Block]:
    return [replace(block, level=0) if isinstance(block, Paragraph) else block for block in blocks]


def _without(blocks: list[Block], place: slice | None) -> list[Block]:
    """Return the text without its title, which the article shows by itself."""
    return blocks[: place.start] + blocks[place.stop :] if place is not None else blocks


def _report_margins(container: Container, main: Part, report: Report) -> None:
    """Report every page header and footer that holds something."""
    for relation in main.relations.values():
        if relation.kind not in _MARGINS or relation.is_external:
            continue
        part = load_part(container, relation.target)
        if part is not None and holds_content(part.root):
            report.add("collect.header_dropped", place=_MARGINS[relation.kind])


def _pictures(document: Node, shared: Shared) -> tuple[Picture, ...]:
    """Return the pictures of the document in reading order, each once, with its description."""
    known = {picture.sha256: picture for picture in shared.album.values() if picture is not None}
    met: dict[str, Picture] = {}
    for node in walk(document):
        if node["type"] == "image":
            attrs = node["attrs"]
            picture = replace(known[attrs["sha256"]], alt=attrs.get("alt", ""))
            met.setdefault(picture.sha256, picture)
    return tuple(met.values())
