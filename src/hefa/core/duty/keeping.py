"""What was done, and how each slot of a rhythm was kept by it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hefa.core.duty.cadence import Cadence, Slot, first_day, slots
from hefa.core.workdays import begin_of, day_of, end_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The two dates of one piece of evidence: of the fact, and of its record.

    Raises ValueError for a time without a zone.
    """

    fact_at: datetime
    recorded_at: datetime

    def __post_init__(self) -> None:
        if self.fact_at.utcoffset() is None or self.recorded_at.utcoffset() is None:
            raise ValueError("naive")

    @property
    def stands_from(self) -> datetime:
        """The moment from which it counts: done, and on record."""
        return max(self.fact_at, self.recorded_at)


class Mark(StrEnum):
    """How one slot was kept.

    `LATE`: done, but the fact or its record came after the due time. `MISSED`: due and not
    done. `DUE`: still to be done, in time. `TO_COME`: nothing was owed, nothing was done.
    """

    KEPT = "kept"
    LATE = "late"
    MISSED = "missed"
    DUE = "due"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One slot with its mark and the evidence for it, if there is any."""

    slot: Slot
    mark: Mark
    done: Done | None


def known_at(done: Iterable[Done], at: datetime) -> tuple[Done, ...]:
    """Return what was on record at `at`, in the order given.

    Source: 6 a view of an earlier time goes by the moment of record.
    """
    return tuple(entry for entry in done if entry.recorded_at <= at)


def counted(done: Iterable[Done], now: datetime) -> tuple[Done, ...]:
    """Return what counts at `now`: on record, and not about a day still to come."""
    today = day_of(now)
    return tuple(entry for entry in known_at(done, now) if day_of(entry.fact_at) <= today)


def kept(
    cadence: Cadence, done: Iterable[Done], *, since: date | datetime, now: datetime
) -> tuple[Kept, ...]:
    """Return how every slot from the one of `since` to the one of `now` was kept, in order.

    Only what was on record at `now` counts. A slot begun before `since` is not owed: it is
    `KEPT` by anything done in it, else `TO_COME`. With `most_days` a slot is `KEPT` when at no
    moment of it, as far as it reaches, the last time on record was too old; before the first
    time, `since` stands for it.
    Source: 6 recurring controls carry a rhythm, one expiry date is not enough.
    """
    facts = counted(done, now)
    through = slots(cadence, since, now)
    judge = _filled if cadence.most_age is None else _rolled
    return tuple(judge(cadence, facts, through=through, begun_at=begin_of(since), now=now))


def _first_in_each(cadence: Cadence, facts: Iterable[Done]) -> dict[date, Done]:
    """Return by the first day of a slot what stands from the earliest moment in it."""
    found: dict[date, Done] = {}
    for entry in sorted(facts, key=lambda entry: entry.stands_from):
        found.setdefault(first_day(cadence.every, day_of(entry.fact_at)), entry)
    return found


def _filled(
    cadence: Cadence,
    facts: tuple[Done, ...],
    *,
    through: tuple[Slot, ...],
    begun_at: datetime,
    now: datetime,
) -> Iterator[Kept]:
    """Yield the slots of a cadence that asks for something in each."""
    first = _first_in_each(cadence, facts)
    for slot in through:
        entry = first.get(slot.begins_on)
        is_owed = begin_of(slot.begins_on) >= begun_at
        if entry is not None:
            is_late = is_owed and entry.stands_from > slot.due_at
            mark = Mark.LATE if is_late else Mark.KEPT
        elif not is_owed:
            mark = Mark.TO_COME
        else:
            mark = Mark.MISSED if now >= slot.due_at else Mark.DUE
        yield Kept(slot=slot, mark=mark, done=entry)


def _rolled(
    cadence: Cadence,
    facts: tuple[Done, ...],
    *,
    through: tuple[Slot, ...],
    begun_at: datetime,
    now: datetime,
) -> Iterator[Kept]:
    """Yield the slots of a cadence that asks for the last time to be young enough always."""
    assert cadence.most_age is not None  # noqa: S101  # for the type checker
    first = _first_in_each(cadence, facts)
    waiting = sorted(facts, key=lambda entry: entry.stands_from, reverse=True)
    is_begun = any(entry.fact_at <= begun_at for entry in facts)
    lasts_until = begun_at if is_begun else begun_at + cadence.most_age
    bearer: Done | None = None
    for slot in through:
        begins_at, ends_at = max(begin_of(slot.begins_on), begun_at), end_of(slot.ends_on)
        has_lapsed = False
        while waiting and waiting[-1].stands_from < ends_at:
            following = waiting.pop()
            has_lapsed |= following.stands_from > max(lasts_until, begins_at)
            if following.fact_at + cadence.most_age >= lasts_until:
                lasts_until, bearer = following.fact_at + cadence.most_age, following
        has_lapsed |= lasts_until < ends_at and lasts_until <= now
        entry = first.get(slot.begins_on)
        if has_lapsed:
            mark = Mark.LATE if entry else Mark.MISSED
        elif entry is None and now < lasts_until < ends_at:
            mark = Mark.DUE
        else:
            entry = entry or bearer
            mark = Mark.KEPT if entry else Mark.TO_COME
        yield Kept(slot=slot, mark=mark, done=entry)
