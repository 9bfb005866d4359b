"""Pages for take-downs, corrections and column changes: begin, order, the menu."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from hefa.collect.kinds import begin_column_change, begin_correction, begin_take_down
from hefa.collect.queries import seen_by
from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.rights import Right, demand
from hefa.publish.models import AccountMenu, Publication, PublicationItem
from hefa.publish.orders import confirming
from hefa.publish.orders import ordering as orders
from hefa.publish.orders import pages as acting_pages
from hefa.publish.orders.acting import name_of
from hefa.publish.orders.looking_at_menu import look_at_menu
from hefa.publish.orders.pages import kind_label
from hefa.publish.queries import standing_items
from hefa.publish.shown.views import acted_on, publication_page, seen_publication
from hefa.registry.models import OfficialAccount
from hefa.registry.request import StaffRequest, staff_page
from hefa.review.queries import released_sheets
from hefa.ui.refusals import status_of, told
from hefa.ui.words import sentence

BEGINNINGS = {"take_down": begin_take_down, "correction": begin_correction}


@staff_page
@require_POST
def begin(request: StaffRequest, op_id: str, position: int, kind: str) -> HttpResponse:
    """Begin a take-down or a correction of an article that is out, and open it."""
    item = _item(request, op_id, position)
    try:
        made = BEGINNINGS[kind](
            item.version, acts_on=name_of(item), person=request.person, now=request.now
        )
    except Refused as error:
        return publication_page(request, seen_publication(request, op_id), error=error)
    return redirect("collect:edit", made.pk)


@staff_page
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Show the released take-downs, corrections and column changes that wait."""
    return _waiting(request)


@staff_page
@require_POST
def order(request: StaffRequest, number: str) -> HttpResponse:
    """Carry out what the released sheet asks for."""
    seen = released_sheets().filter(version__manuscript__in=seen_by(request.actor))
    sheet = get_object_or_404(seen.select_related("version"), number=number)
    try:
        made = orders.order_change(sheet.version, person=request.person, now=request.now)
    except (Refused, Conflict) as error:
        return _waiting(request, error=error)
    messages.success(request, "已开始办理。")
    return redirect("publish:publication", made.op_id)


@staff_page
@require_POST
def confirm(request: StaffRequest, op_id: str) -> HttpResponse:
    """Take the word of who did it by hand in WeChat's back end, where nobody can read it."""
    found = seen_publication(request, op_id)

    def confirm_done(told: Publication, **by: Any) -> None:
        demand(Right.ORDER_PUBLICATION, request.actor)
        is_seen = confirming.can_be_seen(told, now=request.now)
        confirming.confirm_done(told, is_seen=is_seen, **by)

    return acted_on(request, op_id, confirm_done, f"已记下，{kind_label(found)}办好了。")


@staff_page
@require_GET
def menu(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the menu of an account as last seen, and the earlier ones."""
    account = get_object_or_404(OfficialAccount, pk=pk)
    return render(
        request,
        "publish/menu.html",
        acting_pages.menu_page(account, request.actor, request.now),
    )


@staff_page
@require_POST
def read_menu(request: StaffRequest, pk: int) -> HttpResponse:
    """Read the menu at WeChat now."""
    account = get_object_or_404(OfficialAccount, pk=pk)
    code = look_at_menu(account, person=request.person, now=request.now)
    if code:
        text = sentence("publish.menu_unread", {"name": account.name})
        messages.error(request, f"{text}{sentence(code)}")
    else:
        messages.success(request, "已读到现在的菜单。")
    return redirect("publish:menu", pk)


@staff_page
@require_POST
def begin_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a column change; with `back`, one that leads back to an earlier menu."""
    account = get_object_or_404(OfficialAccount, pk=pk)
    kept = AccountMenu.objects.filter(account=account)
    latest = kept.first()
    wanted = None
    if back := request.POST.get("back", ""):
        former = kept.filter(pk=int(back)).first() if back.isdecimal() else None
        if former is None:
            raise Http404
        wanted = former.buttons
    made = begin_column_change(
        account,
        menu=latest.buttons if latest else [],
        wanted=wanted,
        person=request.person,
        now=request.now,
    )
    return redirect("collect:edit", made.pk)


def _item(request: StaffRequest, op_id: str, position: int) -> PublicationItem:
    """Return the article that is out, when this person may see it. Raises Http404 otherwise."""
    item = (
        standing_items()
        .filter(publication__op_id=op_id, position=position)
        .filter(version__manuscript__in=seen_by(request.actor))
        .select_related("version__manuscript__unit", "version__column", "version__account")
        .first()
    )
    if item is None:
        raise Http404
    return item


def _waiting(request: StaffRequest, *, error: HefaError | None = None) -> HttpResponse:
    account = OfficialAccount.objects.order_by("id").first()
    context = {
        **acting_pages.orders_for(request.actor),
        "account": account,
        "errors": told(error) if error else [],
    }
    status = status_of(error) if error is not None else HTTPStatus.OK
    return render(request, "publish/orders.html", context, status=status)
