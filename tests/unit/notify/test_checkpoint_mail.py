"""The day's checkpoint by mail: to everybody named, never twice on one day, on the record."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction
from tests import factories as make

from hefa.core.errors import Refused
from hefa.jobs.models import JobRun
from hefa.jobs.sweep import sweep
from hefa.ledger.append import MACHINE, Fact, append
from hefa.ledger.models import Checkpoint, Entry
from hefa.notify.checkpoint_mail import mail_checkpoint
from hefa.notify.models import CheckpointMail
from hefa.notify.queries import last_mails, publications_among, publications_on
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.models import Installation

from .smtp import Post, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 08:00 in the community
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
WANG, LI = "wang@example.org", "li@example.org"


@pytest.fixture
def post(settings: LazySettings) -> Iterator[Post]:
    """A mail server that is really there."""
    with served() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_TIMEOUT = 2
        yield found


@pytest.fixture
def named() -> list[Person]:
    """王书记 and 李主任, named for the day's checkpoint."""
    people = []
    for username in ("wang", "li"):
        Person.objects.filter(username=username).update(mail=f"{username}@example.org")
        people.append(make.named(username))
    actions.name_witnesses(people, by=None, now=NOW - DAY)
    return people


def published(at: datetime) -> None:
    with transaction.atomic():
        append(
            Fact(kind="publish.published", subject="publication:x", body={"title": "停水通知"}),
            actor=MACHINE,
            now=at,
        )


def entries() -> list[dict[str, object]]:
    rows = Entry.objects.filter(kind="notify.checkpoint_mailed").order_by("seq")
    return [json.loads(body) for body in rows.values_list("body", flat=True)]


def test_everybody_named_gets_the_checkpoint_whole_and_figures_without_titles(
    post: Post, named: list[Person]
) -> None:
    published(NOW - DAY * 30)
    published(NOW - timedelta(hours=1))  # still the day of the mail
    published(NOW - timedelta(hours=9))  # the day before

    mail_checkpoint(NOW)

    checkpoint = Checkpoint.objects.get()
    for address in (WANG, LI):
        [message] = post.to(address)
        body = message.get_content().replace("\r\n", "\n")
        assert checkpoint.note in body
        assert f"公钥：{checkpoint.key}" in body
        assert f"一共 {checkpoint.size} 条记录" in body
        assert "2026年11月22日发布 1 次" in body
        assert "一共发布 3 次" in body
        assert "停水" not in body
        assert "2026年11月23日" in str(message["subject"])
    keys = [person.key for person in named]
    assert entries() == [
        {"day": "2026-11-23", "sizes": dict.fromkeys(keys, checkpoint.size), "unclear": []}
    ]
    rows = CheckpointMail.objects.values_list("day", "person__key", "size", "sent_at")
    assert set(rows) == {(TODAY, key, checkpoint.size, NOW) for key in keys}


def test_a_name_with_a_break_in_it_adds_no_header(post: Post, named: list[Person]) -> None:
    Installation.objects.filter(pk=1).update(short_name="青禾\r\nBcc: z@example.org")

    mail_checkpoint(NOW)

    [message] = post.to(WANG)
    assert message["Bcc"] is None
    assert "青禾 Bcc: z@example.org" in str(message["subject"])
    assert {to for to, _ in post.mails} == {WANG, LI}


def test_a_day_ends_at_midnight_in_the_community() -> None:
    midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
    for at in (midnight - timedelta(microseconds=1), midnight, midnight + DAY):
        published(at)

    assert publications_on(TODAY) == 1
    assert publications_on(TODAY - DAY) == 1
    assert publications_among(Entry.objects.count() - 1) == 2


def test_nobody_gets_two_on_one_day_and_everybody_one_the_next(
    post: Post, named: list[Person]
) -> None:
    for hours in (0, 1, 12):
        mail_checkpoint(NOW + timedelta(hours=hours))
    assert len(post.mails) == 2
    assert len(entries()) == 1

    mail_checkpoint(NOW + DAY)
    assert len(post.mails) == 4
    assert [entry["day"] for entry in entries()] == ["2026-11-23", "2026-11-24"]


def test_what_one_mailbox_refuses_is_tried_again_for_that_one_alone(
    post: Post, named: list[Person]
) -> None:
    post.refused = {WANG}
    with pytest.raises(Refused) as refused:
        mail_checkpoint(NOW)
    assert refused.value.reasons[0].code == "notify.mail_refused"
    assert (len(post.to(WANG)), len(post.to(LI))) == (0, 1)
    assert entries() == []

    post.refused = set()
    mail_checkpoint(NOW + timedelta(hours=1))

    assert (len(post.to(WANG)), len(post.to(LI))) == (1, 1)
    assert len(entries()) == 1


def test_a_day_left_open_is_closed_with_those_who_got_it(post: Post, named: list[Person]) -> None:
    post.refused = {WANG}
    for hours in (0, 1):
        with pytest.raises(Refused):
            mail_checkpoint(NOW + timedelta(hours=hours))
    post.refused = set()

    mail_checkpoint(NOW + DAY)

    first, second = entries()
    assert first["day"] == "2026-11-23"
    assert list(first["sizes"]) == [named[1].key]  # type: ignore[call-overload]  # JSON
    assert second["day"] == "2026-11-24"
    assert len(post.to(WANG)) == 1


def test_a_line_that_dies_after_the_mail_leaves_it_unclear_and_is_not_sent_again(
    post: Post, named: list[Person]
) -> None:
    post.hung_up_after = {WANG}
    mail_checkpoint(NOW)
    post.hung_up_after = set()
    mail_checkpoint(NOW + timedelta(hours=1))

    assert len(post.to(WANG)) == 1
    assert entries()[0]["unclear"] == [named[0].key]
    assert [(mail.person, bool(mail.sent_at)) for mail in last_mails()] == [
        (named[0], False),
        (named[1], True),
    ]


def test_a_worker_that_died_while_sending_is_not_repeated(post: Post, named: list[Person]) -> None:
    CheckpointMail.objects.create(day=TODAY, person=named[0], size=1, begun_at=NOW)

    mail_checkpoint(NOW)

    assert (len(post.to(WANG)), len(post.to(LI))) == (0, 1)
    assert entries()[0]["unclear"] == [named[0].key]


def test_who_is_named_after_the_day_is_closed_begins_tomorrow(
    post: Post, named: list[Person]
) -> None:
    mail_checkpoint(NOW)
    Person.objects.filter(username="chen").update(mail="chen@example.org")
    actions.name_witnesses([make.named("chen")], by=None, now=NOW)

    mail_checkpoint(NOW + timedelta(hours=1))
    assert post.to("chen@example.org") == []

    mail_checkpoint(NOW + DAY)
    assert len(post.to("chen@example.org")) == 1
    assert len(post.to(WANG)) == 1


def test_a_closed_account_and_a_lost_address_get_nothing(post: Post, named: list[Person]) -> None:
    Person.objects.filter(username="wang").update(is_active=False)
    Person.objects.filter(username="li").update(mail="")

    mail_checkpoint(NOW)

    assert post.mails == []
    assert not CheckpointMail.objects.exists()
    assert entries() == []


def test_without_a_mail_server_nothing_is_sent_or_entered(
    settings: LazySettings, named: list[Person]
) -> None:
    settings.EMAIL_HOST = ""

    mail_checkpoint(NOW)

    assert not CheckpointMail.objects.exists()
    assert not Checkpoint.objects.exists()
    assert entries() == []


def test_without_the_signing_key_nothing_is_sent(
    post: Post, named: list[Person], settings: LazySettings, tmp_path: Path
) -> None:
    settings.LEDGER_KEY_PATH = tmp_path / "nowhere"

    with pytest.raises(Refused) as refused:
        mail_checkpoint(NOW)

    assert refused.value.reasons[0].code == "ledger.key_missing"
    assert post.mails == []


def test_the_engine_runs_it_once_a_slot_and_tries_again_what_did_not_leave(
    settings: LazySettings, post: Post, named: list[Person]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    sweep(NOW)
    run = JobRun.objects.get(kind="notify.checkpoint_mail")
    assert (run.last_error, run.attempts) == ("notify.mail_unreachable", 1)
    assert run.next_at is not None

    settings.EMAIL_PORT = post.port
    for again in (run.next_at, run.next_at + timedelta(minutes=30), NOW + timedelta(hours=20)):
        sweep(again)

    assert (len(post.to(WANG)), len(post.to(LI))) == (1, 1)
    run.refresh_from_db()
    assert (run.last_error, run.next_at) == ("", None)
