"""The page of a column change asks what the profile's form asks, in its order and words."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import COLUMN_FORM, attempt, named, reloaded, submit
from tests.unit.collect.pages import SignIn, text_of

from hefa.collect.actions import revise
from hefa.collect.changes import save_draft
from hefa.collect.kinds import begin_column_change
from hefa.collect.models import Version
from hefa.collect.versions import difference_of
from hefa.core.canonical import sha256_hex
from hefa.core.errors import Refused
from hefa.core.review import Act
from hefa.registry.models import AdoptedRegulation, OfficialAccount
from hefa.review.actions import act_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
WANTED = [{"name": "办事", "type": "view", "value": "https://example.org/", "sub": []}]
OWNER = '{ key = "owner", label = "责任人", is_required = true }'
PURPOSE = '{ key = "purpose", label = "栏目定位与主要内容", is_required = true }'
OPTIONAL = "（可不填）"


def begun(now: datetime) -> Version:
    """Return a column change just begun, with another menu."""
    account = OfficialAccount.objects.get()
    return begin_column_change(account, menu=[], wanted=WANTED, person=named("zhang"), now=now)


def profile_says(old: str, new: str) -> None:
    """Let the adopted regulation say `new` where it said `old`."""
    text = AdoptedRegulation.objects.get().text
    assert text.count(old) == 1
    text = text.replace(old, new)
    AdoptedRegulation.objects.update(text=text, text_sha256=sha256_hex(text.encode()))


def fields_of(client: Client, version: Version) -> dict[str, dict[str, Any]]:
    """Return what the page asks by label, in its order."""
    answer = client.get(f"/collect/version/{version.pk}/")
    assert answer.status_code == 200
    return {entry["field"].label: entry for entry in answer.context["form"].asked}


def send(client: Client, version: Version, **given: str) -> Any:
    """Send the page as the browser does, with some fields filled in otherwise."""
    form = client.get(f"/collect/version/{version.pk}/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    shown = {name: said for name, said in values.items() if said is not None and said is not False}
    return client.post(f"/collect/version/{version.pk}/", {**shown, **given})


def test_the_fields_stand_as_on_the_form_and_say_which_may_be_left_out(
    sign_in: SignIn, now: datetime
) -> None:
    version, zhang = begun(now), sign_in("zhang")
    asked = fields_of(zhang, version)

    assert list(asked) == [
        "联系电话", "变动类型", "变动理由与依据", "栏目定位与主要内容", "信息提供单位", "责任人",
        "历史内容处理", "影响（链接、菜单、自动回复、二维码）", "计划完成时间", "公告方式", "备注",
    ]  # fmt: skip
    assert {label for label, entry in asked.items() if entry["is_wide"]} == {
        "变动理由与依据", "栏目定位与主要内容", "影响（链接、菜单、自动回复、二维码）", "备注",
    }  # fmt: skip
    page = text_of(zhang.get(f"/collect/version/{version.pk}/"))
    optional = {label for label in asked if f'{label} <span class="optional">{OPTIONAL}' in page}
    assert optional == {"计划完成时间", "公告方式", "备注"}


def test_what_hefa_knows_is_filled_in_where_the_profile_asks(
    sign_in: SignIn, now: datetime
) -> None:
    asked = fields_of(sign_in("zhang"), begun(now))
    assert asked["信息提供单位"]["field"].value() == "便民服务站"
    assert asked["责任人"]["field"].value() == named("zhang").display_name
    assert asked["联系电话"]["field"].value() == named("zhang").phone

    profile_says(OWNER, OWNER.replace("is_required = true", "is_asked = false"))
    assert "owner" not in begun(now).change


def test_another_profile_calls_them_otherwise_and_asks_them_elsewhere(
    sign_in: SignIn, now: datetime
) -> None:
    profile_says(f"  {OWNER},\n", "")
    profile_says(f"  {PURPOSE},\n", f'  {{ key = "owner", label = "负责编辑" }},\n  {PURPOSE},\n')
    version, zhang = begun(now), sign_in("zhang")

    asked = fields_of(zhang, version)
    assert list(asked)[2:5] == ["变动理由与依据", "负责编辑", "栏目定位与主要内容"]
    assert not asked["负责编辑"]["is_required"]

    save_draft(version, {"change": {**version.change, **COLUMN_FORM}}, edit=version.edit, now=now)
    shown = text_of(zhang.get(f"/review/submit/{version.pk}/"))
    assert "<dt>负责编辑</dt>" in shown
    sheet = submit(version, now=now)
    for page in (f"/review/{sheet.number}/", f"/review/submit/{version.pk}/"):
        shown = text_of(sign_in("zhao").get(page, follow=True))
        assert shown.index("<dt>负责编辑</dt>") < shown.index("<dt>栏目定位与主要内容</dt>")


@pytest.mark.parametrize("days", ["0", "367", "常常"])
def test_a_number_of_days_that_is_none_is_told_in_plain_words(
    sign_in: SignIn, now: datetime, days: str
) -> None:
    answer = send(sign_in("zhang"), begun(now), **{"column-0-days": days})

    assert answer.status_code == 422
    assert answer.context["form"].errors["column-0-days"] == ["天数请写 1 到 366。"]
    assert f'value="{days}"' in answer.content.decode()


def test_what_is_not_asked_is_not_shown_and_stays_as_it_was(sign_in: SignIn, now: datetime) -> None:
    version, zhang = begun(now), sign_in("zhang")
    profile_says(OWNER, OWNER.replace("is_required = true", "is_asked = false"))
    phone = '{ key = "phone", label = "联系电话", is_required = true },\n  { key = "change_type"'
    profile_says(phone, phone.replace("is_required = true", "is_asked = false"))

    assert not {"责任人", "联系电话"} & set(fields_of(zhang, version))
    send(zhang, version, owner="别人", contact="别的号码", purpose="办事入口")

    kept = reloaded(version)
    assert kept.change["owner"] == named("zhang").display_name
    assert kept.contact == named("zhang").phone
    assert kept.change["purpose"] == "办事入口"


def test_a_page_from_before_a_field_was_asked_leaves_it_alone(
    sign_in: SignIn, now: datetime
) -> None:
    version = begun(now)
    sign_in("zhang").post(f"/collect/version/{version.pk}/", {"lock": version.edit, "reason": "好"})

    kept = reloaded(version)
    assert (kept.change["reason"], kept.change["owner"]) == ("好", named("zhang").display_name)
    assert kept.contact == named("zhang").phone


def test_what_is_missing_is_named_and_everything_typed_is_kept(
    sign_in: SignIn, now: datetime
) -> None:
    version, zhang = begun(now), sign_in("zhang")
    typed = {"reason": "方便居民", "impact": "菜单一项", "note": "月底前", "contact": ""}

    answer = send(zhang, version, **typed, submit="1")
    assert answer.url == f"/review/submit/{version.pk}/"
    said = "“联系电话”、“栏目定位与主要内容”、“历史内容处理”还没有填。请回去接着改，在“为什么改”里填上。"
    before = text_of(zhang.get(answer.url))
    assert said in before
    assert 'type="submit" disabled aria-describedby="why"' in before
    refused = zhang.post(answer.url, {"edit": reloaded(version).edit})

    assert refused.status_code == 422
    assert said in text_of(refused)
    assert reloaded(version).frozen_at is None
    asked = {
        entry["field"].name: entry["field"].value() for entry in fields_of(zhang, version).values()
    }
    assert typed.items() <= asked.items()

    send(zhang, version, contact="0900-8000123", purpose="办事入口", legacy_plan="keep")
    assert submit(version, now=now).route == "column_change"


def test_the_first_page_says_all_that_is_missing(sign_in: SignIn, now: datetime) -> None:
    account = OfficialAccount.objects.get()
    version = begin_column_change(account, menu=[], person=named("zhang"), now=now)

    before = text_of(sign_in("zhang").get(f"/review/submit/{version.pk}/"))
    for words in ("还没有写理由", "栏目和菜单都没有改动", "“变动类型”、“栏目定位与主要内容”"):
        assert words in before

    with pytest.raises(Refused) as refused:
        submit(version, now=now)
    assert [one.code for one in refused.value.reasons] == [
        "core.change_reason_missing", "core.change_changes_nothing", "core.column_form_missing",
    ]  # fmt: skip


def test_who_looked_before_sees_what_became_another_on_the_form(
    sign_in: SignIn, now: datetime
) -> None:
    profile_says('label = "历史内容处理"', 'label = "旧文章怎么办"')
    version = begun(now)
    save_draft(version, {"change": {**version.change, **COLUMN_FORM}}, edit=version.edit, now=now)
    sheet, zhao = submit(version, now=now), sign_in("zhao")
    zhao.get(f"/review/{sheet.number}/")
    back = attempt(sheet, Act.RETURN, "旧的要移走")
    act_on(sheet, back, person=named("zhao"), now=now)

    again = revise(sheet.version.manuscript, person=sheet.author, now=now)
    buttons = [{**WANTED[0], "name": "办事指南"}]
    told = {"legacy_plan": "move", "menu": {"before": [], "after": buttons}}
    save_draft(again, {"change": {**again.change, **told}}, edit=again.edit, now=now)
    anew = submit(again, now=now)

    found = {change.where for change in difference_of(sheet.version, anew.version).changes}
    assert found == {"旧文章怎么办", "新的菜单"}
    assert "您上次看过之后，改了 2 处" in text_of(zhao.get(f"/review/{anew.number}/"))
