"""Pages of an article that a person publishes: the steps, the links, taking it back."""

from http import HTTPStatus
from io import BytesIO
from typing import Final

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST
from PIL import Image

from hefa.collect.covers import WIDE_RATIO
from hefa.collect.files import content_of
from hefa.collect.packages import package_of
from hefa.collect.showing import ALONE
from hefa.core.errors import Conflict, HefaError, Refused, reason
from hefa.core.rights import Right, demand
from hefa.publish.conditions import cover_sha256_of
from hefa.publish.hand import by_hand, settling
from hefa.publish.hand.handed_in import (
    HTML,
    MOST_BYTES,
    MOST_CHARACTERS,
    SEEN_BY_PERSON,
    TEXT,
    WANTED,
    HandedIn,
    seen_by_person,
)
from hefa.publish.hand.pages import page_of_operator, pasted_html
from hefa.publish.home.forms import GoneForm, WithdrawForm
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.shown.views import seen_publication
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.refusals import status_of, told

_QUALITY: Final = 92


@staff_page
@require_GET
def operator(request: StaffRequest, op_id: str) -> HttpResponse:
    """Show step by step how a person publishes it, and take the links of what is out."""
    return _page(request, _handed(request, op_id))


@staff_page
@require_POST
def links(request: StaffRequest, op_id: str) -> HttpResponse:
    """Look at the pasted links, and keep them when they show what was released."""
    found = _handed(request, op_id)
    given = {
        item.position: request.POST.get(f"link_{item.position}", "")[:500]
        for item in found.items.all()
    }
    try:
        demand(Right.ORDER_PUBLICATION, request.actor)
        handed_in = _handed_in(request, found)
        seen = by_hand.read_links(found, given, handed_in, now=request.now)
        done = by_hand.accept_links(found, seen, person=request.person, now=request.now)
    except (Refused, Conflict) as error:
        return _page(request, _handed(request, op_id), error=error, links=given)
    if done.trouble_code == SEEN_BY_PERSON:
        messages.success(request, "您看到的与核准稿一致，记为已发布。巡检会继续试着打开它。")
    elif done.state == PublicationState.PUBLISHED:
        messages.success(request, "已看到文章，与核准稿一致，记为已发布。")
    else:
        messages.error(request, "已看到文章，但与核准稿不同，请马上核对。")
    return redirect("publish:publication", op_id)


@staff_page
@require_POST
def withdraw(request: StaffRequest, op_id: str) -> HttpResponse:
    """Take it back on the person's word, after looking whether anything says otherwise."""
    found = _handed(request, op_id)
    form = WithdrawForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    try:
        demand(Right.ORDER_PUBLICATION, request.actor)
        by_hand.withdraw_by_hand(
            found,
            by_hand.whereabouts(found, now=request.now),
            is_sure=bool(given.get("sure")),
            person=request.person,
            words=str(given.get("words", "")),
            now=request.now,
        )
    except (Refused, Conflict) as error:
        return _page(request, _handed(request, op_id), error=error, form=form)
    messages.success(request, "已收回，稿件回到等候发布。")
    return redirect("publish:publication", op_id)


@staff_page
@require_POST
def gone(request: StaffRequest, op_id: str) -> HttpResponse:
    """Settle on the person's word that it was out and is gone, after looking for what is left."""
    found = _handed(request, op_id)
    form = GoneForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    positions = {int(text) for text in request.POST.getlist("gone") if text.isdecimal()}
    try:
        demand(Right.ORDER_PUBLICATION, request.actor)
        done = settling.settle_as_gone(
            found,
            settling.remains(found, now=request.now),
            positions,
            is_sure=bool(given.get("gone_sure")),
            person=request.person,
            words=str(given.get("gone_words", "")),
            now=request.now,
        )
    except (Refused, Conflict) as error:
        return _page(request, _handed(request, op_id), error=error, gone=form)
    if done.state != PublicationState.REMOVED:
        messages.success(request, "已记下。其余几篇，请粘贴链接。")
        return redirect("publish:operator", op_id)
    messages.success(request, "已记下，线上已经没有了。要再发，请重新送审。")
    return redirect("publish:publication", op_id)


@staff_page
@require_GET
@xframe_options_sameorigin
@csp_replace(ALONE)  # type: ignore[arg-type]  # typed for views without parameters
def pasted(request: StaffRequest, op_id: str, position: int) -> HttpResponse:
    """Show the finished text alone, to be selected and copied by hand."""
    item = _item(request, op_id, position)
    html = f'<!doctype html><html lang="zh"><meta charset="utf-8">{pasted_html(item)}</html>'
    return HttpResponse(html)


@staff_page
@require_GET
def cover_cut(request: StaffRequest, op_id: str, position: int, cut: str) -> HttpResponse:
    """Give one of the two cuts that stand side by side in the signed cover."""
    item = _item(request, op_id, position)
    if cut not in ("wide", "square"):
        raise Http404
    cover = Image.open(BytesIO(content_of(cover_sha256_of(package_of(item.version)))))
    edge = round(cover.width * WIDE_RATIO / (WIDE_RATIO + 1))
    box = (0, 0, edge, cover.height) if cut == "wide" else (edge, 0, cover.width, cover.height)
    written = BytesIO()
    cover.convert("RGB").crop(box).save(written, "JPEG", quality=_QUALITY)
    return HttpResponse(written.getvalue(), content_type="image/jpeg")


@staff_page
@require_GET
def seen_page(request: StaffRequest, op_id: str, position: int) -> HttpResponse:
    """Give what a person handed in as the page of an item, as a file to be kept."""
    found = seen_publication(request, op_id)
    sha256 = seen_by_person(found).get(position)
    if sha256 is None:
        raise Http404
    name = f"seen-{sha256[:8]}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content_type = "text/plain; charset=utf-8"
    return HttpResponse(content_of(sha256), content_type=content_type, headers=headers)


def _handed_in(request: StaffRequest, found: Publication) -> dict[int, HandedIn]:
    """Return what was handed in for each item: a saved page, else copied text. Raises Refused."""
    given: dict[int, HandedIn] = {}
    for position in found.items.values_list("position", flat=True):
        file = request.FILES.get(f"file_{position}")
        text = request.POST.get(f"text_{position}", "").strip()[:MOST_CHARACTERS]
        if file is not None and (file.size or 0) > MOST_BYTES:
            raise Refused(reason("publish.seen_too_big"))
        if file is not None:
            given[position] = HandedIn(content=file.read(), media_type=HTML)
        elif text:
            given[position] = HandedIn(content=text.encode(), media_type=TEXT)
    return given


def _page(
    request: StaffRequest,
    found: Publication,
    *,
    error: HefaError | None = None,
    links: dict[int, str] | None = None,
    form: WithdrawForm | None = None,
    gone: GoneForm | None = None,
) -> HttpResponse:
    context = page_of_operator(found, request.actor, request.now, links=links or {})
    context |= {"form": form or WithdrawForm(), "gone_form": gone or GoneForm()}
    codes = {entry.code for entry in error.reasons} if error is not None else set()
    context["asks_person"] = bool(codes & (by_hand.UNREADABLE | WANTED))
    for item in context["items"]:
        item["text"] = request.POST.get(f"text_{item['position']}", "")
        item["is_chosen"] = str(item["position"]) in request.POST.getlist("gone")
    if error is not None:
        context["errors"] = told(error)
    status = status_of(error) if error is not None else HTTPStatus.OK
    return render(request, "publish/operator.html", context, status=status)


def _handed(request: StaffRequest, op_id: str) -> Publication:
    """Return the publication when a person has, or had, it in hand. Raises Http404 otherwise."""
    found = seen_publication(request, op_id)
    if found.kind != "article" or not found.items.exclude(rendered_html="").exists():
        raise Http404
    return found


def _item(request: StaffRequest, op_id: str, position: int) -> PublicationItem:
    item = _handed(request, op_id).items.filter(position=position).select_related("version").first()
    if item is None:
        raise Http404
    return item
