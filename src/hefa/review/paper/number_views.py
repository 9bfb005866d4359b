"""The page 编号登记: the numbers of a year, the void ones with their reasons; printed or taken."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from hefa.core.rights import Right, demand
from hefa.registry.models import Unit
from hefa.registry.request import StaffRequest, staff_page
from hefa.review.paper import numbers as register
from hefa.ui.given import number_of
from hefa.ui.paging import RowPaginator
from hefa.ui.workbook import XLSX

PAGE_LENGTH = 100
STATES = (("", "全部"), ("void", "作废的"), ("standing", "没有作废的"))


@staff_page
@require_GET
def numbers(request: StaffRequest) -> HttpResponse:
    """Show every number given in a year, in order, and whether one is missing."""
    demand(Right.SEE_LEDGER, request.actor)
    wanted = _wanted(request)
    found = RowPaginator(register.numbers_wanted(wanted), PAGE_LENGTH, whole=register.with_sheets())
    page = found.get_page(request.GET.get("page"))
    context = {
        "years": register.years() or [wanted.year],
        "units": Unit.objects.all(),
        "states": STATES,
        "wanted": wanted,
        "gaps": register.gaps(wanted.year),
        "page": page,
        "rows": register.rows_of(page, request.actor),
        "query": f"year={wanted.year}&unit={wanted.unit}&state={wanted.state}&",
    }
    return render(request, "review/paper/numbers.html", context)


@staff_page
@require_GET
def workbook(request: StaffRequest) -> HttpResponse:
    """Return the numbers asked for as a workbook."""
    demand(Right.SEE_LEDGER, request.actor)
    wanted = _wanted(request)
    found = register.with_sheets().filter(pk__in=register.numbers_wanted(wanted).values("pk"))
    title = f"{wanted.year}年审核单编号"
    content = register.workbook_of(
        found.order_by("series_id", "serial"), request.actor, title=title
    )
    headers = {"Content-Disposition": content_disposition_header(True, f"{title}.xlsx")}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _wanted(request: StaffRequest) -> register.Wanted:
    """Return what the address asks for; what cannot be read asks for everything."""
    asked = request.GET
    states = {key for key, _ in STATES}
    state = asked.get("state", "")
    return register.Wanted(
        year=number_of(asked.get("year")) or timezone.localtime(request.now).year,
        unit=number_of(asked.get("unit")) or 0,
        state=state if state in states else "",
    )
