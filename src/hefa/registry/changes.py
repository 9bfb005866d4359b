"""What several acts upon the register share, inside the caller's transaction."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from hefa.core.errors import Conflict, reason
from hefa.core.rights import Right, demand
from hefa.ledger.append import MACHINE
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import Installation, Mailbox

M = TypeVar("M", bound=Model)


def manager_key(by: Person | None, now: datetime) -> str:
    """Return the key under which `by` stands in the ledger; None is the machine itself.

    Raises Refused for a person who does not hold a post that keeps the register. Source: 5(5).
    """
    if by is None:
        return MACHINE
    demand(Right.MANAGE_REGISTER, actor_of(by, now))
    return by.key


def write_row(row: QuerySet[M], *, seen: int, **values: object) -> None:
    """Write `values` to the one row in `row`, if it still stands at the revision `seen`.

    Raises Conflict when somebody saved it in the meantime: reload and show both.
    """
    if not row.filter(revision=seen).update(revision=seen + 1, **values):
        raise Conflict(reason("registry.changed_meanwhile"))


def the_installation() -> Installation:
    """Return the row of the one organisation, made when it is missing."""
    return Installation.objects.get_or_create(pk=1)[0]


def mark_mail_tested(to: str, *, now: datetime) -> None:
    """Write that a test message has left for `to`."""
    the_installation()
    Installation.objects.filter(pk=1).update(mail_tested_at=now, mail_tested_to=to)


def mark_mailbox_looked_at(trouble_code: str, *, seen: int, now: datetime) -> None:
    """Write how the mailbox was found; nothing when it was saved since `seen`."""
    Mailbox.objects.filter(pk=1, revision=seen).update(looked_at=now, trouble_code=trouble_code)
