"""The regulation as data: parameters, posts, units, columns, categories and routes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hefa.core.errors import Reason, Refused, reason
from hefa.core.review import Act, PostKey, Route, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A key of the regulation with the organisation's own word for it and its clause."""

    key: str
    label: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Label):
    """A post 岗位; an obligatory one must be held before anything is released."""

    is_obligatory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan(Label):
    """A column 栏目 as the regulation asks for it; the cycle is in days."""

    update_cycle_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Label):
    """A class of items 信息类别 and the route it takes."""

    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One version of a regulation 制度, read and found consistent."""

    key: str
    title: str
    version: int
    parameters: Mapping[str, Any]
    posts: tuple[Post, ...]
    units: tuple[Label, ...]
    columns: tuple[ColumnPlan, ...]
    categories: tuple[Category, ...]
    routes: tuple[Route, ...]
    route_labels: Mapping[str, str]

    def route(self, key: str) -> Route:
        """Return the route `key`; StopIteration when the regulation has none."""
        return next(route for route in self.routes if route.key == key)

    def category(self, key: str) -> Category:
        """Return the category `key`; StopIteration when the regulation has none."""
        return next(category for category in self.categories if category.key == key)

    def post_label(self, key: str) -> str:
        """Return the organisation's word for the post `key`."""
        return next((post.label for post in self.posts if post.key == key), key)


def parse_regulation(text: str) -> Regulation:
    """Return the regulation that the TOML `text` describes.

    Raises Refused with every contradiction found: an unknown act or post, a route that does not
    begin with submission and end with release, a category without a route, a key used twice.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(reason("core.regulation_unreadable", place=str(error))) from None
    try:
        regulation = _regulation(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(reason("core.regulation_incomplete", place=str(error))) from None
    if reasons := contradictions(regulation):
        raise Refused(reasons)
    return regulation


def contradictions(regulation: Regulation) -> tuple[Reason, ...]:
    """Return everything in `regulation` that dangles or disagrees with itself."""
    found: list[Reason] = []
    posts = {post.key for post in regulation.posts}
    for name in ("posts", "units", "columns", "categories", "routes"):
        keys = [entry.key for entry in getattr(regulation, name)]
        found += [
            reason("core.regulation_key_twice", table=name, key=key)
            for key in sorted({key for key in keys if keys.count(key) > 1})
        ]
    routes = {route.key for route in regulation.routes}
    found += [
        reason("core.regulation_route_unknown", key=category.key, route=category.route)
        for category in regulation.categories
        if category.route not in routes
    ]
    for route in regulation.routes:
        found += _contradictions_of(route, posts)
    return tuple(found)


def _contradictions_of(route: Route, posts: set[str]) -> list[Reason]:
    """Return what is wrong with one route: its ends, its posts, its differences."""
    found: list[Reason] = []
    acts = [step.act for step in route.steps]
    if not acts or acts[0] is not Act.SUBMIT or acts[-1] is not Act.RELEASE:
        found.append(reason("core.regulation_route_ends", clause="12(1)", key=route.key))
    for number, step in enumerate(route.steps):
        if unknown := sorted(step.posts - posts):
            found.append(reason("core.regulation_post_unknown", key=route.key, post=unknown[0]))
        if not step.posts:
            found.append(reason("core.regulation_step_empty", key=route.key, act=step.act))
        if step.differs_from - set(acts[:number]):
            found.append(reason("core.regulation_differs_late", key=route.key, act=step.act))
    return found


def _regulation(raw: Mapping[str, Any]) -> Regulation:
    return Regulation(
        key=str(raw["key"]),
        title=str(raw["title"]),
        version=int(raw["version"]),
        parameters=dict(raw["parameters"]),
        posts=tuple(Post(**entry) for entry in raw["posts"]),
        units=tuple(Label(**entry) for entry in raw["units"]),
        columns=tuple(ColumnPlan(**entry) for entry in raw["columns"]),
        categories=tuple(Category(**entry) for entry in raw["categories"]),
        routes=tuple(_route(entry) for entry in raw["routes"]),
        route_labels={entry["key"]: entry["label"] for entry in raw["routes"]},
    )


def _route(raw: Mapping[str, Any]) -> Route:
    return Route(key=raw["key"], steps=tuple(_step(entry) for entry in raw["steps"]))


def _step(raw: Mapping[str, Any]) -> Step:
    known = {"act", "posts", "in_unit", "differs_from", "clause"}
    if unknown := sorted(set(raw) - known):
        raise ValueError(unknown[0])
    return Step(
        act=Act(raw["act"]),
        posts=frozenset(PostKey(post) for post in raw["posts"]),
        in_unit=bool(raw.get("in_unit", False)),
        differs_from=frozenset(Act(act) for act in raw.get("differs_from", ())),
        clause=str(raw["clause"]),
    )
