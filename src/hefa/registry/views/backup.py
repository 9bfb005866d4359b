"""邮件与备份."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hefa.core.errors import Refused
from hefa.registry import actions
from hefa.registry.forms import BackupForm
from hefa.registry.pages import crumbs, manager_page, show_reasons
from hefa.registry.queries import installation
from hefa.registry.request import StaffRequest
from hefa.ui.words import reason_sentence


@manager_page
def mail_and_backup(request: StaffRequest) -> HttpResponse:
    """Return the page of the mail test and the place of the backups."""
    here = installation()
    form = BackupForm(request.POST or None, initial={"path": here.backup_place})
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
    shown = {
        "here": here,
        "form": form,
        "to": request.GET.get("to", request.person.mail),
        "crumbs": crumbs(),
    }
    return render(request, "registry/mail_and_backup.html", shown, status=status)
