"""The page of the organisation's own list of terms 自有提示词 (9(6)); empty on delivery."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hefa.check.actions import add_term, remove_term
from hefa.check.forms import TermForm
from hefa.check.models import OwnTerm
from hefa.check.words import WORDS
from hefa.core.errors import Refused
from hefa.core.rights import Right, demand
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.paging import RowPaginator
from hefa.ui.words import reason_sentence

PAGE_LENGTH = 50


@staff_page
@require_http_methods(["GET", "POST"])
def terms(request: StaffRequest) -> HttpResponse:
    """List the own terms, searched; take in another one."""
    demand(Right.MANAGE_TERMS, request.actor)
    form = TermForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                add_term(form.entry(), person=request.person, now=request.now)
            except Refused as refused:
                form.add_error("term", reason_sentence(refused.reasons[0]))
            else:
                messages.success(request, "已加进自有提示词。")
                return redirect("check:terms")
    words = request.GET.get("q", "").strip()[:60]
    found = OwnTerm.objects.select_related("owner").filter(term__contains=words).order_by("term")
    page = RowPaginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = [{"term": term, "severity": WORDS[f"check.severity.{term.severity}"]} for term in page]
    context = {"form": form, "rows": rows, "page": page, "words": words, "query": f"q={words}&"}
    return render(request, "check/terms.html", context, status=status)


@staff_page
@require_POST
def remove(request: StaffRequest, term_pk: int) -> HttpResponse:
    """Take one term off the list."""
    demand(Right.MANAGE_TERMS, request.actor)
    term = get_object_or_404(OwnTerm, pk=term_pk)
    remove_term(term, person=request.person, now=request.now)
    messages.success(request, f"已删去“{term.term}”。")
    return redirect("check:terms")
