"""Printing a sheet, and the pages without sign-in on which paper is checked."""

from http import HTTPStatus
from importlib.resources import files
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from hefa.core.errors import Conflict, HefaError, Refused, Unavailable
from hefa.registry.downloads import text_file
from hefa.registry.queries import installation
from hefa.registry.request import StaffRequest, staff_page
from hefa.report.papers.agreeing import agreement_of
from hefa.report.papers.outcome import outcome_of
from hefa.report.papers.pacing import is_too_often
from hefa.review.paper import qr
from hefa.review.paper.actions import print_copies
from hefa.review.paper.facts import marks_of
from hefa.review.seeing import sheet_seen
from hefa.ui.refusals import status_of, told

PDF = "application/pdf"


@staff_page
@require_POST
def print_sheet(request: StaffRequest, number: str) -> HttpResponse:
    """Return the copies asked for as a PDF, counted as printed; all of them without a mark."""
    sheet = sheet_seen(request, number)
    every = marks_of(sheet)
    asked = set(request.POST.getlist("copy"))
    marks = [mark for mark in every if (mark or qr.NO_MARK) in asked] or list(every)
    try:
        made = print_copies(
            sheet, marks, outcome=outcome_of(sheet), person=request.person, now=request.now
        )
    except (Refused, Conflict, Unavailable) as error:
        return _refused(request, number, error)
    name = f"{sheet.number}{'' if len(marks) > 1 else marks[0]}.pdf"
    headers = {"Content-Disposition": content_disposition_header(False, name)}
    return HttpResponse(made, content_type=PDF, headers=headers)


@require_GET
def check(
    request: HttpRequest, number: str, mark: str, digest: str, signature: str
) -> HttpResponse:
    """Say whether the paper that bears this code agrees with text and article. No sign-in."""
    del number, mark, digest, signature  # read from the address, which is what was printed
    now = cast("StaffRequest", request).now
    if is_too_often(request, now):
        return render(request, "report/papers/slow.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return _checked(request, request.path)


@require_GET
def key(request: HttpRequest) -> HttpResponse:
    """Show the public key and how to check with it; a code that was typed in is checked too."""
    now = cast("StaffRequest", request).now
    typed = request.GET.get("code", "").strip()[:1000]
    if is_too_often(request, now):
        return render(request, "report/papers/slow.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    if typed:
        return _checked(request, typed)
    context = {"organisation": installation().organisation, "keys": qr.public_lines()}
    return _fresh(render(request, "report/papers/key.html", context))


@require_GET
def checker(request: HttpRequest) -> HttpResponse:
    """Hand over the program that checks a code anywhere."""
    del request
    text = files("hefa.report").joinpath("check_slip.py").read_text(encoding="utf-8")
    return text_file(text, "hefa-check.py")


def _checked(request: HttpRequest, address: str) -> HttpResponse:
    read = qr.read(address)
    is_genuine = read is not None and qr.is_genuine(*read)
    found = agreement_of(read[0]) if read is not None and is_genuine else None
    context = {
        "organisation": installation().organisation,
        "is_genuine": is_genuine,
        "found": found,
    }
    status = HTTPStatus.OK if found is not None else HTTPStatus.NOT_FOUND
    return _fresh(render(request, "report/papers/check.html", context, status=status))


def _fresh(response: HttpResponse) -> HttpResponse:
    """Return the page so that nobody keeps it: it says how things stand now."""
    patch_cache_control(response, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _refused(request: StaffRequest, number: str, error: HefaError) -> HttpResponse:
    context = {"number": number, "errors": told(error)}
    return render(request, "report/papers/unprinted.html", context, status=status_of(error))
