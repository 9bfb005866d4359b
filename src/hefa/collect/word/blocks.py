"""The flow of blocks: paragraphs, tables, and what stands between them, in reading order."""

from typing import Final

from lxml.etree import _Element

from hefa.collect.word.markup import MATH, W, inner
from hefa.collect.word.model import Block, Paragraph, Piece
from hefa.collect.word.paragraphs import read_paragraph
from hefa.collect.word.runs import read_pieces
from hefa.collect.word.story import Story, stand_in
from hefa.collect.word.tables import read_table

_OF_THE_PAGE: Final = frozenset({W + "sectPr", W + "sdtPr", W + "tcPr"})


def read_blocks(element: _Element, story: Story) -> list[Block]:
    """Return the blocks of a body, cell, box or note.

    A paragraph whose mark was deleted is joined to the next one, and so is a dropped initial.
    Source: ECMA-376 part 1, 17.13.5.15 (deleted paragraph mark), 17.3.1.11 (drop caps).
    """
    blocks: list[Block] = []
    carried: tuple[Piece, ...] = ()
    for child in inner(element, story.report):
        if child.tag == W + "p":
            is_initial = _is_initial(child)
            if is_initial or _is_joined_to_next(child):
                style = story.shared.styles.of_paragraph(child)
                pieces = read_pieces(child, style, story)
                if not is_initial and any(piece.text.strip() for piece in pieces):
                    story.report.add("collect.paragraphs_joined")
                carried += pieces
                continue
            blocks.extend(read_paragraph(child, story, carried=carried))
            carried = ()
        else:
            blocks.extend(_other(child, story))
    if carried:
        blocks.append(Paragraph(pieces=carried))
    return blocks


def _is_joined_to_next(paragraph: _Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (
        mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None
    )


def _is_initial(paragraph: _Element) -> bool:
    """Whether this is the large first letter of the next paragraph."""
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    return frame is not None and frame.get(W + "dropCap", "none") != "none"


def _other(child: _Element, story: Story) -> list[Block]:
    """Return the blocks of whatever is no paragraph; properties and bookmarks give none."""
    if child.tag == W + "tbl":
        return read_table(child, story)
    if child.tag == W + "altChunk":
        story.report.add("collect.object_dropped", place="插入的文件")
        return [stand_in("份插入的文件")]
    if child.tag in {MATH + "oMath", MATH + "oMathPara"}:
        story.report.add("collect.formula_dropped")
        return [stand_in("个公式")]
    if child.tag in _OF_THE_PAGE or next(child.iter(W + "p", W + "r"), None) is None:
        return []
    return story.shared.read_blocks(child, story)
