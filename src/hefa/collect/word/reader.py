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
from hefa.collect.word.letterhead import is_unnumbered_head, with_red_head
from hefa.collect.word.markup import W, holds_content, whole
from hefa.collect.word.model import Block, Paragraph, WordImport
from hefa.collect.word.notes import Notebook, fields_are_balanced
from hefa.collect.word.numbering import Numbering
from hefa.collect.word.parts import Part, load_part, main_part, related_part
from hefa.collect.word.report import Report
from hefa.collect.word.story import Shared, Story
from hefa.collect.word.styles import Styles, usual_font
from hefa.collect.word.theme import Theme
from hefa.core.document import Node, is_empty, normalise, walk
from hefa.core.errors import Refused, reason

# Some 200 full pages have 4,000 paragraphs and 200,000 elements; an article holds far less.
MAX_PARAGRAPHS: Final = 25_000
MAX_ELEMENTS: Final = 500_000

_EMU_PER_TWIP: Final = 635
_A4_TEXT_WIDTH_EMU: Final = 5_274_310
_MARGINS: Final = {"header": "页眉", "footer": "页脚"}


def read_word(content: bytes, *, name: str) -> WordImport:
    """Return a Word file as title, document and pictures, with a report of all that changed.

    `name` is the file's name; it stands in for a title when the text has none.
    Raises Refused, with one reason, for whatever cannot or may not be read; the caller keeps the
    file and shows the reason.
    """
    try:
        return _read(content, name)
    except RecursionError:
        raise Refused(reason("collect.word_broken")) from None


def _read(content: bytes, name: str) -> WordImport:
    container = open_container(content)
    main = main_part(container)
    shared = _shared(container, main)
    report = shared.report
    blocks, place = _titled(_body(main, shared))
    titles = blocks[place]
    title = title_text(titles)
    if any(piece.look.link for line in _lines(titles) for piece in line.pieces):
        report.add("collect.link_target_dropped", place="标题")
    if not title:
        report.add("collect.title_from_name", place=PurePath(name).name)
    _report_margins(container, main, report)
    above = compose(blocks[: place.start], report)
    below = compose(_with_notes(blocks[place.stop :], titles, report), report)
    document = _document(above + below)
    shown = _with_title(document, titles, len(above))
    if is_empty(shown):
        raise Refused(reason("collect.word_empty"))
    return WordImport(
        title=title or PurePath(name).stem,
        document=document,
        pictures=_pictures(document, shared),
        report=report.notes() + differences(content, shown),
    )


def _titled(body: list[Block]) -> tuple[list[Block], slice]:
    """Return the blocks with red head and headings, and where the title stands.

    What looks like a red head without a number is the title when there is no other.
    """
    blocks = with_headings(with_red_head(body))
    place = title_place(blocks)
    if place is None and any(is_unnumbered_head(block) for block in blocks):
        blocks = with_headings(body)
        place = title_place(blocks)
    return blocks, place or slice(0, 0)


def _lines(blocks: list[Block]) -> list[Paragraph]:
    return [block for block in blocks if isinstance(block, Paragraph)]


def _shared(container: Container, main: Part) -> Shared:
    """Return what all stories of the file have in common."""
    report = Report()
    theme = Theme(lambda: _root(related_part(container, main, "theme")))
    styles = Styles(
        _root(related_part(container, main, "styles")), theme, usual_font=usual_font(main.root)
    )
    numbering = Numbering(_root(related_part(container, main, "numbering")), styles, report)
    notes = {
        kind: part
        for kind in ("footnote", "endnote")
        if (part := related_part(container, main, f"{kind}s")) is not None
    }
    return Shared(
        container=container,
        styles=styles,
        theme=theme,
        numbering=numbering,
        report=report,
        notes=Notebook(notes),
        read_blocks=read_blocks,
    )


def _root(part: Part | None) -> _Element | None:
    return part.root if part is not None else None


def _text_width(root: _Element) -> int:
    """Return the width of the text on the last section's page, in EMU."""
    sections = [*root.iterfind(f"{W}body/{W}sectPr"), *root.iterfind(f".//{W}pPr/{W}sectPr")]
    size = sections[0].find(W + "pgSz") if sections else None
    margins = sections[0].find(W + "pgMar") if sections else None
    if size is None or margins is None:
        return _A4_TEXT_WIDTH_EMU
    sides = whole(margins.get(W + "left")) + whole(margins.get(W + "right"))
    width = (whole(size.get(W + "w")) - sides) * _EMU_PER_TWIP
    return width if width > 0 else _A4_TEXT_WIDTH_EMU


def _body(main: Part, shared: Shared) -> list[Block]:
    body = main.root.find(W + "body")
    if body is None:
        raise Refused(reason("collect.word_broken"))
    paragraphs = sum(1 for _ in body.iter(W + "p"))
    if paragraphs > MAX_PARAGRAPHS or sum(1 for _ in body.iter()) > MAX_ELEMENTS:
        raise Refused(reason("collect.word_too_long", count=paragraphs))
    return read_blocks(body, _story(main, shared))


def _story(part: Part, shared: Shared) -> Story:
    fields = Fields(are_balanced=fields_are_balanced(part.root))
    return Story(shared=shared, part=part, fields=fields, width_emu=_text_width(part.root))


def _document(nodes: list[Node]) -> Node:
    return normalise({"type": "doc", "content": nodes})


def _with_title(document: Node, titles: list[Block], place: int) -> Node:
    """Return the text as the file has it, with its title in it."""
    lines = [
        replace(block, level=0, pieces=tuple(piece for piece in block.pieces if not piece.note))
        for block in _lines(titles)
    ]
    if not lines:
        return document
    content = document["content"]
    title = _document(compose([*lines], Report()))["content"]
    return {"type": "doc", "content": [*content[:place], *title, *content[place:]]}


def _with_notes(below: list[Block], titles: list[Block], report: Report) -> list[Block]:
    """Return the text below the title; a note of the title goes to the first words there."""
    notes = tuple(piece for line in _lines(titles) for piece in line.pieces if piece.note)
    if not notes:
        return below
    report.add("collect.title_note_moved")
    for place, block in enumerate(below):
        if isinstance(block, Paragraph) and block.text.strip():
            held = replace(block, pieces=(*block.pieces, *notes))
            return [*below[:place], held, *below[place + 1 :]]
    return [*below, Paragraph(pieces=notes)]


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
    if not shared.album:
        return ()
    known = {picture.sha256: picture for picture in shared.album.values() if picture is not None}
    met: dict[str, Picture] = {}
    for node in walk(document):
        if node["type"] == "image":
            attrs = node["attrs"]
            picture = replace(known[attrs["sha256"]], alt=attrs.get("alt", ""))
            met.setdefault(picture.sha256, picture)
    return tuple(met.values())
