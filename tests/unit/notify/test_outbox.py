"""Telling: who hears of what, when it goes, together with what, and never twice."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connections, transaction
from tests import factories as make

from hefa.core.errors import Conflict
from hefa.jobs.models import JobRun
from hefa.notify.actions import choose_messages, set_message_rule
from hefa.notify.models import Message, MessageKind, MessageState, Robot
from hefa.notify.outbox import SEND, News, settle, tell
from hefa.notify.sending import send_waiting
from hefa.people.models import Person
from hefa.registry.models import Unit

from .groups import Groups
from .smtp import Post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
Kind, State = MessageKind, MessageState
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in the community
NIGHT = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)  # 22:30
WANG = "wang@example.org"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def wang(post: Post) -> Person:
    Person.objects.filter(username="wang").update(mail=WANG)
    return make.named("wang")


def news(number: int = 187, **given: Any) -> News:
    values: dict[str, Any] = {
        "kind": Kind.WAITS,
        "about": f"sheet:2026-{number:04}",
        "occasion": "2",
        "path": f"/review/2026-{number:04}/",
        "number": f"2026-{number:04}",
        "act": "approve",
        "title": "停水通知",
        "unit": Unit.objects.get(key="service"),
        **given,
    }
    return News(**values)


def told(what: News, people: Iterable[Person] = (), *, now: datetime) -> int:
    with transaction.atomic():
        return tell(what, people, now=now)


def run(now: datetime) -> None:
    """Do the work that is due for every reader, as the worker would."""
    for job in JobRun.objects.filter(kind=SEND, next_at__lte=now):
        again = send_waiting(job.key, now=now)
        JobRun.objects.filter(pk=job.pk).update(next_at=again)


def subject_of(mail: EmailMessage) -> str:
    return str(mail["subject"]).strip()


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content())


def test_a_mail_says_which_sheet_of_which_unit_waits_for_what_and_links_to_it(
    post: Post, wang: Person, settings: LazySettings
) -> None:
    told(news(), [wang], now=MORNING)
    run(MORNING + 10 * MINUTE)

    [mail] = post.to(WANG)
    assert subject_of(mail) == "核发：便民服务站的审核单 2026-0187 等审批"
    assert f"{settings.BASE_URL}/review/2026-0187/" in text_of(mail)
    assert Message.objects.get().state == State.SENT


def test_nothing_of_the_article_leaves_but_its_title_where_the_rule_says_so(
    post: Post, wang: Person, robot: Callable[..., Robot], groups: Groups
) -> None:
    robot()
    told(news(), [wang], now=MORNING)
    run(MORNING + 10 * MINUTE)
    [mail] = post.to(WANG)
    assert "停水" not in f"{mail['subject']}{text_of(mail)}{groups.texts('wecom')}"

    set_message_rule(
        quiet_from=time(22), quiet_until=time(7), gather_minutes=10, shows_title=True,
        by=make.named("chen"), now=MORNING,
    )  # fmt: skip
    told(news(188), [wang], now=MORNING)
    run(MORNING + 30 * MINUTE)
    assert "《停水通知》" in text_of(post.to(WANG)[1])
    assert "《停水通知》" in groups.texts("wecom")[1]


def test_told_outside_a_transaction_is_a_fault_of_ours(
    wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = news()
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)

    with pytest.raises(RuntimeError):
        tell(what, [wang], now=MORNING)


def test_what_is_undone_is_not_told(post: Post, wang: Person) -> None:
    with transaction.atomic():
        tell(news(), [wang], now=MORNING)
        transaction.set_rollback(True)
    run(MORNING + 10 * MINUTE)

    assert not post.mails
    assert not Message.objects.exists()


def test_the_same_turn_is_told_once_and_the_next_turn_again(post: Post, wang: Person) -> None:
    assert told(news(), [wang, wang], now=MORNING) == 1
    assert told(news(), [wang], now=MORNING + MINUTE) == 0
    run(MORNING + 10 * MINUTE)
    assert told(news(), [wang], now=MORNING + 20 * MINUTE) == 0
    assert told(news(occasion="3"), [wang], now=MORNING + 20 * MINUTE) == 1
    assert told(news(), [make.named("chen")], now=MORNING) == 1


def test_several_within_ten_minutes_come_as_one(post: Post, wang: Person) -> None:
    for minute in (0, 3, 9):
        told(news(minute), [wang], now=MORNING + minute * MINUTE)
    run(MORNING + 9 * MINUTE)
    assert not post.mails

    run(MORNING + 10 * MINUTE)
    run(MORNING + 30 * MINUTE)

    [mail] = post.to(WANG)
    assert subject_of(mail) == "核发：3 条通知"
    assert all(f"2026-{number:04}" in text_of(mail) for number in (0, 3, 9))


def test_what_comes_at_night_goes_in_the_morning_and_a_halt_at_once(
    post: Post, wang: Person
) -> None:
    told(news(), [wang], now=NIGHT)
    told(news(188), [wang], now=NIGHT + timedelta(hours=5))
    told(News(kind=Kind.HALT, about="halt:1", occasion="1", path="/respond/"), [wang], now=NIGHT)
    run(NIGHT + 20 * MINUTE)
    [mail] = post.to(WANG)
    assert "已停止发布" in mail["subject"]

    run(datetime(2026, 11, 24, 22, 59, tzinfo=UTC))
    assert len(post.mails) == 1
    run(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))  # 07:00
    assert subject_of(post.to(WANG)[1]) == "核发：2 条通知"


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("21:49", "21:59"),
        ("21:50", "07:00"),
        ("06:55", "07:05"),
        ("06:49", "07:00"),
        ("12:00", "12:10"),
    ],
)
def test_due_times_around_the_quiet_hours(at: str, due: str, wang: Person) -> None:
    hour, minute = map(int, at.split(":"))
    now = datetime(2026, 11, 24, hour, minute, tzinfo=UTC) - timedelta(hours=8)

    told(news(), [wang], now=now)

    assert f"{Message.objects.get().due_at + timedelta(hours=8):%H:%M}" == due


def test_an_urgent_sheet_waits_for_nothing(post: Post, wang: Person) -> None:
    choose_messages(wang, unwanted=["waits"], is_daily=True, now=NIGHT)

    told(news(is_urgent=True), [wang], now=NIGHT)
    run(NIGHT)

    assert len(post.to(WANG)) == 1


def test_quiet_hours_that_were_changed_meanwhile_hold(post: Post, wang: Person) -> None:
    told(news(), [wang], now=MORNING)
    set_message_rule(
        quiet_from=time(9), quiet_until=time(12), gather_minutes=10, shows_title=False,
        by=make.named("chen"), now=MORNING,
    )  # fmt: skip

    run(MORNING + 10 * MINUTE)
    assert not post.mails
    run(MORNING + timedelta(hours=3))
    assert len(post.mails) == 1


def test_who_wants_one_mail_a_day_gets_it_at_eight(post: Post, wang: Person) -> None:
    choose_messages(wang, unwanted=[], is_daily=True, now=MORNING)
    told(news(1), [wang], now=MORNING)
    told(news(2), [wang], now=MORNING + timedelta(hours=8))
    run(MORNING + timedelta(hours=22))
    assert not post.mails

    run(datetime(2026, 11, 25, 0, 0, tzinfo=UTC))

    assert subject_of(post.to(WANG)[0]) == "核发：2 条通知"


def test_a_kind_that_is_not_wanted_is_kept_on_the_page(post: Post, wang: Person) -> None:
    choose_messages(wang, unwanted=["waits"], is_daily=False, now=MORNING)
    told(news(1), [wang], now=MORNING)
    told(news(2, kind=Kind.OVERDUE), [wang], now=MORNING)
    run(MORNING + 10 * MINUTE)

    [mail] = post.to(WANG)
    assert "已经过期" in subject_of(mail)
    assert Message.objects.get(kind=Kind.WAITS).state == State.KEPT


def test_a_choice_holds_for_what_already_waits(post: Post, wang: Person) -> None:
    told(news(1), [wang], now=MORNING)
    told(news(2, kind=Kind.RELEASED), [wang], now=MORNING)

    choice = choose_messages(wang, unwanted=["released", "nonsense"], is_daily=False, now=MORNING)
    run(MORNING + 10 * MINUTE)

    assert choice.unwanted == ["released"]
    [mail] = post.to(WANG)
    assert "2026-0002" not in text_of(mail)
    assert Message.objects.get(kind=Kind.RELEASED).state == State.KEPT
    with pytest.raises(Conflict):
        choose_messages(wang, unwanted=[], is_daily=False, now=MORNING, seen=0)


def test_without_an_address_or_a_server_it_is_kept_on_the_page(
    post: Post, wang: Person, settings: LazySettings
) -> None:
    told(news(1), [make.named("sun")], now=MORNING)
    settings.EMAIL_HOST = ""
    told(news(2), [wang], now=MORNING)

    assert set(Message.objects.values_list("state", flat=True)) == {State.KEPT}
    assert not JobRun.objects.filter(kind=SEND).exists()


def test_whoever_has_left_is_not_told(post: Post, wang: Person) -> None:
    told(news(1), [wang], now=MORNING)
    Person.objects.filter(pk=wang.pk).update(is_active=False)
    wang.refresh_from_db()

    assert told(news(2), [wang], now=MORNING) == 0
    run(MORNING + 10 * MINUTE)

    assert not post.mails
    assert Message.objects.get().state == State.SETTLED


def test_what_was_done_meanwhile_is_not_told(post: Post, wang: Person) -> None:
    told(news(1), [wang], now=MORNING)
    told(news(2), [wang], now=MORNING)

    assert settle("sheet:2026-0001", Kind.WAITS, now=MORNING) == 1
    run(MORNING + 10 * MINUTE)

    [mail] = post.to(WANG)
    assert "2026-0001" not in text_of(mail)
