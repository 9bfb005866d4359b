"""The page on which a released item is shown to named staff before it is published."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hefa.core.errors import HefaError, Refused
from hefa.core.rights import Right, reasons_against_right
from hefa.people.models import Person
from hefa.publish.door import PREVIEW
from hefa.publish.home.pages import versions_of
from hefa.publish.models import Publication, PublicationState
from hefa.publish.preview.previewing import BY_LINK, SENT, order_preview
from hefa.registry.access import standing
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.refusals import status_of, told
from hefa.ui.words import reason_sentence, sentence

State = PublicationState

MOST_SHOWN = 10


@staff_page
@require_GET
def preview(request: StaffRequest, number: str) -> HttpResponse:
    """Show who may be shown the item, and to whom it was shown before."""
    return _page(request, number)


@staff_page
@require_POST
def send_preview(request: StaffRequest, number: str) -> HttpResponse:
    """Have the item shown to the people who were ticked, and to nobody else."""
    versions = versions_of(request.actor, [number])
    if not versions:
        raise Http404
    ticked = request.POST.getlist("person")
    people = list(_staff(request.now).filter(key__in=ticked))
    try:
        order_preview(versions[0], people, person=request.person, now=request.now)
    except Refused as refused:
        return _page(request, number, error=refused, ticked=ticked)
    messages.success(request, "正在准备预览，几秒后就能在微信里看到。")
    return redirect("publish:preview", number)


def _page(
    request: StaffRequest,
    number: str,
    *,
    error: HefaError | None = None,
    ticked: Iterable[str] = (),
) -> HttpResponse:
    versions = versions_of(request.actor, [number])
    if not versions:
        raise Http404
    against = reasons_against_right(Right.ORDER_PUBLICATION, request.actor)
    staff = list(_staff(request.now))
    context: dict[str, Any] = {
        "number": number,
        "title": versions[0].title,
        "people": [
            {
                "key": one.key,
                "name": one.display_name,
                "is_ticked": one.key in ticked,
            }
            for one in staff
            if one.wechat_name
        ],
        "out_of_reach": "、".join(one.display_name for one in staff if not one.wechat_name),
        "may_register": not reasons_against_right(Right.MANAGE_REGISTER, request.actor),
        "previews": _previews(versions[0].pk),
        "reasons": [reason_sentence(entry) for entry in against],
        "errors": told(error) if error is not None else [],
    }
    status = status_of(error) if error is not None else HTTPStatus.OK
    return render(request, "publish/preview.html", context, status=status)


def _staff(now: datetime) -> Any:
    """Return the people who hold a post now."""
    found = Person.objects.filter(pk__in=standing(now).values("person"), is_active=True)
    return found.order_by("display_name")


def _previews(version_pk: int) -> list[dict[str, Any]]:
    """Return the earlier previews of a version, newest first."""
    found = Publication.objects.filter(kind=PREVIEW, items__version=version_pk)
    rows = list(found.select_related("ordered_by").order_by("-pk")[:MOST_SHOWN])
    keys = {key for row in rows for key in row.trouble_detail.get("to", [])}
    names = dict(Person.objects.filter(key__in=keys).values_list("key", "display_name"))
    return [_preview(row, names) for row in rows]


def _preview(row: Publication, names: dict[str, str]) -> dict[str, Any]:
    detail = row.trouble_detail
    to = "、".join(names.get(key, "") for key in detail.get("to", []))
    is_there = row.state == State.SUBMITTED
    return {
        "at": row.created_at,
        "by": row.ordered_by.display_name,
        "to": to,
        "text": _said(row, names),
        "link": detail.get("link", "") if is_there else "",
        "is_going": row.state in (State.QUEUED, State.DRAFTING),
    }


def _said(row: Publication, names: dict[str, str]) -> str:
    """Return in a sentence what became of a preview."""
    if row.state in (State.QUEUED, State.DRAFTING):
        return "正在准备。" + (sentence(row.trouble_code) if row.trouble_code else "")
    if row.state in (State.FAILED, State.HALTED, State.NEEDS_HUMAN):
        return "没有发成。" + sentence(row.trouble_code, row.trouble_detail)
    results = row.trouble_detail.get("results", [])
    failed = [entry for entry in results if entry["way"] not in (SENT, BY_LINK)]
    if row.state == State.CANCELLED:
        return "已看过，预览草稿已删掉。" if results else "没有发成，预览草稿已删掉。"
    if any(entry["way"] == BY_LINK for entry in results):
        return "这个公众号不能把预览发给人。请用下面的链接看，一天内有效。"
    if failed:
        who = "、".join(names.get(entry["person"], "") for entry in failed)
        return f"{who}没有收到。{sentence(failed[0]['code'])}"
    return "已发到微信。"
