"""公众号: the list, and the page of one account."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hefa.registry import actions
from hefa.registry.forms import AccountForm
from hefa.registry.forms_resubmission import ResubmissionForm
from hefa.registry.models import OfficialAccount
from hefa.registry.pages import FormFrame, answer_form, crumbs, link, manager_page
from hefa.registry.queries import installation
from hefa.registry.request import StaffRequest
from hefa.registry.rosters import accounts_in_words


@manager_page
def accounts(request: StaffRequest) -> HttpResponse:
    """Return the list of accounts with the state of their connection."""
    rows = accounts_in_words()
    style = "outline" if rows else "primary"
    buttons = [link("登记公众号", "registry:account_new", style=style, icon="plus")]
    return render(
        request, "registry/accounts.html", {"rows": rows, "crumbs": crumbs(), "actions": buttons}
    )


@manager_page
def account_new(request: StaffRequest) -> HttpResponse:
    """Return the page that enters an account."""
    return _page(request, None)


@manager_page
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that changes an account."""
    return _page(request, get_object_or_404(OfficialAccount, pk=pk))


@manager_page
def resubmission(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that keeps whether WeChat refuses a second submission of a draft."""
    found = get_object_or_404(OfficialAccount, pk=pk)
    initial = {"is_refused": found.is_resubmission_refused, "seen": found.revision}
    form = ResubmissionForm(request.POST or None, initial=initial)
    frame = FormFrame(
        title="答复丢了怎么办",
        verb="保存",
        back=reverse("registry:accounts"),
        back_label="公众号",
        said="已保存。",
        lead="提交以后没有收到微信的答复，草稿又一直还在，就要再提交一次。"
        "确实知道微信不收第二次的，系统才自己再提交，最多两次；不知道的，由人到公众号后台看过再定。",
    )

    def save(given: dict[str, Any]) -> None:
        actions.set_resubmission(found, **given, by=request.person, now=request.now)

    return answer_form(request, form, frame, save, row=found)


def _page(request: StaffRequest, found: OfficialAccount | None) -> HttpResponse:
    form = AccountForm(
        request.POST or None,
        is_demo=installation().is_demo,
        has_secret=found is not None and bool(found.secret_sealed),
        initial=_initial(found) if found else {},
    )
    frame = FormFrame(
        title=found.name if found else "登记公众号",
        verb="保存" if found else "登记公众号",
        back=reverse("registry:accounts"),
        back_label="公众号",
        said="已保存。接着测试连接",
        lead="开发者 ID 和密码在微信公众平台“设置与开发—开发接口管理”里。",
    )

    def save(given: dict[str, Any]) -> None:
        given["secret"] = given["secret"] or None
        actions.save_account(found, **given, by=request.person, now=request.now)

    return answer_form(request, form, frame, save, row=found)


def _initial(found: OfficialAccount) -> dict[str, Any]:
    """Return what the form shows; the secret is never among it."""
    return {
        "name": found.name,
        "wechat_id": found.wechat_id,
        "kind": found.kind,
        "is_verified": found.is_verified,
        "appid": found.appid,
        "seen": found.revision,
    }
