"""What an adoption rests on: who would hold which post then, and what speaks against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from hefa.core.errors import Reason, reason
from hefa.core.regulation import Regulation
from hefa.core.review import Held, PostKey, UnitKey
from hefa.core.workdays import begin_of, day_of
from hefa.people.models import Person
from hefa.registry.access import standing
from hefa.registry.models import AdoptedRegulation, Appointment, Unit
from hefa.registry.posts import MANAGING


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppointment:
    """An appointment that begins with a version: a person, a post of it, the unit's key."""

    person: Person
    post: str
    unit: str
    is_deputy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An adoption as it is meant: what, from which day on, with which new appointments."""

    regulation: Regulation
    effective_on: date
    appointments: Sequence[NewAppointment] = ()


def reasons_against_adoption(plan: Plan, now: datetime) -> tuple[Reason, ...]:
    """Every reason `plan` may not be carried out at `now`; empty when it may.

    The page shows these beside the switched-off button. Source: 14, 15.
    """
    found = [*_of_version(plan.regulation), *_of_day(plan.effective_on, now)]
    found += _of_appointments(plan)
    if AdoptedRegulation.objects.exists() and not _somebody_keeps_the_register(plan):
        found.append(reason("registry.regulation_without_keeper", clause="5(5)"))
    return tuple(found)


def _of_version(regulation: Regulation) -> Iterator[Reason]:
    """Yield that a version of the same key is as high already."""
    last = AdoptedRegulation.objects.filter(key=regulation.key).aggregate(of=Max("version"))["of"]
    if last is not None and regulation.version <= last:
        yield reason("registry.regulation_not_newer", version=regulation.version, last=last)


def _of_day(effective_on: date, now: datetime) -> Iterator[Reason]:
    """Yield why a version may not begin on that day.

    The very first may lie in the past: it was in force on paper before.
    """
    last = AdoptedRegulation.objects.aggregate(of=Max("effective_on"))["of"]
    if last is None:
        return
    if effective_on < last:
        yield reason("registry.regulation_too_early", last=last.isoformat())
    if effective_on < day_of(now):
        yield reason("registry.regulation_in_the_past", today=day_of(now).isoformat())


def _of_appointments(plan: Plan) -> Iterator[Reason]:
    """Yield what is wrong with the new appointments, each once."""
    posts = {post.key for post in plan.regulation.posts}
    closed = dict(Unit.objects.filter(is_active=False).values_list("key", "name"))
    units = unit_names(plan.regulation)
    held = set(_held_from(plan.effective_on).values_list("person", "post", "unit__key"))
    for entry in plan.appointments:
        place = (entry.person.pk, entry.post, entry.unit)
        if entry.post not in posts:
            yield reason("registry.post_unknown", post=entry.post)
        if entry.unit in closed:
            yield reason("registry.unit_closed", unit=closed[entry.unit])
        elif entry.unit not in units:
            yield reason("registry.unit_unknown", unit=entry.unit)
        if not entry.person.is_active:
            yield reason("people.inactive", name=entry.person.display_name)
        if place in held:
            label = plan.regulation.post_label(entry.post)
            yield reason("registry.holds_it_twice", name=entry.person.display_name, label=label)
        held.add(place)


def _held_from(day: date) -> QuerySet[Appointment]:
    """Return the appointments that hold on `day` or begin later."""
    return Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def unit_names(regulation: Regulation) -> dict[str, str]:
    """Return the units there will be, by key: those of the text, then the house's own in use."""
    names = {unit.key: unit.label for unit in regulation.units}
    closed = set(Unit.objects.filter(is_active=False).values_list("key", flat=True))
    names |= dict(Unit.objects.filter(is_active=True).values_list("key", "name"))
    return {key: name for key, name in names.items() if key not in closed}


def going_on(plan: Plan) -> list[Appointment]:
    """Return the appointments that hold on the first day to posts that the version knows too."""
    posts = [post.key for post in plan.regulation.posts]
    found = standing(begin_of(plan.effective_on)).filter(post__in=posts)
    return list(found.select_related("person", "unit").order_by("is_deputy", "id"))


def running_out(regulation: Regulation, day: date) -> list[Appointment]:
    """Return the appointments that hold on `day` to posts that `regulation` does not know.

    They are not ended: what was submitted before is finished by those who hold them.
    """
    posts = [post.key for post in regulation.posts]
    found = standing(begin_of(day)).exclude(post__in=posts)
    return list(found.select_related("person", "unit").order_by("person_id", "id"))


def held_then(plan: Plan) -> frozenset[Held]:
    """Return the posts held on the first day, those that go on and the new ones."""
    there = {
        Held(post=PostKey(entry.post), unit=UnitKey(entry.unit.key)) for entry in going_on(plan)
    }
    return frozenset(there) | {
        Held(post=PostKey(entry.post), unit=UnitKey(entry.unit)) for entry in plan.appointments
    }


def _somebody_keeps_the_register(plan: Plan) -> bool:
    """Whether somebody keeps the register for good from the first day on. Source: 5(5)."""
    posts = plan.regulation.posts_for(MANAGING)
    if any(entry.post in posts and entry.person.is_active for entry in plan.appointments):
        return True
    return any(entry.post in posts and entry.ends_on is None for entry in going_on(plan))
