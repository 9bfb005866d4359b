"""邮件与备份."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hefa.core.errors import Refused
from hefa.registry import actions
from hefa.registry.forms import BackupForm, WitnessesForm
from hefa.registry.pages import UNPROCESSABLE, crumbs, manager_act, manager_page, show_reasons
from hefa.registry.queries import installation, witnesses
from hefa.registry.request import StaffRequest
from hefa.ui.words import reason_sentence


@manager_page
def mail_and_backup(request: StaffRequest) -> HttpResponse:
    """Return the page of the mails and of the place of the backups."""
    form = BackupForm(request.POST or None, initial={"path": installation().backup_place})
    status = 200
    if form.is_valid():
        try:
            doubts = actions.name_backup_place(
                form.cleaned_data["path"], by=request.person, now=request.now
            )
        except Refused as error:
            status = show_reasons(form, error)
        else:
            for doubt in doubts:
                messages.warning(request, reason_sentence(doubt))
            messages.success(request, "已登记备份位置，试写过了")
            return redirect("registry:mail_and_backup")
    return _page(request, form, WitnessesForm(named=witnesses()), status)


@manager_act
def choose_witnesses(request: StaffRequest) -> HttpResponse:
    """Name who gets the checkpoint every day; refused, the page keeps what was chosen."""
    form = WitnessesForm(request.POST, named=witnesses())
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            actions.name_witnesses(form.people(), by=request.person, now=request.now)
        except Refused as error:
            status = show_reasons(form, error)
        else:
            messages.success(request, "已定好收校验点的人")
            return redirect("registry:mail_and_backup")
    place = BackupForm(initial={"path": installation().backup_place})
    return _page(request, place, form, status)


def _page(
    request: StaffRequest, form: BackupForm, named: WitnessesForm, status: int
) -> HttpResponse:
    """Return the page with its two forms as they stand."""
    shown = {
        "here": installation(),
        "form": form,
        "witnesses": named,
        "to": request.GET.get("to", request.person.mail),
        "crumbs": crumbs(),
    }
    return render(request, "registry/mail_and_backup.html", shown, status=status)
