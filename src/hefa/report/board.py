"""The board as values: every control with its evidence, at one moment and as known then."""

from dataclasses import dataclass
from datetime import date, datetime

from hefa.core.duty import Standing
from hefa.core.regulation import Article, Control, Regulation


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of evidence 佐证 with its two dates: of the fact, and of its record.

    `url` leads to the record itself, `entry` is its number in the ledger; either may be missing.
    """

    what: str
    fact_at: datetime
    recorded_at: datetime
    url: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the records say on one control: its state, the fact in a sentence, the pieces.

    `pieces` are the newest of `count`, `against` the newest of `against_count` cases that speak
    against it; `next_at` is when it runs out or falls due, `next` what to do, in words; `place`
    is the URL name of the page where its records are made.
    """

    standing: Standing
    fact: str
    pieces: tuple[Piece, ...] = ()
    count: int = 0
    against: tuple[Piece, ...] = ()
    against_count: int = 0
    next_at: datetime | None = None
    next: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A control, the article it stands in (none in the benchmark pack), and its evidence."""

    control: Control
    article: Article | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Every control of the regulation in force at `at`, judged by what was recorded up to `at`.

    `pending` counts released sheets that the machine has not yet gone through.
    """

    at: datetime
    regulation: Regulation
    effective_on: str
    judged: tuple[Judged, ...]
    pending: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of a control that has no rhythm: its pieces, and those that speak against it."""

    begins_on: date
    count: int
    against_count: int
