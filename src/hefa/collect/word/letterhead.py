"""The red head of an official document: who issues it, its number, the rule beneath.

Source: GB/T 9704-2012, 7.2.4 (the issuing mark), 7.2.5 (the number), 7.2.7 (the rule).
"""

import re
from dataclasses import replace
from typing import Final

from hefa.collect.word.colours import is_red
from hefa.collect.word.compose import inline
from hefa.collect.word.model import Block, Paragraph, Piece
from hefa.core.document import Node

DOCUMENT_NUMBER = re.compile(r"[\u3014\[（(【]\s*\d{4}\s*[\u3015\]）)】]\s*第?\s*\d+\s*号")

_ISSUED: Final = re.compile(r"(?:文件|公报|简报|通报|会议纪要|便函|专报|快报|函|令)$")
_LOOKED_AT: Final = 10
_LONGEST_LINE: Final = 40
_LONGEST_NUMBER: Final = 120
_LEAST_HALF_POINTS: Final = 36
_BESIDE_NUMBER = re.compile(r"签发|份号|编号|密级")


def with_red_head(blocks: list[Block]) -> list[Block]:
    """Return the blocks with a red head at the top made one node; others stay as they are."""
    start = next(
        (place for place, block in enumerate(blocks[:_LOOKED_AT]) if _is_issuer(block)), None
    )
    if start is None:
        return blocks
    end = start
    while end < len(blocks) and _is_issuer(blocks[end]):
        end += 1
    issuer = [block for block in blocks[start:end] if isinstance(block, Paragraph)]
    place, number, has_rule = _number_and_rule(blocks, end)
    if not (number or has_rule or _ISSUED.search(issuer[-1].text.strip())):
        return blocks
    return [*blocks[:start], _red_head(issuer, number), *blocks[place:]]


def is_unnumbered_head(block: Block) -> bool:
    """Whether this is a red head that only its looks made one."""
    is_head = not isinstance(block, Paragraph) and block["type"] == "redHead"
    return is_head and not block["attrs"]["number"]  # type: ignore[index]


def _number_and_rule(blocks: list[Block], start: int) -> tuple[int, str, bool]:
    """Return where the head ends, the document's number, and whether a red rule was met."""
    end, number, has_rule = start, "", False
    for place in range(start, len(blocks)):
        block = blocks[place]
        if isinstance(block, Paragraph):
            text = _line(block)
            if not number and _is_number(block):
                number = text
            elif not block.is_blank:
                break
            else:
                continue
        elif block["type"] == "horizontalRule" and _may_be_red(block) and not has_rule:
            has_rule = True
        else:
            break
        end = place + 1
    return end, number, has_rule


def _is_issuer(block: Block) -> bool:
    """Whether the line is large, red and centred throughout."""
    if not isinstance(block, Paragraph) or block.align not in {"center", "justify"}:
        return False
    typed = [piece for piece in block.pieces if piece.text.strip() and not piece.is_made]
    is_short = 0 < len(block.text.strip()) <= _LONGEST_LINE
    return is_short and bool(typed) and all(_is_large_and_red(piece) for piece in typed)


def _is_large_and_red(piece: Piece) -> bool:
    look = piece.look
    return look.color is not None and is_red(look.color) and look.half_points >= _LEAST_HALF_POINTS


def _is_number(block: Paragraph) -> bool:
    """Whether the line is a document's number, at most with the signer or a copy's number."""
    text = _line(block)
    found = DOCUMENT_NUMBER.search(text)
    if found is None or len(text) > _LONGEST_LINE or any(piece.note for piece in block.pieces):
        return False
    rest = text[found.end() :].strip()
    return not rest or _BESIDE_NUMBER.match(rest) is not None


def _line(block: Paragraph) -> str:
    """Return the text as one line with its wide gaps kept as one."""
    return re.sub(r"\s{2,}", "\u2003", block.text.strip())[:_LONGEST_NUMBER]


def _may_be_red(rule: Node) -> bool:
    colour = rule.get("attrs", {}).get("color")
    return colour is None or is_red(colour)


def _red_head(issuer: list[Paragraph], number: str) -> Node:
    """Return the node; that it is red and bold goes without saying."""
    content: list[Node] = []
    for place, line in enumerate(issuer):
        pieces = tuple(
            replace(piece, look=replace(piece.look, color=None, bold=False))
            for piece in line.pieces
        )
        content += [{"type": "hardBreak"}] if place else []
        content += inline(replace(line, pieces=pieces), without_bold=True)
    return {"type": "redHead", "attrs": {"number": number}, "content": content}
