"""Each person's day: what waits for them, nothing of others, in a fixed number of queries."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import named, released, returned, sheet_awaiting, submitted, written

from hefa.collect.changes import next_version
from hefa.core.review import Act
from hefa.desk.queries import counts_for
from hefa.registry.access import actor_of
from hefa.review.asking import answer_advice, ask_advice

SignIn = Callable[[str], Client]
PAGES = ("/", "/collect/", "/review/", "/review/register/?all=1", "/review/?tab=done")


def page(browser: Client, address: str = "/") -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("zhao", Act.ENDORSE),
        ("wang", Act.APPROVE),
        ("li", Act.APPROVE),
        ("sun", Act.DELIVER),
        ("chen", Act.RELEASE),
    ],
)
def test_desk_begins_with_what_waits_for_this_person(
    sign_in: SignIn, now: datetime, name: str, act: Act
) -> None:
    sheet = sheet_awaiting(act, "等着的那一篇", now=now)

    shown = page(sign_in(name))

    assert "有 1 件等您办" in shown
    assert f"/review/{sheet.number}/" in shown


@pytest.mark.parametrize("name", ["zhang", "sun", "wang", "chen", "zheng", "wu"])
def test_desk_does_not_offer_what_waits_for_another(
    sign_in: SignIn, now: datetime, name: str
) -> None:
    submitted("等赵站长初审的", now=now)

    assert "现在没有等您办的事" in page(sign_in(name))


@pytest.mark.parametrize("name", ["wu", "zheng", "qian", "stranger"])
@pytest.mark.parametrize("address", ["/", "/collect/", "/review/register/?all=1", "/publish/"])
def test_nothing_of_another_unit_is_named(
    sign_in: SignIn, now: datetime, name: str, address: str
) -> None:
    written("别单位没送审的", now=now)
    submitted("别单位在审的", now=now)
    returned("别单位被退回的", now=now)
    released("别单位核发了的", now=now)

    assert "别单位" not in page(sign_in(name), address)


@pytest.mark.parametrize("address", ["/", "/collect/", "/review/register/?all=1"])
def test_own_unit_and_overseers_do_read_of_it(sign_in: SignIn, now: datetime, address: str) -> None:
    submitted("本单位在审的", now=now)

    for name in ("zhang", "zhao", "sun", "wang", "zhou", "chen", "he", "liu"):
        assert "本单位在审的" in page(sign_in(name), address)


def test_author_finds_what_was_returned_and_what_is_being_written(
    sign_in: SignIn, now: datetime
) -> None:
    sheet = returned("被退回的通知", now=now)
    draft = written("正在写的通知", now=now)

    shown = page(sign_in("zhang"))

    assert "退回给您的" in shown
    assert f"/review/{sheet.number}/" in shown
    assert f"/collect/version/{draft.pk}/" in shown


def test_a_question_waits_on_the_desk_until_it_is_answered(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted("周五的活动", now=now)
    asked = ask_advice(
        sheet, person=named("zhao"), asked_of=named("wu"), question="是哪天", now=now
    )
    wu = sign_in("wu")
    assert "是哪天" in page(wu)
    assert f"/review/{sheet.number}/" in page(wu)
    assert "是哪天" not in page(sign_in("zheng"))

    answer_advice(asked, person=named("wu"), answer="五号", now=now)

    assert "是哪天" not in page(wu)


def test_released_item_waits_for_the_administrator_only(sign_in: SignIn, now: datetime) -> None:
    released("核发了的", now=now)

    assert "1 篇可以发布" in page(sign_in("chen"))
    assert "可以发布" not in page(sign_in("zhang"))


@pytest.mark.parametrize("name", ["zhang", "zhao", "chen"])
def test_page_takes_as_many_queries_for_ten_rows_as_for_one(
    sign_in: SignIn, now: datetime, name: str
) -> None:
    browser = sign_in(name)
    grow(now)
    one = {address: queries(browser, address) for address in PAGES}
    for _ in range(9):
        grow(now)

    assert {address: queries(browser, address) for address in PAGES} == one
    assert max(one.values()) <= 45


def test_the_count_of_what_came_back_follows_each_turn(now: datetime) -> None:
    author = named("zhang")

    def counted() -> int:
        return counts_for(author, actor_of(author, now))["collect"]

    assert counted() == 0
    sheet = returned("被退回的通知", now=now)
    assert (counted(), counted()) == (1, 1)
    next_version(sheet.version.manuscript, now=now)  # which is no act and stands in no ledger
    assert counted() == 0
    returned("又一份", now=now)
    assert counted() == 1


def grow(now: datetime) -> None:
    written(now=now)
    sheet = submitted(now=now)
    ask_advice(sheet, person=named("zhao"), asked_of=named("chen"), question="对吗", now=now)
    returned(now=now)
    released(now=now)


def queries(browser: Client, address: str) -> int:
    page(browser, address)
    with CaptureQueriesContext(connection) as captured:
        page(browser, address)
    return len(captured)
