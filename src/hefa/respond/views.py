"""Pages of responding: incidents, their steps, and the stop."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.rights import Right, demand
from hefa.publish.actions import ask_to_lift_halt, halt_publishing, lift_halt
from hefa.publish.models import PublishingHalt
from hefa.registry.models import OfficialAccount
from hefa.registry.request import StaffRequest, staff_page
from hefa.respond import actions, pages
from hefa.respond.changes import StepKind
from hefa.respond.forms import CloseForm, HaltForm, ReportForm, StepForm
from hefa.respond.models import Incident
from hefa.respond.queries import open_incidents
from hefa.ui.given import count_of
from hefa.ui.refusals import status_of, told
from hefa.ui.words import reason_sentence

PAGE_LENGTH = 30


@staff_page
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the open incidents with their clocks, the closed ones, and the way to report."""
    demand(Right.SEE_PATROL, request.actor)
    return _home(request, ReportForm())


@staff_page
@require_POST
def report(request: StaffRequest) -> HttpResponse:
    """Enter an incident that a person reports."""
    demand(Right.SEE_PATROL, request.actor)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            made = actions.report_incident(
                **form.cleaned_data, person=request.person, now=request.now
            )
        except (Refused, Conflict) as error:
            return _home(request, form, status=_shown(form, error))
        messages.success(request, f"已登记突发事件 {made.number}。")
        return redirect("respond:incident", made.pk)
    return _home(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@staff_page
@require_GET
def incident(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one incident: its clocks, what was done, what to write down."""
    demand(Right.SEE_PATROL, request.actor)
    return _incident(request, _found(pk), StepForm(), CloseForm(prefix="close"))


@staff_page
@require_POST
def step(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what a person did about it."""
    demand(Right.SEE_PATROL, request.actor)
    found, form = _found(pk), StepForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        given = form.cleaned_data
        kind = StepKind(given["kind"])
        try:
            actions.record_step(
                found, kind, words=given["words"], person=request.person, now=request.now
            )
        except (Refused, Conflict) as error:
            status = _shown(form, error)
        else:
            messages.success(request, "已记下。")
            return redirect("respond:incident", pk)
    return _incident(request, _found(pk), form, CloseForm(prefix="close"), status=status)


@staff_page
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close it with what came of it."""
    demand(Right.SEE_PATROL, request.actor)
    found, form = _found(pk), CloseForm(request.POST, prefix="close")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.close_incident(found, words=words, person=request.person, now=request.now)
        except (Refused, Conflict) as error:
            status = _shown(form, error)
        else:
            messages.success(request, f"突发事件 {found.number} 已办结。")
            return redirect("respond:home")
    return _incident(request, _found(pk), StepForm(), form, status=status)


@staff_page
@require_http_methods(["GET", "POST"])
def halt(request: StaffRequest) -> HttpResponse:
    """Say what the stop does, and stop; while it stands, show how it is lifted."""
    demand(Right.SEE_PATROL, request.actor)
    account = _account(request)
    if account is None:
        return render(request, "respond/halt.html", {"account": None})
    form = HaltForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            words = form.cleaned_data["reason"]
            try:
                halt_publishing(account, person=request.person, words=words, now=request.now)
            except (Refused, Conflict) as error:
                status = _shown(form, error)
            else:
                messages.success(request, "发布已停止。")
                return redirect(_halt_url(account.pk))
    return _halt(request, account, form, status=status)


@staff_page
@require_POST
def ask_to_lift(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask that publishing go on; another person must agree."""
    standing = get_object_or_404(PublishingHalt.objects.select_related("account"), pk=pk)
    try:
        ask_to_lift_halt(standing, person=request.person, now=request.now)
    except (Refused, Conflict) as error:
        form = HaltForm()
        return _halt(request, standing.account, form, error=error)
    messages.success(request, "已申请恢复发布，等另一个人同意。")
    return redirect(_halt_url(standing.account_id))


@staff_page
@require_POST
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree that publishing goes on."""
    standing = get_object_or_404(PublishingHalt.objects.select_related("account"), pk=pk)
    try:
        lift_halt(standing, person=request.person, now=request.now)
    except (Refused, Conflict) as error:
        return _halt(request, standing.account, HaltForm(), error=error)
    messages.success(request, "已恢复发布。停住的稿件在“发布”里，点“重新发布”接着发。")
    return redirect("respond:home")


def _home(
    request: StaffRequest, form: ReportForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    kind = request.GET.get("kind", "")
    words = request.GET.get("q", "").strip()[:60]
    found = pages.closed_incidents(kind=kind, words=words)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    banners = [pages.banner_of(entry, request.now) for entry in open_incidents()]
    context = {
        "form": form,
        "open": banners,
        "open_count": len(banners),
        "halts": list(pages.standing_halts()),
        "rows": [pages.row_of(entry, request.now) for entry in page],
        "page": page,
        "kinds": pages.KINDS,
        "kind": kind,
        "words": words,
        "query": f"kind={kind}&q={words}&",
    }
    return render(request, "respond/home.html", context, status=status)


def _incident(
    request: StaffRequest,
    found: Incident,
    form: StepForm,
    closing: CloseForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = pages.incident_page(found, request.actor, request.now)
    context |= {"form": form, "closing": closing}
    return render(request, "respond/incident.html", context, status=status)


def _halt(
    request: StaffRequest,
    account: OfficialAccount,
    form: HaltForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    error: HefaError | None = None,
) -> HttpResponse:
    context = {**pages.halt_page(account, request.actor, request.now), "form": form}
    context["others"] = list(OfficialAccount.objects.exclude(pk=account.pk).order_by("pk"))
    if error is not None:
        context["errors"] = told(error)
        status = status_of(error)
    return render(request, "respond/halt.html", context, status=status)


def _account(request: StaffRequest) -> OfficialAccount | None:
    """Return the account that is asked for, else the only or first one."""
    wanted = request.GET.get("account", "")
    accounts = OfficialAccount.objects.order_by("pk")
    if not wanted:
        return accounts.first()
    return get_object_or_404(accounts, pk=count_of(wanted))


def _halt_url(account_pk: int) -> str:
    return f"{reverse('respond:halt')}?account={account_pk}"


def _found(pk: int) -> Incident:
    found = pages.found(pk)
    if found is None:
        raise Http404
    return found


def _shown(form: forms.Form, error: HefaError) -> HTTPStatus:
    """Put the reasons of `error` on `form`; return the status of the page."""
    for entry in error.reasons:
        form.add_error(None, reason_sentence(entry))
    return status_of(error)
