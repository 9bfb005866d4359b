"""Routes nobody wrote, by people nobody appointed: the same promises hold on each of them."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hefa.core.review import (
    AGREES,
    Act,
    Actor,
    Declared,
    Held,
    Needs,
    PersonId,
    PostKey,
    Route,
    Sheet,
    State,
    Step,
    UnitKey,
    reachable,
    reasons_against_beginning,
    reasons_against_publication,
)

POSTS = [PostKey(key) for key in ("a", "b", "c")]
UNIT = UnitKey("u")
SHA = "a" * 64
MOST = 1500
reached = {"released": 0, "unreleased": 0, "excused": 0, "unfinishable": 0}

posts = st.frozensets(st.sampled_from(POSTS), min_size=1, max_size=2)
acts_before = st.frozensets(st.sampled_from([Act.SUBMIT, Act.ENDORSE, Act.APPROVE]))


@st.composite
def routes(draw: Any) -> Route:
    """Draw a route with one to three steps between submission and release."""
    steps = [Step(act=Act.SUBMIT, posts=frozenset(POSTS))]
    for act in draw(
        st.lists(st.sampled_from([Act.ENDORSE, Act.APPROVE, Act.DELIVER]), min_size=1, max_size=3)
    ):
        agrees = act in AGREES
        steps.append(
            Step(
                act=act,
                posts=draw(posts),
                differs_from=draw(acts_before),
                needs=draw(st.sampled_from(Needs)) if agrees else Needs.ANY,
                declares=("x",) if agrees and draw(st.booleans()) else (),
            )
        )
    steps.append(Step(act=Act.RELEASE, posts=draw(posts), differs_from=draw(acts_before)))
    return Route(key="r", steps=tuple(steps))


@st.composite
def people(draw: Any) -> tuple[Actor, ...]:
    """Draw two to four people, some of whom act for another."""
    names = [PersonId(f"p{number}") for number in range(draw(st.integers(2, 4)))]
    found = []
    for name in names:
        own = draw(st.frozensets(st.sampled_from(POSTS), max_size=2))
        held = {Held(post=post, unit=UNIT) for post in own}
        if draw(st.booleans()):
            other = draw(st.sampled_from([one for one in names if one != name]))
            held.add(Held(post=draw(st.sampled_from(POSTS)), unit=UNIT, for_person=other))
        found.append(Actor(person=name, held=frozenset(held)))
    return tuple(found)


def checked(sheet: Sheet) -> Iterator[str]:
    """Yield what is wrong with a sheet that came about by allowed acts alone."""
    is_out = sheet.state is State.RELEASED
    if (reasons_against_publication(sheet, SHA) == ()) != is_out:
        yield "door"
    if is_out and sheet.unsure:
        yield "unsure"
    for at, entry in enumerate(sheet.signatures):
        shared = [
            earlier
            for earlier in sheet.signatures[:at]
            if earlier.hands & entry.hands and sheet.route.are_apart(earlier.step, entry.step)
        ]
        if bool(shared) != entry.is_exception:
            yield "hands"
    if sum(entry.is_exception for entry in sheet.signatures) > int(sheet.may_hold_two):
        yield "exceptions"
    for number, step in enumerate(sheet.route.steps):
        signed = {entry.post for entry in sheet.signatures if entry.step == number}
        if is_out and not (signed >= step.posts if step.needs is Needs.ALL else signed):
            yield "posts"


def test_whatever_comes_about_keeps_the_promises() -> None:
    _promises_are_kept()

    assert all(count > 20 for count in reached.values()), reached  # it was not vacuous


@given(route=routes(), cast=people(), may_hold_two=st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def _promises_are_kept(route: Route, cast: tuple[Actor, ...], may_hold_two: bool) -> None:
    start = Sheet(
        route=route, unit=UNIT, author=cast[0].person, package_sha256=SHA, may_hold_two=may_hold_two
    )
    declared = (Declared.YES, Declared.UNSURE)
    found = list(islice(reachable(start, cast, declared=declared), MOST))
    for sheet in found:
        assert list(checked(sheet)) == []
        reached["released" if sheet.state is State.RELEASED else "unreleased"] += 1
        reached["excused"] += any(entry.is_exception for entry in sheet.signatures)
    submitted = next((sheet for sheet in found if len(sheet.signatures) == 1), None)
    if submitted is None or len(found) == MOST:
        return
    sure = list(reachable(submitted, cast))
    can = any(sheet.state is State.RELEASED for sheet in sure)
    assert (reasons_against_beginning(submitted, cast) == ()) == can
    reached["unfinishable"] += not can
