"""Adoption of a regulation, kept word for word with the day it takes effect."""

from datetime import date, datetime

from django.db import transaction

from hefa.core.canonical import sha256_hex
from hefa.core.errors import Refused, reason
from hefa.core.regulation import Regulation, parse_regulation
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.changes import manager_key
from hefa.registry.models import AdoptedRegulation, Column, Unit


@transaction.atomic
def adopt_regulation(
    text: str, *, effective_on: date, adopted_by: Person | None, now: datetime
) -> AdoptedRegulation:
    """Return the regulation adopted from `text`, in force from `effective_on` on.

    Units and columns that it names and that are missing are made; none is changed or closed.
    Raises Refused with every contradiction of the text, and for a version that is not higher
    than the last. Source: 14, 15.
    """
    actor = manager_key(adopted_by, now)
    regulation = parse_regulation(text)
    _refuse_the_older(regulation, effective_on)
    adopted = AdoptedRegulation.objects.create(
        key=regulation.key,
        version=regulation.version,
        title=regulation.title,
        text=text,
        text_sha256=sha256_hex(text.encode()),
        effective_on=effective_on,
        adopted_at=now,
        adopted_by=adopted_by,
    )
    _make_the_missing(regulation)
    append(
        Fact(
            kind="registry.regulation_adopted",
            subject=f"regulation:{regulation.key}",
            body={
                "version": regulation.version,
                "text_sha256": adopted.text_sha256,
                "effective_on": effective_on.isoformat(),
            },
        ),
        actor=actor,
        now=now,
    )
    return adopted


def _refuse_the_older(regulation: Regulation, effective_on: date) -> None:
    last = AdoptedRegulation.objects.filter(key=regulation.key).order_by("-version").first()
    if last is None:
        return
    if regulation.version <= last.version:
        raise Refused(
            reason("registry.regulation_not_newer", version=regulation.version, last=last.version)
        )
    if effective_on < last.effective_on:
        raise Refused(reason("registry.regulation_too_early", last=last.effective_on.isoformat()))


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
