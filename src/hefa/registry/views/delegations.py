"""我不在时: one's own posts, who acts in them meanwhile, and until when."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hefa.core.errors import Conflict, Refused
from hefa.core.rights import Right, reasons_against_right
from hefa.registry import actions
from hefa.registry.access import HERE
from hefa.registry.adopted import regulation_now
from hefa.registry.forms_delegation import DelegationForm
from hefa.registry.models import Appointment
from hefa.registry.pages import FormFrame, answer_form
from hefa.registry.request import StaffRequest, staff_page
from hefa.registry.rosters import delegations_of, post_words, posts_to_delegate
from hefa.ui.words import reason_sentence


@staff_page
@require_GET
def away(request: StaffRequest) -> HttpResponse:
    """Return the page of one's own posts and of who acts in them."""
    shown = {
        "posts": posts_to_delegate(request.person, request.now),
        "given": delegations_of(request.person, request.now),
    }
    return render(request, "registry/away.html", shown)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that puts a post into another's hands for a time."""
    held = _held(request, pk)
    form = DelegationForm(
        request.POST or None, holder=held.person, initial={"starts_on": _today(request.now)}
    )
    post = post_words(held, regulation_now(request.now))
    frame = FormFrame(
        title=f"委托代办：{post}",
        verb="委托",
        back=_back(request, held),
        back_label="我不在时" if held.person == request.person else held.person.display_name,
        said="已委托，到期自动收回",
        lead=f"{held.unit.name}。代办的人签字时会写明代谁，您签过的单子他不能再签。",
    )
    return answer_form(
        request,
        form,
        frame,
        lambda given: actions.delegate_post(held, **given, by=request.person, now=request.now),
    )


@staff_page
@require_POST
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a delegation and go back."""
    made = get_object_or_404(Appointment.objects.select_related("person", "for_person"), pk=pk)
    if made.for_person is None or not _is_theirs(request, made.for_person_id):
        raise Http404
    try:
        actions.end_delegation(made, by=request.person, now=request.now)
    except (Refused, Conflict) as error:
        for entry in error.reasons:
            messages.error(request, reason_sentence(entry))
        return redirect("registry:away")
    messages.success(request, "已收回，从明天起由您自己办。")
    if made.for_person == request.person:
        return redirect("registry:away")
    return redirect("registry:person", made.for_person_id)


def _held(request: StaffRequest, pk: int) -> Appointment:
    """Return the appointment, when it is one's own or one keeps the register."""
    found = get_object_or_404(Appointment.objects.select_related("person", "unit"), pk=pk)
    if not _is_theirs(request, found.person_id):
        raise Http404
    return found


def _is_theirs(request: StaffRequest, holder_pk: int | None) -> bool:
    manages = not reasons_against_right(Right.MANAGE_REGISTER, request.actor)
    return manages or holder_pk == request.person.pk


def _back(request: StaffRequest, held: Appointment) -> str:
    if held.person == request.person:
        return reverse("registry:away")
    return reverse("registry:person", args=[held.person_id])


def _today(now: datetime) -> object:
    return now.astimezone(HERE).date()
