"""What a person does with their own account; each act is one ledger entry."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Refused, reason
from hefa.ledger.append import MACHINE, Fact, append
from hefa.people.changes import token_sha256, write_link, write_password
from hefa.people.models import Person, SignInEvent, SignInLink

NAME_LENGTH = 60


@transaction.atomic
def record_sign_in(person: Person, *, now: datetime) -> None:
    """Record that `person` has signed in. Source: V16.3.1."""
    SignInEvent.objects.create(person=person, name_given=person.username, is_success=True, at=now)
    append(
        Fact(kind="people.signed_in", subject=f"person:{person.key}", body={}),
        actor=person.key,
        now=now,
    )


def record_failed_sign_in(name_given: str, *, now: datetime) -> None:
    """Record that somebody failed to sign in as `name_given`.

    A row and no ledger entry: anybody may fail as often as they like. Source: V16.3.1.
    """
    name = name_given.strip()[:NAME_LENGTH]
    SignInEvent.objects.create(
        person=Person.objects.filter(username=name).first(),
        name_given=name,
        is_success=False,
        at=now,
    )


@transaction.atomic
def change_password(person: Person, password: str, *, now: datetime) -> None:
    """Change the password of `person`; its age counts from `now`, other sessions end.

    Source: 11; V7.4.3.
    """
    write_password(person, password, now=now)
    append(
        Fact(kind="people.password_changed", subject=f"person:{person.key}", body={}),
        actor=person.key,
        now=now,
    )


@transaction.atomic
def make_sign_in_link(
    person: Person, *, now: datetime, hours: int = 24, actor: str = MACHINE
) -> str:
    """Return the token of a one-time sign-in link for `person`, shown this once.

    `actor` is who made it: the machine for the command line. Earlier links stop working.
    Raises Refused for a person who is no longer active.
    """
    token = write_link(person, now=now, hours=hours)
    append(
        Fact(kind="people.link_made", subject=f"person:{person.key}", body={"hours": hours}),
        actor=actor,
        now=now,
    )
    return token


@transaction.atomic
def use_sign_in_link(token: str, password: str, *, now: datetime) -> Person:
    """Return the person whose link `token` is, with the password set and the link used up.

    Raises Refused when the link was used, has expired or was never made: the reader is told
    to ask for another.
    """
    sha256 = token_sha256(token)
    used = SignInLink.objects.filter(
        token_sha256=sha256, used_at=None, expires_at__gt=now, person__is_active=True
    ).update(used_at=now)
    if not used:
        raise Refused(reason("people.link_closed"))
    person = SignInLink.objects.select_related("person").get(token_sha256=sha256).person
    write_password(person, password, now=now)
    append(
        Fact(kind="people.link_used", subject=f"person:{person.key}", body={}),
        actor=person.key,
        now=now,
    )
    return person
