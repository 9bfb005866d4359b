"""Routes of the delivered profile and a cast for walking them; some hold two posts."""

from collections.abc import Iterable
from importlib.resources import files

from hefa.core.regulation import parse_regulation
from hefa.core.review import (
    Actor,
    Held,
    PersonId,
    PostKey,
    Sheet,
    UnitKey,
    reachable,
)

TEXT = (files("hefa.regulations") / "community" / "regulation.toml").read_text(encoding="utf-8")
REGULATION = parse_regulation(TEXT)
ROUTES = REGULATION.routes
UNIT = UnitKey("service")
ELSEWHERE = UnitKey("culture")
SHA = "a" * 64


def actor(person: str, *held: tuple[str, str]) -> Actor:
    """Return a person with posts as (post, unit)."""
    return Actor(
        person=PersonId(person),
        held=frozenset(Held(post=PostKey(post), unit=UnitKey(unit)) for post, unit in held),
    )


def started(route_key: str, author: str = "zhang", **changes: object) -> Sheet:
    """Return a sheet of `route_key` that nobody has signed."""
    return Sheet(
        route=REGULATION.route(route_key),
        unit=UNIT,
        author=PersonId(author),
        package_sha256=SHA,
        **changes,  # type: ignore[arg-type]  # fields of the sheet
    )


AUTHOR = actor("zhang", ("contributor", "service"))
HEAD = actor("zhao", ("unit_head", "service"))
SENDER = actor("sun", ("sender", "service"))
SECRETARY = actor("wang", ("approver", "committee"))
DIRECTOR = actor("li", ("approver", "committee"))
ADMINISTRATOR = actor("chen", ("administrator", "tech"))
OFFICE = actor("zhou", ("office", "office"))
HEAD_AND_SENDER = actor("both", ("unit_head", "service"), ("sender", "service"))
OFFICE_AND_ADMIN = actor("double", ("office", "office"), ("administrator", "tech"))
AUTHOR_AND_ADMIN = actor("author2", ("contributor", "service"), ("administrator", "tech"))
FOREIGN_HEAD = actor("zheng", ("unit_head", "culture"))
FOREIGN_SENDER = actor("qian", ("sender", "culture"))
STRANGER = actor("lu")

CAST = (
    AUTHOR,
    HEAD,
    SENDER,
    SECRETARY,
    DIRECTOR,
    ADMINISTRATOR,
    OFFICE,
    HEAD_AND_SENDER,
    OFFICE_AND_ADMIN,
    FOREIGN_HEAD,
    FOREIGN_SENDER,
    STRANGER,
)


def walk(start: Sheet, people: Iterable[Actor] = CAST) -> list[Sheet]:
    """Return every sheet that `people` can bring about from `start`."""
    return list(reachable(start, people))
