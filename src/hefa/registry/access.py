"""Rights applied: who a person is at this moment, and whether that suffices."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from hefa.core.review import Actor, Held, PersonId, PostKey, UnitKey
from hefa.people.models import Person
from hefa.registry.models import Appointment

HERE = ZoneInfo("Asia/Shanghai")


def standing(now: datetime) -> QuerySet[Appointment]:
    """Return the appointments that hold on the day of `now`."""
    today = now.astimezone(HERE).date()
    return Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        starts_on__lte=today,
        person__is_active=True,
    )


def actor_of(person: Person, now: datetime) -> Actor:
    """Return `person` with the posts held now, as the core's rules want them. One query."""
    held = standing(now).filter(person=person).values_list("post", "unit__key")
    return Actor(
        person=PersonId(person.key),
        held=frozenset(Held(post=PostKey(post), unit=UnitKey(unit)) for post, unit in held),
    )
