"""Delegation 代办: a holder's post in another's hands from one day to another."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hefa.core.errors import Conflict, Reason, Refused, reason
from hefa.ledger.append import MACHINE, Fact, append
from hefa.people.models import Person
from hefa.registry.access import HERE
from hefa.registry.changes import manager_key
from hefa.registry.models import Appointment


@transaction.atomic
def delegate_post(
    held: Appointment,
    *,
    person: Person,
    starts_on: date,
    ends_on: date,
    by: Person | None,
    now: datetime,
) -> Appointment:
    """Return the appointment by which `person` acts for the holder of `held`, both days counted.

    The holder delegates their own post; whoever keeps the register anybody's. Raises Refused,
    with every reason. Source: G18, own choice.
    """
    actor = _actor_key(held.person, by, now)
    if reasons := _reasons_against(held, person, starts_on, ends_on, now):
        raise Refused(reasons)
    made = Appointment.objects.create(
        person=person,
        post=held.post,
        unit=held.unit,
        is_deputy=True,
        for_person=held.person,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _enter("registry.delegated", made, actor=actor, now=now)
    return made


@transaction.atomic
def end_delegation(made: Appointment, *, by: Person | None, now: datetime) -> None:
    """End a delegation: from tomorrow on if it began, as if it had never been if not.

    Raises Refused for whoever neither holds the post nor keeps the register, and where it is no
    delegation; Conflict when it has ended already.
    """
    if made.for_person is None:
        raise Refused(reason("registry.no_delegation"))
    actor = _actor_key(made.for_person, by, now)
    today = now.astimezone(HERE).date()
    standing = Appointment.objects.filter(pk=made.pk, ends_on__gte=today)
    if made.starts_on > today:
        done = standing.delete()[0]
        made.ends_on = made.starts_on - timedelta(days=1)
    else:
        done = standing.update(ends_on=today)
        made.ends_on = today
    if not done:
        raise Conflict(reason("registry.changed_meanwhile"))
    _enter("registry.delegation_ended", made, actor=actor, now=now)


def _actor_key(holder: Person | None, by: Person | None, now: datetime) -> str:
    if by is None:
        return MACHINE
    return by.key if by == holder else manager_key(by, now)


def _reasons_against(
    held: Appointment, person: Person, starts_on: date, ends_on: date, now: datetime
) -> list[Reason]:
    found: list[Reason] = []
    if held.is_deputy or (held.ends_on is not None and held.ends_on < ends_on):
        found.append(reason("registry.not_yours_to_delegate"))
    if person == held.person:
        found.append(reason("registry.delegated_to_oneself"))
    if not person.is_active:
        found.append(reason("people.inactive", name=person.display_name))
    if ends_on < starts_on:
        found.append(reason("registry.ends_before_start"))
    if starts_on < max(now.astimezone(HERE).date(), held.starts_on):
        found.append(reason("registry.starts_in_the_past"))
    overlapping = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on),
        person=person,
        post=held.post,
        unit=held.unit,
        starts_on__lte=ends_on,
    )
    if overlapping.exists():
        found.append(reason("registry.held_already"))
    return found


def _enter(kind: str, made: Appointment, *, actor: str, now: datetime) -> None:
    assert made.for_person is not None  # noqa: S101  # a delegation names its holder
    assert made.ends_on is not None  # noqa: S101
    append(
        Fact(
            kind=kind,
            subject=f"person:{made.person.key}",
            body={
                "post": made.post,
                "unit": made.unit.key,
                "for": made.for_person.key,
                "is_deputy": True,
                "starts_on": made.starts_on.isoformat(),
                "ends_on": made.ends_on.isoformat(),
            },
        ),
        actor=actor,
        now=now,
    )
