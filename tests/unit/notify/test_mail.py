"""The test message: sent and recorded, or refused with what to do."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from hefa.core.errors import HefaError, Refused, Unavailable
from hefa.ledger.models import Entry, PersonalText
from hefa.notify.actions import send_test_mail
from hefa.notify.mail import send_test
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.models import Installation, Unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
TEXT = (files("hefa.regulations") / "community" / "regulation.toml").read_text(encoding="utf-8")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def administrator(db: None) -> Person:
    actions.adopt_regulation(TEXT, effective_on=date(2026, 9, 1), adopted_by=None, now=NOW)
    person = actions.add_person(username="chen", display_name="陈管理员", by=None, now=NOW)
    actions.appoint(
        person,
        post="administrator",
        unit=Unit.objects.get(key="tech"),
        starts_on=date(2026, 9, 1),
        by=None,
        now=NOW,
    )
    return person


@pytest.fixture
def host(settings: LazySettings) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def silent_server() -> Iterator[int]:
    """The port of a server that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.usefixtures("host")
def test_the_message_is_plain_and_noted(administrator: Person) -> None:
    send_test_mail("z@example.org", by=administrator, now=NOW)

    message = mail.outbox[0]
    assert (message.to, message.subject) == (["z@example.org"], "核发：测试邮件")
    assert "发出时间：2026-11-23 14:30" in message.body
    here = Installation.objects.get()
    assert (here.mail_tested_at, here.mail_tested_to) == (NOW, "z@example.org")
    entry = Entry.objects.get(kind="notify.mail_tested")
    assert "z@example.org" not in entry.body
    assert PersonalText.objects.get(seq=entry.seq).text == "z@example.org"


def code_of(error: pytest.ExceptionInfo[HefaError]) -> str:
    return error.value.reasons[0].code


def test_without_a_mail_server_the_reason_says_who_sets_it(administrator: Person) -> None:
    with pytest.raises(Refused) as refused:
        send_test_mail("z@example.org", by=administrator, now=NOW)

    assert code_of(refused) == "notify.no_mail_host"
    assert not Installation.objects.exclude(mail_tested_at=None).exists()
    assert not Entry.objects.filter(kind="notify.mail_tested").exists()


def test_a_server_that_does_not_answer_is_given_up(
    db: None, settings: LazySettings, silent_server: int
) -> None:
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent_server
    settings.EMAIL_TIMEOUT = 0.2

    with pytest.raises(Unavailable) as unavailable:
        send_test("z@example.org", now=NOW)

    assert code_of(unavailable) == "notify.mail_timed_out"


def test_a_server_that_is_not_there_is_said_so(db: None, settings: LazySettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

    with pytest.raises(Unavailable) as unavailable:
        send_test("z@example.org", now=NOW)

    assert code_of(unavailable) == "notify.mail_unreachable"


def test_a_server_that_refuses_is_said_so(db: None, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = SMTP
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        with refusing(server), pytest.raises(Refused) as refused:
            send_test("z@example.org", now=NOW)

    assert code_of(refused) == "notify.mail_refused"


class refusing:  # noqa: N801  # reads as a phrase
    """Answers one call with a refusal, in a thread."""

    def __init__(self, server: socket.socket) -> None:
        self.server = server

    def __enter__(self) -> None:
        self.thread = threading.Thread(target=self.answer)
        self.thread.start()

    def answer(self) -> None:
        call, _ = self.server.accept()
        with call:
            call.sendall(b"554 no service here\r\n")

    def __exit__(self, *_: object) -> None:
        self.thread.join()


@pytest.fixture
def manager(settings: LazySettings, administrator: Person) -> Iterator[Client]:
    settings.ROOT_URLCONF = "tests.unit.registry.urls"
    options = settings.TEMPLATES[0]["OPTIONS"]
    kept = [name for name in options["context_processors"] if "hefa.desk" not in name]
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "OPTIONS": {**options, "context_processors": kept}}
    ]
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(administrator)
        yield client


@pytest.mark.parametrize(
    ("to", "said"), [("z@example.org", "还没有设发信服务器"), ("no address", "邮箱写得不对")]
)
def test_the_page_says_what_happened_and_keeps_the_address(
    manager: Client, to: str, said: str
) -> None:
    page = manager.post("/notify/test-mail/", {"to": to}, follow=True).content.decode()

    assert said in page
    assert f'value="{to}"' in page
