"""Rights applied: who a person is at this moment, and whether that suffices."""

from datetime import datetime

from django.db.models import Q, QuerySet

from hefa.core.review import Actor, Held, PersonId, PostKey, UnitKey
from hefa.core.workdays import HERE as HERE  # noqa: PLC0414  # where the days of posts are counted
from hefa.people.models import Person
from hefa.registry.adopted import regulation_now
from hefa.registry.models import Appointment


def standing(now: datetime) -> QuerySet[Appointment]:
    """Return the appointments that hold on the day of `now`."""
    today = now.astimezone(HERE).date()
    return Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        starts_on__lte=today,
        person__is_active=True,
    )


def actor_of(person: Person, now: datetime) -> Actor:
    """Return `person` with the posts held now and what each stands for. Two queries.

    The core's rules speak of functions; the regulation in force says which post has which.
    """
    regulation = regulation_now(now)
    held, serves = set(), set()
    for post, unit in standing(now).filter(person=person).values_list("post", "unit__key"):
        held.add(Held(post=PostKey(post), unit=UnitKey(unit)))
        functions = regulation.functions_of(post) if regulation else frozenset()
        serves |= {Held(post=function, unit=UnitKey(unit)) for function in functions}
    return Actor(
        person=PersonId(person.key), held=frozenset(held | serves), serves=frozenset(serves)
    )


def holding(functions: frozenset[PostKey], now: datetime) -> QuerySet[Appointment]:
    """Return the appointments that hold now to posts standing for any of `functions`."""
    regulation = regulation_now(now)
    posts = regulation.posts_for(functions) if regulation else frozenset()
    return standing(now).filter(post__in=posts)
