"""The page on which somebody says why a released item is not to go out, and the way back."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hefa.collect.queries import seen_by
from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.package import Kind
from hefa.core.rights import Right, reasons_against_right
from hefa.publish.setting_aside import set_aside, take_up, waits
from hefa.publish.shown.views import acted_on
from hefa.registry.request import StaffRequest, staff_page
from hefa.review.models import ReviewSheet
from hefa.review.queries import released_sheets
from hefa.ui.refusals import status_of, told
from hefa.ui.words import reason_sentence


@staff_page
@require_http_methods(["GET", "POST"])
def aside(request: StaffRequest, number: str) -> HttpResponse:
    """Ask why the released sheet is not to be sent or carried out, and set it aside."""
    seen = released_sheets().filter(version__manuscript__in=seen_by(request.actor))
    sheet = seen.filter(number=number).select_related("version__manuscript").first()
    if sheet is None or (request.method == "GET" and not waits(sheet.version)):
        raise Http404
    if request.method == "GET":
        return _page(request, sheet)
    words = request.POST.get("words", "")
    try:
        made = set_aside(sheet.version, person=request.person, words=words, now=request.now)
    except (Refused, Conflict) as error:
        return _page(request, sheet, error=error, words=words)
    messages.success(request, "已记下，不再等着办。")
    return redirect("publish:publication", made.op_id)


@staff_page
@require_POST
def back(request: StaffRequest, op_id: str) -> HttpResponse:
    """Put what was set aside back among what waits."""
    return acted_on(request, op_id, take_up, "已放回，又在等着办了。")


def _page(
    request: StaffRequest, sheet: ReviewSheet, *, error: HefaError | None = None, words: str = ""
) -> HttpResponse:
    against = reasons_against_right(Right.ORDER_PUBLICATION, request.actor)
    is_article = sheet.version.manuscript.kind == Kind.ARTICLE
    context = {
        "number": sheet.number,
        "title": sheet.version.title,
        "home": "publish:home" if is_article else "publish:orders",
        "verb": "发" if is_article else "办",
        "words": words,
        "reasons": [reason_sentence(entry) for entry in against],
        "errors": told(error) if error is not None else [],
    }
    status = status_of(error) if error is not None else HTTPStatus.OK
    return render(request, "publish/aside.html", context, status=status)
