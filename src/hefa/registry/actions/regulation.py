"""Adoption of a regulation, kept word for word with the day it takes effect."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hefa.core.canonical import Json, sha256_hex
from hefa.core.errors import Refused, reason
from hefa.core.regulation import Regulation, parse_regulation
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.adoption import NewAppointment, Plan, reasons_against_adoption
from hefa.registry.changes import manager_key
from hefa.registry.models import AdoptedRegulation, Appointment, Column, Unit


@transaction.atomic
def adopt_regulation(
    text: str,
    *,
    effective_on: date,
    adopted_by: Person | None,
    now: datetime,
    appointments: Sequence[NewAppointment] = (),
) -> AdoptedRegulation:
    """Return the regulation adopted from `text`, in force from `effective_on` on.

    The appointments begin on that day. Units and columns that it names and that are missing are
    made; none is changed or closed, and nobody's appointment ends. Raises Refused with every
    contradiction of the text, or with everything that speaks against the plan. Source: 14, 15.
    """
    actor = manager_key(adopted_by, now)
    regulation = parse_regulation(text)
    plan = Plan(regulation=regulation, effective_on=effective_on, appointments=appointments)
    if reasons := reasons_against_adoption(plan, now):
        raise Refused(reasons)
    adopted, is_new = AdoptedRegulation.objects.get_or_create(
        key=regulation.key,
        version=regulation.version,
        defaults={
            "title": regulation.title,
            "text": text,
            "text_sha256": sha256_hex(text.encode()),
            "effective_on": effective_on,
            "adopted_at": now,
            "adopted_by": adopted_by,
        },
    )
    if not is_new:  # somebody adopted it between the question and the answer
        version = regulation.version
        raise Refused(reason("registry.regulation_not_newer", version=version, last=version))
    _make_the_missing(regulation)
    _appoint(plan)
    append(
        Fact(
            kind="registry.regulation_adopted",
            subject=f"regulation:{regulation.key}",
            body=_facts(adopted, appointments),
        ),
        actor=actor,
        now=now,
    )
    return adopted


def _facts(adopted: AdoptedRegulation, appointments: Sequence[NewAppointment]) -> dict[str, Json]:
    """Return what the ledger says of an adoption."""
    return {
        "key": adopted.key,
        "version": adopted.version,
        "text_sha256": adopted.text_sha256,
        "effective_on": adopted.effective_on.isoformat(),
        "appointments": [
            {
                "person": entry.person.key,
                "post": entry.post,
                "unit": entry.unit,
                "is_deputy": entry.is_deputy,
            }
            for entry in appointments
        ],
    }


def _make_the_missing(regulation: Regulation) -> None:
    units = set(Unit.objects.values_list("key", flat=True))
    Unit.objects.bulk_create(
        Unit(key=unit.key, name=unit.label) for unit in regulation.units if unit.key not in units
    )
    columns = set(Column.objects.values_list("key", flat=True))
    Column.objects.bulk_create(
        Column(key=column.key, name=column.label, update_cycle_days=column.update_cycle_days)
        for column in regulation.columns
        if column.key not in columns
    )


def _appoint(plan: Plan) -> None:
    """Write the new appointments, which begin on the version's first day."""
    units = {unit.key: unit for unit in Unit.objects.all()}
    Appointment.objects.bulk_create(
        Appointment(
            person=entry.person,
            post=entry.post,
            unit=units[entry.unit],
            is_deputy=entry.is_deputy,
            starts_on=plan.effective_on,
        )
        for entry in plan.appointments
    )
