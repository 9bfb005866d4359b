"""合规: what of the regulation the records prove, now or on a day gone by."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hefa.core.regulation import Pack
from hefa.core.rights import Right, demand
from hefa.core.workdays import day_of, end_of
from hefa.registry.adopted import regulation_now
from hefa.registry.regulation_in_words import own_choices_in_words
from hefa.registry.request import StaffRequest, staff_page
from hefa.report import judging, wall
from hefa.report.board import Board
from hefa.report.board_forms import BoardFilter
from hefa.report.control_page import course_of, detail_of


@require_GET
@staff_page
def board(request: StaffRequest) -> HttpResponse:
    """Show the regulation article by article, each control with the state of its evidence.

    With a day before today: as it was known when that day was over.
    """
    demand(Right.SEE_LEDGER, request.actor)
    form = _filter(request)
    day = form.day_before()
    found = judging.board(request.now, at=end_of(day) if day else None)
    context = {"form": form, "day": day, **(_wall(request, found, form) if found else {})}
    return render(request, "report/board.html", context)


@require_GET
@staff_page
def control(request: StaffRequest, control_id: str) -> HttpResponse:
    """Show one control: what it asks, its evidence, what speaks against it, its course."""
    demand(Right.SEE_LEDGER, request.actor)
    day = _filter(request).day_before()
    at = end_of(day) if day else None
    found = judging.board(request.now, at=at, only=control_id)
    if found is None or not found.judged:
        raise Http404
    entry = found.judged[0]
    has_rhythm = entry.control.cadence is not None
    course = course_of(
        entry,
        judging.timeline(entry.control, request.now, at=at) if has_rhythm else (),
        () if has_rhythm else judging.months(entry.control, request.now, at=at),
    )
    context = {"day": day, **detail_of(found, entry, request.now), **course}
    return render(request, "report/control.html", context)


def _filter(request: StaffRequest) -> BoardFilter:
    regulation = regulation_now(request.now)
    posts = regulation.posts if regulation else ()
    return BoardFilter(request.GET, posts=posts, today=day_of(request.now))


def _wall(request: StaffRequest, found: Board, form: BoardFilter) -> dict[str, Any]:
    day = form.day_before()
    own = wall.of_pack(found, Pack.REGULATION)
    counts = wall.counts_of(own)
    listed = wall.shown(found, form.wanted())
    to_do, unkept = wall.to_do_of(listed, day=day)
    return {
        "adopted": {
            "title": found.regulation.title,
            "version": found.regulation.version,
            "effective_on": date.fromisoformat(found.effective_on),
            "article_count": len(found.regulation.articles),
            "control_count": len(own),
        },
        "counts": counts,
        "bar": wall.bar_of(counts),
        "listed_count": len(listed) if len(listed) < len(own) else None,
        "chapters": wall.chapters_of(found, listed, day=day),
        "to_do": to_do,
        "unkept": unkept,
        "ahead": wall.ahead_of(found, own),
        "benchmarks": [wall.chip_of(entry, day) for entry in wall.of_pack(found, Pack.BENCHMARK)],
        "choices": own_choices_in_words(found.regulation),
        "extra_forms": judging.extra_forms(request.now),
        "pending": found.pending,
    }
