"""Pages of review: what waits, one sheet, and the acts upon it."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from hefa.check.pages import cards_of
from hefa.check.queries import look_at
from hefa.collect.change_pages import subject_of
from hefa.collect.seeing import version_seen
from hefa.collect.showing import ALONE, article_page
from hefa.core.errors import Conflict, Refused
from hefa.registry.adopted import regulation_now
from hefa.registry.labels import category_labels
from hefa.registry.request import StaffRequest, staff_page
from hefa.review import pages, queries
from hefa.review.actions import submit_version
from hefa.review.models import ReviewSheet
from hefa.review.seeing import sheet_seen
from hefa.review.sheet_page import sheet_page
from hefa.review.stated import lacking_of, stated_of
from hefa.ui.given import count_of
from hefa.ui.paging import RowPaginator
from hefa.ui.refusals import status_of, told

PAGE_LENGTH = 30
TABS = (("mine", "等我办"), ("done", "我办过的"))


@staff_page
@require_GET
def inbox(request: StaffRequest) -> HttpResponse:
    """List the sheets: what waits for this person first; searched and filtered."""
    tab = request.GET.get("tab", "mine")
    words = request.GET.get("q", "").strip()[:60]
    found = _tab(request, tab)
    if words:
        found = found.filter(
            Q(version__title__icontains=words)
            | Q(number__icontains=words)
            | Q(author__display_name__icontains=words)
        )
    page = RowPaginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    categories = category_labels()
    context = {
        "rows": [pages.row_of(sheet, categories) for sheet in page],
        "page": page,
        "tab": tab,
        "tabs": TABS,
        "words": words,
        "query": f"tab={tab}&q={words}&",
    }
    return render(request, "review/inbox.html", context)


@staff_page
@require_GET
def sheet(request: StaffRequest, number: str) -> HttpResponse:
    """Show one sheet: who, what changed, what is open, the article, agree or return."""
    found = sheet_seen(request, number)
    return render(request, "review/sheet.html", sheet_page(request, found))


@staff_page
@require_GET
@xframe_options_sameorigin
@csp_replace(ALONE)  # type: ignore[arg-type]  # typed for views without parameters
def article(request: StaffRequest, number: str) -> HttpResponse:
    """Show what a sheet is about to whoever sees the sheet, also those asked for advice."""
    return HttpResponse(article_page(sheet_seen(request, number).version, request))


@staff_page
@require_http_methods(["GET", "POST"])
def submit(request: StaffRequest, version_pk: int) -> HttpResponse:
    """Ask once more, then submit; refusals say what is missing and who can help."""
    version = version_seen(request, version_pk)
    if version.frozen_at is not None:
        return redirect("review:sheet", version.sheet.number)
    if request.method == "POST":
        try:
            count = count_of(request.POST.get("edit"))
            made = submit_version(version, person=request.person, edit=count, now=request.now)
        except (Refused, Conflict) as error:
            return render(
                request,
                "review/submit.html",
                {**_submit_page(request, version_pk), "errors": told(error)},
                status=status_of(error),
            )
        messages.success(request, f"已送审，审核单 {made.number}，等初审。")
        return redirect("review:sheet", made.number)
    return render(request, "review/submit.html", _submit_page(request, version_pk))


def _submit_page(request: StaffRequest, version_pk: int) -> dict[str, Any]:
    """Return what the page before submission shows."""
    version = version_seen(request, version_pk)
    look = look_at(version, now=request.now)
    regulation = regulation_now(request.now)
    return {
        "version": version,
        "machine": pages.machine_of(look),
        "blockers": len(look.blockers),
        "cards": cards_of(look),
        "subject": subject_of(version, regulation),
        "stated": stated_of(version, look, regulation),
        "lacking": lacking_of(version, regulation),
    }


def _tab(request: StaffRequest, tab: str) -> QuerySet[ReviewSheet]:
    if tab == "done":
        found = queries.with_everything().filter(opinions__person=request.person)
        return found.distinct().order_by("-pk")
    return queries.awaiting(request.actor)
