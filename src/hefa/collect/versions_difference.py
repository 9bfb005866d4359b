"""Two texts side by side: line beside line, and in each what went and what came."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from hefa.collect.versions_pieces import PICTURE, Piece, pieces_of
from hefa.core.document import Node

SAME: Final = "same"
GONE: Final = "del"
COME: Final = "ins"

_ALIKE: Final = 0.45  # by the characters they share, in any order
_CLOSE: Final = 0.3  # by what stands in the same order
_MOST_PAIRS: Final = 150_000
_ROUND: Final = 24  # characters of unchanged text shown at each side of a change
_WORD = re.compile(r"[0-9]+(?:[.,:][0-9]+)*|[A-Za-z]+|.", re.DOTALL)
_LONG_RUN: Final = 3  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of text that stayed, went or came: kind is same, del or ins."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place in both texts; None where a text has nothing there.

    `parts` tell the words apart; `is_restyled` that only the form differs.
    """

    before: Piece | None
    after: Piece | None
    parts: tuple[Part, ...]
    is_restyled: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether a reader would meet other words or another picture here."""
        return _picture(self.before) != _picture(self.after) or any(
            part.kind != SAME for part in self.parts
        )

    @property
    def kind(self) -> str:
        """What kind of piece stands here, as the newer text has it, where it has it."""
        piece = self.after or self.before
        return piece.kind if piece else ""

    @property
    def where(self) -> str:
        """Where the place is, in words; as the newer text has it, where it has it."""
        piece = self.after or self.before
        return piece.where if piece else ""


def lines_between(before: Node, after: Node) -> tuple[Line, ...]:
    """Return both documents line by line, each line beside the one it came from."""
    old, new = pieces_of(before), pieces_of(after)
    matcher = difflib.SequenceMatcher(
        a=[piece.key for piece in old], b=[piece.key for piece in new], autojunk=False
    )
    lines: list[Line] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = old[old_from:old_to], new[new_from:new_to]
        pairs = zip(gone, come, strict=True) if tag == "equal" else _paired(gone, come)
        lines += [_line(was, now) for was, now in pairs]
    return tuple(lines)


def parts_between(before: str, after: str) -> tuple[Part, ...]:
    """Return one text as stretches that stayed, went or came; a number is one word.

    A single word that happens to stay between two long changes is told with them: what is read
    as a whole is shown as a whole.
    """
    if before == after:
        return (Part(text=after, kind=SAME),) if after else ()
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    runs = [
        _Run(gone=old[a:b], come=new[c:d], is_same=tag == "equal")
        for tag, a, b, c, d in matcher.get_opcodes()
    ]
    return tuple(_parts(_without_islands(runs)))


def around(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return `parts` with long unchanged stretches cut to what stands next to a change.

    Nothing is left of a text that did not change.
    """
    if all(part.kind == SAME for part in parts):
        return ()
    last = len(parts) - 1
    return tuple(
        Part(text=_shortened(part.text, at, last), kind=SAME) if part.kind == SAME else part
        for at, part in enumerate(parts)
    )


def in_bands(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    """Yield the lines, those of one table row together and every other alone."""
    for band, group in groupby(enumerate(lines), key=_band):
        found = tuple(line for _, line in group)
        yield from (found,) if isinstance(band, tuple) else ((line,) for line in found)


def _band(entry: tuple[int, Line]) -> tuple[str, str] | int:
    """Return the rows a line stands in, or its own number where it stands in none."""
    at, line = entry
    bands = tuple(piece.band if piece else "" for piece in (line.before, line.after))
    return (bands[0], bands[1]) if any(bands) else at


def _shortened(text: str, at: int, last: int) -> str:
    head = text[:_ROUND] if at else ""  # what follows a change
    tail = text[-_ROUND:] if at < last else ""  # what leads to one
    return text if len(text) <= len(head) + len(tail) + 1 else f"{head}…{tail}"


def _line(before: Piece | None, after: Piece | None) -> Line:
    parts = parts_between(before.text if before else "", after.text if after else "")
    is_restyled = before is not None and after is not None and before.look != after.look
    line = Line(before=before, after=after, parts=parts)
    if is_restyled and not line.is_changed:
        return Line(before=before, after=after, parts=parts, is_restyled=True)
    return line


def _picture(piece: Piece | None) -> str:
    return piece.sha256 if piece else ""


def _paired(
    old: Sequence[Piece], new: Sequence[Piece]
) -> Iterator[tuple[Piece | None, Piece | None]]:
    """Yield pieces side by side; those too unlike stand as gone and as new."""
    if not old or not new:
        yield from ((piece, None) for piece in old)
        yield from ((None, piece) for piece in new)
        return
    at_old = at_new = 0
    for one, other in [*_alignment(old, new), (len(old), len(new))]:
        yield from ((piece, None) for piece in old[at_old:one])
        yield from ((None, piece) for piece in new[at_new:other])
        if one < len(old):
            yield old[one], new[other]
        at_old, at_new = one + 1, other + 1


def _alignment(old: Sequence[Piece], new: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    """Return which piece stands beside which, both in order, as alike as can be in all."""
    if len(old) * len(new) > _MOST_PAIRS:
        pairs: Iterable[tuple[int, int]] = zip(range(len(old)), range(len(new)), strict=False)
    else:
        pairs = _best_pairs([[_likeness(one, other) for other in new] for one in old])
    return [(one, other) for one, other in pairs if _is_close(old[one], new[other])]


def _best_pairs(likeness: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs, in order on both sides, whose likeness adds up to the most."""
    height, width = len(likeness), len(likeness[0])
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for one in range(height - 1, -1, -1):
        for other in range(width - 1, -1, -1):
            paired = likeness[one][other] + best[one + 1][other + 1]
            best[one][other] = max(paired, best[one + 1][other], best[one][other + 1])
    pairs, one, other = [], 0, 0
    while one < height and other < width:
        if best[one][other] == best[one + 1][other]:
            one += 1
        elif best[one][other] == best[one][other + 1]:
            other += 1
        else:
            pairs.append((one, other))
            one, other = one + 1, other + 1
    return pairs


def _likeness(one: Piece, other: Piece) -> float:
    """Return from 0 to 1 how alike two pieces are; other kinds are not alike at all."""
    if one.kind != other.kind:
        return 0.0
    if one.kind == PICTURE:
        return 1.0 if one.sha256 == other.sha256 else _ALIKE
    if one.text == other.text:
        return 1.0
    mine, yours = one.characters, other.characters
    shared = 2 * len(mine & yours)
    likeness = shared / (len(mine) + len(yours)) if shared else 0.0
    return likeness if likeness >= _ALIKE else 0.0


def _is_close(one: Piece, other: Piece) -> bool:
    if not _likeness(one, other):
        return False
    if one.kind == PICTURE or one.text == other.text:
        return True
    matcher = difflib.SequenceMatcher(a=one.text, b=other.text, autojunk=False)
    return matcher.ratio() >= _CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Words of the older text and those that stand for them in the newer one."""

    gone: Sequence[str]
    come: Sequence[str]
    is_same: bool

    @property
    def is_long(self) -> bool:
        return max(len(self.gone), len(self.come)) >= _LONG_RUN


def _without_islands(runs: Sequence[_Run]) -> Iterator[_Run]:
    """Yield `runs` with a lone word between two long changes taken into them."""
    for at, run in enumerate(runs):
        is_lone = run.is_same and len(run.come) == 1 and run.come[0].isalnum()
        is_inside = 0 < at < len(runs) - 1
        if is_lone and is_inside and runs[at - 1].is_long and runs[at + 1].is_long:
            yield _Run(gone=run.gone, come=run.come, is_same=False)
        else:
            yield run


def _parts(runs: Iterable[_Run]) -> Iterator[Part]:
    """Yield the parts: of each change first what went, then what came."""
    gone = come = ""
    for run in [*runs, _Run(gone="", come="", is_same=True)]:
        if not run.is_same:
            gone, come = gone + "".join(run.gone), come + "".join(run.come)
            continue
        for text, kind in ((gone, GONE), (come, COME), ("".join(run.come), SAME)):
            if text:
                yield Part(text=text, kind=kind)
        gone = come = ""
