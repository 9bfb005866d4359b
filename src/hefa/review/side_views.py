"""The acts beside the route: claiming, advice, consent by word, the check afterwards."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from hefa.core.errors import Conflict, Refused
from hefa.core.workdays import HERE
from hefa.people.models import Person
from hefa.registry.request import StaffRequest, staff_page
from hefa.review.asking import answer_advice, ask_advice
from hefa.review.claiming import claim_sheet
from hefa.review.excepting import check_exception
from hefa.review.models import Advice
from hefa.review.seeing import sheet_seen
from hefa.review.sheet_page import sheet_page
from hefa.review.urgent import Word, record_consent
from hefa.ui.given import count_of
from hefa.ui.refusals import status_of, told


@staff_page
@require_POST
def claim(request: StaffRequest, number: str) -> HttpResponse:
    """Note that this person is at the sheet."""
    found = sheet_seen(request, number)
    takes_over = request.POST.get("takes_over") == "yes"
    return _done(
        request,
        number,
        "已记下，别人会看到您正在看。",
        lambda: claim_sheet(found, person=request.person, now=request.now, takes_over=takes_over),
    )


@staff_page
@require_POST
def ask(request: StaffRequest, number: str) -> HttpResponse:
    """Put a question to a named person."""
    found, given = sheet_seen(request, number), request.POST
    asked_of = get_object_or_404(Person, key=given.get("asked_of", ""))
    return _done(
        request,
        number,
        f"已请{asked_of.display_name}说说意见。",
        lambda: ask_advice(
            found,
            person=request.person,
            asked_of=asked_of,
            question=given.get("question", ""),
            now=request.now,
        ),
    )


@staff_page
@require_POST
def answer(request: StaffRequest, number: str, advice_pk: int) -> HttpResponse:
    """Answer a question; whoever was asked sees the sheet for that."""
    found = get_object_or_404(
        Advice.objects.select_related("sheet", "asked_of"), pk=advice_pk, sheet__number=number
    )
    if found.asked_of != request.person:
        sheet_seen(request, number)
    words = request.POST.get("answer", "")
    return _done(
        request,
        number,
        "已答复。",
        lambda: answer_advice(found, person=request.person, answer=words, now=request.now),
    )


@staff_page
@require_POST
def consent(request: StaffRequest, number: str) -> HttpResponse:
    """Write down an approver's consent by word: the sheet may then be released at once."""
    found, given = sheet_seen(request, number), request.POST
    word = Word(
        approver=get_object_or_404(Person, key=given.get("approver", "")),
        how=given.get("how", ""),
        given_at=_moment(given.get("given_at", "")),
        words=given.get("words", ""),
    )
    found.acts = count_of(given.get("acts"))
    return _done(
        request,
        number,
        "已记下同意，现在可以核发。核发后要按时补审。",
        lambda: record_consent(found, word, person=request.person, now=request.now),
    )


@staff_page
@require_POST
def check(request: StaffRequest, number: str) -> HttpResponse:
    """Record the check afterwards."""
    found, words = sheet_seen(request, number), request.POST.get("words", "")
    return _done(
        request,
        number,
        "已记下核对。",
        lambda: check_exception(found, person=request.person, words=words, now=request.now),
    )


def _done(request: StaffRequest, number: str, said: str, act: Callable[[], object]) -> HttpResponse:
    """Return the way back to the sheet; a refusal is shown there, with what was typed."""
    try:
        act()
    except (Refused, Conflict) as error:
        context = {
            **sheet_page(request, sheet_seen(request, number)),
            "errors": told(error),
            "typed": request.POST,
        }
        return render(request, "review/sheet.html", context, status=status_of(error))
    messages.success(request, said)
    return redirect("review:sheet", number)


def _moment(text: str) -> datetime:
    """Return the moment that was typed, here; one that cannot be read is before all others."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        return datetime.min.replace(tzinfo=HERE)
    return found if found.tzinfo else found.replace(tzinfo=HERE)
