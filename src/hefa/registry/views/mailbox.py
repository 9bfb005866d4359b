"""邮件与备份: the mailbox whose mails become drafts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from hefa.core.errors import Conflict, Refused
from hefa.registry import actions
from hefa.registry.forms import MailboxForm
from hefa.registry.pages import UNPROCESSABLE, manager_act, show_reasons
from hefa.registry.queries import mailbox
from hefa.registry.request import StaffRequest
from hefa.registry.views.backup import page_of_mail
from hefa.ui.words import reason_sentence


@manager_act
def save(request: StaffRequest) -> HttpResponse:
    """Enter the mailbox; refused, the page keeps what was typed, the password excepted."""
    found = mailbox()
    form = MailboxForm(request.POST, mailbox=found)
    status = UNPROCESSABLE
    if form.is_valid():
        given = {**form.cleaned_data, "secret": form.cleaned_data["secret"] or None}
        try:
            actions.save_mailbox(**given, by=request.person, now=request.now)
        except (Refused, Conflict) as error:
            status = show_reasons(form, error, found)
        else:
            messages.success(request, "已登记收稿邮箱，正在试收")
            return redirect("registry:mail_and_backup")
    return page_of_mail(request, mailbox_form=form, status=status)


@manager_act
def look(request: StaffRequest) -> HttpResponse:
    """Have the mailbox looked into now."""
    try:
        actions.look_at_mailbox(by=request.person, now=request.now)
    except Refused as refused:
        messages.error(request, reason_sentence(refused.reasons[0]))
    else:
        messages.success(request, "正在收信，过一会儿刷新这一页")
    return redirect("registry:mail_and_backup")
