"""Sending against servers that fail: tried again, given up, left unclear, and never twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from tests import factories as make

from hefa.core.errors import Conflict, Refused
from hefa.jobs.models import JobRun
from hefa.jobs.sweep import sweep
from hefa.notify.actions import send_again
from hefa.notify.models import Message, MessageKind, MessageState, Robot
from hefa.notify.outbox import SEND, settle
from hefa.notify.pages import message_row
from hefa.notify.sending import send_waiting
from hefa.people.models import Person

from .groups import ADDRESSES, WECOM_KEY, Groups
from .smtp import Post
from .test_outbox import MINUTE, MORNING, WANG, news, run, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
Kind, State = MessageKind, MessageState
Make = Callable[..., Robot]
LATER = MORNING + 10 * MINUTE


@pytest.fixture
def wang(post: Post) -> Person:
    Person.objects.filter(username="wang").update(mail=WANG)
    return make.named("wang")


def message() -> Message:
    return Message.objects.get()


def test_the_worker_sends_what_is_due_and_no_sooner(robot: Make, groups: Groups) -> None:
    robot()
    told(news(), now=MORNING)

    sweep(LATER - MINUTE)
    assert not groups.said
    sweep(LATER)
    sweep(LATER + MINUTE)

    assert len(groups.texts("wecom")) == 1
    assert JobRun.objects.get(kind=SEND).next_at is None


@pytest.mark.parametrize(
    "answer", [(429, b""), (200, b'{"errcode":45009,"errmsg":"api freq out of limit"}')]
)
def test_a_limit_is_waited_out(answer: tuple[int, bytes], robot: Make, groups: Groups) -> None:
    found = robot()
    told(news(), now=MORNING)
    groups.answer = answer
    run(LATER)
    assert (message().state, message().trouble_code) == (State.WAITING, "notify.robot_too_fast")

    groups.answer = None
    run(LATER + timedelta(seconds=29))
    assert not groups.said
    run(LATER + timedelta(seconds=30))

    assert message().state == State.SENT
    found.refresh_from_db()
    assert (found.trouble_code, found.trouble_at) == ("", None)


def test_waits_grow_up_to_ten_minutes_and_after_a_day_it_is_given_up(
    robot: Make, groups: Groups
) -> None:
    robot()
    told(news(), now=MORNING)
    groups.answer = (429, b"")
    now, waits = LATER, []
    while message().state == State.WAITING and now < LATER + timedelta(days=2):
        run(now)
        waits.append(message().due_at - now)
        now = max(message().due_at, now + MINUTE)

    assert [wait.total_seconds() for wait in waits[:6]] == [30, 60, 120, 240, 480, 600]
    assert message().state == State.FAILED
    assert message().ended_at - MORNING < timedelta(hours=32)  # the night in between
    assert "发得太密" in message_row(message())["trouble"]


def test_a_dropped_network_loses_nothing(
    robot: Make, groups: Groups, settings: LazySettings
) -> None:
    robot()
    told(news(), now=MORNING)
    settings.ROBOT_BASE_URLS = {"wecom": "http://127.0.0.1:9"}
    run(LATER)
    told(news(188), now=LATER)
    settings.ROBOT_BASE_URLS = {"wecom": groups.url}

    run(LATER + MINUTE)

    [text] = groups.texts("wecom")
    assert "2026-0187" in text
    assert "2026-0188" in text


def test_a_refused_one_is_shown_to_the_administrator_and_goes_again_on_their_word(
    robot: Make, groups: Groups, now: datetime
) -> None:
    found = robot(address=ADDRESSES["wecom"].replace(WECOM_KEY, "0" * 36))
    told(news(188), now=MORNING)
    told(news(), now=MORNING)
    run(LATER)
    run(LATER + timedelta(hours=2))
    assert len(groups.asked) == 1
    assert set(Message.objects.values_list("state", flat=True)) == {State.FAILED}
    settle("sheet:2026-0188", now=LATER)
    found.refresh_from_db()
    assert found.trouble_code == "notify.robot_wrong_key"

    groups.answer = (200, b'{"errcode":0}')
    failed = Message.objects.get(number="2026-0187")
    send_again(failed, by=make.named("chen"), now=LATER + timedelta(hours=3))
    run(LATER + timedelta(hours=3))

    assert len(groups.asked) == 2
    assert Message.objects.get(number="2026-0187").state == State.SENT
    assert Message.objects.get(number="2026-0188").state == State.SETTLED
    with pytest.raises(Conflict):
        send_again(failed, by=make.named("chen"), now=LATER + timedelta(hours=4))
    with pytest.raises(Refused):
        send_again(failed, by=make.named("wang"), now=LATER + timedelta(hours=4))


def test_one_that_may_have_arrived_is_never_sent_again(robot: Make, groups: Groups) -> None:
    robot()
    told(news(), now=MORNING)
    groups.hangs_up = "after"
    run(LATER)
    groups.hangs_up = ""
    run(LATER + timedelta(hours=1))

    assert len(groups.texts("wecom")) == 1
    assert message().state == State.UNCLEAR


def test_one_that_was_being_sent_when_the_process_died_is_not_sent_again(
    robot: Make, groups: Groups
) -> None:
    found = robot()
    told(news(1), now=MORNING)
    told(news(2), now=MORNING)
    Message.objects.filter(number="2026-0001").update(begun_at=LATER)

    send_waiting(f"robot:{found.pk}", now=LATER + timedelta(minutes=3))

    assert Message.objects.get(number="2026-0001").state == State.UNCLEAR
    [text] = groups.texts("wecom")
    assert "2026-0001" not in text


def test_mail_that_is_not_taken_says_why(post: Post, wang: Person) -> None:
    post.refused.add(WANG)
    told(news(), [wang], now=MORNING)
    run(LATER)

    assert message().state == State.FAILED
    assert WANG in message_row(message())["trouble"]


def test_mail_that_may_have_left_is_unclear(post: Post, wang: Person) -> None:
    post.hung_up_after.add(WANG)
    told(news(), [wang], now=MORNING)
    run(LATER)
    run(LATER + timedelta(hours=1))

    assert len(post.to(WANG)) == 1
    assert message().state == State.UNCLEAR


def test_mail_goes_when_the_server_is_back(
    post: Post, wang: Person, settings: LazySettings
) -> None:
    told(news(), [wang], now=MORNING)
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    run(LATER)
    assert message().state == State.WAITING
    settings.EMAIL_PORT = there
    run(LATER + MINUTE)

    assert len(post.to(WANG)) == 1


def test_a_robot_taken_out_of_use_says_nothing_more(robot: Make, groups: Groups) -> None:
    robot()
    told(news(), now=MORNING)
    Robot.objects.update(is_on=False)
    run(LATER)

    assert not groups.said
    assert message().state == State.SETTLED


def test_one_reader_s_trouble_holds_up_nobody_else(
    robot: Make, groups: Groups, post: Post, wang: Person
) -> None:
    robot(address=ADDRESSES["wecom"].replace(WECOM_KEY, "0" * 36))
    told(news(), [wang], now=MORNING)
    run(LATER)

    assert len(post.to(WANG)) == 1
    assert Message.objects.get(person=wang).state == State.SENT
