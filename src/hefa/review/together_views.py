"""Routine sheets agreed to together: each is ticked, each gets its own opinion."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hefa.collect.packages import package_shown
from hefa.collect.stated import rows_of
from hefa.core.errors import Reason
from hefa.core.review import Act, Attempt, Declared, reasons_against
from hefa.registry.adopted import parsed
from hefa.registry.labels import category_labels
from hefa.registry.request import StaffRequest, staff_page
from hefa.review import pages, queries
from hefa.review.models import ReviewSheet
from hefa.review.several import MOST_AT_ONCE, TOGETHER, Outcome, act_on_several, is_routine
from hefa.ui.given import count_of
from hefa.ui.words import reason_sentence


@staff_page
@require_http_methods(["GET", "POST"])
def together(request: StaffRequest) -> HttpResponse:
    """List the routine sheets that wait for this person; sign those that were ticked.

    What was typed for a sheet that was not signed is shown again: in its row where it still
    waits, else beside its refusal.
    """
    done: tuple[Outcome, ...] = ()
    if request.method == "POST":
        done = act_on_several(_wanted(request), person=request.person, now=request.now)
    labels = category_labels()
    rows = [_row(sheet, request, labels) for sheet in _routine(request)]
    shown = {row["number"] for row in rows}
    outcomes = [_outcome(outcome, request, shown) for outcome in done]
    return render(request, "review/together.html", {"rows": rows, "outcomes": outcomes})


def _outcome(outcome: Outcome, request: StaffRequest, shown: Collection[str]) -> dict[str, Any]:
    number = outcome.sheet.number
    is_kept = not outcome.is_done and number not in shown
    return {
        "number": number,
        "title": outcome.sheet.version.title,
        "is_done": outcome.is_done,
        "reasons": [_sentence(entry) for entry in outcome.reasons],
        "words": request.POST.get(f"words_{number}", "") if is_kept else "",
    }


def _sentence(entry: Reason) -> str:
    """Return a reason in the words of this page, where one tick declares every point."""
    if entry.code == "review.declarations_missing":
        return "没有勾“我看过”。看过再勾，再签一次。"
    return reason_sentence(entry)


def _routine(request: StaffRequest) -> list[ReviewSheet]:
    waiting = queries.awaiting(request.actor).filter(awaits__in=[act.value for act in TOGETHER])
    return [sheet for sheet in waiting[:200] if is_routine(sheet)][:MOST_AT_ONCE]


def _row(sheet: ReviewSheet, request: StaffRequest, labels: dict[str, str]) -> dict[str, Any]:
    """Return one sheet with what its signer declares and what stands in the way of it."""
    decided = queries.sheet_to_decide(sheet, now=request.now)
    said = tuple((key, Declared.YES) for key in decided.asked)
    attempt = queries.attempt_on(sheet, Act(sheet.awaits), declarations=said)
    points = [parsed(sheet.regulation).declaration(key).label for key in decided.asked]
    stands = {
        "act": sheet.awaits,
        "acts": str(sheet.acts),
        "package": sheet.package_sha256,
        "rules": decided.rules_version,
        "renderer": decided.renderer_version,
    }
    return {
        **pages.row_of(sheet, labels),
        **stands,
        **_typed(sheet.number, stands, request.POST),
        "counts": pages.counts_of(sheet.version),
        "points": "、".join(points),
        "stated": [f"{entry['label']} {entry['text']}" for entry in _stated(sheet)],
        "reasons": [
            reason_sentence(entry) for entry in reasons_against(decided, attempt, request.actor)
        ],
    }


def _stated(sheet: ReviewSheet) -> list[dict[str, str]]:
    """Return what the author stated of the content, which the signature covers."""
    return rows_of(package_shown(sheet.version).stated, parsed(sheet.regulation))


def _typed(number: str, stands: Mapping[str, str], given: QueryDict) -> dict[str, Any]:
    """Return what was filled in for a sheet; its ticks only while it stands as it was shown."""
    is_same = all(given.get(f"{name}_{number}") == value for name, value in stands.items())
    return {
        "words": given.get(f"words_{number}", ""),
        "is_ticked": is_same and number in given.getlist("number"),
        "says_yes": is_same and given.get(f"yes_{number}") == "yes",
    }


def _wanted(request: StaffRequest) -> list[tuple[ReviewSheet, Attempt]]:
    """Return what was ticked, each as it stood on the screen; a tick declares yes on every point.

    Without the second tick nothing is declared, and the act is refused where something is asked.
    What no longer waits is among them, to be refused by name; what is not for these eyes is not.
    """
    given, found = request.POST, []
    numbers = given.getlist("number")[:MOST_AT_ONCE]
    seen = queries.seen_by(request.actor).filter(number__in=numbers)
    sheets = {sheet.number: sheet for sheet in seen}
    for number in numbers:
        sheet = sheets.get(number)
        if sheet is None or given.get(f"act_{number}") not in set(TOGETHER):
            continue
        says_yes = given.get(f"yes_{number}") == "yes"
        asked = queries.core_sheet(sheet).asked if says_yes else ()
        sheet.acts = count_of(given.get(f"acts_{number}"))
        attempt = Attempt(
            act=Act(given[f"act_{number}"]),
            package_sha256=given.get(f"package_{number}", ""),
            rules_version=given.get(f"rules_{number}", ""),
            renderer_version=given.get(f"renderer_{number}", ""),
            words=given.get(f"words_{number}", ""),
            declarations=tuple((key, Declared.YES) for key in asked),
        )
        found.append((sheet, attempt))
    return found
