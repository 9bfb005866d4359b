"""Acts of notify; each is one ledger entry."""

from datetime import datetime

from django.db import transaction

from hefa.ledger.append import Fact, append
from hefa.notify.mail import send_test
from hefa.people.models import Person
from hefa.registry.changes import manager_key, mark_mail_tested


def send_test_mail(to: str, *, by: Person, now: datetime) -> None:
    """Send a test message to `to`, and record that it has left.

    The message goes out before the transaction begins: a slow mail server holds nothing up.
    Raises Refused or Unavailable as `notify.mail.send_test` does; then nothing is recorded.
    """
    actor = manager_key(by, now)
    send_test(to, now=now)
    with transaction.atomic():
        mark_mail_tested(to, now=now)
        append(
            Fact(
                kind="notify.mail_tested",
                subject="installation:1",
                body={},
                personal={"to": to},
            ),
            actor=actor,
            now=now,
        )
