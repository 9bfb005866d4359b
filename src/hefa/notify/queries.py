"""What is known of the ways to reach people, and of what has been mailed to them."""

from datetime import date, datetime, time, timedelta

from django.conf import settings

from hefa.ledger.leaf import timestamp
from hefa.ledger.models import Entry
from hefa.notify.models import CheckpointMail
from hefa.people.models import Person
from hefa.registry.access import HERE
from hefa.registry.queries import witnesses

MAILED = "notify.checkpoint_mailed"
PUBLISHED = "publish.published"


def has_mail_host() -> bool:
    """Whether technical support has named a mail server for this installation."""
    return bool(settings.EMAIL_HOST)


def within_reach() -> list[Person]:
    """Return who is named for the day's checkpoint and can get mail: active, with an address."""
    return [person for person in witnesses() if person.is_active and person.mail]


def last_mails() -> list[CheckpointMail]:
    """Return the mails of the newest day on which one has left, and those begun since then."""
    begun = CheckpointMail.objects.exclude(begun_at=None).order_by("day", "begun_at", "pk")
    newest = begun.exclude(sent_at=None).last()
    since = begun.filter(day__gte=newest.day) if newest else begun
    return list(since.select_related("person"))


def is_closed(day: date) -> bool:
    """Whether the ledger already says who got the checkpoint of `day`."""
    return Entry.objects.filter(kind=MAILED, subject=subject_of(day)).exists()


def days_to_close(*, before: date) -> list[date]:
    """Return the days before `before` with a mail of which the ledger does not tell yet."""
    begun = CheckpointMail.objects.filter(day__lt=before).exclude(begun_at=None)
    return [day for day in sorted(set(begun.values_list("day", flat=True))) if not is_closed(day)]


def subject_of(day: date) -> str:
    """Return the subject under which the ledger knows the mails of `day`."""
    return f"checkpoint_mail:{day.isoformat()}"


def publications_among(size: int) -> int:
    """Return how many publications went out according to the first `size` entries."""
    return Entry.objects.filter(kind=PUBLISHED, seq__lte=size).count()


def publications_on(day: date) -> int:
    """Return how many publications went out on `day`, as days run here."""
    begins = datetime.combine(day, time(), tzinfo=HERE)
    ends = begins + timedelta(days=1)
    return Entry.objects.filter(
        kind=PUBLISHED, ts__gte=timestamp(begins), ts__lt=timestamp(ends)
    ).count()
