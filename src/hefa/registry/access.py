"""Rights applied: who a person is at this moment, and whether that suffices."""

from datetime import datetime

from django.db.models import Q, QuerySet

from hefa.core.review import Actor, Held, PersonId, PostKey, UnitKey
from hefa.core.workdays import HERE as HERE  # noqa: PLC0414  # where the days of posts are counted
from hefa.people.models import Person
from hefa.registry.adopted import regulation_now, regulations_at
from hefa.registry.models import Appointment


def standing(now: datetime) -> QuerySet[Appointment]:
    """Return the appointments that hold on the day of `now`, delegations among them."""
    today = now.astimezone(HERE).date()
    return Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        Q(for_person__isnull=True) | Q(for_person__is_active=True),
        starts_on__lte=today,
        person__is_active=True,
    )


def actor_of(person: Person, now: datetime) -> Actor:
    """Return `person` with the posts held now and what each stands for. Two queries.

    The core's rules speak of functions; the regulation in force says which post has which, and
    what a post had in an earlier one still serves to finish what began under it.
    """
    found = _actors(standing(now).filter(person=person), now)
    return found[0] if found else Actor(person=PersonId(person.key))


def actors_standing(now: datetime) -> tuple[Actor, ...]:
    """Return everybody who holds a post now, as `actor_of` does. Two queries."""
    return _actors(standing(now), now)


def _actors(appointments: QuerySet[Appointment], now: datetime) -> tuple[Actor, ...]:
    regulation, every = regulations_at(now)
    held: dict[str, set[Held]] = {}
    serves: dict[str, set[Held]] = {}
    for person, post, unit, for_person in appointments.order_by("person_id").values_list(
        "person__key", "post", "unit__key", "for_person__key"
    ):
        whom = None if for_person is None else PersonId(for_person)
        here = UnitKey(unit)
        before = frozenset().union(*(version.functions_of(post) for version in every))
        held.setdefault(person, set()).update(
            Held(post=key, unit=here, for_person=whom) for key in {PostKey(post), *before}
        )
        functions = regulation.functions_of(post) if regulation else frozenset()
        serves.setdefault(person, set()).update(
            Held(post=function, unit=here, for_person=whom) for function in functions
        )
    return tuple(
        Actor(
            person=PersonId(person),
            held=frozenset(held[person] | serves[person]),
            serves=frozenset(serves[person]),
        )
        for person in held
    )


def holding(functions: frozenset[PostKey], now: datetime) -> QuerySet[Appointment]:
    """Return the appointments that hold now to posts standing for any of `functions`."""
    regulation = regulation_now(now)
    posts = regulation.posts_for(functions) if regulation else frozenset()
    return standing(now).filter(post__in=posts)
