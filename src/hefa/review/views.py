"""Pages of review: what waits, one sheet, and the acts upon it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hefa.check.pages import cards_of
from hefa.check.queries import look_at
from hefa.collect.change_pages import subject_of
from hefa.collect.seeing import item_of, version_seen
from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.review import Act, Attempt, State
from hefa.core.rights import Right, reasons_against_right
from hefa.registry.labels import category_labels
from hefa.registry.request import StaffRequest, staff_page
from hefa.review import pages, queries
from hefa.review.actions import act_on, submit_version
from hefa.review.changes import note_reading
from hefa.review.models import ReviewSheet
from hefa.ui.paging import RowPaginator
from hefa.ui.words import reason_sentence

PAGE_LENGTH = 30
TABS = (("mine", "等我办"), ("done", "我办过的"), ("all", "全部"))
DONE = {
    Act.ENDORSE: "已初审同意，等审批。",
    Act.APPROVE: "已审批同意，等移交。",
    Act.DELIVER: "已移交，等平台管理员核发。",
    Act.RELEASE: "已核发。到“发布”里安排什么时候发出。",
    Act.RETURN: "已退回，拟稿人会看到您的理由。",
    Act.RECALL: "已撤回，可以接着改。",
}


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
    found = _seen(request, number)
    return render(request, "review/sheet.html", _sheet_page(request, found))


@staff_page
@require_POST
def act(request: StaffRequest, number: str) -> HttpResponse:
    """Carry out one act; a refusal shows its reasons and keeps the words typed."""
    found = _seen(request, number)
    given = request.POST
    try:
        wanted = Act(given.get("act", ""))
    except ValueError:
        raise Http404 from None
    words = given.get("words", "")
    attempt = Attempt(act=wanted, package_sha256=given.get("package", ""), words=words)
    found.position = _count(given.get("position"))
    try:
        act_on(found, attempt, person=request.person, now=request.now)
    except (Refused, Conflict) as error:
        fresh = _seen(request, number)
        context = {**_sheet_page(request, fresh), "errors": _told(error), "words": words}
        return render(request, "review/sheet.html", context, status=_status(error))
    messages.success(request, DONE[wanted])
    if wanted is Act.RELEASE:
        return redirect("publish:home")
    return redirect("desk:home")


@staff_page
@require_http_methods(["GET", "POST"])
def submit(request: StaffRequest, version_pk: int) -> HttpResponse:
    """Ask once more, then submit; refusals say what is missing and who can help."""
    version = version_seen(request, version_pk)
    if version.frozen_at is not None:
        return redirect("review:sheet", version.sheet.number)
    if request.method == "POST":
        try:
            count = _count(request.POST.get("edit"))
            made = submit_version(version, person=request.person, edit=count, now=request.now)
        except (Refused, Conflict) as error:
            return render(
                request,
                "review/submit.html",
                {**_submit_page(request, version_pk), "errors": _told(error)},
                status=_status(error),
            )
        messages.success(request, f"已送审，审核单 {made.number}，等初审。")
        return redirect("review:sheet", made.number)
    return render(request, "review/submit.html", _submit_page(request, version_pk))


def _submit_page(request: StaffRequest, version_pk: int) -> dict[str, Any]:
    """Return what the page before submission shows."""
    version = version_seen(request, version_pk)
    look = look_at(version, now=request.now)
    return {
        "version": version,
        "machine": pages.machine_of(look),
        "blockers": len(look.blockers),
        "cards": cards_of(look),
        "subject": subject_of(version),
    }


def _sheet_page(request: StaffRequest, found: ReviewSheet) -> dict[str, Any]:
    """Return everything the page of a sheet shows; reading it is noted."""
    version = found.version
    look = look_at(version, now=request.now)
    decided = queries.with_look(queries.core_sheet(found), look, now=request.now)
    seen = queries.last_seen(request.person, version)
    changes = pages.changes_since(seen, version)
    note_reading(request.person, version, now=request.now)
    is_mine = found.author_id == request.person.pk
    return {
        "sheet": found,
        "version": version,
        "row": pages.row_of(found, category_labels()),
        "steps": pages.steps_of(found, request.now),
        "opinions": pages.opinions_of(found, request.now),
        "decision": pages.decision_of(decided, request.actor),
        "machine": pages.machine_of(look),
        "cards": cards_of(look) if look.unanswered_count else [],
        "changes": changes,
        "seen": seen,
        "counts": pages.counts_of(version),
        "subject": subject_of(version),
        "can_revise": is_mine and found.ended in (State.RETURNED, State.RECALLED),
    }


def _seen(request: StaffRequest, number: str) -> ReviewSheet:
    """Return the sheet, when this person may see it."""
    found = queries.with_everything().filter(number=number).first()
    if found is None or reasons_against_right(
        Right.SEE_ITEM, request.actor, item_of(found.version)
    ):
        raise Http404
    return found


def _tab(request: StaffRequest, tab: str) -> QuerySet[ReviewSheet]:
    if tab == "done":
        found = queries.with_everything().filter(opinions__person=request.person)
        return found.distinct().order_by("-pk")
    if tab == "all":
        return queries.seen_by(request.actor).order_by("-pk")
    return queries.awaiting(request.actor)


def _count(given: str | None) -> int:
    """Return the count that a form carried, or -1, which fits nothing."""
    return int(given) if given and given.isascii() and given.isdigit() else -1


def _status(error: HefaError) -> HTTPStatus:
    is_late = isinstance(error, Conflict)
    return HTTPStatus.CONFLICT if is_late else HTTPStatus.UNPROCESSABLE_ENTITY


def _told(error: HefaError) -> list[str]:
    return [reason_sentence(entry) for entry in error.reasons]
