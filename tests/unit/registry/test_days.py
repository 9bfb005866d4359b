"""The announced holidays, against the notice for 2026 and against the package's own answers."""

from datetime import date, timedelta

import chinese_calendar

from hefa.core.workdays import end_of
from hefa.registry.days import calendar

# The State Council's notice for 2026, by hand: from, to, and the weekend days worked for it.
NOTICE = [
    (date(2026, 1, 1), date(2026, 1, 3), [date(2026, 1, 4)]),
    (date(2026, 2, 15), date(2026, 2, 23), [date(2026, 2, 14), date(2026, 2, 28)]),
    (date(2026, 4, 4), date(2026, 4, 6), []),
    (date(2026, 5, 1), date(2026, 5, 5), [date(2026, 5, 9)]),
    (date(2026, 6, 19), date(2026, 6, 21), []),
    (date(2026, 9, 25), date(2026, 9, 27), [date(2026, 9, 20)]),
    (date(2026, 10, 1), date(2026, 10, 7), [date(2026, 10, 10)]),
]


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_every_day_of_2026_is_off_or_worked_as_announced() -> None:
    off = {day for first, last, _ in NOTICE for day in days(first, last)}
    on = {day for _, _, worked in NOTICE for day in worked}
    year = days(date(2026, 1, 1), date(2026, 12, 31))

    assert [day for day in year if calendar().is_working(day)] == [
        day for day in year if day in on or (day.isoweekday() <= 5 and day not in off)
    ]
    assert sum(calendar().is_working(day) for day in year) == 248


def test_every_known_day_is_as_the_package_says() -> None:
    years = calendar().known_years
    known = days(date(min(years), 1, 1), date(max(years), 12, 31))

    assert {day.year for day in known} == set(years) >= set(range(2004, 2027))
    assert [day for day in known if calendar().is_working(day)] == [
        day for day in known if chinese_calendar.is_workday(day)
    ]


def test_a_year_not_announced_is_absent() -> None:
    coming = max(calendar().known_years) + 1

    assert not calendar().is_known(date(coming, 1, 1))
    assert not calendar().is_known(date(coming - 1, 12, 31))
    assert calendar().is_known(date(coming - 1, 12, 24))
    assert calendar().is_known(date(coming - 2, 12, 31))


def test_what_was_moved_before_a_new_year_stands_in_the_week_that_counts_as_unknown() -> None:
    found = calendar().off | calendar().on

    assert min(day.day for day in found if day.month == 12) == 29  # within the last seven days


def test_an_answer_asked_for_before_spring_festival_is_due_after_it() -> None:
    begun_at = end_of(date(2026, 2, 13), 17)  # the Saturday after it is worked

    assert calendar().add_working_days(begun_at, 1) == end_of(date(2026, 2, 14))
    assert calendar().add_working_days(begun_at, 2) == end_of(date(2026, 2, 24))


def test_the_calendar_is_read_once() -> None:
    assert calendar() is calendar()
