"""The page 纸件 of a sheet: its copies, who has them, where they are filed, their scans."""

from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hefa.collect.files import content_of
from hefa.collect.seeing import item_of
from hefa.core.errors import Conflict, HefaError, Refused, reason
from hefa.core.rights import Right, reasons_against_right
from hefa.people.models import Person
from hefa.registry.models import Unit
from hefa.registry.request import StaffRequest, staff_page
from hefa.review.models import ReviewSheet
from hefa.review.paper import pages
from hefa.review.paper.actions import Receiver, attach_scan, copy_of, file_copy, hand_over_copy
from hefa.review.paper.models import SheetCopy
from hefa.review.paper.qr import NO_MARK
from hefa.review.seeing import sheet_seen
from hefa.ui.given import count_of
from hefa.ui.refusals import status_of, told


@staff_page
@require_GET
def paper(request: StaffRequest, number: str) -> HttpResponse:
    """Show the copies of a sheet and what may be done with each."""
    return _page(request, sheet_seen(request, number))


@staff_page
@require_POST
def hand_over(request: StaffRequest, number: str, mark: str) -> HttpResponse:
    """Note that a copy was handed to a unit, and to whom there."""

    def act(copy: SheetCopy) -> str:
        receiver = _receiver(request)
        hand_over_copy(
            copy,
            receiver,
            seen=count_of(request.POST.get("seen")),
            person=request.person,
            now=request.now,
        )
        return f"已记下：{pages.label_of(copy.mark)}交给{receiver.unit.name}。"

    return _done(request, number, mark, act)


@staff_page
@require_POST
def file_away(request: StaffRequest, number: str, mark: str) -> HttpResponse:
    """Note where a copy was filed."""

    def act(copy: SheetCopy) -> str:
        place = request.POST.get("place", "")
        file_copy(
            copy,
            place,
            seen=count_of(request.POST.get("seen")),
            person=request.person,
            now=request.now,
        )
        return f"已记下：{pages.label_of(copy.mark)}存放好了。"

    return _done(request, number, mark, act)


@staff_page
@require_POST
def scan_in(request: StaffRequest, number: str, mark: str) -> HttpResponse:
    """Take in the scan of the signed paper."""

    def act(copy: SheetCopy) -> str:
        file = request.FILES.get("file")
        if file is None or isinstance(file, list):
            raise Refused(reason("collect.no_file_chosen"))
        attach_scan(copy, file.read(), name=file.name or "", person=request.person, now=request.now)
        return f"{pages.label_of(copy.mark)}的扫描件已收下。"

    return _done(request, number, mark, act)


@staff_page
@require_GET
def scan(request: StaffRequest, number: str, mark: str) -> FileResponse:
    """Give the scan of a copy, always as a download."""
    copy = _copy(sheet_seen(request, number), mark)
    if copy.scan_id is None:
        raise Http404
    content = BytesIO(content_of(copy.scan_id))
    return FileResponse(content, as_attachment=True, filename=copy.scan_name)


def _done(
    request: StaffRequest, number: str, mark: str, act: Callable[[SheetCopy], str]
) -> HttpResponse:
    """Carry out one act on a copy and return to the page; a refusal keeps what was typed."""
    sheet = sheet_seen(request, number)
    try:
        told = act(_copy(sheet, mark))
    except (Refused, Conflict) as error:
        return _page(request, sheet, error=error, mark=mark)
    messages.success(request, told)
    return redirect("review:paper", sheet.number)


def _page(
    request: StaffRequest, sheet: ReviewSheet, *, error: HefaError | None = None, mark: str = ""
) -> HttpResponse:
    may = not reasons_against_right(Right.KEEP_PAPER, request.actor, item_of(sheet.version))
    context: dict[str, Any] = {
        "sheet": sheet,
        "copies": pages.copies_of(sheet, request.now, may_act=may),
        "void": pages.void_of(sheet),
        "units": Unit.objects.filter(is_active=True) if may else (),
        "people": Person.objects.filter(is_active=True) if may else (),
        "may_act": may,
        "errors": told(error) if error else [],
        "tried": mark,
        "typed": request.POST,
    }
    status = status_of(error) if error else HTTPStatus.OK
    return render(request, "review/paper/paper.html", context, status=status)


def _copy(sheet: ReviewSheet, mark: str) -> SheetCopy:
    found = copy_of(sheet, "" if mark == NO_MARK else mark)
    if found is None:
        raise Http404
    return found


def _receiver(request: StaffRequest) -> Receiver:
    """Return who was chosen. Raises Refused without a unit in use."""
    unit = Unit.objects.filter(pk=count_of(request.POST.get("unit")), is_active=True).first()
    if unit is None:
        raise Refused(reason("review.copy_unit_missing", clause="12(1)"))
    person = Person.objects.filter(pk=count_of(request.POST.get("person")), is_active=True).first()
    return Receiver(unit=unit, person=person)
