"""How the slots of a rhythm were kept, told from moments alone; standard library only."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from told import begin_of, day_of

DAY, YEAR = timedelta(days=1), timedelta(days=366)
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
WORST_FIRST = ("missed", "late", "due", "to_come", "kept")

Cadence = dict[str, Any]
Series = tuple[datetime, list[datetime]]  # since when it is owed, and every time it was done
Marks = dict[date, str]  # by the first day of a slot


def marks(cadence: Cadence, series: Series, at: datetime) -> Marks:
    """Return how each slot from the series' beginning to `at` was kept."""
    since, done = series
    return dict(_by_age(cadence, since, sorted(done), at)) if "most_days" in cadence else dict(
        _by_slot(cadence, since, sorted(done), at)
    )  # fmt: skip


def missed(cadence: Cadence, every: Iterable[Series], at: datetime, last_slots: int = 0) -> int:
    """Return how many slots of the last year stayed empty, each series counted for itself."""
    count = 0
    for since, done in every:
        listed = list(marks(cadence, (max(since, at - YEAR), done), at).values())
        count += listed[-last_slots - 1 :].count("missed") if last_slots else listed.count("missed")
    return count


def worst(cadence: Cadence, every: list[Series], since: datetime, at: datetime) -> Marks:
    """Return for each slot the worst mark of all series; untold slots count as never done."""
    found = marks(cadence, (since, []), at)
    told: Marks = {}
    for begun_at, done in every:
        for begins_on, mark in marks(cadence, (max(begun_at, since), done), at).items():
            told[begins_on] = min(mark, told.get(begins_on, mark), key=WORST_FIRST.index)
    return found | told


def slots(cadence: Cadence, since: datetime, at: datetime) -> Iterator[tuple[date, date]]:
    """Yield first and last day of every slot from that of `since` to that of `at`."""
    begins_on = first_day(cadence["every"], day_of(since))
    while begins_on <= day_of(at):
        following = _following(cadence["every"], begins_on)
        yield begins_on, following - DAY
        begins_on = following


def first_day(every: str, day: date) -> date:
    """Return the first day of the slot of `day`."""
    if every == "day":
        return day
    if every == "week":
        return day - DAY * day.weekday()
    months = MONTHS[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def due_at(cadence: Cadence, ends_on: date) -> datetime:
    """Return when what a slot asks for is due."""
    due_on = ends_on - DAY * cadence.get("days_before_end", 0)
    return begin_of(due_on) + timedelta(hours=cadence.get("at_hour", 24))


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(day.year + years, month + 1, min(day.day, (following - DAY).day))


def _following(every: str, begins_on: date) -> date:
    if every in MONTHS:
        return months_after(begins_on, MONTHS[every])
    return begins_on + DAY * (7 if every == "week" else 1)


def _by_slot(
    cadence: Cadence, since: datetime, done: list[datetime], at: datetime
) -> Iterator[tuple[date, str]]:
    """Yield the marks of a rhythm that asks for something in each slot."""
    for begins_on, ends_on in slots(cadence, since, at):
        due, is_owed = due_at(cadence, ends_on), begin_of(begins_on) >= since
        first = next((one for one in done if begins_on <= day_of(one) <= ends_on), None)
        if first is not None:
            yield begins_on, "late" if is_owed and first > due else "kept"
        else:
            yield begins_on, "to_come" if not is_owed else "missed" if at >= due else "due"


def _by_age(
    cadence: Cadence, since: datetime, done: list[datetime], at: datetime
) -> Iterator[tuple[date, str]]:
    """Yield the marks of a rhythm whose last time may never be too old."""
    most = timedelta(days=cadence["most_days"])
    points = [one for one in done if one <= since][-1:] or [since]
    points += [one for one in done if one > since]
    gaps = [
        (one + most, other) for one, other in pairwise(points)
        if one + most < other
    ]  # fmt: skip
    if points[-1] + most <= at:
        gaps.append((points[-1] + most, at + DAY))
    for begins_on, ends_on in slots(cadence, since, at):
        begins_at, ends_at = max(begin_of(begins_on), since), begin_of(ends_on + DAY)
        has_lapsed = any(gap < ends_at and until > begins_at for gap, until in gaps)
        is_in = any(begins_on <= day_of(one) <= ends_on for one in done)
        yield begins_on, ("late" if is_in else "missed") if has_lapsed else "kept"
