"""What the register says: the organisation, who holds what, who gets the checkpoints."""

from collections import Counter
from datetime import datetime, time

from hefa.core.rights import RULES, Right
from hefa.people.models import Person
from hefa.registry.access import holding, standing
from hefa.registry.models import Appointment, Installation, Mailbox, Witness


def installation() -> Installation:
    """Return the one organisation; unsaved and empty before `hefa init`."""
    return Installation.objects.filter(pk=1).first() or Installation()


def quiet_hours() -> tuple[time | None, time | None]:
    """Return when nothing goes out: from, and until; None where that is not set. One query."""
    hours = Installation.objects.filter(pk=1).values_list("quiet_from", "quiet_until")
    return next(iter(hours), (None, None))


def holders(post: str, unit_key: str | None, now: datetime) -> list[Person]:
    """Return who holds `post` now, in the unit `unit_key` or anywhere; holders before deputies."""
    found = standing(now).filter(post=post).select_related("person").order_by("is_deputy", "id")
    if unit_key is not None:
        found = found.filter(unit__key=unit_key)
    return list(dict.fromkeys(appointment.person for appointment in found))


def appointments_of(person: Person, now: datetime) -> list[Appointment]:
    """Return the appointments of `person` that hold now, with their units."""
    return list(standing(now).filter(person=person).select_related("unit", "for_person"))


def witnesses() -> list[Person]:
    """Return who is named to get the ledger's checkpoint every day, in order."""
    return [named.person for named in Witness.objects.select_related("person")]


def mailbox() -> Mailbox | None:
    """Return the mailbox whose mails become drafts, or None before one was named."""
    return Mailbox.objects.filter(pk=1).first()


def enrolled_senders(now: datetime) -> dict[str, Person]:
    """Return who may hand in by mail, by address in small letters.

    People in a post that may draft, whose address nobody else has: of a shared one nobody could
    say who wrote.
    """
    people = {held.person_id for held in holding(RULES[Right.DRAFT].in_unit, now)}
    known = Person.objects.filter(is_active=True).exclude(mail="")
    times = Counter(person.mail.lower() for person in known)
    return {
        person.mail.lower(): person
        for person in known
        if person.pk in people and times[person.mail.lower()] == 1
    }
