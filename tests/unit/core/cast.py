"""Routes of the delivered profile and a cast for walking them; some hold two posts."""

from collections.abc import Iterable
from importlib.resources import files

from hefa.core.regulation import parse_regulation
from hefa.core.review import (
    Act,
    Actor,
    Attempt,
    Declared,
    Held,
    PersonId,
    PostKey,
    Sheet,
    UnitKey,
    decide,
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
    posts = frozenset(Held(post=PostKey(post), unit=UnitKey(unit)) for post, unit in held)
    return Actor(person=PersonId(person), held=posts, serves=posts)


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
SECRETARY = actor("wang", ("secretary", "committee"))
DIRECTOR = actor("li", ("director", "committee"))
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


ALL_YES = tuple((entry.key, Declared.YES) for entry in REGULATION.declarations)

# 12(1)-(4): each pair of steps that may not be in the same hands, by position.
APART = {(0, 1), (0, 2), (1, 2), (2, 3), (0, 4), (1, 4), (2, 4), (3, 4)}


def attempt(act: Act, words: str = "理由", sha256: str = SHA) -> Attempt:
    return Attempt(act=act, package_sha256=sha256, words=words, declarations=ALL_YES)


def signed(route: str, *people: Actor, **changes: object) -> Sheet:
    """Return the sheet of `route` after `people` signed its first steps."""
    sheet = started(route, **changes)
    for who in people:
        assert sheet.step is not None
        sheet = decide(sheet, attempt(sheet.step.act), who)
    return sheet
