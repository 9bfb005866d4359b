"""消息接收: where WeChat sends an account's messages, its keys, the holding answer."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hefa.core.errors import Conflict, Refused
from hefa.registry import actions
from hefa.registry.actions.callback import KeyPair
from hefa.registry.callback_page import callback_in_words
from hefa.registry.forms_callback import HoldingForm
from hefa.registry.models import AccountCallback, AccountKind, OfficialAccount
from hefa.registry.pages import UNPROCESSABLE, crumbs, manager_act, manager_page, show_reasons
from hefa.registry.request import StaffRequest
from hefa.ui.words import reason_sentence

STOPPED = "已停止接收。请到微信后台也停用服务器配置，不然留言的人会看到出错提示。"


@manager_page
def callback(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page of an account's messages; it never shows a key again."""
    return _page(request, _account(pk))


@never_cache
@manager_act
def make(request: StaffRequest, pk: int) -> HttpResponse:
    """Make keys, and show them this once with what to enter in WeChat's backend."""
    account = _account(pk)
    try:
        keys = actions.make_callback_keys(account, by=request.person, now=request.now)
    except Conflict as error:
        return _refused(request, pk, error)
    return _page(request, account, keys=keys)


@manager_act
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Receive nothing more."""
    try:
        actions.stop_callback(_account(pk), by=request.person, now=request.now)
    except Refused as error:
        return _refused(request, pk, error)
    messages.success(request, STOPPED)
    return redirect("registry:callback", pk)


@manager_act
def hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Set the holding answer, or end it."""
    account = _account(pk)
    form = HoldingForm(request.POST)
    status = UNPROCESSABLE
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_holding_text(account, **given, by=request.person, now=request.now)
        except (Refused, Conflict) as error:
            status = show_reasons(form, error, _row(account))
        else:
            said = "已设好临时答复" if given["text"].strip() else "已停止临时答复"
            messages.success(request, said)
            return redirect("registry:callback", pk)
    return _page(request, account, form=form, status=status)


def _account(pk: int) -> OfficialAccount:
    return get_object_or_404(OfficialAccount, pk=pk)


def _row(account: OfficialAccount) -> AccountCallback | None:
    return AccountCallback.objects.filter(account=account).first()


def _refused(request: StaffRequest, pk: int, error: Refused | Conflict) -> HttpResponse:
    messages.error(request, reason_sentence(error.reasons[0]))
    return redirect("registry:callback", pk)


def _page(
    request: StaffRequest,
    account: OfficialAccount,
    *,
    keys: KeyPair | None = None,
    form: HoldingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = _row(account)
    shown = {
        "account": account,
        "row": row,
        "keys": keys,
        "address": settings.BASE_URL + reverse("publish:callback", args=[row.key]) if row else "",
        "is_out_of_reach": not settings.BASE_IS_SECURE and account.kind != AccountKind.SANDBOX,
        "told": callback_in_words(row, request.now) if row else [],
        "form": form or HoldingForm(initial=_initial(row)),
        "crumbs": crumbs("公众号", reverse("registry:accounts")),
    }
    return render(request, "registry/callback.html", shown, status=status)


def _initial(row: AccountCallback | None) -> dict[str, object]:
    return {"text": row.holding_text, "seen": row.revision} if row else {}
