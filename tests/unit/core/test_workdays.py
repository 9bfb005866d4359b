"""Working days: 2026 by hand, exchanged weekends, unknown years, and the zone of the community."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from hefa.core.workdays import HERE, Calendar, begin_of, day_of, end_of

# The days around National Day 2026: 1 to 7 October off, 20 September and 10 October worked.
AUTUMN = Calendar(
    off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    on=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    known_years=frozenset({2026}),
)
NOTHING_KNOWN = Calendar()


def here(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HERE)  # type: ignore[misc,arg-type]  # year, month, day, hour


def test_a_week_is_worked_from_monday_to_friday_where_nothing_else_is_known() -> None:
    monday = date(2026, 10, 5)

    assert [NOTHING_KNOWN.is_working(monday + timedelta(days=n)) for n in range(7)] == (
        [True] * 5 + [False] * 2
    )


def test_a_holiday_is_off_and_an_exchanged_weekend_is_worked() -> None:
    worked = [day for day in range(1, 14) if AUTUMN.is_working(date(2026, 10, day))]

    assert worked == [8, 9, 10, 12, 13]
    assert AUTUMN.is_working(date(2026, 9, 20))  # a Sunday
    assert not AUTUMN.is_working(date(2026, 9, 19))


@pytest.mark.parametrize(
    ("begun_at", "count", "last_day"),
    [
        (here(2026, 11, 23, 9), 1, date(2026, 11, 24)),  # Monday to Tuesday
        (here(2026, 11, 23, 23), 1, date(2026, 11, 24)),  # the hour does not matter
        (here(2026, 11, 27, 9), 1, date(2026, 11, 30)),  # Friday to Monday
        (here(2026, 11, 28, 9), 1, date(2026, 11, 30)),  # Saturday to Monday
        (here(2026, 11, 23, 9), 5, date(2026, 11, 30)),  # a week on
        (here(2026, 9, 18, 9), 1, date(2026, 9, 20)),  # to a Sunday that is worked
        (here(2026, 9, 30, 9), 1, date(2026, 10, 8)),  # over National Day
        (here(2026, 9, 30, 9), 5, date(2026, 10, 13)),  # ... with its Saturday worked
        (here(2026, 10, 1, 0), 1, date(2026, 10, 8)),  # begun on a holiday
    ],
)
def test_working_days_end_at_midnight_of_the_last_of_them(
    begun_at: datetime, count: int, last_day: date
) -> None:
    assert AUTUMN.add_working_days(begun_at, count) == end_of(last_day)


def test_the_day_of_beginning_is_the_one_here() -> None:
    monday_evening_in_utc = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # Tuesday 00:30 here

    assert AUTUMN.add_working_days(monday_evening_in_utc, 1) == end_of(date(2026, 11, 25))


@pytest.mark.parametrize("count", [0, -1])
def test_less_than_one_working_day_is_no_term(count: int) -> None:
    with pytest.raises(ValueError, match="count"):
        AUTUMN.add_working_days(here(2026, 11, 23), count)


def test_a_year_is_known_but_for_its_last_week_until_the_next_one_is() -> None:
    new_year = Calendar(known_years=frozenset({2026, 2027}))
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    assert [day for day in days if not AUTUMN.is_known(day)] == days[-7:]
    assert all(new_year.is_known(day) for day in days)
    assert not new_year.is_known(date(2025, 12, 1))
    assert not new_year.is_known(date(2027, 12, 31))


def test_a_day_begins_and_ends_at_midnight_here_in_universal_time() -> None:
    day = date(2026, 11, 23)

    assert begin_of(day) == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert begin_of(day).tzinfo is UTC
    assert end_of(day) == begin_of(date(2026, 11, 24))
    assert end_of(day, 18) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert begin_of(end_of(day, 18)) == end_of(day, 18)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5))), date(2026, 11, 23)),
        (here(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_a_moment_falls_on_the_day_here(moment: date, day: date) -> None:
    assert day_of(moment) == day


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        day_of(datetime(2026, 11, 23, 9))  # noqa: DTZ001  # that is the point
