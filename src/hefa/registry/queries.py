"""What the register says: the regulation in force, the organisation, who holds what."""

from datetime import datetime
from functools import lru_cache

from hefa.core.regulation import Regulation, parse_regulation
from hefa.people.models import Person
from hefa.registry.access import HERE, standing
from hefa.registry.models import AdoptedRegulation, Appointment, Installation


@lru_cache(maxsize=16)
def _parsed(text_sha256: str, text: str) -> Regulation:
    del text_sha256
    return parse_regulation(text)


def parsed(adopted: AdoptedRegulation) -> Regulation:
    """Return the regulation that `adopted` keeps word for word."""
    return _parsed(adopted.text_sha256, adopted.text)


def regulation_in_force(now: datetime) -> AdoptedRegulation | None:
    """Return the version in force on the day of `now`, or None before the first adoption."""
    today = now.astimezone(HERE).date()
    return (
        AdoptedRegulation.objects.filter(effective_on__lte=today)
        .order_by("-effective_on", "-version")
        .first()
    )


def installation() -> Installation:
    """Return the one organisation; unsaved and empty before `hefa init`."""
    return Installation.objects.filter(pk=1).first() or Installation()


def holders(post: str, unit_key: str | None, now: datetime) -> list[Person]:
    """Return who holds `post` now, in the unit `unit_key` or anywhere; holders before deputies."""
    found = standing(now).filter(post=post).select_related("person").order_by("is_deputy", "id")
    if unit_key is not None:
        found = found.filter(unit__key=unit_key)
    return list(dict.fromkeys(appointment.person for appointment in found))


def appointments_of(person: Person, now: datetime) -> list[Appointment]:
    """Return the appointments of `person` that hold now, with their units."""
    return list(standing(now).filter(person=person).select_related("unit"))
