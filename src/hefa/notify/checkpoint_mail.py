"""The day's checkpoint in mailboxes that this machine cannot reach.

A mail is written down before it is sent: nobody gets two on one day, whatever dies in between.
"""

from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage

from hefa.core.errors import Refused, Unavailable
from hefa.ledger.actions import make_checkpoint
from hefa.ledger.models import Checkpoint
from hefa.notify.actions import close_mail_day
from hefa.notify.mail import deliver
from hefa.notify.models import CheckpointMail
from hefa.notify.queries import (
    days_to_close,
    has_mail_host,
    is_closed,
    publications_among,
    publications_on,
    within_reach,
)
from hefa.people.models import Person
from hefa.registry.access import HERE
from hefa.registry.queries import installation
from hefa.ui.templatetags.hefa import full_day, thousands
from hefa.ui.words import sentence


def mail_checkpoint(now: datetime) -> None:
    """Mail the checkpoint of this moment to everybody named who has not had today's.

    Nothing is sent without a mail server, without people, or once the day is closed by its
    ledger entry. Everybody is tried; then the first Refused or Unavailable is raised for whom it
    has not left, and only they are tried again. Raises what `make_checkpoint` raises.
    """
    today = now.astimezone(HERE).date()
    for day in days_to_close(before=today):
        close_mail_day(day, now=now)
    people = within_reach()
    if not has_mail_host() or not people or is_closed(today):
        return
    checkpoint = make_checkpoint(now)
    if checkpoint is None:
        return
    failed = []
    for person in people:
        try:
            _mail(person, checkpoint, today, now)
        except (Refused, Unavailable) as error:
            failed.append(error)
    if failed:
        raise failed[0]
    close_mail_day(today, now=now)


def _mail(person: Person, checkpoint: Checkpoint, day: date, now: datetime) -> None:
    """Send the mail of `day` to `person` unless one was ever begun: never two on one day."""
    mails = CheckpointMail.objects.filter(day=day, person=person)
    CheckpointMail.objects.get_or_create(day=day, person=person, defaults={"size": checkpoint.size})
    if not mails.filter(begun_at=None).update(begun_at=now, size=checkpoint.size):
        return
    try:
        has_left = deliver(_message(person.mail, checkpoint, day, now))
    except (Refused, Unavailable):
        mails.update(begun_at=None)
        raise
    if has_left:
        mails.update(sent_at=now)


def _message(to: str, checkpoint: Checkpoint, day: date, now: datetime) -> EmailMessage:
    """Return the mail: figures without titles, the checkpoint whole, what to do with it."""
    yesterday = day - timedelta(days=1)
    detail = {
        "organisation": str(installation()),
        "today": full_day(day),
        "moment": now.astimezone(HERE).strftime("%Y-%m-%d %H:%M"),
        "size": thousands(checkpoint.size),
        "yesterday": full_day(yesterday),
        "on_the_day": thousands(publications_on(yesterday)),
        "in_all": thousands(publications_among(checkpoint.size)),
        "note": checkpoint.note,
        "key": checkpoint.key,
    }
    return EmailMessage(
        subject=sentence("notify.checkpoint_subject", detail),
        body=sentence("notify.checkpoint_body", detail),
        to=[to],
    )
