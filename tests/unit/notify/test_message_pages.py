"""The pages of messages: one's own with its filters, the choice, the robots, what failed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import factories as make

from hefa.notify.models import Message, MessageChoice, MessageKind, MessageRule, MessageState, Robot
from hefa.people.models import Person

from .groups import ADDRESSES, WECOM_KEY, Groups
from .smtp import Post
from .test_outbox import MINUTE, MORNING, WANG, news, run, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]
Make = Callable[..., Robot]
FORM = {"name": "工作群", "service": "wecom", "kinds": ["waits"], "is_on": "on", "seen": 0}


def text_of(browser: Client, address: str) -> str:
    return browser.get(address, follow=True).content.decode()


def test_my_messages_are_mine_the_newest_first_and_filtered(sign_in: SignIn) -> None:
    wang, zhao = make.named("wang"), make.named("zhao")
    told(news(1), [wang], now=MORNING)
    told(news(2, kind=MessageKind.RELEASED), [wang], now=MORNING)
    told(news(3), [zhao], now=MORNING)
    browser = sign_in("wang")

    text = text_of(browser, "/notify/")
    assert text.index("2026-0002") < text.index("2026-0001")
    assert "2026-0003" not in text
    text = text_of(browser, "/notify/?kind=released&state=kept")
    assert "2026-0002" in text
    assert "2026-0001" not in text
    assert "没有这样的通知" in text_of(browser, "/notify/?state=failed")
    assert "2026-0001" in text_of(browser, "/notify/?kind=nonsense")


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_whatever_its_length(
    count: int, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        told(news(number), [make.named("wang")], now=MORNING)
    browser = sign_in("wang")
    browser.get("/notify/")

    with django_assert_max_num_queries(30):
        browser.get("/notify/")


def test_a_choice_is_kept_and_shown_again(sign_in: SignIn) -> None:
    browser = sign_in("wang")

    answer = browser.post("/notify/choose/", {"kinds": ["waits"], "is_daily": "daily", "seen": 0})

    assert answer.status_code == 302
    choice = MessageChoice.objects.get()
    assert choice.is_daily
    assert "waits" not in choice.unwanted
    assert {"released", "returned"} <= set(choice.unwanted)
    assert "halt" not in choice.unwanted
    text = text_of(browser, "/notify/choose/")
    assert 'value="waits" class="form-check-input"' in text or "checked" in text
    late = browser.post("/notify/choose/", {"kinds": [], "is_daily": "", "seen": 0})
    assert late.status_code == 409


def test_a_robot_is_entered_and_neither_key_nor_address_is_ever_shown(
    sign_in: SignIn, groups: Groups
) -> None:
    browser = sign_in("chen")

    answer = browser.post("/notify/robots/new/", {**FORM, "address": ADDRESSES["wecom"]})

    assert answer.status_code == 302
    robot = Robot.objects.get()
    for address in ("/notify/settings/", f"/notify/robots/{robot.pk}/"):
        assert WECOM_KEY not in text_of(browser, address)
    answer = browser.post(f"/notify/robots/{robot.pk}/test/", follow=True)
    assert "请到群里看" in answer.content.decode()
    assert len(groups.texts("wecom")) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"address": "https://example.org/hook"}, "这不是企业微信群机器人的地址"),
        ({"address": ADDRESSES["feishu"]}, "这不是企业微信群机器人的地址"),
        ({"address": ""}, "请填写这一项"),
        ({"address": ADDRESSES["wecom"], "secret": "SEC123"}, "没有加签密钥"),
    ],
)
def test_a_wrong_robot_says_in_place_what_is_wrong(
    given: dict[str, str], words: str, sign_in: SignIn
) -> None:
    answer = sign_in("chen").post("/notify/robots/new/", {**FORM, **given})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "工作群" in answer.content.decode()
    assert not Robot.objects.exists()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, b'{"errcode":93000,"errmsg":"invalid webhook url"}'), "服务不认这个地址"),
        ((429, b""), "发得太密"),
        ((200, b"<html>"), "可能被网关拦下"),
        ((200, b'{"errcode":12345,"errmsg":"?"}'), "错误码 12345"),
    ],
)
def test_a_test_says_plainly_what_stands_in_the_way(
    answer: tuple[int, bytes], words: str, *, sign_in: SignIn, robot: Make, groups: Groups
) -> None:
    found = robot()
    groups.answer = answer

    page = sign_in("chen").post(f"/notify/robots/{found.pk}/test/", follow=True)

    assert page.content.decode().count(words) == 2  # as the answer, and kept with the robot


def test_the_administrator_sees_what_failed_and_sends_it_again(sign_in: SignIn, post: Post) -> None:
    Person.objects.filter(username="wang").update(mail=WANG)
    post.refused.add(WANG)
    told(news(), [make.named("wang")], now=MORNING)
    run(MORNING + 10 * MINUTE)
    browser = sign_in("chen")
    text = text_of(browser, "/notify/settings/")
    assert "没有发成的" in text
    assert WANG in text

    post.refused.clear()
    browser.post(f"/notify/messages/{Message.objects.get().pk}/again/")
    run(MORNING + timedelta(hours=1))

    assert Message.objects.get().state == MessageState.SENT
    assert "没有发成的" not in text_of(browser, "/notify/settings/")


def test_the_rule_is_kept_and_needs_both_ends(sign_in: SignIn) -> None:
    browser = sign_in("chen")
    rule = {"quiet_from": "21:30", "quiet_until": "06:30", "gather_minutes": 5, "seen": 0}

    assert browser.post("/notify/settings/", {**rule, "quiet_until": ""}).status_code == 422
    assert not MessageRule.objects.exists()
    assert browser.post("/notify/settings/", rule).status_code == 302

    kept = MessageRule.objects.get()
    assert f"{kept.quiet_from:%H:%M} {kept.quiet_until:%H:%M}" == "21:30 06:30"
    assert (kept.gather_minutes, kept.shows_title) == (5, False)
    assert browser.post("/notify/settings/", rule).status_code == 409
