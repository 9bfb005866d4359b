"""Reads that prove how accounts are kept: each name is the claim it proves."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from hefa.core.proof import Proof, tried
from hefa.people.models import Person, SignInEvent
from hefa.people.queries import PasswordAge, password_age


def every_password_is_fresh(now: datetime) -> Proof:
    """Whether each password in use was changed within its time. Source: 11."""
    return tried((name, not age.is_overdue) for name, age in _ages(now))


def every_password_stays_fresh_for_a_while(now: datetime) -> Proof:
    """Whether no password in use is about to run out. Source: 11."""
    return tried((name, not age.is_due_soon) for name, age in _ages(now))


def last_sign_in(people: Iterable[Person], now: datetime) -> datetime | None:
    """Return when one of `people` last signed in, or None."""
    events = SignInEvent.objects.filter(person__in=list(people), is_success=True, at__lte=now)
    return events.order_by("-at").values_list("at", flat=True).first()


def _ages(now: datetime) -> Iterator[tuple[str, PasswordAge]]:
    """Yield every password in use by its owner's name, with its age."""
    for person in Person.objects.filter(is_active=True):
        age = password_age(person, now)
        if age is not None:
            yield person.display_name, age
