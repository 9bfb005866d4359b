"""我的通知: what one was told, and what one wants to be told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hefa.core.errors import Conflict
from hefa.notify.actions import choose_messages
from hefa.notify.forms import MessageChoiceForm, MessageFilter
from hefa.notify.message_queries import choice_of, messages_of
from hefa.notify.pages import message_row
from hefa.notify.queries import has_mail_host
from hefa.registry.pages import UNPROCESSABLE, show_reasons
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.paging import RowPaginator

PAGE_LENGTH = 30


@staff_page
@require_GET
def mine(request: StaffRequest) -> HttpResponse:
    """Show what one was told, the newest first."""
    form = MessageFilter(request.GET)
    found = messages_of(request.person, form.wanted())
    page = RowPaginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "rows": [message_row(message) for message in page],
        "page": page,
        "query": f"{asked.urlencode()}&" if asked else "",
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "choice": choice_of(request.person),
        "mail": request.person.mail,
        "has_mail_host": has_mail_host(),
    }
    return render(request, "notify/mine.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest) -> HttpResponse:
    """Let one choose what comes by mail and when."""
    choice = choice_of(request.person)
    form = MessageChoiceForm(request.POST or None, choice=choice)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                choose_messages(request.person, **form.given(), now=request.now)
            except Conflict as error:
                status = show_reasons(form, error, choice)
            else:
                messages.success(request, "已记下您的选择")
                return redirect("notify:mine")
    shown = {"form": form, "mail": request.person.mail, "has_mail_host": has_mail_host()}
    return render(request, "notify/choose.html", shown, status=status)
