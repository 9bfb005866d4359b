"""Every sheet that can come about on each route of each delivered profile, walked whole."""

from dataclasses import dataclass
from functools import cache
from itertools import product

import pytest
from tests.unit.core import cast
from tests.unit.core.cast import SHA, actor
from tests.unit.core.test_profiles import PROFILES

from hefa.core.review import (
    Actor,
    PersonId,
    Sheet,
    State,
    UnitKey,
    reachable,
    reasons_against_publication,
)

DING = actor("ding", ("writer", "internal"))
HE = actor("he", ("section_chief", "internal"))
FOREIGN = actor("fan", ("section_chief", "emergency"))
PAN = actor("pan", ("publicity_chief", "publicity"))
YAN = actor("yan", ("medical_expert", "medical"))
GAO = actor("gao", ("vice_president", "leadership"))
LUO = actor("luo", ("vice_president", "leadership"))
MEI = actor("mei", ("publicist", "publicity"))
WATCH = actor("wen", ("watcher", "duty"), ("engineer", "computing"), ("council", "leadership"))
CHIEF_TWICE = actor("twice", ("section_chief", "internal"), ("publicity_chief", "publicity"))
CHIEF_AND_EDITOR = actor("pan2", ("publicity_chief", "publicity"), ("publicist", "publicity"))
EXPERT_AND_CHIEF = actor("yan2", ("medical_expert", "medical"), ("publicity_chief", "publicity"))
STAFF = (
    DING, HE, FOREIGN, PAN, YAN, GAO, LUO, MEI, WATCH, CHIEF_TWICE, CHIEF_AND_EDITOR,
    EXPERT_AND_CHIEF, actor("lu"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One route and, by hand from its regulation: who may take each step, which must differ.

    `people` counts how many different people it takes, `released` how many choices of them
    there are.
    """

    profile: str
    route: str
    may: tuple[str, ...]
    together: frozenset[tuple[int, int]] = frozenset()
    people: int
    released: int

    @property
    def cast(self) -> tuple[Actor, ...]:
        return cast.CAST if self.profile == "community" else STAFF

    @property
    def unit(self) -> UnitKey:
        return UnitKey("service" if self.profile == "community" else "internal")

    def start(self) -> Sheet:
        return Sheet(
            route=PROFILES[self.profile].route(self.route),
            unit=self.unit,
            author=PersonId(self.may[0]),
            package_sha256=SHA,
        )

    def allowed(self) -> set[tuple[str, ...]]:
        """Every choice of people, one a step, that the regulation allows."""
        return {
            choice
            for choice in product(*(names.split() for names in self.may))
            if not any(
                choice[one] == choice[other] and (one, other) not in self.together
                for other in range(len(choice))
                for one in range(other)
            )
        }


# 12(3): the named sender may be the drafter or the first reviewer, never the approver.
SENDER_TOO = frozenset({(0, 3), (1, 3)})
WALKS = (
    Walk(
        profile="community", route="news", people=4, released=12, together=SENDER_TOO,
        may=("zhang", "zhou double", "wang li", "sun both", "chen double"),
    ),
    Walk(
        profile="community", route="notice", people=4, released=16, together=SENDER_TOO,
        may=("zhang", "zhao both", "wang li", "sun both", "chen double"),
    ),
    Walk(
        profile="community", route="column_change", people=5, released=16,
        together=frozenset({(0, 4), (1, 4)}),
        may=("zhang", "zhao both", "wang li", "wang li", "sun both", "chen double"),
    ),
    Walk(
        profile="hospital", route="three_reviews", people=5, released=24,
        may=("ding", "he twice", "pan pan2 twice yan2", "gao luo", "mei pan2"),
    ),
    Walk(
        profile="hospital", route="science", people=6, released=40,
        may=("ding", "he twice", "yan yan2", "pan pan2 twice yan2", "gao luo", "mei pan2"),
    ),
)  # fmt: skip
EACH = pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.profile}-{walk.route}")


@cache
def walked(walk: Walk) -> tuple[Sheet, ...]:
    return tuple(reachable(walk.start(), walk.cast))


def signers(sheet: Sheet) -> tuple[str, ...]:
    return tuple(entry.person for entry in sheet.signatures)


def test_every_route_of_every_profile_is_walked() -> None:
    assert {(walk.profile, walk.route) for walk in WALKS} == {
        (key, route.key) for key, regulation in PROFILES.items() for route in regulation.routes
    }


@EACH
def test_released_are_all_allowed_choices_of_people_and_no_other(walk: Walk) -> None:
    released = [signers(sheet) for sheet in walked(walk) if sheet.state is State.RELEASED]

    assert set(released) == walk.allowed()
    assert len(released) == len(set(released)) == walk.released


@EACH
def test_on_the_way_too_nobody_signs_where_hands_must_differ(walk: Walk) -> None:
    ways = {choice[:length] for choice in walk.allowed() for length in range(len(walk.may) + 1)}
    reached = {signers(sheet) for sheet in walked(walk)}

    assert reached == ways
    assert len(walked(walk)) > len(ways)  # with the returned and the recalled


@EACH
def test_only_what_is_released_may_go_out(walk: Walk) -> None:
    for sheet in walked(walk):
        may = reasons_against_publication(sheet, SHA) == ()
        assert may == (sheet.state is State.RELEASED)
        assert reasons_against_publication(sheet, "b" * 64)


@EACH
def test_people_with_every_post_are_still_as_many(walk: Walk) -> None:
    posts = [(post.key, walk.unit) for post in PROFILES[walk.profile].posts]
    names = [walk.may[0], *(f"p{number}" for number in range(1, walk.people))]
    everybody = [actor(name, *posts) for name in names]

    def is_released_by(people: list[Actor]) -> bool:
        return any(sheet.state is State.RELEASED for sheet in reachable(walk.start(), people))

    assert is_released_by(everybody)
    assert not is_released_by(everybody[:-1])
