"""What a report says, as values: the board at the period's end, and what happened in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from hefa.core.duty import Kept, Mark, Standing
from hefa.core.errors import Refused, reason
from hefa.core.regulation import Control, Pack
from hefa.core.workdays import day_of
from hefa.publish.queries import published_items
from hefa.registry.queries import installation
from hefa.registry.regulation_in_words import own_choices_in_words
from hefa.report.board import Board, Judged
from hefa.report.documents.period import Period
from hefa.report.judging import board, extra_forms, timeline
from hefa.report.ledger_anchors import Signed, newest_signed
from hefa.report.ledger_page import Whole, whole_ledger
from hefa.report.wall import of_pack

PATROL = "daily_patrol"
_OWED = (Mark.KEPT, Mark.LATE, Mark.MISSED)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A control with a rhythm, and how each of its slots in the period was kept."""

    control: Control
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. `known_at` is the moment up to which records count, `made_at` the present.

    `weeks` counts published items by the Monday their week begins on; `patrolled` holds by
    month (its first day) the days kept and the days owed; `chapters` the states of a chapter's
    controls.
    """

    organisation: str
    made_by: str
    made_at: datetime
    period: Period
    known_at: datetime
    board: Board
    courses: tuple[Course, ...]
    weeks: tuple[tuple[date, int], ...]
    patrolled: tuple[tuple[date, int, int], ...]
    chapters: tuple[tuple[str, dict[Standing, int]], ...]
    choices: tuple[str, ...]
    extra_forms: int
    ledger: Whole
    signed: Signed | None

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The regulation's own controls."""
        return of_pack(self.board, Pack.REGULATION)

    @property
    def counts(self) -> dict[Standing, int]:
        """How many controls stand in each state."""
        return counts_of(self.judged)


def report_on(period: Period, *, now: datetime, by: str) -> Report:
    """Return the report on `period` as it was known at its end, or now while it runs.

    Raises Refused for a period that has not begun, or in which no regulation was in force.
    """
    if period.begins_at > now:
        raise Refused(reason("report.period_to_come", label=period.label))
    known_at = min(now, period.ends_at)
    found = board(now, at=known_at)
    if found is None:
        raise Refused(reason("report.period_before_adoption", label=period.label))
    house = installation()
    courses = tuple(
        Course(control=entry.control, kept=_within(period, _timeline(entry.control, now, known_at)))
        for entry in found.judged
        if entry.control.cadence
    )
    return Report(
        organisation=house.organisation or house.short_name,
        made_by=by,
        made_at=now,
        period=period,
        known_at=known_at,
        board=found,
        courses=courses,
        weeks=_weeks(period, known_at),
        patrolled=_patrolled(courses),
        chapters=_chapters(found),
        choices=own_choices_in_words(found.regulation),
        extra_forms=extra_forms(now, at=known_at),
        ledger=whole_ledger(),
        signed=newest_signed(),
    )


def counts_of(listed: Sequence[Judged]) -> dict[Standing, int]:
    """Return how many of `listed` stand in each state, all three named."""
    counted = Counter(entry.evidence.standing for entry in listed)
    return {standing: counted[standing] for standing in Standing}


def _timeline(control: Control, now: datetime, at: datetime) -> Sequence[Kept]:
    return timeline(control, now, at=at)


def _within(period: Period, kept: Sequence[Kept]) -> tuple[Kept, ...]:
    """Return the slots that share a day with `period`."""
    return tuple(
        entry
        for entry in kept
        if entry.slot.begins_on <= period.ends_on and entry.slot.ends_on >= period.begins_on
    )


def _weeks(period: Period, known_at: datetime) -> tuple[tuple[date, int], ...]:
    """Return by week of the period how many items went out, weeks without any among them."""
    until = min(known_at, period.ends_at)
    moments = published_items().filter(published_at__gte=period.begins_at, published_at__lt=until)
    listed = moments.values_list("published_at", flat=True)
    counted = Counter(_monday(day_of(at)) for at in listed if at is not None)
    week, last, found = _monday(period.begins_on), min(period.ends_on, day_of(until)), []
    while week <= last:
        found.append((week, counted[week]))
        week += _WEEK
    return tuple(found)


def _patrolled(courses: Sequence[Course]) -> tuple[tuple[date, int, int], ...]:
    """Return by month the days on which the daily inspection was kept, and the days it was owed."""
    days = [
        entry for course in courses if course.control.evidence == PATROL for entry in course.kept
    ]
    found = []
    for month, group in groupby(days, key=lambda entry: entry.slot.begins_on.replace(day=1)):
        marks = Counter(entry.mark for entry in group)
        found.append((month, marks[Mark.KEPT], sum(marks[mark] for mark in _OWED)))
    return tuple(found)


def _chapters(found: Board) -> tuple[tuple[str, dict[Standing, int]], ...]:
    """Return the chapters in order with the states of the controls that stand in them."""
    listed = of_pack(found, Pack.REGULATION)
    titles = dict.fromkeys(article.chapter for article in found.regulation.articles)
    return tuple(
        (
            title,
            counts_of(
                [entry for entry in listed if entry.article and entry.article.chapter == title]
            ),
        )
        for title in titles
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
