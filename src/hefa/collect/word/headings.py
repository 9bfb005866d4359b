"""Which paragraph is the title, and which are headings though no style says so."""

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from hefa.collect.word.letterhead import DOCUMENT_NUMBER
from hefa.collect.word.model import Block, Paragraph, Piece

_PATTERNS: Final = (
    (re.compile(r"[一二三四五六七八九十百]{1,4}、"), 1),
    (re.compile(r"[（(][一二三四五六七八九十百]{1,4}[）)]"), 2),
    (re.compile(r"\d{1,2}[.\uFF0E、](?!\d)"), 3),
    (re.compile(r"[（(]\d{1,2}[）)]"), 3),
)
_HEADING_FONTS: Final = ("黑体", "楷体", "simhei", "kaiti", "stkaiti", "方正黑体", "方正楷体")
_TITLE_FONT: Final = "小标宋"
_LONGEST_HEADING: Final = 40
_LONGEST_TITLE: Final = 100
_LOOKED_AT: Final = 15
_LARGER_BY_HALF_POINTS: Final = 4
_USUAL_HALF_POINTS: Final = 20  # ECMA-376 part 1, 17.3.2.38: without a size, ten points


def with_headings(blocks: list[Block]) -> list[Block]:
    """Return the blocks with short bold paragraphs of the usual numbering made headings."""
    return [_by_pattern(block) if isinstance(block, Paragraph) else block for block in blocks]


def title_place(blocks: list[Block]) -> slice | None:
    """Return where the title stands, often over two lines; None when there is none.

    A paragraph of style Title, else the first centred and large one, else a lone heading of the
    first level at the very top. A red head is a node of its own by now.
    """
    head = blocks[:_LOOKED_AT]
    usual = _usual_size(blocks)
    for place, block in enumerate(head):
        if isinstance(block, Paragraph) and block.is_title and block.text.strip():
            return _extended(blocks, place, usual)
    for place, block in enumerate(head):
        if isinstance(block, Paragraph) and _looks_like_title(block, usual):
            return _extended(blocks, place, usual)
    return _lone_heading(blocks)


def title_text(blocks: list[Block]) -> str:
    """Return the title's lines as one; Chinese lines join without a blank."""
    text = ""
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        typed = "".join(piece.text for piece in block.pieces if not piece.look.superscript)
        for line in typed.split("\n"):
            words = " ".join(line.split())
            is_latin = text[-1:].isascii() and words[:1].isascii() and text and words
            text += (" " if is_latin else "") + words
    return text


def _by_pattern(block: Paragraph) -> Paragraph:
    """Return the paragraph as a heading when number, brevity and emphasis all say so."""
    text = block.text.strip()
    if block.level or len(text) > _LONGEST_HEADING or "\n" in text or text.endswith(("。", "；")):
        return block
    level = _numbered_level(text)
    typed = [piece for piece in block.pieces if not piece.is_made and piece.text.strip()]
    if not level or not typed or not all(_is_emphasised(piece) for piece in typed):
        return block
    return replace(block, level=level)


def _numbered_level(text: str) -> int:
    """Return the level that a number such as 一、 or （一） stands for; 0 without one."""
    return next((level for pattern, level in _PATTERNS if pattern.match(text)), 0)


def _is_emphasised(piece: Piece) -> bool:
    return piece.look.bold or piece.look.font.lower().startswith(_HEADING_FONTS)


def _usual_size(blocks: list[Block]) -> int:
    """Return the size that most characters have, in half points."""
    sizes: Counter[int] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            for piece in block.pieces:
                sizes[piece.look.half_points or _USUAL_HALF_POINTS] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else _USUAL_HALF_POINTS


def _looks_like_title(block: Paragraph, usual: int) -> bool:
    text = block.text.strip()
    typed = [piece for piece in block.pieces if piece.text.strip() and not piece.is_made]
    if not typed or block.align != "center" or block.is_framed or len(text) > _LONGEST_TITLE:
        return False
    if DOCUMENT_NUMBER.search(text):
        return False
    look = typed[0].look
    size = look.half_points or _USUAL_HALF_POINTS
    is_large = size >= usual + _LARGER_BY_HALF_POINTS or (look.bold and size >= usual)
    is_heading = block.level == 1 and not _numbered_level(text)
    return is_large or _TITLE_FONT in look.font or is_heading


def _extended(blocks: list[Block], start: int, usual: int) -> slice:
    """Return the title with the lines that continue it: the same size, right below."""
    first = blocks[start]
    end = start + 1
    while end < len(blocks) and isinstance(first, Paragraph):
        block = blocks[end]
        is_more = (
            isinstance(block, Paragraph)
            and block.is_title == first.is_title
            and (first.is_title or _looks_like_title(block, usual))
            and _size(block) == _size(first)
            and block.text.strip() != ""
        )
        if not is_more:
            break
        end += 1
    return slice(start, end)


def _size(block: Paragraph) -> int:
    return max((piece.look.half_points for piece in block.pieces if not piece.is_made), default=0)


def _lone_heading(blocks: list[Block]) -> slice | None:
    """Return the first paragraph when it is the only heading of level 1, and without number."""
    written = [
        (place, block)
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.text.strip()
    ]
    headings = [(place, block) for place, block in written if block.level == 1]
    if len(headings) != 1 or headings[0] != written[0]:
        return None
    place, block = headings[0]
    return None if _numbered_level(block.text.strip()) else slice(place, place + 1)
