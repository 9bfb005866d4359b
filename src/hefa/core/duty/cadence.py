"""Rhythms, and the calendar's slots they cut time into."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hefa.core.workdays import ONE_DAY, day_of, end_of


class Rhythm(StrEnum):
    """How often a duty comes round, by the calendar; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6, Rhythm.YEAR: 12}
_FEWEST_DAYS = {
    Rhythm.DAY: 1,
    Rhythm.WEEK: 7,
    Rhythm.MONTH: 28,
    Rhythm.QUARTER: 90,
    Rhythm.HALF_YEAR: 181,
    Rhythm.YEAR: 365,
}
_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What must happen every so often.

    Without `most_days` every slot of the calendar must be filled, by `at_hour` o'clock of the
    day that is `days_before_end` days before its last; with it the last time may never be older
    than that many days. From `warn_days` before a due time it counts as about to run out.
    Raises ValueError, naming the field, when the due time would fall outside the slot.
    """

    every: Rhythm
    most_days: int | None = None
    days_before_end: int = 0
    at_hour: int = 24
    warn_days: int = 0

    def __post_init__(self) -> None:
        if self.most_days is not None and self.most_days < 1:
            raise ValueError("most_days")
        if not 0 <= self.days_before_end < _FEWEST_DAYS[self.every]:
            raise ValueError("days_before_end")
        if not 1 <= self.at_hour <= _HOURS:
            raise ValueError("at_hour")
        if self.warn_days < 0:
            raise ValueError("warn_days")

    @property
    def most_age(self) -> timedelta | None:
        """How old the last time may grow; None when every slot must be filled."""
        return None if self.most_days is None else timedelta(days=self.most_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One slot of a rhythm: its first and last day, and when what it asks for is due."""

    begins_on: date
    ends_on: date
    due_at: datetime


def slots(cadence: Cadence, since: date | datetime, until: date | datetime) -> tuple[Slot, ...]:
    """Return the whole slots that share a day with the period, in order.

    Both ends belong to the period; the first and the last slot may reach beyond them. Empty
    when `until` is before `since`.
    """
    return tuple(_through(cadence, day_of(since), day_of(until)))


def slot_of(cadence: Cadence, when: date | datetime) -> Slot:
    """Return the slot that holds `when`."""
    day = day_of(when)
    begins_on = first_day(cadence.every, day)
    ends_on = _following(cadence.every, begins_on) - ONE_DAY
    due_on = ends_on - timedelta(days=cadence.days_before_end)
    return Slot(begins_on=begins_on, ends_on=ends_on, due_at=end_of(due_on, cadence.at_hour))


def first_day(every: Rhythm, day: date) -> date:
    """Return the first day of the slot of `day`."""
    if every is Rhythm.DAY:
        return day
    if every is Rhythm.WEEK:
        return day - timedelta(days=day.weekday())
    months = _MONTHS[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _through(cadence: Cadence, first: date, last: date) -> Iterator[Slot]:
    if last < first:
        return
    slot = slot_of(cadence, first)
    yield slot
    while slot.ends_on < last:
        slot = slot_of(cadence, slot.ends_on + ONE_DAY)
        yield slot


def _following(every: Rhythm, begins_on: date) -> date:
    """Return the first day of the slot after the one that begins on `begins_on`."""
    if every in _MONTHS:
        years, month = divmod(begins_on.month - 1 + _MONTHS[every], 12)
        return date(begins_on.year + years, month + 1, 1)
    return begins_on + timedelta(days=_FEWEST_DAYS[every])
