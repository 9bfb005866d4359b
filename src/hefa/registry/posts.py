"""Posts as they are held: who could still keep the register, which steps nobody could take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hefa.core.regulation import Regulation
from hefa.core.review import Held, Needs, PostKey, Route, Step, UnitKey
from hefa.core.rights import RULES, Right
from hefa.people.models import Person
from hefa.registry.access import holding
from hefa.registry.models import Appointment

MANAGING = RULES[Right.MANAGE_REGISTER].anywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """Posts of which one must be held, and the unit it is missing in; empty means anywhere."""

    posts: frozenset[str]
    unit: str = ""


def keeps_the_register_without(
    *, now: datetime, person: Person | None = None, appointment: Appointment | None = None
) -> bool:
    """Whether somebody still keeps the register for good without `person` or `appointment`."""
    left = holding(MANAGING, now).filter(ends_on=None)
    if person is not None:
        left = left.exclude(person=person)
    if appointment is not None:
        left = left.exclude(pk=appointment.pk)
    return left.exists()


def vacancies(
    regulation: Regulation, held: frozenset[Held], route: str | None = None
) -> tuple[Vacancy, ...]:
    """Return what must still be held before an item can take every route, or the one named.

    A route that `regulation` does not know is taken for every route.

    A step of the item's own unit must be open in at least one unit, the same for all such
    steps of a route; where none is complete, the unit that lacks least is named.
    Source: 12(1)-(4).
    """
    found = [
        Vacancy(posts=frozenset({post.key}))
        for post in regulation.posts
        if post.is_obligatory and not any(one.post == post.key for one in held)
    ]
    of_key = [entry for entry in regulation.routes if entry.key == route]
    for entry in of_key or regulation.routes:
        found += _missing_anywhere(entry, held)
        found += _missing_in_unit(entry, held)
    return tuple(dict.fromkeys(found))


def _missing_anywhere(route: Route, held: frozenset[Held]) -> list[Vacancy]:
    posts = {entry.post for entry in held}
    return [
        Vacancy(posts=lacking)
        for step in route.steps
        if not step.in_unit
        for lacking in _lacking(step, posts)
    ]


def _missing_in_unit(route: Route, held: frozenset[Held]) -> list[Vacancy]:
    steps = [step for step in route.steps if step.in_unit]
    units = sorted({entry.unit for entry in held}) or [UnitKey("")]
    by_unit = [list(_missing_of(unit, steps, held)) for unit in units]
    return min(by_unit, key=len)


def _missing_of(unit: UnitKey, steps: list[Step], held: frozenset[Held]) -> Iterator[Vacancy]:
    posts = {entry.post for entry in held if entry.unit == unit}
    for step in steps:
        for lacking in _lacking(step, posts):
            yield Vacancy(posts=lacking, unit=unit)


def _lacking(step: Step, posts: set[PostKey]) -> Iterator[frozenset[str]]:
    """Yield the posts of which one must still be held: any of the step's, or each of them."""
    if step.needs is Needs.ALL:
        yield from (frozenset({post}) for post in sorted(step.posts - posts))
    elif not step.posts & posts:
        yield frozenset(step.posts)
