"""Pages of publishing: what may go out, what is on its way, one publication."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from hefa.core.errors import Conflict, HefaError, Refused
from hefa.publish import actions
from hefa.publish.connecting import try_connection
from hefa.publish.counts.counted import figures_of
from hefa.publish.home.pages import publications_seen_by
from hefa.publish.models import Publication
from hefa.publish.orders.acting import ACTING
from hefa.publish.orders.pages import acting_of
from hefa.publish.shown import pages
from hefa.registry.models import OfficialAccount
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.refusals import status_of, told
from hefa.ui.words import sentence

PAGE_LENGTH = 30


@staff_page
@require_GET
def publication(request: StaffRequest, op_id: str) -> HttpResponse:
    """Show one publication: how far it has come, what is wrong, what may be done."""
    return publication_page(request, seen_publication(request, op_id))


@staff_page
@require_GET
def progress(request: StaffRequest, op_id: str) -> HttpResponse:
    """Return the part of the page that changes while the publication is under way."""
    found = seen_publication(request, op_id)
    context = pages.page_of(found, request.actor, request.now)
    response = render(request, "publish/_progress.html", context)
    has_moved_on = request.GET.get("stage", context["stage"]) != context["stage"]
    if has_moved_on or not context["is_under_way"]:
        response["HX-Refresh"] = "true"
    return response


@staff_page
@require_POST
def retry(request: StaffRequest, op_id: str) -> HttpResponse:
    """Set it going again with the reason given."""
    return acted_on(request, op_id, actions.retry_publication, "已接着发布。")


@staff_page
@require_POST
def cancel(request: StaffRequest, op_id: str) -> HttpResponse:
    """Cancel it with the reason given; its sheets may be published anew."""
    is_acting = seen_publication(request, op_id).kind in ACTING
    said = "这次办理，审核单可以重新办。" if is_acting else "这次发布，稿件回到等候发布。"
    return acted_on(request, op_id, actions.cancel_publication, f"已取消{said}")


@staff_page
@require_POST
def stop(request: StaffRequest, op_id: str) -> HttpResponse:
    """Stop it at one touch, as long as it is not submitted."""
    found = seen_publication(request, op_id)
    try:
        actions.stop_publication(found, person=request.person, now=request.now)
    except (Refused, Conflict) as error:
        return publication_page(request, seen_publication(request, op_id), error=error)
    messages.success(request, "已停下，没有发出。要接着发或取消，请写明原因。")
    return redirect("publish:publication", op_id)


@staff_page
@require_POST
def test_account(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask WeChat whether the account can be reached, and say what came of it.

    Back to the page it was asked on: the accounts, or a publication.
    """
    account = get_object_or_404(OfficialAccount, pk=pk)
    tried = try_connection(account, person=request.person, now=request.now)
    if tried.code:
        messages.error(request, sentence(tried.code, tried.detail))
    else:
        messages.success(request, f"已连上公众号“{account.name}”。")
    asked_on = publications_seen_by(request.actor).filter(op_id=request.POST.get("publication", ""))
    if (found := asked_on.first()) is not None:
        return redirect("publish:publication", found.op_id)
    return redirect("registry:accounts")


def acted_on(
    request: StaffRequest, op_id: str, act: Callable[..., object], said: str
) -> HttpResponse:
    """Carry out one act on a publication with the words given, and return to its page."""
    found, words = seen_publication(request, op_id), request.POST.get("words", "")
    try:
        act(found, person=request.person, words=words, now=request.now)
    except (Refused, Conflict) as error:
        return publication_page(request, seen_publication(request, op_id), error=error, words=words)
    messages.success(request, said)
    return redirect("publish:publication", op_id)


def publication_page(
    request: StaffRequest, found: Publication, *, error: HefaError | None = None, words: str = ""
) -> HttpResponse:
    """Return the page of one publication; a refusal shows its reasons and keeps the words."""
    context: dict[str, Any] = pages.page_of(found, request.actor, request.now)
    context["figures"] = figures_of(found, request.now)
    context["acting"] = acting_of(found, request.actor)
    if error is not None:
        context |= {"errors": told(error), "words": words}
    return render(
        request,
        "publish/publication.html",
        context,
        status=status_of(error) if error is not None else HTTPStatus.OK,
    )


def seen_publication(request: StaffRequest, op_id: str) -> Publication:
    """Return the publication, when this person may see it. Raises Http404 otherwise."""
    found = publications_seen_by(request.actor).filter(op_id=op_id).first()
    if found is None:
        raise Http404
    return found
