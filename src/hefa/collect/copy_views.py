"""Start from an earlier item 照上月的写."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hefa.collect.copying import copy_released, to_copy
from hefa.collect.next_month import in_next_month
from hefa.registry.labels import category_labels
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.paging import RowPaginator

PAGE_LENGTH = 20


@staff_page
@require_GET
def copies(request: StaffRequest) -> HttpResponse:
    """List the released items of this person's units, to start from one of them."""
    words = request.GET.get("q", "").strip()[:60]
    found = to_copy(request.actor, words)
    page = RowPaginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    categories = category_labels()
    rows = [
        {
            "pk": version.pk,
            "title": version.title,
            "becomes": in_next_month(version.title),
            "number": version.sheet.number,
            "unit": version.manuscript.unit.name,
            "category": categories.get(version.category, version.category),
            "released_at": version.sheet.ended_at,
        }
        for version in page
    ]
    context = {"rows": rows, "page": page, "words": words, "query": f"q={words}&"}
    return render(request, "collect/copies.html", context)


@staff_page
@require_POST
def copy(request: StaffRequest, version_pk: int) -> HttpResponse:
    """Begin a new manuscript from a released one, and open it."""
    source = to_copy(request.actor).filter(pk=version_pk).first()
    if source is None:
        raise Http404
    made = copy_released(source, person=request.person, now=request.now)
    messages.success(
        request, f"已照《{source.title}》起了新稿。带过来的日期都标出来了，请逐个核对。"
    )
    return redirect("collect:edit", made.pk)
