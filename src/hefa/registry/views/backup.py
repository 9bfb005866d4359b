"""邮件与备份."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hefa.core.errors import Refused
from hefa.registry import actions
from hefa.registry.forms import BackupForm, MailboxForm, WitnessesForm
from hefa.registry.models import Mailbox
from hefa.registry.pages import UNPROCESSABLE, crumbs, manager_act, manager_page, show_reasons
from hefa.registry.queries import enrolled_senders, installation, mailbox, witnesses
from hefa.registry.request import StaffRequest
from hefa.ui.words import reason_sentence, sentence


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
    return page_of_mail(request, place=form, status=status)


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
    return page_of_mail(request, named=form, status=status)


def page_of_mail(
    request: StaffRequest,
    *,
    place: BackupForm | None = None,
    named: WitnessesForm | None = None,
    mailbox_form: MailboxForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page with the forms as they stand; one that is not given is fresh."""
    here, found = installation(), mailbox()
    shown = {
        "here": here,
        "form": place or BackupForm(initial={"path": here.backup_place}),
        "witnesses": named or WitnessesForm(named=witnesses()),
        "mailbox": found,
        "mailbox_form": mailbox_form or MailboxForm(mailbox=found),
        "mailbox_trouble": _trouble_of(found),
        "senders": sorted({str(one) for one in enrolled_senders(request.now).values()}),
        "has_mail_host": bool(settings.EMAIL_HOST),
        "to": request.GET.get("to", request.person.mail),
        "crumbs": crumbs(),
    }
    return render(request, "registry/mail_and_backup.html", shown, status=status)


def _trouble_of(found: Mailbox | None) -> str:
    """Return in words what stood in the way of the last look; empty when nothing did."""
    if found is None or not found.trouble_code:
        return ""
    detail: dict[str, str | int] = {
        "host": found.host,
        "port": found.port,
        "folder": found.folder,
    }
    return sentence(found.trouble_code, detail)
