"""Acts of notify; each is one ledger entry."""

from datetime import date, datetime

from django.db import transaction

from hefa.ledger.append import MACHINE, Fact, append
from hefa.notify.mail import send_test
from hefa.notify.models import CheckpointMail
from hefa.notify.queries import MAILED, is_closed, subject_of
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


@transaction.atomic
def close_mail_day(day: date, *, now: datetime) -> None:
    """Enter who got the checkpoint of `day`, by entry number; nothing when it is entered.

    A closed day sends no more mail. `unclear` names those of whom nobody can know whether the
    mail reached them.
    """
    if is_closed(day):
        return
    mails = CheckpointMail.objects.filter(day=day).exclude(begun_at=None).order_by("pk")
    rows = list(mails.values_list("person__key", "size", "sent_at"))
    append(
        Fact(
            kind=MAILED,
            subject=subject_of(day),
            body={
                "day": day.isoformat(),
                "sizes": {key: size for key, size, sent_at in rows if sent_at},
                "unclear": [key for key, _, sent_at in rows if not sent_at],
            },
        ),
        actor=MACHINE,
        now=now,
    )
