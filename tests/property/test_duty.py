"""Laws of recurring duties, over any rhythm, period and evidence that can be made up, with counts."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st
from tests.property.counting import counted, evenly

from hefa.core.duty import (
    Cadence,
    Done,
    Mark,
    Rhythm,
    Standing,
    kept,
    known_at,
    outlook,
    slot_of,
    slots,
    standing_of,
)
from hefa.core.workdays import begin_of, end_of

ONE_DAY = timedelta(days=1)
BEGUN_ON = date(2026, 1, 1)
SPAN = {
    Rhythm.DAY: 12,
    Rhythm.WEEK: 60,
    Rhythm.MONTH: 200,
    Rhythm.QUARTER: 500,
    Rhythm.HALF_YEAR: 900,
    Rhythm.YEAR: 1500,
}
LENGTH = {
    Rhythm.DAY: 1,
    Rhythm.WEEK: 7,
    Rhythm.MONTH: 31,
    Rhythm.QUARTER: 92,
    Rhythm.HALF_YEAR: 183,
    Rhythm.YEAR: 365,
}
BETTER = {Mark.MISSED: 0, Mark.LATE: 1, Mark.DUE: 2, Mark.TO_COME: 3, Mark.KEPT: 4}
STATES = {Standing.MISSING: 0, Standing.EXPIRING: 1, Standing.PROVED: 2}

days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
rhythms = st.sampled_from(list(Rhythm))
Case = tuple[Cadence, list[Done], date, datetime]


@st.composite
def cadences(
    draw: st.DrawFn, every: Rhythm | None = None, *, is_rolling: bool | None = None
) -> Cadence:
    every = every or draw(rhythms)
    rolls = draw(st.booleans()) if is_rolling is None else is_rolling
    shortest = {Rhythm.MONTH: 28, Rhythm.QUARTER: 90, Rhythm.HALF_YEAR: 181}
    return Cadence(
        every=every,
        most_days=1 + draw(evenly(LENGTH[every] + 3)) if rolls else None,
        days_before_end=draw(st.integers(0, min(9, shortest.get(every, LENGTH[every]) - 1))),
        at_hour=draw(st.integers(1, 24)),
        warn_days=draw(evenly(LENGTH[every])),
    )


@st.composite
def evidence(draw: st.DrawFn, since: date, span: int) -> Done:
    """Return a fact on or after `since`, on record at once, later that day, or long after."""
    hours = draw(evenly(99)) * span * 24 // 99
    delay = draw(st.sampled_from([0] * 6 + [1, 30, 6 * span]))
    fact_at = begin_of(since) + timedelta(hours=hours)
    return Done(fact_at=fact_at, recorded_at=fact_at + timedelta(hours=delay))


@st.composite
def cases(draw: st.DrawFn, *, is_rolling: bool | None = None) -> Case:
    """Return a cadence, evidence for it, the day it began and a moment to look at it."""
    cadence = draw(cadences(is_rolling=is_rolling))
    since = BEGUN_ON + ONE_DAY * draw(st.just(0) | evenly(70))
    span = SPAN[cadence.every]
    done = draw(st.lists(evidence(since, span), max_size=9))
    now = begin_of(since) + timedelta(hours=draw(evenly(99)) * span * 24 // 99)
    return cadence, done, since, now


def test_slots_tile_the_period_without_gap_or_overlap() -> None:
    def check(drawn: tuple[Cadence, date, int], tally: Counter[str]) -> None:
        cadence, since, span = drawn
        until = since + ONE_DAY * span
        made = slots(cadence, since, until)
        assert made[0].begins_on <= since <= made[0].ends_on
        assert made[-1].begins_on <= until <= made[-1].ends_on
        for earlier, later in pairwise(made):
            assert later.begins_on == earlier.ends_on + ONE_DAY
            tally["seams"] += 1
        for slot in made:
            assert begin_of(slot.begins_on) < slot.due_at <= end_of(slot.ends_on)
            assert slot_of(cadence, slot.begins_on) == slot_of(cadence, slot.ends_on) == slot
        tally["cut at the beginning"] += made[0].begins_on < since

    tally = counted(check, st.tuples(cadences(), days, evenly(400)), 100)

    assert tally["seams"] > 200
    assert tally["cut at the beginning"] > 30


def test_nothing_is_missed_when_every_slot_has_its_evidence_in_time() -> None:
    def check(drawn: tuple[Cadence, date, list[float]], tally: Counter[str]) -> None:
        cadence, since, shares = drawn
        made = slots(cadence, since, since + ONE_DAY * SPAN[cadence.every])
        done = []
        for slot, share in zip(made, shares, strict=False):
            begins_at = begin_of(slot.begins_on)
            fact_at = begins_at + (slot.due_at - begins_at) * share
            done.append(Done(fact_at=fact_at, recorded_at=fact_at))
        now = done[-1].recorded_at
        found = kept(cadence, done, since=since, now=now)
        assert [entry.mark for entry in found] == [Mark.KEPT] * len(done)
        assert [entry.done for entry in found] == done
        view = outlook(cadence, done, since=since, now=now)
        assert (view.missed, view.is_overdue) == (0, False)
        assert standing_of(view) is not Standing.MISSING
        tally["slots"] += len(found)
        # ... and the one slot whose evidence is taken away is the one missed.
        without = kept(cadence, done[1:-1], since=slot_of(cadence, since).begins_on, now=now)
        assert without[0].mark is (Mark.MISSED if now >= without[0].slot.due_at else Mark.DUE)
        assert {entry.mark for entry in without[1:-1]} <= {Mark.KEPT}

    shares = st.lists(st.floats(0, 0.99), min_size=2, max_size=15)

    assert counted(check, st.tuples(cadences(is_rolling=False), days, shares))["slots"] > 500


def test_more_evidence_never_makes_it_worse() -> None:
    def check(case: Case, tally: Counter[str]) -> None:
        cadence, done, since, now = case
        after = kept(cadence, done, since=since, now=now)
        more = outlook(cadence, done, since=since, now=now)
        for place in range(len(done)):
            fewer = done[:place] + done[place + 1 :]
            before = kept(cadence, fewer, since=since, now=now)
            less = outlook(cadence, fewer, since=since, now=now)
            for worse, better in zip(before, after, strict=True):
                assert BETTER[worse.mark] <= BETTER[better.mark], (worse, better)
                tally[f"{worse.mark} to {better.mark}"] += 1
            assert less.missed >= more.missed
            assert less.next_due_at <= more.next_due_at
            assert less.is_overdue >= more.is_overdue
            assert STATES[standing_of(less)] <= STATES[standing_of(more)]
            tally["state bettered"] += standing_of(less) is not standing_of(more)

    tally = counted(check, cases())

    for step in ("missed to kept", "missed to late", "due to kept", "to_come to kept"):
        assert tally[step] > 3, step
    assert tally["state bettered"] > 5


def test_a_slot_of_an_age_is_kept_when_no_earlier_view_was_overdue() -> None:
    def check(case: Case, tally: Counter[str]) -> None:
        cadence, done, since, now = case
        for entry in kept(cadence, done, since=since, now=now):
            at = max(begin_of(entry.slot.begins_on), begin_of(since))
            was_overdue = False
            while at <= now and at < end_of(entry.slot.ends_on):
                was_overdue |= outlook(cadence, done, since=since, now=at).is_overdue
                at += timedelta(hours=1)  # all evidence comes on the hour
            assert was_overdue == (entry.mark in {Mark.MISSED, Mark.LATE}), entry
            tally[entry.mark] += 1

    short = cases(is_rolling=True).filter(lambda case: case[0].every in {Rhythm.DAY, Rhythm.WEEK})
    tally = counted(check, short, 50)

    assert set(tally) == {mark.value for mark in Mark}


def test_a_view_of_an_earlier_time_is_the_view_that_was_had_then() -> None:
    def check(case: Case, tally: Counter[str]) -> None:
        cadence, done, since, now = case
        then = known_at(done, now)
        assert kept(cadence, done, since=since, now=now) == kept(
            cadence, then, since=since, now=now
        )
        assert outlook(cadence, done, since=since, now=now) == outlook(
            cadence, then, since=since, now=now
        )
        for earlier in (now - ONE_DAY, now - 30 * ONE_DAY):
            assert set(known_at(done, earlier)) <= set(then)
            assert known_at(then, earlier) == known_at(done, earlier)
        tally["hidden"] += len(done) - len(then)

    assert counted(check, cases())["hidden"] > 100


def test_an_outlook_agrees_with_itself_and_with_its_slots() -> None:
    def check(case: Case, tally: Counter[str]) -> None:
        cadence, done, since, now = case
        view = outlook(cadence, done, since=since, now=now)
        last = kept(cadence, done, since=since, now=now)[-1]
        assert view.is_overdue == (view.next_due_at <= now)
        assert not (view.is_soon and view.is_overdue)
        assert not (view.is_fresh and (view.is_overdue or view.last is None))
        if cadence.most_days is None:
            assert view.is_overdue == (last.mark is Mark.MISSED)
            assert (last.mark is Mark.DUE) <= (view.next_due_at == last.slot.due_at)
        tally[standing_of(view)] += 1

    tally = counted(check, cases(), 200)

    assert all(tally[state] > 5 for state in Standing)
