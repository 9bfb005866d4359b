"""Terms: what must finish within a time, and the clock that runs from its beginning."""

from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from hefa.core.workdays import ONE_DAY, Calendar, day_of, end_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A time within which something must finish, in exactly one unit.

    Days and months may stand together: whichever comes first (G9). Minutes and hours run from
    the moment; days, working days and months leave the day of the beginning out and end at
    24:00. Raises ValueError, naming the field, when none or more than one is set.
    Source: Civil Code 201 to 203.
    """

    minutes: int = 0
    hours: int = 0
    days: int = 0
    working_days: int = 0
    months: int = 0

    def __post_init__(self) -> None:
        amounts = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        given = [name for name, amount in amounts.items() if amount]
        if wrong := [name for name in given if amounts[name] < 0]:
            raise ValueError(wrong[0])
        if len(given) != 1 and given != ["days", "months"]:
            raise ValueError(given[-1] if given else "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAt:
    """When a term ends; not certain when it runs over days whose holidays are not known yet."""

    at: datetime
    is_certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A term on its way.

    `is_over`: the time ran out before the end, or runs without one. `is_kept`: ended in time.
    Neither while it runs. `remaining` is what was left at the end or is left now; below zero it
    is how late. `is_soon`: it runs, and the warning has begun.
    """

    due_at: datetime
    is_over: bool
    is_kept: bool
    is_soon: bool
    remaining: timedelta
    is_certain: bool


def due_at(term: Term, begun_at: datetime, calendar: Calendar) -> DueAt:
    """Return when `term` ends that began at `begun_at`.

    Where the calendar is not known, Saturdays and Sundays alone are taken as off.
    """
    begun_on = day_of(begun_at)
    if term.minutes or term.hours:
        return DueAt(at=begun_at + timedelta(minutes=term.minutes, hours=term.hours))
    if term.working_days:
        at = calendar.add_working_days(begun_at, term.working_days)
        return DueAt(at=at, is_certain=_is_known(calendar, begun_on, at))
    ends = [begun_on + timedelta(days=term.days)] if term.days else []
    if term.months:
        ends.append(_months_after(begun_on, term.months))
    return DueAt(at=end_of(min(ends)))


def clock(
    term: Term,
    begun_at: datetime,
    ended_at: datetime | None,
    *,
    now: datetime,
    calendar: Calendar,
    warn: timedelta = timedelta(0),
) -> Clock:
    """Return how the clock stands at `now`; an end after `now` is not known yet.

    What ends at the very moment it is due is kept. Source: 3.2, 13(3).
    """
    due = due_at(term, begun_at, calendar)
    has_ended = ended_at is not None and ended_at <= now
    stopped_at = ended_at if ended_at is not None and has_ended else now
    is_over = stopped_at > due.at if has_ended else now >= due.at
    return Clock(
        due_at=due.at,
        is_over=is_over,
        is_kept=has_ended and not is_over,
        is_soon=not has_ended and not is_over and now >= due.at - warn,
        remaining=due.at - stopped_at,
        is_certain=due.is_certain,
    )


def _is_known(calendar: Calendar, begun_on: date, at: datetime) -> bool:
    """Whether every day after `begun_on` that ends by `at` is known."""
    count = (day_of(at) - begun_on).days
    return all(calendar.is_known(begun_on + ONE_DAY * number) for number in range(1, count))


def _months_after(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
