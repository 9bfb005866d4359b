"""A mailbox at a real server, known senders, and a real server that takes the receipts."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

import pytest
from django.conf import LazySettings
from tests.unit.notify.smtp import Post
from tests.unit.notify.smtp import served as mail_server

from hefa.people.models import Person
from hefa.registry.actions import save_mailbox
from hefa.registry.models import Mailbox

from . import imap
from .mails import ZHANG

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def _running() -> Iterator[imap.Server]:
    if not imap.is_there():
        pytest.skip("dovecot is not installed: apt-get install dovecot-imapd")
    with imap.served() as found:
        yield found


@pytest.fixture
def server(_running: imap.Server) -> imap.Server:
    """The server, with a mailbox of this test's own."""
    _running.user = f"gao{next(_NUMBERS)}@qinghe.example"
    return _running


@pytest.fixture
def zhang(person: Callable[[str], Person]) -> Person:
    """张干事, who writes for 便民服务站 and has an address."""
    found = person("zhang")
    Person.objects.filter(pk=found.pk).update(mail="Zhang@Qinghe.Example")
    found.refresh_from_db()
    assert found.mail.lower() == ZHANG
    return found


def name_mailbox(server: imap.Server, now: datetime, **differing: object) -> Mailbox:
    """Return the mailbox entered in the register, as it lies at `server`."""
    given = {
        "is_on": True,
        "address": "gao@qinghe.example",
        "host": "127.0.0.1",
        "port": server.port,
        "is_plain": True,
        "user": server.user,
        "secret": imap.PASSWORD,
        "folder": "INBOX",
        "authserv_id": "",
        "asks_token": False,
        "seen": Mailbox.objects.values_list("revision", flat=True).first() or 0,
    }
    return save_mailbox(**{**given, **differing}, by=None, now=now)  # type: ignore[arg-type]


@pytest.fixture
def box(server: imap.Server, zhang: Person, now: datetime) -> Mailbox:
    """The mailbox, entered in the register; 张干事 is a known sender."""
    return name_mailbox(server, now)


@pytest.fixture
def post(settings: LazySettings) -> Iterator[Post]:
    """The server that takes the receipts."""
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_TIMEOUT = 2
        yield found
