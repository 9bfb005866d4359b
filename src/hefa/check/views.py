"""Findings for the editor and the sheet, and the answers people give to them."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from hefa.check.actions import Reply, answer_finding
from hefa.check.pages import cards_of, lengths_of, marks_of
from hefa.check.queries import Look, look_at, personal_in
from hefa.collect.models import Version
from hefa.collect.seeing import version_seen
from hefa.collect.stated import asks_of_personal_data
from hefa.core.document import Node, normalise_typed
from hefa.core.errors import Refused, reason
from hefa.core.finding import Verdict
from hefa.registry.request import StaffRequest, staff_page

LARGEST_DOCUMENT_BYTES = 2_000_000


@staff_page
@require_POST
def findings(request: StaffRequest, version_pk: int) -> JsonResponse:
    """Answer with the findings in the document as it is being written, and its lengths."""
    version = version_seen(request, version_pk)
    look = look_at(version, now=request.now, document=_document(request))
    html = render_to_string("check/cards.html", _cards(version, look, request), request)
    return JsonResponse({
        "findings": marks_of(look),
        "html": html,
        "lengths": lengths_of(look),
    })  # fmt: skip


@staff_page
@require_GET
def cards(request: StaffRequest, version_pk: int) -> HttpResponse:
    """Show the findings of a version as cards beside the text."""
    version = version_seen(request, version_pk)
    look = look_at(version, now=request.now)
    return render(request, "check/cards.html", _cards(version, look, request))


def _cards(version: Version, look: Look, request: StaffRequest) -> dict[str, Any]:
    """Return what the cards beside the text show."""
    is_open = version.frozen_at is None
    return {
        "version": version,
        "cards": cards_of(look),
        "clean": look.clean,
        "blockers": len(look.blockers),
        "personal": personal_in(look) if asks_of_personal_data(version, request.now) else 0,
        "at": request.now,
        "back": reverse("collect:edit", args=[version.pk])
        if is_open
        else reverse("review:sheet", args=[version.sheet.number]),
    }


@staff_page
@require_POST
def answer(request: StaffRequest, version_pk: int) -> HttpResponse:
    """Record one answer and go back to where it was given."""
    version = version_seen(request, version_pk)
    given = request.POST
    try:
        verdict = Verdict(given.get("verdict", ""))
    except ValueError:
        raise Refused(reason("check.verdict_missing", "9(5)")) from None
    reply = Reply(
        rule=given.get("rule", ""),
        place=given.get("place", ""),
        verdict=verdict,
        reason=given.get("reason", ""),
    )
    answer_finding(version, reply, person=request.person, now=request.now)
    messages.success(request, "已记下您的说明。")
    back = given.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("collect:manuscripts")


def _document(request: StaffRequest) -> Node:
    """Return the document in the request's body. Raises Refused when it is none."""
    if len(request.body) > LARGEST_DOCUMENT_BYTES:
        raise Refused(reason("core.document_malformed"))
    try:
        return normalise_typed(json.loads(request.body))
    except (ValueError, RecursionError):
        raise Refused(reason("core.document_malformed")) from None
