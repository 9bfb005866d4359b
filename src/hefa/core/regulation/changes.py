"""What differs between two versions of a regulation, for whom, and by which clause."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from hefa.core.regulation.concerned import CONCERNED, Part, on_the_way
from hefa.core.regulation.model import Clause, Regulation
from hefa.core.review import PostKey, Route, Step

Pair = tuple[Step | None, Step | None]


class Aspect(StrEnum):
    """In what it differs."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    FUNCTIONS = "functions"
    HOME = "home"
    OBLIGATION = "obligation"
    CYCLE = "cycle"
    ROUTE = "route"
    THEME = "theme"
    ROUTINE = "routine"
    WHO = "who"
    APART = "apart"
    DECLARES = "declares"
    RHYTHM = "rhythm"
    TERM = "term"
    SWITCH = "switch"
    ASKS = "asks"
    PROOF = "proof"
    COPIES = "copies"
    FIELDS = "fields"
    VALUE = "value"
    CHOICE = "choice"
    TEXT = "text"
    SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter as it is compared: its value and the clause that fixes it."""

    key: str
    value: Any
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing in which two versions differ.

    `key` names it in its table, for a step its route; `old` and `new` are the thing itself in
    either version, None where it is not there. `posts` are those for whom it matters, in the
    keys of both versions; empty means everybody.
    """

    part: Part
    aspect: Aspect
    key: str
    old: Any
    new: Any
    posts: frozenset[PostKey] = frozenset()
    clause: str = ""


_NAME = {Aspect.RENAMED: ("label",), Aspect.SOURCE: ("clause",)}
ASPECTS: Mapping[Part, Mapping[Aspect, tuple[str, ...]]] = {
    Part.POST: {
        **_NAME,
        Aspect.FUNCTIONS: ("stands_for",),
        Aspect.HOME: ("home",),
        Aspect.OBLIGATION: ("is_obligatory",),
    },
    Part.UNIT: _NAME,
    Part.COLUMN: {**_NAME, Aspect.CYCLE: ("update_cycle_days",)},
    Part.CATEGORY: {
        **_NAME,
        Aspect.ROUTE: ("route",),
        Aspect.THEME: ("theme",),
        Aspect.ROUTINE: ("is_routine",),
    },
    Part.DECLARATION: {**_NAME, Aspect.ASKS: ("asks", "is_gate")},
    Part.STEP: {
        **_NAME,
        Aspect.WHO: ("posts", "in_unit", "needs"),
        Aspect.APART: ("differs_from",),
        Aspect.DECLARES: ("declares",),
        Aspect.TERM: ("within",),
    },
    Part.CONTROL: {
        Aspect.RENAMED: ("label",),
        Aspect.SWITCH: ("is_on",),
        Aspect.RHYTHM: ("cadence",),
        Aspect.TERM: ("term",),
        Aspect.WHO: ("posts",),
        Aspect.ASKS: ("asks", "passes", "limits"),
        Aspect.PROOF: ("kinds", "evidence"),
        Aspect.SOURCE: ("clause", "also", "pack", "is_added"),
    },
    Part.FORM: {**_NAME, Aspect.COPIES: ("copies",), Aspect.FIELDS: ("fields",)},
    Part.PARAMETER: {Aspect.VALUE: ("value",), Aspect.SOURCE: ("clause",)},
    Part.GAP: {Aspect.CHOICE: ("choice",), Aspect.TEXT: ("problem", "clause", "also", "is_added")},
    Part.ARTICLE: {Aspect.RENAMED: ("title", "chapter")},
    Part.CLAUSE: {Aspect.TEXT: ("text", "owed_by", "rhythm")},
}


def changes_between(old: Regulation | None, new: Regulation) -> tuple[Difference, ...]:
    """Return everything in which `new` differs from `old`, part by part in the order of `new`.

    Without an old one everything is new. Version numbers and line numbers are not compared.
    """
    return tuple(_differences(old, new))


def _differences(old: Regulation | None, new: Regulation) -> Iterator[Difference]:
    if old is not None and (old.key, old.title) != (new.key, new.title):
        yield Difference(
            part=Part.TITLE, aspect=Aspect.RENAMED, key=new.key, old=old.title, new=new.title
        )
    for part, listed in _TABLES.items():
        before = listed(old) if old else ()
        for one, other in _beside(before, listed(new)):
            if part is Part.ROUTE:
                yield from _of_route(one, other, old, new)
            else:
                yield from _of_thing(part, one, other, old, new)


def _of_thing(
    part: Part, one: Any, other: Any, old: Regulation | None, new: Regulation
) -> Iterator[Difference]:
    """Yield how one thing differs: that it came or went, or each aspect that changed."""
    posts = frozenset().union(
        *(
            CONCERNED[part](thing, version)
            for thing, version in ((one, old), (other, new))
            if part in CONCERNED and thing is not None and version is not None
        )
    )
    key = _key(one if other is None else other)
    for aspect in _aspects(part, one, other):
        yield Difference(
            part=part, aspect=aspect, key=key, old=one, new=other, posts=posts,
            clause=_clause(one if other is None else other),
        )  # fmt: skip


def _aspects(part: Part, one: Any, other: Any) -> Iterator[Aspect]:
    if one is None or other is None:
        yield Aspect.ADDED if one is None else Aspect.REMOVED
        return
    for aspect, names in ASPECTS[part].items():
        if any(getattr(one, name) != getattr(other, name) for name in names):
            yield aspect


def _of_route(
    one: Route | None, other: Route | None, old: Regulation | None, new: Regulation
) -> Iterator[Difference]:
    """Yield how a route differs: that it came or went, its name, and each of its steps."""
    route = one if other is None else other
    assert route is not None  # noqa: S101  # for the type checker
    if one is None or other is None or old is None:
        yield Difference(
            part=Part.ROUTE, aspect=Aspect.ADDED if one is None else Aspect.REMOVED,
            key=route.key, old=one, new=other, posts=on_the_way(route),
        )  # fmt: skip
        return
    if old.route_labels[route.key] != new.route_labels[route.key]:
        yield Difference(
            part=Part.ROUTE, aspect=Aspect.RENAMED, key=route.key, old=one, new=other,
            posts=on_the_way(route),
        )  # fmt: skip
    for before, after in _steps_beside(one.steps, other.steps):
        step = before if after is None else after
        posts = (before.posts if before else frozenset()) | (after.posts if after else frozenset())
        for aspect in _aspects(Part.STEP, before, after):
            yield Difference(
                part=Part.STEP, aspect=aspect, key=route.key, old=before, new=after,
                posts=posts, clause=step.clause if step else "",
            )  # fmt: skip


def _steps_beside(old: Sequence[Step], new: Sequence[Step]) -> Iterator[Pair]:
    """Yield the steps of two routes side by side: the same steps, then between them same acts."""
    for same, before, after in _blocks(old, new, lambda step: (step.act, step.posts)):
        if same:
            yield from zip(before, after, strict=True)
        else:
            yield from _acts_beside(before, after)


def _acts_beside(old: Sequence[Step], new: Sequence[Step]) -> Iterator[Pair]:
    for same, before, after in _blocks(old, new, lambda step: step.act):
        if same:
            yield from zip(before, after, strict=True)
        else:
            yield from ((step, None) for step in before)
            yield from ((None, step) for step in after)


def _blocks(
    old: Sequence[Step], new: Sequence[Step], of: Callable[[Step], Hashable]
) -> Iterator[tuple[bool, Sequence[Step], Sequence[Step]]]:
    """Yield stretches of both routes in order, and whether they are the same by `of`."""
    matcher = SequenceMatcher(a=[of(step) for step in old], b=[of(step) for step in new])
    for tag, at, end, to, until in matcher.get_opcodes():
        yield tag == "equal", old[at:end], new[to:until]


def _beside(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each thing of `new` with the old one of its key, then what is gone."""
    before = {_key(thing): thing for thing in old}
    kept = {_key(thing) for thing in new}
    yield from ((before.get(_key(thing)), thing) for thing in new)
    yield from ((thing, None) for thing in old if _key(thing) not in kept)


def _key(thing: Any) -> str:
    """Return what names a thing in its table."""
    found = next(name for name in ("key", "id", "number") if hasattr(thing, name))
    return str(getattr(thing, found))


def _clause(thing: Any) -> str:
    """Return the clause a thing rests on; a clause rests on itself."""
    return thing.key if isinstance(thing, Clause) else getattr(thing, "clause", "")


def _parameters(regulation: Regulation) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(key=key, value=value, clause=regulation.parameter_clauses.get(key, ""))
        for key, value in regulation.parameters.items()
    )


_TABLES: Mapping[Part, Callable[[Regulation], Sequence[Any]]] = {
    Part.POST: lambda regulation: regulation.posts,
    Part.ROUTE: lambda regulation: regulation.routes,
    Part.CATEGORY: lambda regulation: regulation.categories,
    Part.DECLARATION: lambda regulation: regulation.declarations,
    Part.CONTROL: lambda regulation: regulation.controls,
    Part.COLUMN: lambda regulation: regulation.columns,
    Part.UNIT: lambda regulation: regulation.units,
    Part.FORM: lambda regulation: regulation.forms,
    Part.PARAMETER: _parameters,
    Part.GAP: lambda regulation: regulation.gaps,
    Part.ARTICLE: lambda regulation: regulation.articles,
    Part.CLAUSE: lambda regulation: regulation.clauses,
}
