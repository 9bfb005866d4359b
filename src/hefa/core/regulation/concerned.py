"""For whom a part of a regulation matters: the posts that act on it, owe it or draft by it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from hefa.core.regulation.model import Clause, Declaration, Label, Regulation
from hefa.core.review import Act, PostKey, Route


class Part(StrEnum):
    """What kind of thing of the regulation differs."""

    TITLE = "title"
    POST = "post"
    ROUTE = "route"
    STEP = "step"
    CATEGORY = "category"
    DECLARATION = "declaration"
    CONTROL = "control"
    COLUMN = "column"
    UNIT = "unit"
    FORM = "form"
    PARAMETER = "parameter"
    GAP = "gap"
    ARTICLE = "article"
    CLAUSE = "clause"


def on_the_way(route: Route) -> frozenset[PostKey]:
    """Return the posts that act on a route."""
    return frozenset().union(*(step.posts for step in route.steps))


def _drafting(regulation: Regulation) -> frozenset[PostKey]:
    """Return the posts that draft: those that may take a route's first step."""
    steps = (step for route in regulation.routes for step in route.steps)
    return frozenset().union(*(step.posts for step in steps if step.act is Act.SUBMIT))


def _held_in(unit: Label, regulation: Regulation) -> frozenset[PostKey]:
    """Return the posts that are usually held in `unit`."""
    return frozenset(PostKey(post.key) for post in regulation.posts if post.home == unit.key)


def _behind(clause: Clause, regulation: Regulation) -> frozenset[PostKey]:
    """Return the posts that owe what stands behind `clause`."""
    behind = (entry for entry in regulation.controls if clause.key in entry.clauses)
    return frozenset().union(*(entry.posts for entry in behind))


def _declaring(entry: Declaration, regulation: Regulation) -> frozenset[PostKey]:
    """Return the posts that declare on `entry`."""
    steps = (step for route in regulation.routes for step in route.steps)
    return frozenset().union(*(step.posts for step in steps if entry.key in step.declares))


# For whom a thing matters; a part that is not here matters to everybody.
CONCERNED: Mapping[Part, Callable[[Any, Regulation], frozenset[PostKey]]] = {
    Part.POST: lambda post, _regulation: frozenset({PostKey(post.key)}),
    Part.CATEGORY: lambda kind, regulation: on_the_way(regulation.route(kind.route)),
    Part.DECLARATION: _declaring,
    Part.CONTROL: lambda control, _regulation: frozenset(control.posts),
    Part.COLUMN: lambda _column, regulation: _drafting(regulation),
    Part.UNIT: _held_in,
    Part.FORM: lambda _form, regulation: _drafting(regulation),
    Part.CLAUSE: _behind,
}
