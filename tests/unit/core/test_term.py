"""Terms to their last minute, and the clocks that run towards it."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.core.times import here

from hefa.core.duty import DueAt, Term, clock, due_at
from hefa.core.workdays import Calendar

CALENDAR = Calendar(known_years=frozenset({2026}))


@pytest.mark.parametrize(
    ("term", "begun_at", "at"),
    [
        (Term(minutes=30), here(11, 23, 23, 50), here(11, 24, 0, 20)),
        (Term(hours=12), here(11, 23, 14), here(11, 24, 2)),
        (Term(days=1), here(11, 23, 14), here(11, 25)),
        (Term(days=7), here(12, 28, 9), here(1, 5, year=2027)),
        (Term(working_days=1), here(11, 27, 9), here(12, 1)),  # Friday; Monday to its end
        (Term(months=3), here(11, 30, 9), here(3, 1, year=2027)),  # no 30 February
        (Term(months=3), here(11, 30, 9, year=2027), here(3, 1, year=2028)),
        (Term(months=1), here(12, 31, 9), here(2, 1, year=2027)),
        (Term(months=12), here(2, 29, 9, year=2028), here(3, 1, year=2029)),
        (Term(months=3, days=90), here(2, 1), here(5, 2)),  # three months: 89 days
        (Term(months=3, days=90), here(7, 1), here(9, 30)),  # 90 days: before three months
    ],
)
def test_a_term_ends(term: Term, begun_at: datetime, at: datetime) -> None:
    assert due_at(term, begun_at, CALENDAR) == DueAt(at=at, is_certain=True)


def test_days_are_counted_from_the_day_here() -> None:
    begun_at = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # the 23rd here

    assert due_at(Term(days=1), begun_at, CALENDAR).at == here(11, 25)


@pytest.mark.parametrize(
    ("begun_at", "count", "is_certain"),
    [
        (here(12, 18, 9), 4, True),  # to the 24th
        (here(12, 18, 9), 5, False),  # to the 25th, which New Year's holiday may move
        (here(12, 31, 9, year=2025), 1, True),  # the day of the beginning is not counted
        (here(1, 4, year=2027), 1, False),
    ],
)
def test_a_term_over_unknown_holidays_is_not_certain(
    begun_at: datetime, count: int, is_certain: bool
) -> None:
    term = Term(working_days=count)

    assert due_at(term, begun_at, CALENDAR).is_certain is is_certain
    assert due_at(Term(days=count), begun_at, CALENDAR).is_certain


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"days": -1},
        {"minutes": 10, "hours": 1},
        {"days": 1, "working_days": 1},
        {"months": 1, "working_days": 1},
        {"days": 1, "months": 1, "hours": 1},
    ],
)
def test_a_term_has_one_unit_or_days_beside_months(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"minutes|hours|days|working_days|months"):
        Term(**values)


@pytest.mark.parametrize(
    ("ended_at", "now", "is_over", "is_kept", "is_soon", "remaining"),
    [
        (None, here(11, 23, 10), False, False, False, 11),
        (None, here(11, 23, 19), False, False, True, 2),
        (None, here(11, 23, 21), True, False, False, 0),
        (None, here(11, 24, 0), True, False, False, -3),
        (here(11, 23, 20), here(11, 30), False, True, False, 1),
        (here(11, 23, 21), here(11, 23, 21), False, True, False, 0),
        (here(11, 23, 22), here(11, 30), True, False, False, -1),
        (here(11, 23, 20), here(11, 23, 19, 30), False, False, True, 1.5),  # not known then
    ],
)
def test_the_clock_of_a_repair_within_twelve_hours(
    *,
    ended_at: datetime | None,
    now: datetime,
    is_over: bool,
    is_kept: bool,
    is_soon: bool,
    remaining: float,
) -> None:
    found = clock(
        Term(hours=12),
        here(11, 23, 9),
        ended_at,
        now=now,
        calendar=CALENDAR,
        warn=timedelta(hours=2),
    )

    assert found.due_at == here(11, 23, 21)
    assert (found.is_over, found.is_kept, found.is_soon) == (is_over, is_kept, is_soon)
    assert found.remaining == timedelta(hours=remaining)
    assert found.is_certain


def test_the_clock_says_when_its_end_is_not_certain() -> None:
    found = clock(
        Term(working_days=5), here(12, 30, 9), None, now=here(12, 30, 10), calendar=CALENDAR
    )

    assert (found.due_at, found.is_certain) == (here(1, 7, year=2027), False)
