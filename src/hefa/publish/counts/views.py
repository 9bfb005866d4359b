"""The page of the figures, and the workbook of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from hefa.publish.counts import counted
from hefa.publish.counts.form import CountsFilter
from hefa.publish.counts.workbook import workbook_of
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.paging import RowPaginator
from hefa.ui.workbook import XLSX

PAGE_LENGTH = 30


@staff_page
@require_GET
def counts(request: StaffRequest) -> HttpResponse:
    """Show how often what one may see was read, item by item and column by column."""
    form = _form(request)
    items = counted.counted_items(request.actor, form.wanted())
    page = RowPaginator(items, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "rows": [counted.row_of(item) for item in page],
        "page": page,
        "query": _query(request),
        "columns": counted.sums_by_column(items),
        "sums": counted.sums_of(items),
        "silent": counted.accounts_without_figures(),
    }
    return render(request, "publish/counts.html", context)


@staff_page
@require_GET
def counts_xlsx(request: StaffRequest) -> HttpResponse:
    """Return the same as a workbook, all pages of it."""
    wanted = _form(request).wanted()
    name = f"阅读量{wanted.month}"
    content = workbook_of(counted.counted_items(request.actor, wanted), title=name)
    disposition = content_disposition_header(True, f"{name}.xlsx")  # Django's own form
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _form(request: StaffRequest) -> CountsFilter:
    return CountsFilter(request.GET, months=counted.months_with_items(request.actor))


def _query(request: StaffRequest) -> str:
    """Return the parameters asked for but the page, ready to be followed by another."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{asked.urlencode()}&" if asked else ""
