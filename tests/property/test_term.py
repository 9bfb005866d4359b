"""Laws of terms and clocks, over any calendar and moment that can be made up, with counts."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

from hypothesis import strategies as st
from tests.property.counting import counted, evenly

from hefa.core.duty import Term, clock, due_at
from hefa.core.workdays import Calendar, begin_of, day_of, end_of

ONE_DAY = timedelta(days=1)


def calendar_of(seed: int) -> Calendar:
    """Return a calendar with some twenty days of the autumn off and ten worked."""
    chance = Random(seed)  # noqa: S311  # no secret
    autumn = [date(2026, 9, 1) + ONE_DAY * number for number in range(115)]
    return Calendar(
        off=frozenset(chance.sample(autumn, 20)),
        on=frozenset(chance.sample(autumn, 10)),
        known_years=frozenset({2026}),
    )


calendars = evenly(99).map(calendar_of)
moments = evenly(24 * 60 * 110).map(
    lambda minutes: begin_of(date(2026, 9, 1)) + timedelta(minutes=minutes)
)
terms = st.one_of(
    st.builds(Term, minutes=st.integers(1, 2000)),
    st.builds(Term, hours=st.integers(1, 200)),
    st.builds(Term, days=st.integers(1, 100)),
    st.builds(Term, working_days=evenly(49).map(lambda count: count + 1)),
    st.builds(Term, months=st.integers(1, 14)),
    st.builds(Term, months=st.integers(1, 4), days=st.integers(1, 120)),
)


def test_a_term_ends_later_when_it_begins_later_or_is_longer() -> None:
    def check(drawn: tuple[Term, Calendar, datetime, datetime], tally: Counter[str]) -> None:
        term, calendar, one, other = drawn
        first, second = sorted([one, other])
        earlier, later = (due_at(term, begun_at, calendar) for begun_at in (first, second))
        assert first < earlier.at <= later.at
        assert later.is_certain <= earlier.is_certain
        longer = Term(
            minutes=term.minutes + bool(term.minutes),
            hours=term.hours + bool(term.hours),
            days=term.days + bool(term.days),
            working_days=term.working_days + bool(term.working_days),
            months=term.months + bool(term.months),
        )
        assert due_at(longer, first, calendar).at > earlier.at
        tally["uncertain"] += not later.is_certain
        tally["at midnight"] += end_of(day_of(earlier.at) - ONE_DAY) == earlier.at

    tally = counted(check, st.tuples(terms, calendars, moments, moments), 200)

    assert tally["uncertain"] > 1
    assert tally["at midnight"] > 50


def test_working_days_are_counted_one_by_one() -> None:
    def check(drawn: tuple[Calendar, datetime, int], tally: Counter[str]) -> None:
        calendar, begun_at, count = drawn
        ends_at = calendar.add_working_days(begun_at, count)
        last, begun_on = day_of(ends_at) - ONE_DAY, day_of(begun_at)
        between = [begun_on + ONE_DAY * n for n in range(1, (last - begun_on).days + 1)]
        assert end_of(last) == ends_at
        assert sum(calendar.is_working(day) for day in between) == count
        assert calendar.is_working(last)
        tally["holidays met"] += any(day in calendar.off for day in between)
        tally["exchanged days met"] += any(day in calendar.on for day in between)

    tally = counted(check, st.tuples(calendars, moments, st.integers(1, 20)), 80)

    assert tally["holidays met"] > 10
    assert tally["exchanged days met"] > 10


def test_a_clock_runs_is_kept_or_is_over_and_nothing_else() -> None:
    def check(drawn: tuple[Term, datetime, int | None, int, int], tally: Counter[str]) -> None:
        term, begun_at, ended_after, passed, warned = drawn
        ended_at = None if ended_after is None else begun_at + timedelta(hours=ended_after)
        warn = timedelta(hours=warned)
        found = [
            clock(term, begun_at, ended_at, now=now, calendar=Calendar(), warn=warn)
            for now in (begun_at + timedelta(hours=passed), begun_at + timedelta(hours=passed + 9))
        ]
        for view in found:
            assert not (view.is_over and view.is_kept)
            assert not (view.is_soon and (view.is_over or view.is_kept))
            assert (view.remaining >= timedelta(0)) >= view.is_kept
            assert view.is_over <= (view.remaining <= timedelta(0))
        assert found[0].due_at == found[1].due_at
        assert found[0].remaining >= found[1].remaining
        assert found[0].is_kept <= found[1].is_kept  # once kept, for good
        tally["kept"] += found[1].is_kept
        tally["over"] += found[1].is_over
        tally["soon"] += found[1].is_soon

    hours = evenly(300)
    tally = counted(check, st.tuples(terms, moments, st.none() | hours, hours, evenly(200)), 150)

    assert all(tally[name] > 5 for name in ("kept", "over", "soon"))
