"""The address that WeChat pushes to, and the button that has WeChat try it."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from hefa.core.errors import Refused
from hefa.core.rights import Right, demand
from hefa.publish.account import connected
from hefa.publish.callback.receiving import receive, verify
from hefa.registry.models import AccountCallback, OfficialAccount
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.words import reason_sentence, sentence
from hefa.wechat.callback import NOTHING_TO_SAY, PushRefused
from hefa.wechat.errors import CallFailed
from hefa.wechat.operations import CallbackReach, check_callback
from hefa.wechat.xml import MOST_BYTES

_TEXT = "text/plain; charset=utf-8"
_XML = "text/xml; charset=utf-8"
_LOST = "100%"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, key: str) -> HttpResponse:
    """Answer WeChat; whatever else comes is refused without a word why.

    No session and no cookie: the key in the address and the signature are all there is.
    """
    try:
        row = AccountCallback.objects.select_related("account").get(key=key)
    except AccountCallback.DoesNotExist:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    query, now = request.GET.dict(), cast("StaffRequest", request).now
    try:
        if request.method == "GET":
            return HttpResponse(verify(row, query, now=now), content_type=_TEXT)
        answer = receive(row, query, _body(request), now=now)
    except PushRefused:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    return HttpResponse(answer, content_type=_TEXT if answer == NOTHING_TO_SAY else _XML)


@staff_page
@require_POST
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """Have WeChat try the address that stands in its backend, and say what came of it."""
    demand(Right.MANAGE_REGISTER, request.actor)
    account = get_object_or_404(OfficialAccount, pk=pk)
    try:
        with connected(account, now=request.now) as wire:
            reach = wire.call(check_callback)
    except CallFailed as failed:
        messages.error(request, sentence(failed.code, failed.detail))
    except Refused as refused:
        messages.error(request, reason_sentence(refused.reasons[0]))
    else:
        _tell(request, reach)
    return redirect("registry:callback", pk)


def _tell(request: StaffRequest, reach: CallbackReach) -> None:
    """Say whether WeChat found the machine and reached it."""
    if not reach.addresses and not reach.pings:
        messages.error(request, sentence("publish.callback_not_found"))
    elif reach.pings and all(ping.package_loss == _LOST for ping in reach.pings):
        messages.error(request, sentence("publish.callback_not_reached"))
    else:
        messages.success(request, sentence("publish.callback_reached"))


def _body(request: HttpRequest) -> bytes:
    """Return the body, or its beginning when it is longer than any push; no more is read."""
    return request.read(MOST_BYTES + 1)
