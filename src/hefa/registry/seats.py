"""Who is to take which post of a version being adopted: proposed, chosen, and what stays empty."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hefa.core.regulation import Post, Regulation
from hefa.core.review import Act, Held, PostKey, Step
from hefa.people.models import Person
from hefa.registry.access import standing
from hefa.registry.adopted import regulation_now
from hefa.registry.adoption import NewAppointment, Plan, going_on, held_then, unit_names
from hefa.registry.drafts import Seat
from hefa.registry.models import Appointment
from hefa.registry.posts import Vacancy, vacancies
from hefa.registry.routes_in_words import act_words
from hefa.ui.words import sentence

Taken = tuple[tuple[Act, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfilled:
    """What is not arranged yet, and what that stops: every release, items of a route, nothing."""

    text: str
    stops: str = ""


def proposed_seats(regulation: Regulation, now: datetime) -> list[Seat]:
    """Return who might take each post: whoever now holds one of the same functions.

    A post that goes on under the same key with its holders is left to them. Each post has one
    line at least, in the unit where it is usually held.
    """
    before = regulation_now(now)
    own = standing(now).filter(for_person=None)  # what is delegated goes back by itself
    held = list(own.select_related("unit").order_by("is_deputy", "id"))
    seats: list[Seat] = []
    for post in regulation.posts:
        if before is not None and any(entry.post == post.key for entry in held):
            continue
        alike = before.posts_for(post.stands_for) if before else frozenset()
        found = [entry for entry in held if entry.post in alike]
        seats += _lines(post, found, regulation) or [empty_seat(post)]
    return seats


def empty_seat(post: Post, unit: str = "") -> Seat:
    """Return a line of `post` on which nobody is chosen yet."""
    return {"post": post.key, "unit": unit or post.home, "holder": None, "deputy": None}


def _lines(post: Post, found: Sequence[Appointment], regulation: Regulation) -> list[Seat]:
    """Return a line for each holder, deputies beside the holders of their unit."""
    lines: list[Seat] = []
    for entry in found:
        unit = _unit(post, entry, regulation)
        if any(
            entry.person_id in (line["holder"], line["deputy"])
            for line in lines
            if line["unit"] == unit
        ):
            continue
        if not entry.is_deputy:
            lines.append({**empty_seat(post, unit), "holder": entry.person_id})
            continue
        free = (line for line in lines if line["unit"] == unit and line["deputy"] is None)
        line = next(free, None)
        if line is None:
            lines.append({**empty_seat(post, unit), "deputy": entry.person_id})
        else:
            line["deputy"] = entry.person_id
    return lines


def _unit(post: Post, entry: Appointment, regulation: Regulation) -> str:
    """Return where a proposed holder would hold `post`: where they are now, else its home."""
    acts_in_units = any(
        step.in_unit and post.key in step.posts
        for route in regulation.routes
        for step in route.steps
    )
    known = {unit.key for unit in regulation.units}
    if post.home and not (acts_in_units and entry.unit.key in known):
        return post.home
    return entry.unit.key


def appointments_of_seats(seats: Iterable[Seat]) -> list[NewAppointment]:
    """Return the appointments that the lines mean; lines without a person mean none."""
    lines = list(seats)
    wanted = {line[place] for line in lines for place in ("holder", "deputy")}
    people = Person.objects.in_bulk(pk for pk in wanted if pk is not None)
    return [
        NewAppointment(
            person=people[line[place]],
            post=line["post"],
            unit=line["unit"],
            is_deputy=place == "deputy",
        )
        for line in lines
        for place in ("holder", "deputy")
        if line[place] in people
    ]


def people_to_choose(now: datetime) -> list[tuple[int, str]]:
    """Return everybody who may take a post, with the first post held now. Three queries."""
    regulation = regulation_now(now)
    posts: dict[int, str] = {}
    for entry in standing(now):
        label = regulation.post_label(entry.post) if regulation else entry.post
        posts.setdefault(entry.person_id, f"（{label}）")
    people = Person.objects.filter(is_active=True).order_by("display_name", "id")
    return [(one.pk, f"{one.display_name}{posts.get(one.pk, '')}") for one in people]


def staying(plan: Plan) -> dict[str, list[Appointment]]:
    """Return the appointments that go on, by post."""
    found: dict[str, list[Appointment]] = {}
    for entry in going_on(plan):
        found.setdefault(entry.post, []).append(entry)
    return found


def unfilled(plan: Plan) -> tuple[Unfilled, ...]:
    """Return what nobody would hold on the first day and what that stops, the worst first."""
    regulation = plan.regulation
    held = held_then(plan)
    names = unit_names(regulation)
    missing = vacancies(regulation, held)
    told = [_stopping(vacancy, regulation, names) for vacancy in missing]
    told += list(_too_few(plan, missing))
    named = {post for vacancy in missing for post in vacancy.posts}
    told += list(_idle(regulation, held, named))
    return tuple(told)


def _stopping(vacancy: Vacancy, regulation: Regulation, names: dict[str, str]) -> Unfilled:
    """Return which routes a vacancy stops at which step."""
    found = {
        regulation.route_labels[route.key]: act_words(step)
        for route in regulation.routes
        for step in route.steps
        if step.posts == vacancy.posts
    }
    detail = {
        "posts": " 或 ".join(sorted(map(regulation.post_label, vacancy.posts))),
        "where": f"（{names.get(vacancy.unit, vacancy.unit)}）" if vacancy.unit else "",
        "routes": "”“".join(found),
        "acts": "、".join(dict.fromkeys(found.values())),
    }
    code = "registry.stops_route" if found else "registry.stops_release"
    return Unfilled(text=sentence(code, detail), stops="everything")


def _too_few(plan: Plan, missing: Sequence[Vacancy]) -> Iterator[Unfilled]:
    """Yield the routes with somebody at every step, yet not enough different people. 12(2)."""
    holding = [(entry.post, entry.unit, entry.person.pk) for entry in plan.appointments]
    holding += [(entry.post, entry.unit.key, entry.person_id) for entry in going_on(plan)]
    empty = {vacancy.posts for vacancy in missing}
    units = {unit for _, unit, _ in holding}
    for route in plan.regulation.routes:
        if any(step.posts in empty for step in route.steps):
            continue
        if not any(_can_be_taken(route.steps, unit, holding, ()) for unit in units):
            words = {"route": plan.regulation.route_labels[route.key]}
            text = sentence("registry.stops_same_people", words)
            yield Unfilled(text=text, stops="route")


def _can_be_taken(
    steps: Sequence[Step], unit: str, holding: Sequence[tuple[str, str, int]], done: Taken
) -> bool:
    """Whether the steps after `done` can be taken for an item of `unit`, each by who may."""
    if len(done) == len(steps):
        return True
    step = steps[len(done)]
    apart = {person for act, person in done if act in step.differs_from}
    able = {
        person
        for post, place, person in holding
        if post in step.posts and (place == unit or not step.in_unit)
    }
    return any(
        _can_be_taken(steps, unit, holding, (*done, (step.act, person))) for person in able - apart
    )


def _idle(
    regulation: Regulation, held: frozenset[Held], named: set[PostKey] | set[str]
) -> Iterator[Unfilled]:
    """Yield the posts that nobody would hold and for which no item stands still."""
    filled = {entry.post for entry in held}
    for post in regulation.posts:
        if post.key in filled or post.key in named:
            continue
        owed = [
            control.label
            for control in regulation.controls
            if control.is_on and set(control.posts) == {post.key}
        ]
        detail: dict[str, str | int] = {
            "posts": post.label,
            "count": len(owed),
            "controls": "、".join(owed),
        }
        code = "registry.stops_controls" if owed else "registry.stops_nothing"
        yield Unfilled(text=sentence(code, detail))
