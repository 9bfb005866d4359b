"""The pages of a decision: what is asked before it, and the act itself."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from hefa.check.queries import look_at
from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.review import Act, Attempt, reasons_against_confirmation
from hefa.registry.adopted import parsed
from hefa.registry.request import StaffRequest, staff_page
from hefa.review import queries
from hefa.review.actions import act_on
from hefa.review.confirming import confirm, confirmed_at
from hefa.review.deciding import attempt_of, decision_page
from hefa.review.drawing import read_drawing
from hefa.review.models import ReviewSheet
from hefa.review.seeing import sheet_seen
from hefa.review.sheet_page import sheet_page
from hefa.review.stated import stated_of
from hefa.ui.given import count_of
from hefa.ui.going import go_to
from hefa.ui.refusals import status_of, told
from hefa.ui.words import reason_sentence

DONE = {
    Act.ENDORSE: "已初审同意。",
    Act.APPROVE: "已审批同意。",
    Act.DELIVER: "已移交，等平台管理员核发。",
    Act.RELEASE: "已核发。到“发布”里安排什么时候发出。",
    Act.RETURN: "已退回，理由写在审核单上。",
    Act.RECALL: "已撤回，可以接着改。",
}
_A_YEAR_SECONDS = 365 * 24 * 3600
# Reasons that stand at the password's field, too.
_OF_PASSWORD = frozenset(
    {"people.old_password_wrong", "people.sign_in_too_often", "review.not_confirmed"}
)


@staff_page
@require_GET
def decide(request: StaffRequest, number: str, act: str) -> HttpResponse:
    """Ask what a decision needs: declarations, words, a signature; nothing is done yet."""
    found, wanted = sheet_seen(request, number), _act_of(act)
    if wanted not in (_awaited(found), Act.RETURN):
        return redirect("review:sheet", number)
    return _page(request, found, wanted)


@staff_page
@require_POST
def act(request: StaffRequest, number: str) -> HttpResponse:
    """Carry out one act; a refusal shows its reasons and keeps what was filled in.

    An act that was done although its answer was lost on the way is done when it is sent again.
    """
    found, given = sheet_seen(request, number), request.POST
    wanted = _act_of(given.get("act", ""))
    attempt = attempt_of(given, wanted)
    found.acts = count_of(given.get("acts"))
    try:
        drawing = read_drawing(given.get("strokes", ""))
        password = given.get("password", "")
        at = confirm(request, password) if password else confirmed_at(request)
        act_on(
            found,
            attempt,
            person=request.person,
            now=request.now,
            confirmed_at=at,
            drawn=drawing,
        )
    except (Refused, Conflict) as error:
        fresh = sheet_seen(request, number)
        if not _was_done(request, fresh, attempt, acts=found.acts):
            return _page(request, fresh, wanted, error=error)
    messages.success(request, DONE[wanted])
    return go_to(request, reverse("publish:home" if wanted is Act.RELEASE else "desk:home"))


@staff_page
@require_GET
@cache_control(private=True, immutable=True, max_age=_A_YEAR_SECONDS)
def signature(request: StaffRequest, number: str, opinion_pk: int) -> HttpResponse:
    """Return the signature drawn by hand on one opinion of a sheet, as a picture."""
    found = sheet_seen(request, number)
    opinion = found.opinions.filter(pk=opinion_pk).select_related("signature").first()
    if opinion is None or opinion.signature is None:
        raise Http404
    return HttpResponse(bytes(opinion.signature.png), content_type="image/png")


def _page(
    request: StaffRequest,
    found: ReviewSheet,
    wanted: Act,
    *,
    error: HefaError | None = None,
) -> HttpResponse:
    errors = told(error) if error else []
    status = status_of(error) if error else HTTPStatus.OK
    if wanted is Act.RECALL:
        context = {**sheet_page(request, found), "errors": errors}
        return render(request, "review/sheet.html", context, status=status)
    look = look_at(found.version, now=request.now)
    decided = queries.with_look(queries.core_sheet(found), look, now=request.now)
    given = request.POST.dict() if request.method == "POST" else {}
    context = {
        "sheet": found,
        "version": found.version,
        "decision": decision_page(found, decided, wanted, request.actor, given),
        "stated": stated_of(found.version, look, parsed(found.regulation)),
        "needs_password": bool(
            reasons_against_confirmation(wanted, confirmed_at(request), request.now)
        ),
        "password_errors": [
            reason_sentence(entry)
            for entry in (error.reasons if error else ())
            if entry.code in _OF_PASSWORD
        ],
        "errors": errors,
    }
    return render(request, "review/decide.html", context, status=status)


def _was_done(request: StaffRequest, sheet: ReviewSheet, attempt: Attempt, *, acts: int) -> bool:
    """Whether the last act on the sheet is this very one, by this person."""
    last = sheet.opinions.order_by("-pk").first()
    return (
        last is not None
        and sheet.acts == acts + 1
        and last.person_id == request.person.pk
        and last.act == attempt.act.value
        and last.package_sha256 == attempt.package_sha256
        and last.words == attempt.words.strip()[:500]
    )


def _awaited(sheet: ReviewSheet) -> Act | None:
    return Act(sheet.awaits) if sheet.awaits else None


def _act_of(text: str) -> Act:
    try:
        found = Act(text)
    except ValueError:
        raise Http404 from None
    if found is Act.SUBMIT:
        raise Http404
    return found
