"""Appointments: who holds a post, from one day to another."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from hefa.core.errors import Conflict, Reason, Refused, reason
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import holding
from hefa.registry.adopted import first_regulation, parsed, regulation_on
from hefa.registry.changes import manager_key
from hefa.registry.models import Appointment, Unit
from hefa.registry.posts import MANAGING, keeps_the_register_without


@transaction.atomic
def appoint(
    person: Person,
    *,
    post: str,
    unit: Unit,
    starts_on: date,
    by: Person | None,
    now: datetime,
    is_deputy: bool = False,
) -> Appointment:
    """Return the new appointment of `person` to `post` in `unit` from `starts_on` on.

    Raises Refused, with every reason, for a post that the regulation in force on that day does
    not know, a closed unit or account, or a post that is held already. Source: 5(5), 14.
    """
    actor = manager_key(by, now)
    if reasons := _reasons_against(person, post, unit, starts_on):
        raise Refused(reasons)
    appointment = Appointment.objects.create(
        person=person, post=post, unit=unit, is_deputy=is_deputy, starts_on=starts_on
    )
    append(
        Fact(
            kind="registry.appointed",
            subject=f"person:{person.key}",
            body={
                "post": post,
                "unit": unit.key,
                "is_deputy": is_deputy,
                "starts_on": starts_on.isoformat(),
            },
        ),
        actor=actor,
        now=now,
    )
    return appointment


@transaction.atomic
def end_appointment(
    appointment: Appointment, *, ends_on: date, by: Person | None, now: datetime
) -> None:
    """End `appointment`; `ends_on` is the last day on which it counts.

    Whoever acts for its holder does so no longer. A delegation is ended by `end_delegation`.
    Raises Refused before its first day and for the last one who keeps the register, Conflict
    when somebody ended it first. Source: 5(5).
    """
    actor = manager_key(by, now)
    if ends_on < appointment.starts_on:
        raise Refused(reason("registry.ends_before_start"))
    is_managing = holding(MANAGING, now).filter(pk=appointment.pk).exists()
    if is_managing and not keeps_the_register_without(appointment=appointment, now=now):
        raise Refused(reason("registry.last_manager"))
    if not Appointment.objects.filter(pk=appointment.pk, ends_on=None).update(ends_on=ends_on):
        raise Conflict(reason("registry.changed_meanwhile"))
    appointment.ends_on = ends_on
    _end_delegations(appointment, ends_on)
    append(
        Fact(
            kind="registry.appointment_ended",
            subject=f"person:{appointment.person.key}",
            body={
                "post": appointment.post,
                "unit": appointment.unit.key,
                "ends_on": ends_on.isoformat(),
            },
        ),
        actor=actor,
        now=now,
    )


def _end_delegations(appointment: Appointment, ends_on: date) -> None:
    """Let nobody act for a holder who holds the post no more."""
    given = Appointment.objects.filter(
        for_person=appointment.person_id,
        post=appointment.post,
        unit=appointment.unit_id,
        ends_on__gt=ends_on,
    )
    given.filter(starts_on__gt=ends_on).delete()
    given.update(ends_on=ends_on)


def _reasons_against(person: Person, post: str, unit: Unit, starts_on: date) -> list[Reason]:
    found: list[Reason] = []
    adopted = regulation_on(starts_on) or first_regulation()
    if adopted is None:
        found.append(reason("registry.no_regulation", clause="15"))
    elif post not in {entry.key for entry in parsed(adopted).posts}:
        found.append(reason("registry.post_unknown", post=post))
    if not person.is_active:
        found.append(reason("people.inactive", name=person.display_name))
    if not unit.is_active:
        found.append(reason("registry.unit_closed", unit=unit.name))
    overlapping = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), person=person, post=post, unit=unit
    )
    if overlapping.exists():
        found.append(reason("registry.held_already"))
    return found
