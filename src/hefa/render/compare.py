"""What was released against what is seen: the differences that a reader would notice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from hefa.render.shape import Placed, Shape, fingerprint_of_html

__all__ = ["MOVED", "Difference", "DifferenceKind", "Shape", "differences", "fingerprint_of_html"]

# Past this many unequal blocks they are paired in order: matching would take too long.
_MOST_MATCHED: Final = 1000
MOVED: Final = "moved"


class DifferenceKind(StrEnum):
    """What differs."""

    TEXT = "text"
    TITLE = "title"
    PICTURE = "picture"
    LINK = "link"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference, with both sides for a person to see; an empty side means: not there.

    `block` counts the text blocks of the released article from 1 (0: before the first, or the
    whole article); for something added it is the block after which it stands.
    For COUNT, `name` says what is counted; for a picture that only stands elsewhere it is
    MOVED, and both sides are equal.
    """

    kind: DifferenceKind
    block: int
    released: str
    seen: str
    name: str = ""

    @property
    def code(self) -> str:
        """The code of this difference in `render.words`."""
        return f"render.differs.{self.kind}"


def differences(released: Shape, seen: Shape) -> tuple[Difference, ...]:
    """Return every difference between two shapes; none means that readers see what was released.

    A block that is only split or joined at its edges is no difference. Source: what WeChat
    rewrites in stored HTML.
    """
    return (
        *_title(released.title, seen.title),
        *_texts(released.blocks, seen.blocks),
        *_placed(DifferenceKind.PICTURE, released.pictures, seen.pictures),
        *_placed(DifferenceKind.LINK, released.links, seen.links),
        *_moved(released, seen),
        *_counts(dict(released.counts), dict(seen.counts)),
    )


def _title(released: str, seen: str) -> Iterator[Difference]:
    if released != seen:
        yield Difference(kind=DifferenceKind.TITLE, block=0, released=released, seen=seen)


def _texts(released: Sequence[str], seen: Sequence[str]) -> Iterator[Difference]:
    if released == seen or " ".join(released) == " ".join(seen):
        return
    for position, first, second in _pairs(released, seen):
        yield Difference(
            kind=DifferenceKind.TEXT,
            block=position if first is None else position + 1,
            released=first or "",
            seen=second or "",
        )


def _placed(
    kind: DifferenceKind, released: Sequence[Placed], seen: Sequence[Placed]
) -> Iterator[Difference]:
    """Yield the differences between two orders of pictures or links."""
    values = [placed.value for placed in released], [placed.value for placed in seen]
    for position, first, second in _pairs(*values):
        block = released[position].block if first is not None else _before(released, position)
        yield Difference(kind=kind, block=block, released=first or "", seen=second or "")


def _moved(released: Shape, seen: Shape) -> Iterator[Difference]:
    """Yield pictures that stand at another text; only where the same blocks make that certain."""
    if released.blocks != seen.blocks:
        return
    pairs = list(zip(released.pictures, seen.pictures, strict=False))
    if len(released.pictures) != len(seen.pictures) or any(a.value != b.value for a, b in pairs):
        return
    for first, second in pairs:
        if first.block != second.block:
            yield Difference(
                kind=DifferenceKind.PICTURE,
                block=first.block,
                released=first.value,
                seen=second.value,
                name=MOVED,
            )


def _before(placed: Sequence[Placed], position: int) -> int:
    return placed[position - 1].block if position else 0


def _counts(released: dict[str, int], seen: dict[str, int]) -> Iterator[Difference]:
    for name in sorted(released.keys() | seen.keys()):
        first, second = released.get(name, 0), seen.get(name, 0)
        if first != second:
            yield Difference(
                kind=DifferenceKind.COUNT,
                block=0,
                released=str(first),
                seen=str(second),
                name=name,
            )


def _pairs(
    released: Sequence[str], seen: Sequence[str]
) -> Iterator[tuple[int, str | None, str | None]]:
    """Yield (position in released from 0, released, seen) for what is not equal in both."""
    start, ends = _common(released, seen)
    first = list(released[start : len(released) - ends])
    second = list(seen[start : len(seen) - ends])
    for low, high, low_seen, high_seen in _unequal(first, second):
        for step in range(max(high - low, high_seen - low_seen)):
            old = first[low + step] if low + step < high else None
            new = second[low_seen + step] if low_seen + step < high_seen else None
            yield start + min(low + step, high), old, new


def _common(first: Sequence[str], second: Sequence[str]) -> tuple[int, int]:
    """Return how many entries at the start, then at the end, are equal in both."""
    shorter = min(len(first), len(second))
    start = 0
    while start < shorter and first[start] == second[start]:
        start += 1
    ends = 0
    while ends < shorter - start and first[-1 - ends] == second[-1 - ends]:
        ends += 1
    return start, ends


def _unequal(first: list[str], second: list[str]) -> Iterator[tuple[int, int, int, int]]:
    if max(len(first), len(second)) > _MOST_MATCHED:
        yield 0, len(first), 0, len(second)
        return
    matcher = SequenceMatcher(a=first, b=second, autojunk=False)
    for tag, low, high, low_seen, high_seen in matcher.get_opcodes():
        if tag != "equal":
            yield low, high, low_seen, high_seen
