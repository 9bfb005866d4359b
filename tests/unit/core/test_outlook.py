"""How a duty stands moment by moment: the last time, the next, and the three states."""

from datetime import date, datetime, timedelta

import pytest
from tests.unit.core.times import done, here

from hefa.core.duty import (
    Cadence,
    Done,
    Outlook,
    Rhythm,
    Standing,
    known_at,
    outlook,
    slot_of,
    slots,
    standing_of,
)
from hefa.core.workdays import end_of

NEW_YEAR = date(2026, 1, 1)
SUPPLY = Cadence(every=Rhythm.MONTH, days_before_end=7, at_hour=18, warn_days=5)  # G10
INSPECTION = Cadence(every=Rhythm.DAY)
REGISTER = Cadence(every=Rhythm.QUARTER, most_days=92, warn_days=14)


def seen(cadence: Cadence, *evidence: Done, now: datetime, since: date = NEW_YEAR) -> Outlook:
    return outlook(cadence, evidence, since=since, now=now)


def stands(cadence: Cadence, *evidence: Done, now: datetime) -> Standing:
    return standing_of(seen(cadence, *evidence, now=now))


@pytest.mark.parametrize("every", list(Rhythm))
def test_on_every_day_of_the_year_an_empty_slot_is_due_at_its_own_end(every: Rhythm) -> None:
    cadence = Cadence(every=every)
    since = slot_of(cadence, NEW_YEAR).begins_on

    for number in range(365):
        noon = end_of(NEW_YEAR + timedelta(days=number), 12)
        slot = slot_of(cadence, noon)
        following = slot_of(cadence, slot.ends_on + timedelta(days=1))
        now_done = Done(fact_at=noon, recorded_at=noon)
        assert seen(cadence, since=slot.begins_on, now=noon).next_due_at == slot.due_at
        view = seen(cadence, now_done, since=slot.begins_on, now=noon)
        assert (view.next_due_at, view.missed) == (following.due_at, 0)
        assert seen(cadence, since=since, now=noon).missed == len(slots(cadence, since, noon)) - 1


def test_the_outlook_of_a_monthly_duty_over_two_months() -> None:
    january = done(1, 20, 10)
    rows = [  # now, evidence, next due, fresh, overdue, soon, missed
        (here(1, 19, 17), (), here(1, 24, 18), False, False, False, 0),
        (here(1, 19, 18), (), here(1, 24, 18), False, False, True, 0),
        (here(1, 24, 18), (), here(1, 24, 18), False, True, False, 1),
        (here(1, 25), (january,), here(2, 21, 18), True, False, False, 0),
        (here(2, 16, 18), (january,), here(2, 21, 18), True, False, True, 0),
        (here(2, 21, 18), (january,), here(2, 21, 18), False, True, False, 1),
        (here(3, 2), (january,), here(3, 24, 18), False, False, False, 1),
        (here(3, 2), (january, done(3, 1)), here(4, 23, 18), True, False, False, 1),
    ]

    for now, evidence, next_due_at, is_fresh, is_overdue, is_soon, missed in rows:
        assert seen(SUPPLY, *evidence, now=now) == Outlook(
            last=evidence[-1] if evidence else None,
            next_due_at=next_due_at,
            is_fresh=is_fresh,
            is_overdue=is_overdue,
            is_soon=is_soon,
            missed=missed,
        )


def test_the_outlook_of_an_age_goes_by_the_last_fact() -> None:
    checks = (done(2, 10, 9), done(1, 5))

    assert seen(REGISTER, now=here(1, 1)).next_due_at == here(4, 3)
    view = seen(REGISTER, *checks, now=here(4, 29, 9))
    assert view.last == checks[0]
    assert view.next_due_at == here(5, 13, 9)
    assert (view.is_fresh, view.is_overdue, view.is_soon) == (True, False, True)
    assert not seen(REGISTER, *checks, now=here(4, 29, 8)).is_soon
    assert seen(REGISTER, *checks, now=here(5, 13, 9)).is_overdue


def test_a_check_before_the_beginning_is_followed_by_one_in_its_own_time() -> None:
    check = done(12, 20, 0, 0, 2025)

    assert seen(REGISTER, check, now=here(2, 1)).next_due_at == here(3, 22)


def test_nothing_is_overdue_before_a_duty_begins() -> None:
    view = seen(INSPECTION, since=date(2026, 2, 1), now=here(1, 10))

    assert (view.next_due_at, view.is_overdue, view.missed) == (here(2, 2), False, 0)


def test_a_duty_of_the_slot_in_which_it_began_is_first_due_in_the_next() -> None:
    view = seen(SUPPLY, since=date(2026, 1, 2), now=here(1, 30))

    assert (view.next_due_at, view.is_overdue, view.missed) == (here(2, 21, 18), False, 0)


def test_an_age_goes_by_the_fact_and_not_by_its_record() -> None:
    view = seen(REGISTER, done(1, 5, recorded=here(2, 1)), now=here(2, 1))

    assert view.next_due_at == here(4, 7)


def test_a_fact_of_a_day_to_come_is_none_yet() -> None:
    announced = done(1, 9, recorded=here(1, 8))

    assert seen(REGISTER, announced, now=here(1, 8, 23)).last is None
    assert seen(REGISTER, announced, now=here(1, 9)).last == announced


def test_the_three_states_of_a_daily_duty() -> None:
    log = done(1, 5, 9)

    assert stands(INSPECTION, now=here(1, 1, 8)) is Standing.MISSING  # nothing yet is no evidence
    assert stands(INSPECTION, log, now=here(1, 5, 10)) is Standing.PROVED
    assert stands(INSPECTION, log, now=here(1, 6, 23, 59)) is Standing.PROVED
    assert stands(INSPECTION, log, now=here(1, 7)) is Standing.MISSING
    assert stands(INSPECTION, log, done(1, 7, 8), now=here(1, 7, 9)) is Standing.PROVED


def test_the_three_states_of_an_age() -> None:
    check = done(1, 5)  # 92 days end on 7 April at midnight, warned of for 14 days

    assert stands(REGISTER, check, now=here(3, 23, 23)) is Standing.PROVED
    assert stands(REGISTER, check, now=here(3, 24)) is Standing.EXPIRING
    assert stands(REGISTER, check, now=here(4, 6, 23, 59)) is Standing.EXPIRING
    assert stands(REGISTER, check, now=here(4, 7)) is Standing.MISSING


def test_a_view_of_an_earlier_time_shows_what_was_shown_then() -> None:
    entered_later = done(1, 5, recorded=here(2, 1))

    assert known_at([entered_later], here(1, 31)) == ()
    assert known_at([entered_later], here(2, 1)) == (entered_later,)
    assert stands(REGISTER, entered_later, now=here(1, 31)) is Standing.MISSING
    assert stands(REGISTER, entered_later, now=here(2, 1)) is Standing.PROVED


@pytest.mark.parametrize("field", ["fact_at", "recorded_at"])
def test_evidence_without_a_zone_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="naive"):
        Done(**{"fact_at": here(1, 1), "recorded_at": here(1, 1), field: datetime(2026, 1, 1)})  # noqa: DTZ001
