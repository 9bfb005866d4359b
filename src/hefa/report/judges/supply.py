"""Judging the monthly supply: what each unit had submitted by the moment it was due."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from django.db.models import Min
from django.urls import reverse

from hefa.core.duty import Done, kept
from hefa.core.workdays import day_of
from hefa.registry.days import MonthHere
from hefa.report.board import Evidence
from hefa.report.judges.asked import Question
from hefa.report.judges.posts import drafters
from hefa.report.judges.series import Series, Words, recurring
from hefa.review.models import ReviewSheet

PLACE = "review:inbox"


def supplies(question: Question) -> tuple[Series, ...]:
    """Return each unit that owes material, with its first submission of every month."""
    firsts = _first_of_each_month(question)
    return tuple(
        Series(
            name=question.unit_name(unit),
            since=question.records.since,
            done=tuple(Done(fact_at=at, recorded_at=at) for at in sorted(firsts[unit])),
        )
        for unit in _owing(question)
    )


def monthly_supply(question: Question) -> Evidence:
    """Judge 6(2): every unit submits before the last week of every month.

    The units are those where the control's own posts are held, and those that write items.
    """
    words = Words(
        act="供稿",
        never="还没有单位送审过稿件。",
        place=PLACE,
        next="送审一篇就算当月供稿。",
        url=reverse(PLACE),
    )
    series = supplies(question)
    evidence = recurring(question, series, words)
    lacking = _lacking(question, series)
    if not lacking or not evidence.count:
        return evidence
    return replace(evidence, fact=f"{evidence.fact}本月还没有供稿的：{'、'.join(lacking)}。")


def _owing(question: Question) -> list[str]:
    posts = {*question.control.posts, *drafters(question)}
    held = question.records.house.holding(posts, day_of(question.at))
    return sorted({entry.unit for entry in held})


def _first_of_each_month(question: Question) -> defaultdict[str, list[datetime]]:
    """Return by unit the first submission of each month on record. One query."""
    sheets = ReviewSheet.objects.filter(
        submitted_at__gte=question.records.since, submitted_at__lte=question.at
    )
    rows = (
        sheets.annotate(month=MonthHere("submitted_at"))
        .values("unit__key", "month")
        .annotate(first=Min("submitted_at"))
        .values_list("unit__key", "first")
        .order_by()
    )
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for unit, first in rows:
        found[unit].append(first)
    return found


def _lacking(question: Question, series: tuple[Series, ...]) -> list[str]:
    """Return the units with nothing in the slot of now."""
    cadence = question.control.cadence
    if cadence is None:
        return []
    found = []
    for one in series:
        slots = kept(cadence, one.done, since=one.since, now=question.at)
        if slots and slots[-1].done is None:
            found.append(one.name)
    return found
