"""The report on a month, a quarter or a year: chosen on a page, taken as PDF or workbook."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from hefa.core.errors import HefaError
from hefa.core.rights import Right, demand
from hefa.core.workdays import day_of
from hefa.registry.adopted import first_regulation
from hefa.registry.request import StaffRequest, staff_page
from hefa.report.documents.content import Report, report_on
from hefa.report.documents.pdf import pdf_of
from hefa.report.documents.period import Period, period_of, periods
from hefa.report.documents.workbook import workbook_of
from hefa.ui.words import reason_sentence
from hefa.ui.workbook import XLSX

REFUSED = 422


@require_GET
@staff_page
def documents(request: StaffRequest) -> HttpResponse:
    """Show which periods can be reported on; the last full month is chosen."""
    demand(Right.SEE_LEDGER, request.actor)
    return _page(request)


@require_GET
@staff_page
def pdf(request: StaffRequest) -> HttpResponse:
    """Return the report as a PDF file."""
    return _taken(request, pdf_of, ending="pdf", content_type="application/pdf")


@require_GET
@staff_page
def xlsx(request: StaffRequest) -> HttpResponse:
    """Return the report as a workbook."""
    return _taken(request, workbook_of, ending="xlsx", content_type=XLSX)


def _taken(
    request: StaffRequest, make: Callable[[Report], bytes], *, ending: str, content_type: str
) -> HttpResponse:
    """Return the file that `make` makes, or the page again with what stands in the way."""
    demand(Right.SEE_LEDGER, request.actor)
    try:
        period = period_of(request.GET.get("period") or _usual(_offered(request)))
        report = report_on(period, now=request.now, by=request.person.display_name)
        content = make(report)
    except HefaError as error:
        return _page(request, [reason_sentence(entry) for entry in error.reasons])
    name = f"{report.organisation}合规报告{period.label}.{ending}"
    disposition = content_disposition_header(True, name)  # Django's own form
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _page(request: StaffRequest, errors: list[str] | None = None) -> HttpResponse:
    offered = _offered(request)
    context = {
        "offered": offered,
        "chosen": request.GET.get("period") or _usual(offered),
        "errors": errors,
    }
    return render(request, "report/documents.html", context, status=REFUSED if errors else 200)


def _offered(request: StaffRequest) -> dict[str, list[Period]]:
    """Return the periods since there has been a regulation here; none before the first."""
    first = first_regulation()
    if first is None:
        return {}
    return periods(max(first.effective_on, day_of(first.adopted_at)), day_of(request.now))


def _usual(offered: dict[str, list[Period]]) -> str:
    """Return the key of the last full month, of the running one when there is none before."""
    return "".join(month.key for month in offered.get("月", [])[:2][-1:])
