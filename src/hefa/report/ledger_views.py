"""台账 on the screen: what was done, whether it proves out, and the proof of one entry."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hefa.core.errors import Refused, Tampered, reason
from hefa.core.rights import Right, demand
from hefa.ledger.actions import make_checkpoint
from hefa.ledger.doubt import verify_and_note
from hefa.ledger.models import Entry
from hefa.registry.downloads import text_file
from hefa.registry.queries import installation
from hefa.registry.request import StaffRequest, staff_page
from hefa.report import ledger_anchors, ledger_page
from hefa.report.forms import LedgerFilter
from hefa.report.slip import covering_checkpoint, one_line, slip_of
from hefa.report.slip_text import qr_svg, slip_text
from hefa.ui.words import reason_sentence, sentence

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
    seq = ledger_page.row_number(request.GET.get("seq", ""))
    context = {
        "form": form,
        "page": page,
        "days": ledger_page.days_of(page),
        "query": f"{asked.urlencode()}&" if asked else "",
        "is_filtered": any(asked.values()),
        "entry": ledger_page.one_entry(request.actor, seq) if seq is not None else None,
        "whole": ledger_page.whole_ledger(),
        "signed": ledger_anchors.newest_signed(),
        "periods": ledger_anchors.every_period(),
        "outside": ledger_anchors.kept_outside(request.now),
    }
    return render(request, "report/ledger.html", context)


@require_POST
@staff_page
def verify_ledger(request: StaffRequest) -> HttpResponse:
    """Derive the whole ledger again from its entries and say what was found."""
    demand(Right.SEE_LEDGER, request.actor)
    return render(request, "report/ledger_verdict.html", _verdict(request.now))


@require_POST
@staff_page
def sign_checkpoint(request: StaffRequest) -> HttpResponse:
    """Sign the whole ledger as it stands, and return to the entry whose proof waits for it."""
    demand(Right.SEE_LEDGER, request.actor)
    try:
        made = make_checkpoint(request.now)
    except (Refused, Tampered) as error:
        for entry in error.reasons:
            messages.error(request, reason_sentence(entry))
    else:
        size = made.size if made else 0
        messages.success(request, sentence("report.checkpoint_signed", {"size": f"{size:,}"}))
    seq = ledger_page.row_number(request.POST.get("seq", ""))
    return redirect("report:ledger") if seq is None else redirect("report:proof", seq)


@require_GET
@staff_page
def checkpoint_text(request: StaffRequest) -> HttpResponse:
    """Hand over the newest checkpoint as a small text file; everybody may have it."""
    demand(Right.SEE_LEDGER, request.actor)
    signed = ledger_anchors.newest_signed()
    if signed is None or not signed.root:
        raise Http404
    shown = {"signed": signed, "organisation": one_line(installation().organisation)}
    text = render_to_string("report/checkpoint.txt", shown)
    return text_file(text, f"台账校验点-到第{signed.size}条.txt")


@require_GET
@staff_page
def proof(request: StaffRequest, seq: int) -> HttpResponse:
    """Show the slip that proves one entry, or what it still waits for."""
    entry = _readable(request, seq)
    checkpoint = covering_checkpoint(seq)
    if checkpoint is None:
        return render(request, "report/unproved.html", {"seq": seq})
    slip = slip_of(entry, checkpoint)
    shown = {
        "slip": slip,
        "code": qr_svg(slip.code),
        "organisation": installation().organisation,
        "back_url": f"{reverse('report:ledger')}?seq={seq}",
    }
    return render(request, "report/slip.html", shown)


@require_GET
@staff_page
def proof_text(request: StaffRequest, seq: int) -> HttpResponse:
    """Hand over the slip as a small text file. Raises Refused before a checkpoint covers it."""
    entry = _readable(request, seq)
    checkpoint = covering_checkpoint(seq)
    if checkpoint is None:
        raise Refused(reason("report.checkpoint_older", seq=seq))
    return text_file(slip_text(slip_of(entry, checkpoint)), f"台账证明-第{seq}条.txt")


def _readable(request: StaffRequest, seq: int) -> Entry:
    """Return entry `seq` if the reader may read it. Raises Http404 otherwise, as for none."""
    demand(Right.SEE_LEDGER, request.actor)
    found = ledger_page.entries_seen_by(request.actor)
    entry = found.filter(seq=ledger_page.row_number(str(seq)) or 0).first()
    if entry is None:
        raise Http404
    return entry


def _verdict(now: datetime) -> dict[str, Any]:
    """Return the verdict over the whole ledger in words."""
    verdict = verify_and_note(now)
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
