"""台账 and 合规: what was done, and what of the regulation it proves."""

from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from hefa.core.rights import Right, demand
from hefa.ledger.verify import verify
from hefa.registry.queries import regulation_in_force
from hefa.registry.request import StaffRequest, staff_page
from hefa.report import board_page, ledger_page
from hefa.report.forms import LedgerFilter
from hefa.report.judging import judged
from hefa.ui.words import sentence

PAGE_LENGTH = 50


@require_GET
@staff_page
def ledger(request: StaffRequest) -> HttpResponse:
    """Show the ledger's entries as sentences by day, newest first; one of them in full."""
    demand(Right.SEE_LEDGER, request.actor)
    form = LedgerFilter(request.GET)
    found = ledger_page.entries_wanted(request.actor, form.wanted())
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    for name in ("page", "seq"):
        asked.pop(name, None)
    seq = request.GET.get("seq", "")
    context = {
        "form": form,
        "page": page,
        "days": ledger_page.days_of(page),
        "query": f"{asked.urlencode()}&" if asked else "",
        "is_filtered": any(asked.values()),
        "whole": ledger_page.whole_ledger(),
        "entry": ledger_page.one_entry(request.actor, int(seq)) if _is_number(seq) else None,
    }
    return render(request, "report/ledger.html", context)


@require_POST
@staff_page
def verify_ledger(request: StaffRequest) -> HttpResponse:
    """Derive the whole ledger again from its entries and say what was found."""
    demand(Right.SEE_LEDGER, request.actor)
    return render(request, "report/ledger_verdict.html", _verdict())


@require_GET
@staff_page
def board(request: StaffRequest) -> HttpResponse:
    """Show the regulation article by article, each control with the state of its evidence."""
    demand(Right.SEE_LEDGER, request.actor)
    standings = judged(request.now)
    context = {
        "adopted": regulation_in_force(request.now),
        "articles": board_page.articles_of(standings),
        "counts": board_page.counts_of(standings),
        "to_do": board_page.to_do_of(standings),
        "unproved": board_page.unproved_of(standings),
    }
    return render(request, "report/board.html", context)


@require_GET
@staff_page
def control(request: StaffRequest, control_id: str) -> HttpResponse:
    """Show one control: what it asks, the state of its evidence, and what speaks against it."""
    demand(Right.SEE_LEDGER, request.actor)
    standing = next(iter(judged(request.now, only=control_id)), None)
    if standing is None:
        raise Http404
    return render(request, "report/control.html", board_page.detail_of(standing, request.now))


def _verdict() -> dict[str, Any]:
    """Return the verdict over the whole ledger in words."""
    verdict = verify()
    code = "report.ledger_sound" if verdict.size else "report.ledger_empty"
    if not verdict.is_sound:
        code = "report.ledger_unsound"
    count = verdict.size if verdict.is_sound else len(verdict.problems)
    return {
        "is_sound": verdict.is_sound,
        "verdict": sentence(code, {"count": count}),
        "problems": [sentence(problem.code, asdict(problem)) for problem in verdict.problems],
        "caution": sentence("report.only_a_checkpoint"),
        "size": verdict.size,
        "root": verdict.root,
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18  # noqa: PLR2004  # fits a row number
