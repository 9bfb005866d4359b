"""People in the register: entered, described, closed and let in for the first time."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Conflict, Refused, reason
from hefa.ledger.append import Fact, append
from hefa.people.changes import write_link
from hefa.people.models import Person
from hefa.registry.changes import manager_key, write_row
from hefa.registry.posts import keeps_the_register_without

LINK_HOURS = 24


@transaction.atomic
def add_person(
    *,
    username: str,
    display_name: str,
    phone: str = "",
    mail: str = "",
    wechat_name: str = "",
    by: Person | None,
    now: datetime,
) -> Person:
    """Return the new person, who has no password yet and signs in first by a one-time link.

    Raises Refused when the sign-in name is taken. Source: 5(5).
    """
    actor = manager_key(by, now)
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused(reason("registry.username_taken", username=username))
    person = Person(
        username=username,
        display_name=display_name,
        phone=phone,
        mail=mail,
        wechat_name=wechat_name,
        created_at=now,
    )
    person.set_unusable_password()
    person.save(force_insert=True)
    append(
        Fact(
            kind="registry.person_added",
            subject=f"person:{person.key}",
            body={},
            personal=_about(username, display_name, phone, mail, wechat_name),
        ),
        actor=actor,
        now=now,
    )
    return person


@transaction.atomic
def describe_person(
    person: Person,
    *,
    display_name: str,
    phone: str,
    mail: str,
    by: Person | None,
    now: datetime,
    seen: int,
    wechat_name: str = "",
) -> None:
    """Change the name and the ways to reach `person`; Conflict when saved since `seen`."""
    actor = manager_key(by, now)
    write_row(
        Person.objects.filter(pk=person.pk),
        seen=seen,
        display_name=display_name,
        phone=phone,
        mail=mail,
        wechat_name=wechat_name,
    )
    append(
        Fact(
            kind="registry.person_described",
            subject=f"person:{person.key}",
            body={},
            personal=_about(person.username, display_name, phone, mail, wechat_name),
        ),
        actor=actor,
        now=now,
    )


@transaction.atomic
def close_person(person: Person, *, by: Person | None, now: datetime) -> None:
    """Close the account of `person`: no more signing in, open sessions end, posts rest.

    Raises Refused for oneself and for the last one who keeps the register. Source: 11.
    """
    actor = manager_key(by, now)
    if by is not None and by.pk == person.pk:
        raise Refused(reason("registry.not_oneself"))
    if not keeps_the_register_without(person=person, now=now):
        raise Refused(reason("registry.last_manager"))
    _switch(person, is_active=False)
    append(
        Fact(kind="registry.person_closed", subject=f"person:{person.key}", body={}),
        actor=actor,
        now=now,
    )


@transaction.atomic
def reopen_person(person: Person, *, by: Person | None, now: datetime) -> None:
    """Open the account of `person` again; posts whose time has not run out count again."""
    actor = manager_key(by, now)
    _switch(person, is_active=True)
    append(
        Fact(kind="registry.person_reopened", subject=f"person:{person.key}", body={}),
        actor=actor,
        now=now,
    )


@transaction.atomic
def make_first_link(person: Person, *, by: Person, now: datetime) -> str:
    """Return the token of a one-time link by which `person` sets a password, shown this once.

    Raises Refused for a closed account.
    """
    actor = manager_key(by, now)
    token = write_link(person, now=now, hours=LINK_HOURS)
    append(
        Fact(kind="people.link_made", subject=f"person:{person.key}", body={"hours": LINK_HOURS}),
        actor=actor,
        now=now,
    )
    return token


def _switch(person: Person, *, is_active: bool) -> None:
    if not Person.objects.filter(pk=person.pk, is_active=not is_active).update(is_active=is_active):
        raise Conflict(reason("registry.changed_meanwhile"))
    person.is_active = is_active


def _about(
    username: str, display_name: str, phone: str, mail: str, wechat_name: str
) -> dict[str, str]:
    given = {
        "username": username,
        "name": display_name,
        "phone": phone,
        "mail": mail,
        "wechat": wechat_name,
    }
    return {name: text for name, text in given.items() if text}
