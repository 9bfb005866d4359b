"""The first page of publishing: the day's issue, what waits, and every publication."""

from dataclasses import asdict
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hefa.collect.queries import seen_by
from hefa.core.errors import Conflict, Refused
from hefa.core.rights import Right, reasons_against_right
from hefa.publish import actions
from hefa.publish.conditions import end_of_quiet
from hefa.publish.home import pages as home_pages
from hefa.publish.home.forms import QueueForm
from hefa.publish.home.issue import kept_of, rearranged
from hefa.publish.orders.ordering import awaiting_orders
from hefa.registry.pages import link
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.paging import RowPaginator
from hefa.ui.refusals import status_of, told
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import reason_sentence

PAGE_LENGTH = 30


@staff_page
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the day's issue, what was released and waits, then every publication."""
    given = request.GET if "sheet" in request.GET else None
    return _home(request, QueueForm(given, now=request.now))


@staff_page
@require_POST
def queue(request: StaffRequest) -> HttpResponse:
    """Put the issue into one publication; a refusal keeps its order and its time.

    Where only its order was to change, show it so.
    """
    if (query := rearranged(request.POST)) is not None:
        place = "" if "move" in request.POST else "#issue"  # with a place no button has the focus
        return redirect(f"{reverse('publish:home')}?{query}{place}")
    form = QueueForm(request.POST, now=request.now)
    if not form.is_valid():
        return _home(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    versions = home_pages.versions_of(request.actor, given["numbers"])
    if len(versions) < len(given["numbers"]):
        form.add_error(None, "有一篇没有找到，或还没有核发。请刷新页面再看。")
        return _home(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = actions.queue_publication(
            versions,
            person=request.person,
            planned_at=given["planned_at"],
            is_urgent=given["urgent"],
            now=request.now,
        )
    except (Refused, Conflict) as error:
        for text in told(error):
            form.add_error(None, text)
        return _home(request, form, status=status_of(error))
    planned = f"已定时，{moment(made.planned_at, request.now)} 自动发布。"
    messages.success(request, planned if made.planned_at else "已开始发布。")
    return redirect("publish:publication", made.op_id)


def _home(
    request: StaffRequest, form: QueueForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    wanted = home_pages.wanted_from(request.GET)
    found = home_pages.publications_wanted(request.actor, wanted)
    page = RowPaginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    focus = request.GET.get("focus", "")
    waiting = home_pages.waiting_for(request.actor, form, now=request.now)
    given = request.POST if request.method == "POST" else request.GET
    kept = kept_of(given)
    asked = [(key, text) for key, text in asdict(wanted).items() if text]
    context = {
        "orders": awaiting_orders().filter(version__manuscript__in=seen_by(request.actor)).count(),
        "actions": [
            link("撤稿、更正和栏目", "publish:orders", icon="list-check"),
            link("阅读量", "publish:counts", icon="eye"),
        ],
        "form": form,
        "waiting": waiting,
        "focus": focus,
        "quiet_until": end_of_quiet(request.now),
        "refusals": _reasons(request),
        "rows": [home_pages.row_of(entry, request.actor, request.now) for entry in page],
        "page": page,
        "filters": home_pages.filters_of(wanted),
        "kept": kept,
        "query": urlencode([*asked, *kept]) + "&",
    }
    return render(request, "publish/home.html", context, status=status)


def _reasons(request: StaffRequest) -> list[str]:
    against = reasons_against_right(Right.ORDER_PUBLICATION, request.actor)
    return [reason_sentence(entry) for entry in against]
