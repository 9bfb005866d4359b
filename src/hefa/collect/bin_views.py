"""The bin 回收站: drafts on their way in, out, and what lies there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hefa.collect import actions, queries
from hefa.collect.pages import binned_row
from hefa.collect.purging import KEPT_DAYS, in_the_bin
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.paging import RowPaginator
from hefa.ui.undo import undo_tag

PAGE_LENGTH = 30


@staff_page
@require_GET
def binned(request: StaffRequest) -> HttpResponse:
    """List what this person put into the bin, each with the day it goes for good."""
    page = RowPaginator(in_the_bin(request.actor), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"rows": [binned_row(found) for found in page], "page": page, "days": KEPT_DAYS}
    return render(request, "collect/binned.html", context)


@staff_page
@require_POST
def bin_or_restore(request: StaffRequest, manuscript_pk: int) -> HttpResponse:
    """Put a draft into the bin, or take it out again; a second click changes nothing."""
    manuscript = queries.seen_by(request.actor).filter(pk=manuscript_pk).first()
    if manuscript is None:
        raise Http404
    title = manuscript.versions.latest("number").title or "未命名"
    if request.POST.get("to") == "restore":
        actions.restore_manuscript(manuscript, person=request.person, now=request.now)
        messages.success(request, f"已取回《{title}》。")
        return redirect("collect:manuscripts")
    actions.bin_manuscript(manuscript, person=request.person, now=request.now)
    messages.success(
        request,
        f"已把《{title}》丢进回收站，{KEPT_DAYS} 天内可以取回。",
        extra_tags=undo_tag(reverse("collect:bin", args=[manuscript.pk]), "restore"),
    )
    return redirect("collect:manuscripts")
