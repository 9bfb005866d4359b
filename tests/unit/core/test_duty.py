"""Rhythms on every day of 2026, and how each slot was kept, by rhythm and by age."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.unit.core.times import done, here

from hefa.core.duty import Cadence, Done, Mark, Rhythm, kept, slot_of, slots
from hefa.core.workdays import end_of

NEW_YEAR = date(2026, 1, 1)
SUPPLY = Cadence(every=Rhythm.MONTH, days_before_end=7, at_hour=18, warn_days=5)  # G10
INSPECTION = Cadence(every=Rhythm.DAY)
REGISTER = Cadence(every=Rhythm.QUARTER, most_days=92, warn_days=14)
LOOK = Cadence(every=Rhythm.WEEK, most_days=7)


def marks(cadence: Cadence, *evidence: Done, now: datetime, since: date = NEW_YEAR) -> list[str]:
    return [entry.mark.value for entry in kept(cadence, evidence, since=since, now=now)]


@pytest.mark.parametrize(
    ("every", "count", "first", "last"),
    [
        (Rhythm.DAY, 365, NEW_YEAR, date(2026, 12, 31)),
        (Rhythm.WEEK, 53, date(2025, 12, 29), date(2027, 1, 3)),
        (Rhythm.MONTH, 12, NEW_YEAR, date(2026, 12, 31)),
        (Rhythm.QUARTER, 4, NEW_YEAR, date(2026, 12, 31)),
        (Rhythm.HALF_YEAR, 2, NEW_YEAR, date(2026, 12, 31)),
        (Rhythm.YEAR, 1, NEW_YEAR, date(2026, 12, 31)),
    ],
)
def test_every_day_of_the_year_lies_in_one_slot(
    every: Rhythm, count: int, first: date, last: date
) -> None:
    cadence = Cadence(every=every)
    made = slots(cadence, NEW_YEAR, date(2026, 12, 31))
    year = [NEW_YEAR + timedelta(days=number) for number in range(365)]

    assert len(made) == count
    assert (made[0].begins_on, made[-1].ends_on) == (first, last)
    for day in year:
        holding = [slot for slot in made if slot.begins_on <= day <= slot.ends_on]
        assert holding == [slot_of(cadence, day)]


@pytest.mark.parametrize(
    ("every", "day", "begins_on", "ends_on"),
    [
        (Rhythm.WEEK, date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
        (Rhythm.MONTH, date(2026, 2, 10), date(2026, 2, 1), date(2026, 2, 28)),
        (Rhythm.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (Rhythm.MONTH, date(2100, 2, 1), date(2100, 2, 1), date(2100, 2, 28)),
        (Rhythm.QUARTER, date(2026, 5, 31), date(2026, 4, 1), date(2026, 6, 30)),
        (Rhythm.QUARTER, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (Rhythm.HALF_YEAR, date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (Rhythm.HALF_YEAR, date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        (Rhythm.YEAR, date(2028, 12, 31), date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_slot_ends_with_its_week_month_or_quarter(
    every: Rhythm, day: date, begins_on: date, ends_on: date
) -> None:
    slot = slot_of(Cadence(every=every), day)

    assert (slot.begins_on, slot.ends_on, slot.due_at) == (begins_on, ends_on, end_of(ends_on))


def test_supply_is_due_a_week_before_the_end_of_each_month_at_six() -> None:
    days = [24, 21, 24, 23, 24, 23, 24, 24, 23, 24, 23, 24]

    assert [slot.due_at for slot in slots(SUPPLY, NEW_YEAR, date(2026, 12, 31))] == [
        here(number + 1, day, 18) for number, day in enumerate(days)
    ]
    assert slot_of(SUPPLY, date(2028, 2, 1)).due_at == here(2, 22, 18, year=2028)


def test_a_moment_is_in_the_slot_of_its_day_here() -> None:
    last_of_the_year = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)

    assert slot_of(INSPECTION, last_of_the_year).ends_on == date(2026, 12, 31)
    assert slot_of(SUPPLY, last_of_the_year + timedelta(minutes=1)).ends_on == date(2027, 1, 31)


def test_there_is_no_slot_in_a_period_that_ends_before_it_begins() -> None:
    assert slots(INSPECTION, NEW_YEAR, NEW_YEAR)[0].begins_on == NEW_YEAR
    assert slots(INSPECTION, NEW_YEAR, date(2025, 12, 31)) == ()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("most_days", {"most_days": 0}),
        ("days_before_end", {"every": Rhythm.DAY, "days_before_end": 1}),
        ("days_before_end", {"every": Rhythm.MONTH, "days_before_end": 28}),
        ("days_before_end", {"days_before_end": -1}),
        ("at_hour", {"at_hour": 0}),
        ("at_hour", {"at_hour": 25}),
        ("warn_days", {"warn_days": -1}),
    ],
)
def test_a_cadence_due_outside_its_slot_is_refused(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=field):
        Cadence(**{"every": Rhythm.WEEK, **values})


@pytest.mark.parametrize("every", list(Rhythm))
def test_a_cadence_may_be_due_on_the_first_day_of_its_shortest_slot(every: Rhythm) -> None:
    shortest = {"day": 1, "week": 7, "month": 28, "quarter": 90, "half_year": 181, "year": 365}
    cadence = Cadence(every=every, days_before_end=shortest[every] - 1)

    for slot in slots(cadence, NEW_YEAR, date(2028, 12, 31)):
        assert end_of(slot.begins_on) <= slot.due_at <= end_of(slot.ends_on)


def test_a_day_is_kept_by_a_log_of_that_day_holidays_included() -> None:
    logs = [done(1, day, 23, 59) for day in (1, 2, 4)]

    assert marks(INSPECTION, *logs, now=here(1, 5, 8)) == ["kept", "kept", "missed", "kept", "due"]


def test_midnight_belongs_to_the_day_it_begins() -> None:
    assert marks(INSPECTION, done(1, 2), now=here(1, 2)) == ["missed", "kept"]


@pytest.mark.parametrize(
    ("now", "mark"),
    [
        (here(1, 24, 17, 59), "due"),
        (here(1, 24, 18), "missed"),
        (here(1, 31, 23, 59), "missed"),
    ],
)
def test_a_month_is_missed_from_its_due_time_on(now: datetime, mark: str) -> None:
    assert marks(SUPPLY, now=now) == [mark]


@pytest.mark.parametrize(
    ("evidence", "mark"),
    [
        (done(1, 24, 18), "kept"),
        (done(1, 24, 18, 1), "late"),  # done after the due time
        (done(1, 20, recorded=here(1, 24, 18)), "kept"),
        (done(1, 20, recorded=here(1, 25)), "late"),  # done in time, recorded after it
        (done(1, 20, recorded=here(2, 3)), "late"),
        (done(2, 1), "missed"),  # of the next month
        (done(12, 31, 0, 0, 2025, recorded=here(1, 1)), "missed"),
    ],
)
def test_a_month_is_kept_by_what_is_done_and_recorded_in_time(evidence: Done, mark: str) -> None:
    assert marks(SUPPLY, evidence, now=here(2, 10))[0] == mark


def test_the_evidence_shown_is_what_stood_first() -> None:
    late, early = done(1, 5, recorded=here(1, 26)), done(1, 7)
    entry = kept(SUPPLY, [late, early], since=NEW_YEAR, now=here(1, 31))[0]

    assert (entry.mark, entry.done) == (Mark.KEPT, early)


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (date(2026, 1, 1), "missed"),
        (date(2026, 1, 2), "to_come"),
        (here(1, 1), "missed"),
        (here(1, 1, 9), "to_come"),
        (datetime(2025, 12, 31, 16, tzinfo=UTC), "missed"),  # midnight here
    ],
)
def test_the_slot_in_which_a_duty_begins_is_owed_only_when_it_is_whole(
    since: date, first: str
) -> None:
    assert marks(SUPPLY, since=since, now=here(2, 1)) == [first, "due"]


def test_a_slot_that_is_not_owed_is_kept_by_anything_done_in_it() -> None:
    since = date(2026, 1, 26)

    assert marks(SUPPLY, done(1, 27), since=since, now=here(2, 1)) == ["kept", "due"]
    assert marks(SUPPLY, since=since, now=here(1, 27)) == ["to_come"]


def test_what_is_not_on_record_or_still_to_come_does_not_count() -> None:
    later = done(1, 2, 9, recorded=here(1, 3, 12))
    ahead = done(1, 31, recorded=here(1, 3))

    assert marks(INSPECTION, later, now=here(1, 3, 11)) == ["missed", "missed", "due"]
    assert marks(INSPECTION, later, now=here(1, 3, 12)) == ["missed", "late", "due"]
    assert marks(SUPPLY, ahead, now=here(1, 30)) == ["missed"]
    assert marks(SUPPLY, ahead, now=here(1, 31)) == ["late"]


def test_nothing_is_asked_for_before_a_duty_begins() -> None:
    assert marks(INSPECTION, since=date(2026, 2, 1), now=here(1, 31)) == []


@pytest.mark.parametrize("every", list(Rhythm))
def test_evidence_of_any_day_of_the_year_keeps_its_own_slot_and_no_other(every: Rhythm) -> None:
    cadence = Cadence(every=every)
    days = [NEW_YEAR + timedelta(days=number) for number in range(365)]
    begins = [slot.begins_on for slot in slots(cadence, NEW_YEAR, days[-1])]
    since, now = begins[0], end_of(days[-1]) - timedelta(minutes=1)

    for day in days if every is not Rhythm.DAY else days[::7]:
        at = end_of(day, 12)
        found = kept(cadence, [Done(fact_at=at, recorded_at=at)], since=since, now=now)
        assert [entry.slot.begins_on for entry in found] == begins
        assert [entry.slot.begins_on for entry in found if entry.done] == [
            slot_of(cadence, day).begins_on
        ]
        assert [entry.mark for entry in found if entry.done] == [Mark.KEPT]
        assert {entry.mark for entry in found[:-1] if not entry.done} <= {Mark.MISSED}


def test_a_quarter_passed_over_is_kept_while_the_last_check_is_young_enough() -> None:
    check = done(3, 31, 9)

    first, second, third = kept(REGISTER, [check, done(7, 1, 9)], since=NEW_YEAR, now=here(8, 1))
    assert [entry.mark for entry in (first, second, third)] == [Mark.KEPT] * 3
    assert (first.done, second.done, third.done) == (check, check, done(7, 1, 9))


def test_a_quarter_is_late_when_the_check_came_after_the_last_one_grew_too_old() -> None:
    checks = [done(1, 5, 9), done(4, 7, 9), done(7, 8, 9), done(10, 8, 9, 1)]

    assert marks(REGISTER, *checks, now=here(10, 9)) == ["kept", "kept", "kept", "late"]


def test_a_quarter_without_a_check_is_missed_once_the_last_one_is_too_old() -> None:
    check = done(2, 10, 9)  # 92 days end on 13 May at 9

    assert marks(REGISTER, check, now=here(5, 13, 8, 59)) == ["kept", "due"]
    assert marks(REGISTER, check, now=here(5, 13, 9)) == ["kept", "missed"]
    assert marks(REGISTER, check, now=here(7, 1)) == ["kept", "missed", "missed"]


def test_the_beginning_stands_for_the_first_check() -> None:
    since = date(2026, 3, 1)  # 92 days end with 31 May

    assert marks(REGISTER, since=since, now=here(3, 31)) == ["to_come"]
    assert marks(REGISTER, since=since, now=here(5, 31)) == ["to_come", "due"]
    assert marks(REGISTER, since=since, now=here(6, 1)) == ["to_come", "missed"]


def test_a_check_before_the_beginning_ages_from_its_own_day() -> None:
    check = done(12, 20, 0, 0, 2025)

    assert marks(REGISTER, check, now=here(2, 1)) == ["due"]
    assert marks(REGISTER, check, now=here(3, 22)) == ["missed"]


def test_a_gap_inside_one_slot_makes_it_late() -> None:
    monthly_look = Cadence(every=Rhythm.MONTH, most_days=7)
    looks = [done(1, day) for day in (3, 10, 18, 25)]

    assert marks(monthly_look, *looks, now=here(1, 31)) == ["late"]
    assert marks(monthly_look, *looks, done(1, 17), now=here(1, 31)) == ["kept"]


def test_a_slot_begun_by_the_check_is_kept_whatever_lapsed_before() -> None:
    assert marks(LOOK, done(1, 12), now=here(1, 12)) == ["to_come", "missed", "kept"]
    assert marks(LOOK, done(1, 12, 1), now=here(1, 12, 1)) == ["to_come", "missed", "late"]


def test_a_record_entered_after_the_age_ran_out_is_late() -> None:
    first = done(1, 1)
    entered = done(1, 7, recorded=here(1, 9))

    assert marks(LOOK, first, entered, now=here(1, 9)) == ["kept", "late"]
    assert marks(LOOK, first, done(1, 7), now=here(1, 9)) == ["kept", "kept"]
