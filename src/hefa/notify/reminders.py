"""Reminders of duties by mail: each once, together in one message, and not at night.

A reminder is written down before it is sent: nobody gets the same one twice, whatever dies in
between. What is no longer due is forgotten, so that it may be reminded of when it returns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.core.mail import EmailMessage

from hefa.core.errors import Refused, Unavailable
from hefa.notify.mail import deliver
from hefa.notify.models import Reminder
from hefa.notify.queries import has_mail_host
from hefa.people.models import Person
from hefa.registry.access import HERE
from hefa.registry.queries import installation
from hefa.ui.words import sentence

MORNING, EVENING = time(8), time(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One thing to remind of: its key, and one line that says what and by when."""

    key: str
    line: str


def remind(person: Person, calls: Iterable[Call], *, now: datetime) -> int:
    """Return of how many of `calls` the person was reminded now, in one message.

    None at night, without a mail server or without an address: the desk shows them all the same.
    Raises Refused and Unavailable as `deliver` does; the message has not left then.
    """
    is_day = MORNING <= now.astimezone(HERE).time() < EVENING
    if not is_day or not has_mail_host() or not person.mail:
        return 0
    known = set(Reminder.objects.filter(person=person).values_list("duty", flat=True))
    fresh = [call for call in calls if call.key not in known]
    if not fresh:
        return 0
    made = Reminder.objects.bulk_create(
        Reminder(person=person, duty=call.key, begun_at=now) for call in fresh
    )
    mine = Reminder.objects.filter(pk__in=[reminder.pk for reminder in made])
    try:
        has_left = deliver(_message(person, fresh))
    except (Refused, Unavailable):
        mine.delete()
        raise
    if has_left:
        mine.update(sent_at=now)
    return len(fresh)


def forget_all_but(keys: Iterable[str]) -> None:
    """Forget the reminders of everything that is no longer due."""
    Reminder.objects.exclude(duty__in=list(keys)).delete()


def _message(person: Person, calls: list[Call]) -> EmailMessage:
    detail: dict[str, str | int] = {
        "name": person.display_name,
        "count": len(calls),
        "lines": "\n".join(f"· {call.line}" for call in calls),
        "organisation": str(installation()),
        "address": settings.BASE_URL,
    }
    return EmailMessage(
        subject=sentence("notify.reminder_subject", detail),
        body=sentence("notify.reminder_body", detail),
        to=[person.mail],
    )
