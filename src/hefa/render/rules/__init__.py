"""WeChat's own rules for article HTML, as far as they can be judged without a browser.

Each rule bears WeChat's key and the number of its chapter where it has one. Not judged here: real
widths, lines that overlap by what stands in them, and whether a picture is transparent, which is
settled when the picture comes in. Source: WeChat's article structure specification.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from hefa.render.pictures import WECHAT_HOSTS
from hefa.render.rules.elements import element_violations
from hefa.render.rules.grounds import ground_violations
from hefa.render.rules.seen import Seen, elements
from hefa.render.rules.styles import style_violations
from hefa.render.rules.violation import ADVICE, NUMBERS, Violation
from hefa.render.writing import Piece

__all__ = [
    "ADVICE",
    "MOST_CHARACTERS",
    "NEAR_CHARACTERS",
    "NUMBERS",
    "Violation",
    "in_document",
    "length_violations",
    "violations",
]

MOST_CHARACTERS: Final = 20_000
NEAR_CHARACTERS: Final = 18_000
MOST_BYTES: Final = 1_000_000
_FEW_WORDS: Final = 30


def violations(html: str, *, hosts: frozenset[str] = WECHAT_HOSTS) -> tuple[Violation, ...]:
    """Return every static rule that the article `html` breaks, in reading order.

    `hosts` are those that pictures may stand on. `place` of each counts the elements inside the
    first one from 0; -1 is the whole article.
    """
    root = LexborHTMLParser(html).body
    found: list[Violation] = list(length_violations(html))
    if root is None:
        return tuple(found)
    has_picture = False
    for seen in elements(root):
        has_picture = has_picture or seen.tag == "img"
        found.extend(_of(seen, hosts))
    if has_picture and len("".join(root.text().split())) < _FEW_WORDS:
        found.append(Violation(rule="picture-only"))
    return tuple(found)


def in_document(found: Sequence[Violation], pieces: Sequence[Piece]) -> tuple[Violation, ...]:
    """Return `found` with each place told as the block of the document it comes from."""
    places = [piece.place for piece in pieces for _ in range(piece.elements)]
    return tuple(
        replace(one, place=places[one.place] if 0 <= one.place < len(places) else -1)
        for one in found
    )


def length_violations(html: str) -> Iterator[Violation]:
    """Yield a violation when `html` is too long for WeChat, or near it."""
    length = len(html)
    if length >= MOST_CHARACTERS or len(html.encode("utf-8", "replace")) >= MOST_BYTES:
        yield Violation(rule="content-length", found=str(length))
    elif length >= NEAR_CHARACTERS:
        yield Violation(rule="content-length-near", found=str(length))


def _of(seen: Seen, hosts: frozenset[str]) -> Iterator[Violation]:
    yield from element_violations(seen, hosts)
    yield from style_violations(seen)
    yield from ground_violations(seen)
