"""Reminders of duties: one message, once, by day, and again only when the duty returns."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from tests import factories as make

from hefa.core.errors import Refused
from hefa.notify.models import Reminder
from hefa.notify.reminders import Call, forget_all_but, remind
from hefa.people.models import Person
from hefa.report.reminding import remind_everybody

from .smtp import Post, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in the community
NIGHT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # 23:00
PATROL = Call(key="C5.8.1:soon:2026-11-23", line="每日巡检，今天 24:00 前要办。")
PASSWORD = Call(key="C11.3:overdue:2026-11-01", line="90 天换口令，已经到期。")
CHEN = "chen@example.org"


@pytest.fixture
def post(settings: LazySettings) -> Iterator[Post]:
    """A mail server that is really there."""
    with served() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_TIMEOUT = 2
        yield found


@pytest.fixture
def chen() -> Person:
    Person.objects.filter(username="chen").update(mail=CHEN)
    return make.named("chen")


def test_all_that_is_due_comes_in_one_message_that_says_where_to_do_it(
    post: Post, chen: Person, settings: LazySettings
) -> None:
    assert remind(chen, [PATROL, PASSWORD], now=MORNING) == 2

    [mail] = post.to(CHEN)
    text = mail.get_content()
    assert "有 2 件事" in mail["subject"]
    assert PATROL.line in text
    assert PASSWORD.line in text
    assert settings.BASE_URL in text


def test_nobody_is_reminded_of_the_same_thing_twice(post: Post, chen: Person) -> None:
    remind(chen, [PATROL], now=MORNING)

    assert remind(chen, [PATROL], now=MORNING + timedelta(hours=1)) == 0
    assert remind(chen, [PATROL, PASSWORD], now=MORNING + timedelta(hours=2)) == 1
    assert len(post.to(CHEN)) == 2
    assert PATROL.line not in post.to(CHEN)[1].get_content()


def test_what_was_done_is_forgotten_and_may_be_reminded_of_again(post: Post, chen: Person) -> None:
    remind(chen, [PATROL, PASSWORD], now=MORNING)

    forget_all_but([PASSWORD.key])

    assert list(Reminder.objects.values_list("duty", flat=True)) == [PASSWORD.key]
    assert remind(chen, [PATROL], now=MORNING) == 1


def test_at_night_nobody_is_reminded(post: Post, chen: Person) -> None:
    assert remind(chen, [PATROL], now=NIGHT) == 0
    assert not post.mails
    assert not Reminder.objects.exists()


def test_without_a_mail_server_or_an_address_nothing_is_written(
    settings: LazySettings, chen: Person
) -> None:
    settings.EMAIL_HOST = ""

    assert remind(chen, [PATROL], now=MORNING) == 0
    assert not Reminder.objects.exists()


def test_a_message_that_was_not_taken_is_sent_again_later(post: Post, chen: Person) -> None:
    post.refused.add(CHEN)
    with pytest.raises(Refused):
        remind(chen, [PATROL], now=MORNING)
    post.refused.clear()

    assert remind(chen, [PATROL], now=MORNING + timedelta(hours=1)) == 1
    assert len(post.to(CHEN)) == 1


def test_one_that_may_have_left_is_never_sent_again(post: Post, chen: Person) -> None:
    post.hung_up_after.add(CHEN)
    remind(chen, [PATROL], now=MORNING)
    post.hung_up_after.clear()

    assert remind(chen, [PATROL], now=MORNING + timedelta(hours=1)) == 0
    assert len(post.to(CHEN)) == 1
    assert Reminder.objects.get().sent_at is None


def test_everybody_whose_post_owes_something_is_reminded_and_nobody_else(
    post: Post, chen: Person
) -> None:
    Person.objects.filter(username="zhang").update(mail="zhang@example.org")

    assert remind_everybody(MORNING) > 0
    assert remind_everybody(MORNING + timedelta(hours=1)) == 0

    assert {to for to, _ in post.mails} == {CHEN}
    assert "每日巡检" in post.to(CHEN)[0].get_content()
