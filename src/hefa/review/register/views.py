"""Pages of the register 审核单台账: the list, the views a person keeps, the archive."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.rights import Right, demand, reasons_against_right
from hefa.registry.labels import category_labels
from hefa.registry.request import StaffRequest, staff_page
from hefa.review.queries import seen_by
from hefa.review.register import changes, pages
from hefa.review.register.actions import archive_sheet
from hefa.review.register.forms import RegisterFilter
from hefa.review.register.models import SavedView
from hefa.review.register.queries import sheets_wanted, whole_rows
from hefa.ui.paging import RowPaginator
from hefa.ui.words import reason_sentence

PAGE_LENGTH = 30
MOST_AT_ONCE = 100


@staff_page
@require_GET
def register(request: StaffRequest) -> HttpResponse:
    """List the sheets that this person may see and asks for; opened bare, by the own default."""
    views = list(SavedView.objects.filter(person=request.person))
    usual = next((view for view in views if view.is_default), None)
    if usual is not None and not request.GET:
        return HttpResponseRedirect(pages.address_of(usual))
    form = RegisterFilter(request.GET)
    found = sheets_wanted(request.actor, form.wanted(), now=request.now)
    page = RowPaginator(found, PAGE_LENGTH, whole=whole_rows()).get_page(request.GET.get("page"))
    may_archive = not reasons_against_right(Right.ARCHIVE_SHEET, request.actor)
    query = form.query()
    current = request.GET.get("view", "")
    context = {
        "form": form,
        "page": page,
        "rows": pages.rows_of(page, category_labels(), request.now),
        "query": f"{query}&" if query else "all=1&",
        "kept_query": query,
        "views": pages.views_of(views, current),
        "view": next((view for view in views if str(view.pk) == current), None),
        "is_to_archive": may_archive and form.wanted().archived == "no",
        "may_archive": may_archive,
    }
    return render(request, "review/register/register.html", context)


@staff_page
@require_POST
def save_view(request: StaffRequest) -> HttpResponse:
    """Keep what is asked for under a name."""
    query = RegisterFilter(QueryDict(request.POST.get("query", "")[:1000])).query()
    try:
        view = changes.save_view(request.person, name=request.POST.get("name", ""), query=query)
    except Refused as error:
        _tell(request, error)
        return redirect(f"{reverse('review:register')}?{query or 'all=1'}")
    messages.success(request, f"已存为视图“{view.name}”。")
    return HttpResponseRedirect(pages.address_of(view))


@staff_page
@require_POST
def default_view(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the register open with this view, or no longer when it did."""
    view = _own(request, pk)
    changes.make_default(view, is_default=not view.is_default)
    told = "不再默认打开" if view.is_default else "以后打开台账先看"
    messages.success(request, f"{told}“{view.name}”。")
    return HttpResponseRedirect(pages.address_of(view))


@staff_page
@require_POST
def delete_view(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget this view."""
    view = _own(request, pk)
    changes.delete_view(view)
    messages.success(request, f"已删除视图“{view.name}”，审核单都还在。")
    return redirect(f"{reverse('review:register')}?all=1")


@staff_page
@require_POST
def archive(request: StaffRequest) -> HttpResponse:
    """Archive the sheets that were ticked, each by itself; what could not be is told."""
    demand(Right.ARCHIVE_SHEET, request.actor)
    numbers = request.POST.getlist("number")[:MOST_AT_ONCE]
    done = 0
    for sheet in seen_by(request.actor).filter(number__in=numbers).order_by("ended_at", "pk"):
        try:
            archive_sheet(sheet, person=request.person, now=request.now)
        except (Refused, Conflict) as error:
            _tell(request, error)
        else:
            done += 1
    if done:
        messages.success(request, f"已归档 {done} 张，归档号和保管期限都写上了。")
    elif not numbers:
        messages.error(request, "还没有选审核单。先在左边打钩，再点“归档”。")
    return redirect(f"{reverse('review:register')}?archived=no")


def _own(request: StaffRequest, pk: int) -> SavedView:
    """Return this person's own view. Raises Http404 for anybody else's."""
    view = SavedView.objects.filter(person=request.person, pk=pk).first()
    if view is None:
        raise Http404
    return view


def _tell(request: StaffRequest, error: HefaError) -> None:
    for entry in error.reasons:
        messages.error(request, reason_sentence(entry))
