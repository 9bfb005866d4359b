"""Pages of publishing: what may go out, what is on its way, one publication."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.rights import Right, reasons_against_right
from hefa.publish import actions, pages
from hefa.publish.connecting import try_connection
from hefa.publish.forms import QueueForm
from hefa.publish.models import Publication
from hefa.registry.models import OfficialAccount
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.paging import RowPaginator
from hefa.ui.words import reason_sentence, sentence

PAGE_LENGTH = 30


@staff_page
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show what was released and waits, then every publication, searched and filtered."""
    return _home(request, QueueForm(now=request.now))


@staff_page
@require_POST
def queue(request: StaffRequest) -> HttpResponse:
    """Put the ticked sheets into one publication; a refusal keeps ticks, places and time."""
    form = QueueForm(request.POST, now=request.now)
    if not form.is_valid():
        return _home(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    versions = pages.versions_of(request.actor, given["numbers"])
    if len(versions) < len(given["numbers"]):
        form.add_error(None, "有一篇没有找到，或还没有核发。请刷新页面再看。")
        return _home(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = actions.queue_publication(
            versions, person=request.person, planned_at=given["planned_at"], now=request.now
        )
    except (Refused, Conflict) as error:
        for text in _told(error):
            form.add_error(None, text)
        return _home(request, form, status=_status(error))
    messages.success(request, "已定时，到时间自动发布。" if made.planned_at else "已开始发布。")
    return redirect("publish:publication", made.op_id)


@staff_page
@require_GET
def publication(request: StaffRequest, op_id: str) -> HttpResponse:
    """Show one publication: how far it has come, what is wrong, what may be done."""
    return _page(request, _seen(request, op_id))


@staff_page
@require_GET
def progress(request: StaffRequest, op_id: str) -> HttpResponse:
    """Return the part of the page that changes while the publication is under way."""
    found = _seen(request, op_id)
    context = pages.page_of(found, request.actor, request.now)
    response = render(request, "publish/_progress.html", context)
    if not context["is_under_way"]:
        response["HX-Refresh"] = "true"
    return response


@staff_page
@require_POST
def retry(request: StaffRequest, op_id: str) -> HttpResponse:
    """Set it going again with the reason given."""
    found = _seen(request, op_id)
    words = request.POST.get("words", "")
    try:
        actions.retry_publication(found, person=request.person, words=words, now=request.now)
    except (Refused, Conflict) as error:
        return _page(request, _seen(request, op_id), error=error, words=words)
    messages.success(request, "已接着发布。")
    return redirect("publish:publication", op_id)


@staff_page
@require_POST
def cancel(request: StaffRequest, op_id: str) -> HttpResponse:
    """Cancel it with the reason given; its sheets may be published anew."""
    found = _seen(request, op_id)
    words = request.POST.get("words", "")
    try:
        actions.cancel_publication(found, person=request.person, words=words, now=request.now)
    except (Refused, Conflict) as error:
        return _page(request, _seen(request, op_id), error=error, words=words)
    messages.success(request, "已取消这次发布，稿件回到等候发布。")
    return redirect("publish:publication", op_id)


@staff_page
@require_POST
def test_account(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask WeChat whether the account can be reached, and say what came of it."""
    account = get_object_or_404(OfficialAccount, pk=pk)
    tried = try_connection(account, person=request.person, now=request.now)
    if tried.code:
        messages.error(request, sentence(tried.code, tried.detail))
    else:
        messages.success(request, f"已连上公众号“{account.name}”。")
    return redirect("registry:accounts")


def _home(
    request: StaffRequest, form: QueueForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    state = request.GET.get("state", "")
    words = request.GET.get("q", "").strip()[:60]
    found = pages.publications_seen_by(request.actor, state=state, words=words)
    page = RowPaginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "waiting": pages.waiting_for(request.actor, form),
        "refusals": _reasons(request),
        "rows": [pages.row_of(entry, request.now) for entry in page],
        "page": page,
        "states": pages.GROUPS,
        "state": state,
        "words": words,
        "query": f"state={state}&q={words}&",
    }
    return render(request, "publish/home.html", context, status=status)


def _page(
    request: StaffRequest, found: Publication, *, error: HefaError | None = None, words: str = ""
) -> HttpResponse:
    context: dict[str, Any] = pages.page_of(found, request.actor, request.now)
    if error is not None:
        context |= {"errors": _told(error), "words": words}
    return render(
        request,
        "publish/publication.html",
        context,
        status=_status(error) if error is not None else HTTPStatus.OK,
    )


def _seen(request: StaffRequest, op_id: str) -> Publication:
    """Return the publication, when this person may see it. Raises Http404 otherwise."""
    found = pages.publications_seen_by(request.actor).filter(op_id=op_id).first()
    if found is None:
        raise Http404
    return found


def _reasons(request: StaffRequest) -> list[str]:
    against = reasons_against_right(Right.ORDER_PUBLICATION, request.actor)
    return [reason_sentence(entry) for entry in against]


def _told(error: HefaError) -> list[str]:
    return [reason_sentence(entry) for entry in error.reasons]


def _status(error: HefaError) -> HTTPStatus:
    is_late = isinstance(error, Conflict)
    return HTTPStatus.CONFLICT if is_late else HTTPStatus.UNPROCESSABLE_ENTITY
