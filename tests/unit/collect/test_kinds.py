"""Take-downs, corrections and column changes being written, reviewed and released."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import (
    COLUMN_FORM,
    attempt,
    document,
    named,
    released,
    reloaded,
    signed,
    submit,
    submitted,
)

from hefa.collect.changes import save_draft
from hefa.collect.correcting import characters_changed
from hefa.collect.kinds import begin_column_change, begin_correction, begin_take_down
from hefa.collect.models import Version
from hefa.collect.packages import package_being_written, package_of
from hefa.core.errors import Refused
from hefa.core.package import Kind
from hefa.core.review import Act
from hefa.people.models import Person
from hefa.registry.models import OfficialAccount
from hefa.review.actions import act_on
from hefa.review.models import ReviewSheet

ACTS_ON = "01JD8Q0000000000000000000A/1"
TEXT = "明天上午九点到十一点停水检修，请提前蓄水。"


@pytest.fixture
def article(community: None, now: datetime) -> ReviewSheet:
    return released(now=now)


def saved(version: Version, now: datetime, **fields: Any) -> Version:
    save_draft(version, fields, edit=version.edit, now=now)
    return reloaded(version)


def codes(version: Version, now: datetime) -> list[str]:
    with pytest.raises(Refused) as refused:
        submit(version, now=now)
    return [entry.code for entry in refused.value.reasons]


def taking_down(sheet: ReviewSheet, now: datetime) -> Version:
    return begin_take_down(sheet.version, acts_on=ACTS_ON, person=named("zhang"), now=now)


def correcting(sheet: ReviewSheet, now: datetime, **told: str) -> Version:
    version = begin_correction(sheet.version, acts_on=ACTS_ON, person=named("zhang"), now=now)
    return saved(version, now, change={**version.change, "reason": "写错了", **told})


def test_a_take_down_signs_what_it_is_about_and_why(article: ReviewSheet, now: datetime) -> None:
    version = taking_down(article, now)
    assert codes(version, now) == ["core.change_reason_missing"]

    version = saved(version, now, change={**version.change, "reason": "内容有误"})
    sheet = submit(version, now=now)

    package = package_of(sheet.version)
    assert (package.kind, package.acts_on) == (Kind.TAKE_DOWN, ACTS_ON)
    assert package.change["reason"] == "内容有误"
    assert package.change["package_sha256"] == article.package_sha256
    assert sheet.route == article.route
    for act in (Act.ENDORSE, Act.APPROVE, Act.DELIVER, Act.RELEASE):
        sheet = signed(sheet, act, now=now)
    assert sheet.ended == "released"


def test_one_at_a_time_about_the_same_article(article: ReviewSheet, now: datetime) -> None:
    taking_down(article, now)

    with pytest.raises(Refused) as refused:
        correcting(article, now)
    assert refused.value.reasons[0].code == "collect.another_on_its_way"


def test_nobody_without_a_unit_begins_one(
    article: ReviewSheet, person: Callable[[str], Person], now: datetime
) -> None:
    with pytest.raises(Refused):
        begin_take_down(article.version, acts_on=ACTS_ON, person=person("nobody"), now=now)


def test_what_was_never_released_is_not_corrected(community: None, now: datetime) -> None:
    sheet = submitted(now=now)
    with pytest.raises(Refused) as refused:
        correcting(sheet, now)
    assert refused.value.reasons[0].code == "collect.not_released"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (TEXT.replace("明天", "后天"), 1),
        (TEXT.replace("九点", "10点"), 2),
        (
            TEXT.replace(
                "请提前蓄水。", "请大家互相转告，提前做好蓄水的准备，谢谢大家的理解和支持。"
            ),
            None,
        ),
    ],
)
def test_a_small_edit_is_counted_in_characters(
    article: ReviewSheet, now: datetime, text: str, count: int | None
) -> None:
    version = correcting(article, now, manner="edit")
    version = saved(version, now, document=document(text))

    found = characters_changed(package_of(article.version), package_being_written(version))
    if count is None:
        assert found is not None
        assert found > 20
        assert codes(version, now) == ["collect.small_edit_too_large"]
    else:
        assert found is not None
        assert found <= 4
        assert submit(version, now=now).awaits == Act.ENDORSE


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "停水的通知"},
        {"digest": "别的摘要"},
        {"document": document(TEXT, "又一段。")},
        {"source_url": "https://example.org/other"},
    ],
)
def test_a_small_edit_touches_nothing_but_words_of_the_text(
    article: ReviewSheet, now: datetime, changed: dict[str, Any]
) -> None:
    version = saved(correcting(article, now, manner="edit"), now, **changed)
    assert codes(version, now) == ["collect.small_edit_not_text"]

    version = reloaded(version)
    anew = saved(version, now, change={**version.change, "manner": "anew"})
    assert submit(anew, now=now).awaits == Act.ENDORSE


def test_a_correction_says_how_and_changes_something(article: ReviewSheet, now: datetime) -> None:
    version = correcting(article, now)
    assert codes(version, now) == ["collect.manner_missing"]

    version = reloaded(version)
    version = saved(version, now, change={**version.change, "manner": "anew"})
    assert codes(version, now) == ["collect.nothing_corrected"]


def test_a_column_change_is_approved_by_both(article: ReviewSheet, now: datetime) -> None:
    del article
    account = OfficialAccount.objects.get()
    version = begin_column_change(account, menu=[], person=named("zhang"), now=now)
    assert codes(version, now) == [
        "core.change_reason_missing", "core.change_changes_nothing", "core.column_form_missing",
    ]  # fmt: skip

    version = reloaded(version)
    after = [
        {**column, "name": f"{column['name']}新"} for column in version.change["columns"]["after"]
    ]
    columns = {**version.change["columns"], "after": after}
    version = saved(version, now, change={**version.change, **COLUMN_FORM, "columns": columns})
    sheet = submit(version, now=now)

    assert sheet.route == "column_change"
    sheet = signed(signed(sheet, Act.ENDORSE, now=now), Act.APPROVE, now=now)
    with pytest.raises(Refused) as refused:
        act_on(sheet, attempt(sheet, Act.APPROVE), person=named("wang"), now=now)
    assert "review.same_person" in {entry.code for entry in refused.value.reasons}
    assert signed(sheet, Act.APPROVE, now=now, by="li").awaits == Act.DELIVER


def column_form(client: Client, version: Version, **given: Any) -> Any:
    page = client.get(f"/collect/version/{version.pk}/")
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    shown = {
        name: value for name, value in values.items() if value is not None and value is not False
    }
    return client.post(f"/collect/version/{version.pk}/", {**shown, **given})


def test_the_form_of_a_column_change_keeps_bad_input(
    sign_in: Any, community: None, now: datetime
) -> None:
    version = begin_column_change(
        OfficialAccount.objects.get(), menu=[], person=named("zhang"), now=now
    )
    client = sign_in("zhang")

    answer = column_form(
        client, version, **{"column-0-days": "很多", "menu-0-name": "办事指南", "reason": "方便"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "天数请写 1 到 366。" in page
    assert 'value="办事指南"' in page
    assert 'value="很多"' in page


def test_columns_and_menu_are_read_from_the_form(
    sign_in: Any, community: None, now: datetime
) -> None:
    kept = {
        "name": "小程序",
        "type": "miniprogram",
        "value": "",
        "more": {"appid": "wx1"},
        "sub": [],
    }
    version = begin_column_change(
        OfficialAccount.objects.get(), menu=[kept], person=named("zhang"), now=now
    )
    answer = column_form(
        sign_in("zhang"),
        version,
        **{
            "reason": "方便居民",
            "column-0-name": "社区人物",
            "column-3-name": "志愿风采",
            "column-3-days": "14",
            "menu-1-name": "办事",
            "menu-1-0-name": "电话",
            "menu-1-0-type": "view",
            "menu-1-0-value": "https://example.org/tel",
        },
    )

    assert answer.status_code == 302, answer.context["form"].errors
    change = reloaded(version).change
    assert [column["name"] for column in change["columns"]["after"]][0::3] == [
        "社区人物",
        "志愿风采",
    ]
    assert change["menu"]["after"] == [
        kept,
        {
            "name": "办事",
            "type": "",
            "value": "",
            "sub": [{"name": "电话", "type": "view", "value": "https://example.org/tel"}],
        },
    ]


@pytest.mark.parametrize("size", [1, 2])
def test_the_sheet_shows_what_it_is_about(
    sign_in: Any, article: ReviewSheet, now: datetime, size: int
) -> None:
    if size == 1:
        version = taking_down(article, now)
        version = saved(version, now, change={**version.change, "reason": "内容有误"})
        told = ["为什么撤下", "内容有误", "要撤下的文章"]
    else:
        version = correcting(article, now, manner="edit")
        version = saved(version, now, document=document(TEXT.replace("明天", "后天")))
        told = ["为什么更正", "与已发布的相比，改了 1 处", "小改"]
    for address in (f"/collect/version/{version.pk}/", f"/review/submit/{version.pk}/"):
        assert sign_in("zhang").get(address).status_code == 200, address
    number = submit(version, now=now).number

    page = sign_in("zhao").get(f"/review/{number}/").content.decode()
    for words in told:
        assert words in page
