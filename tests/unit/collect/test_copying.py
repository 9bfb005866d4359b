"""Start from an earlier item: what may be copied, what comes along, which dates are pointed at."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    SIGNERS,
    kinds_since,
    ledger_size,
    named,
    released,
    reloaded,
    signed,
    submitted,
    written,
)

from hefa.check.queries import look_at
from hefa.collect.changes import save_draft
from hefa.collect.copying import copy_released, to_copy
from hefa.collect.models import Version
from hefa.collect.next_month import in_next_month
from hefa.core.errors import Refused
from hefa.registry.access import actor_of
from hefa.registry.models import Column

SignIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("11月活动安排", "12月活动安排"),
        ("十一月活动安排", "十二月活动安排"),
        ("社区十月份老年食堂菜单", "社区十一月份老年食堂菜单"),
        ("九月停水计划", "十月停水计划"),
        ("12月值班表", "1月值班表"),
        ("十二月值班表", "一月值班表"),
        ("2026年12月值班表", "2027年1月值班表"),
        ("2026 年 9 月公示", "2026 年 10 月公示"),
        ("二〇二六年十二月公示", "二〇二七年一月公示"),
        ("2026年06月公示", "2026年07月公示"),
        ("11月下旬安排", "12月下旬安排"),
    ],
)
def test_title_s_month_moves_on_by_one(title: str, following: str) -> None:
    assert in_next_month(title) == following


@pytest.mark.parametrize(
    "title",
    ["停水通知", "11月28日停水通知", "十一月五日义诊", "10月至11月安排", "1月—3月计划",
     "13月", "三个月不停水", "第11月", "111月"],
)  # fmt: skip
def test_title_without_one_plain_month_stays(title: str) -> None:
    assert in_next_month(title) in {title, "第12月"}


def test_copy_begins_a_new_draft_of_the_unit(community: None, now: datetime) -> None:
    source = released("11月停水计划", now=now).version
    size = ledger_size()

    made = reloaded(copy_released(source, person=named("zhang"), now=now))

    assert made.title == "12月停水计划"
    assert (made.number, made.frozen_at, made.package_sha256) == (1, None, "")
    assert made.manuscript_id != source.manuscript_id
    assert made.manuscript.copied_from_id == source.pk
    assert made.document == source.document
    assert (made.category, made.column_id) == (source.category, source.column_id)
    assert kinds_since(size) == ["collect.copied"]


def test_what_was_arranged_for_that_one_time_is_left_behind(community: None, now: datetime) -> None:
    given = {"planned_at": now, "notice_until": now.date(), "mass_send": True}
    source = released("11月公示", now=now, **given).version

    made = reloaded(copy_released(source, person=named("zhang"), now=now))

    assert (made.planned_at, made.notice_until, made.mass_send) == (None, None, False)


def test_closed_column_is_not_carried_over(community: None, now: datetime) -> None:
    source = released("11月公示", now=now).version
    Column.objects.filter(pk=source.column_id).update(is_open=False)

    made = copy_released(Version.objects.get(pk=source.pk), person=named("zhang"), now=now)

    assert made.column_id is None


@pytest.mark.parametrize("name", ["wu", "wang", "stranger"])
def test_nobody_copies_into_a_unit_they_do_not_write_for(
    person: Callable[[str], object], now: datetime, name: str
) -> None:
    person(name)
    source = released("11月公示", now=now).version

    with pytest.raises(Refused):
        copy_released(source, person=named(name), now=now)
    assert not to_copy(actor_of(named(name), now)).exists()


def test_only_what_was_released_can_be_copied(community: None, now: datetime) -> None:
    for version in (submitted(now=now).version, written(now=now)):
        with pytest.raises(Refused, match="not_released"):
            copy_released(version, person=named("zhang"), now=now)

    assert not to_copy(actor_of(named("zhang"), now)).exists()


def test_dates_that_came_along_are_pointed_at_until_changed_or_kept(
    community: None, now: datetime
) -> None:
    text = "11月5日上午义诊，依据2015年1月1日起施行的办法。"
    source = submitted("11月义诊", text, now=now).version
    source = _release(source, now)
    made = reloaded(copy_released(source, person=named("zhang"), now=now))

    found = [entry for entry in look_at(made, now=now).open if entry.rule == "D07"]
    assert [entry.excerpt for entry in found] == ["11月5日"]

    changed = made.document
    changed["content"][0]["content"][0]["text"] = text.replace("11月5日", "12月3日")
    save_draft(made, {"document": changed}, edit=made.edit, now=now)
    assert "D07" not in {entry.rule for entry in look_at(reloaded(made), now=now).findings}


def test_date_is_not_pointed_at_in_what_was_not_copied(community: None, now: datetime) -> None:
    version = written("义诊", "11月5日上午义诊。", now=now)

    assert "D07" not in {entry.rule for entry in look_at(version, now=now).findings}


def test_list_is_searched_and_a_press_opens_the_copy(sign_in: SignIn, now: datetime) -> None:
    source = released("11月停水计划", now=now).version
    released("11月义诊", now=now)
    browser = sign_in("zhang")

    page = browser.get("/collect/copy/", {"q": "停水"}).content.decode()
    assert "12月停水计划" in page
    assert "义诊" not in page
    opened = browser.post(f"/collect/copy/{source.pk}/")

    made = Version.objects.get(manuscript__copied_from=source)
    assert opened["Location"] == f"/collect/version/{made.pk}/"


def _release(version: Version, now: datetime) -> Version:
    sheet = version.sheet
    for act in SIGNERS:
        sheet = signed(sheet, act, now=now)
    return sheet.version


def test_list_asks_a_fixed_number_of_queries(sign_in: SignIn, now: datetime) -> None:
    browser = sign_in("zhang")
    released("9月计划", now=now)
    browser.get("/collect/copy/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/collect/copy/")
    asked = len(one)  # the next request forgets them
    released("10月计划", now=now)
    released("11月计划", now=now)
    browser.get("/collect/copy/")
    with CaptureQueriesContext(connection) as three:
        browser.get("/collect/copy/")

    assert len(three) == asked
