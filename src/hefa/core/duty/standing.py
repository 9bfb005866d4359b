"""How a recurring duty stands at a moment: the last time, the next, and the three states."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hefa.core.duty.cadence import Cadence, slot_of
from hefa.core.duty.keeping import Done, Mark, counted, kept
from hefa.core.workdays import ONE_DAY, begin_of, day_of


class Standing(StrEnum):
    """The three states of a control and nothing finer 有据 将到期 缺证据."""

    PROVED = "proved"
    EXPIRING = "expiring"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A recurring duty at a moment.

    `last` is the newest fact on record; `is_fresh` says that it still stands for the duty being
    done. `is_overdue` is exactly that `next_due_at` is not after the moment, `is_soon` that the
    warning has begun. `missed` counts the slots since the beginning that stay empty.
    """

    last: Done | None
    next_due_at: datetime
    is_fresh: bool
    is_overdue: bool
    is_soon: bool
    missed: int


def outlook(
    cadence: Cadence, done: Iterable[Done], *, since: date | datetime, now: datetime
) -> Outlook:
    """Return how the duty stands at `now`, by what was on record then.

    With `most_days` it is due that long after the last fact, or after `since` before the first.
    Without, it is due in the slot of now while that is owed and empty, else in the next; the
    last fact is fresh until its slot and the one after are over.
    """
    facts = counted(done, now)
    last = max(facts, key=lambda entry: entry.fact_at, default=None)
    next_due_at = _next_due_at(cadence, last, since, now)
    is_overdue = next_due_at <= now
    warned_from = next_due_at - timedelta(days=cadence.warn_days)
    marks = [entry.mark for entry in kept(cadence, facts, since=since, now=now)]
    return Outlook(
        last=last,
        next_due_at=next_due_at,
        is_fresh=last is not None and not is_overdue and _bears(cadence, last, now),
        is_overdue=is_overdue,
        is_soon=warned_from <= now < next_due_at,
        missed=marks.count(Mark.MISSED),
    )


def standing_of(outlook: Outlook) -> Standing:
    """Return the state of a control whose evidence is this duty.

    It judges the present, which somebody can still mend: nothing on record or nothing fresh is
    `MISSING`. A measure over a period (12 of 12 months) is asked of `missed` besides, with
    `since` at the period's beginning.
    Source: 6 a control without evidence is missing, even when everybody believes it was done.
    """
    if not outlook.is_fresh:
        return Standing.MISSING
    return Standing.EXPIRING if outlook.is_soon else Standing.PROVED


def _next_due_at(
    cadence: Cadence, last: Done | None, since: date | datetime, now: datetime
) -> datetime:
    if cadence.most_age is not None:
        return (last.fact_at if last else begin_of(since)) + cadence.most_age
    slot = slot_of(cadence, max(day_of(now), day_of(since)))
    is_owed = begin_of(slot.begins_on) >= begin_of(since)
    is_empty = last is None or day_of(last.fact_at) < slot.begins_on
    if is_owed and is_empty:
        return slot.due_at
    return slot_of(cadence, slot.ends_on + ONE_DAY).due_at


def _bears(cadence: Cadence, last: Done, now: datetime) -> bool:
    """Whether `last` is of the slot of now or of the one before; by age, it is when not due."""
    if cadence.most_age is not None:
        return True
    before = slot_of(cadence, slot_of(cadence, now).begins_on - ONE_DAY)
    return day_of(last.fact_at) >= before.begins_on
