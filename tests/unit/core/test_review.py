"""Every sheet that people can bring about, walked whole: the count leaves no room for another."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from tests.unit.core.cast import (
    ADMINISTRATOR,
    APART,
    AUTHOR,
    AUTHOR_AND_ADMIN,
    CAST,
    ELSEWHERE,
    HEAD,
    OFFICE,
    OFFICE_AND_ADMIN,
    REGULATION,
    ROUTES,
    SECRETARY,
    SENDER,
    SHA,
    STRANGER,
    UNIT,
    actor,
    attempt,
    signed,
    started,
    walk,
)

from hefa.core.errors import Refused
from hefa.core.review import (
    Act,
    Actor,
    Sheet,
    State,
    decide,
    reasons_against,
)

ROUTE_KEYS = [route.key for route in ROUTES if not route.kinds]
BY_ID = {entry.person: entry for entry in (*CAST, AUTHOR_AND_ADMIN)}
# Who may take each step of a sheet of `service` written by zhang, by hand from the regulation.
MAY = {
    "news": (["zhang"], ["zhou", "double"], ["wang", "li"], ["sun", "both"], ["chen", "double"]),
    "notice": (["zhang"], ["zhao", "both"], ["wang", "li"], ["sun", "both"], ["chen", "double"]),
}


def codes(sheet: Sheet, act: Act, who: Actor, words: str = "理由", sha256: str = SHA) -> list[str]:
    return [entry.code for entry in reasons_against(sheet, attempt(act, words, sha256), who)]


def allowed_choices(route: str) -> set[tuple[str, ...]]:
    """Return every choice of persons that the regulation allows, worked out from the table."""
    return {
        choice
        for choice in product(*MAY[route])
        if not any(choice[one] == choice[other] for one, other in APART)
    }


@pytest.mark.parametrize(("route", "count"), [("news", 12), ("notice", 16)])
def test_released_sheets_are_every_allowed_choice_of_people_and_no_other(
    route: str, count: int
) -> None:
    released = [sheet for sheet in walk(started(route)) if sheet.state is State.RELEASED]
    choices = [tuple(entry.person for entry in sheet.signatures) for sheet in released]

    assert set(choices) == allowed_choices(route)
    assert len(choices) == len(set(choices)) == count


@pytest.mark.parametrize(
    ("route", "counted"),
    [
        (
            "news",
            {
                State.NOT_SUBMITTED: 1,
                State.AWAITING_ENDORSEMENT: 2,  # the second once it was sent back there
                State.AWAITING_APPROVAL: 2,
                State.AWAITING_DELIVERY: 4,
                State.AWAITING_RELEASE: 8,
                State.RELEASED: 12,
                State.RETURNED: 17,
                State.RECALLED: 1,
            },
        ),
        (
            "notice",
            {
                State.NOT_SUBMITTED: 1,
                State.AWAITING_ENDORSEMENT: 2,  # the second once it was sent back there
                State.AWAITING_APPROVAL: 2,
                State.AWAITING_DELIVERY: 4,
                State.AWAITING_RELEASE: 8,
                State.RELEASED: 16,
                State.RETURNED: 17,
                State.RECALLED: 1,
            },
        ),
    ],
)
def test_every_reachable_sheet_is_counted(route: str, counted: dict[State, int]) -> None:
    assert dict(Counter(sheet.state for sheet in walk(started(route)))) == counted


@pytest.mark.parametrize("route", ROUTE_KEYS)
def test_signers_hold_a_post_of_the_step_and_in_its_unit(route: str) -> None:
    tried = 0
    for sheet in walk(started(route)):
        for step, entry in zip(sheet.route.steps, sheet.signatures, strict=False):
            held = BY_ID[entry.person].held
            assert any(
                one.post in step.posts and (not step.in_unit or one.unit == UNIT) for one in held
            )
            assert entry.act is step.act
            tried += 1

    assert tried > 100


@pytest.mark.parametrize("route", ROUTE_KEYS)
def test_no_reachable_sheet_has_hands_that_must_differ(route: str) -> None:
    for sheet in walk(started(route)):
        people = [entry.person for entry in sheet.signatures]
        assert not any(
            max(pair) < len(people) and people[pair[0]] == people[pair[1]] for pair in APART
        )


@pytest.mark.parametrize("route", ROUTE_KEYS)
def test_an_author_with_every_post_still_needs_three_others(route: str) -> None:
    posts = [(post.key, "service") for post in REGULATION.posts]
    everything = actor("zhang", *posts)
    alone = list(walk(started(route), [everything]))
    three = [everything, actor("b", *posts), actor("c", *posts)]
    four = [*three, actor("d", *posts)]

    assert {len(sheet.signatures) for sheet in alone} == {0, 1}
    assert not any(sheet.state is State.RELEASED for sheet in walk(started(route), three))
    assert any(sheet.state is State.RELEASED for sheet in walk(started(route), four))


@pytest.mark.parametrize("route", ROUTE_KEYS)
def test_the_regulation_s_steps_are_these(route: str) -> None:
    steps = REGULATION.route(route).steps

    assert [step.act for step in steps] == [
        Act.SUBMIT, Act.ENDORSE, Act.APPROVE, Act.DELIVER, Act.RELEASE
    ]  # fmt: skip
    found = {
        (earlier, later)
        for later, step in enumerate(steps)
        for earlier in range(later)
        if steps[earlier].act in step.differs_from
    }
    assert found == APART


@pytest.mark.parametrize("route", ROUTE_KEYS)
def test_asking_and_doing_agree_on_every_reachable_sheet(route: str) -> None:
    tried = refused = 0
    for sheet in walk(started(route)):
        for who, act in product(CAST, Act):
            tried += 1
            if reasons := reasons_against(sheet, attempt(act), who):
                refused += 1
                with pytest.raises(Refused) as caught:
                    decide(sheet, attempt(act), who)
                assert caught.value.reasons == reasons
            else:
                assert decide(sheet, attempt(act), who) != sheet

    assert 0 < refused < tried


@pytest.mark.parametrize("route", ROUTE_KEYS)
def test_nobody_moves_a_sheet_with_another_package_on_the_screen(route: str) -> None:
    for sheet in walk(started(route)):
        for who, act in product(CAST, Act):
            assert "review.package_changed" in codes(sheet, act, who, sha256="b" * 64)


@pytest.mark.parametrize("route", ROUTE_KEYS)
def test_recall_is_the_author_s_alone_before_anyone_acted(route: str) -> None:
    for sheet in walk(started(route)):
        for who in CAST:
            may = not codes(sheet, Act.RECALL, who)
            assert may == (
                who.person == sheet.author
                and len(sheet.signatures) == 1
                and sheet.ended is None
                and not sheet.is_back
            )


@pytest.mark.parametrize("route", ROUTE_KEYS)
def test_an_ended_sheet_takes_no_act(route: str) -> None:
    ended = [sheet for sheet in walk(started(route)) if sheet.step is None]

    assert len(ended) > 20
    for sheet in ended:
        for who, act in product(CAST, Act):
            assert "review.wrong_state" in codes(sheet, act, who)


@pytest.mark.parametrize("words", ["", "  ", "\n\t　"])
def test_a_return_needs_words(words: str) -> None:
    sheet = signed("news", AUTHOR)

    assert codes(sheet, Act.RETURN, OFFICE, words) == ["review.words_missing"]
    assert decide(sheet, attempt(Act.RETURN, "改"), OFFICE).state is State.RETURNED


def test_whoever_is_not_waited_for_may_not_return() -> None:
    sheet = signed("news", AUTHOR)

    assert codes(sheet, Act.RETURN, SECRETARY) == ["review.wrong_post"]
    assert codes(sheet, Act.RETURN, AUTHOR) == ["review.wrong_post", "review.same_person"]


def test_only_the_author_submits() -> None:
    assert codes(started("news"), Act.SUBMIT, HEAD) == ["review.not_author"]
    assert codes(started("news", author="lu"), Act.SUBMIT, STRANGER) == ["review.wrong_post"]


def test_a_head_of_another_unit_may_not_endorse_a_notice() -> None:
    sheet = replace(signed("notice", AUTHOR), unit=ELSEWHERE)

    assert codes(sheet, Act.ENDORSE, HEAD) == ["review.wrong_post"]


def test_all_reasons_are_given_not_the_first_only() -> None:
    sheet = replace(signed("news", AUTHOR, OFFICE_AND_ADMIN, SECRETARY, SENDER), open_findings=2)
    sheet = replace(sheet, set_up_gaps=1)

    assert codes(sheet, Act.RELEASE, OFFICE_AND_ADMIN, sha256="b" * 64) == [
        "review.same_person",
        "review.open_findings",
        "review.set_up_incomplete",
        "review.package_changed",
    ]


@pytest.mark.parametrize(
    ("people", "field", "code"),
    [
        ((), "blockers", "review.open_blockers"),
        ((AUTHOR, OFFICE), "open_findings", "review.open_findings"),
        ((AUTHOR, OFFICE, SECRETARY, SENDER), "open_findings", "review.open_findings"),
        ((AUTHOR, OFFICE, SECRETARY, SENDER), "set_up_gaps", "review.set_up_incomplete"),
    ],
)
def test_what_is_open_stops_the_step_it_belongs_to(
    people: tuple[Actor, ...], field: str, code: str
) -> None:
    who = (AUTHOR, OFFICE, SECRETARY, SENDER, ADMINISTRATOR)[len(people)]
    sheet = signed("news", *people)
    assert sheet.step is not None

    assert codes(sheet, sheet.step.act, who) == []
    assert codes(replace(sheet, **{field: 3}), sheet.step.act, who) == [code]


def test_a_recall_says_what_stands_against_it() -> None:
    recall = attempt(Act.RECALL)
    acted = signed("notice", AUTHOR, HEAD)

    assert [entry.code for entry in reasons_against(acted, recall, AUTHOR)] == [
        "review.already_acted"
    ]
    assert [entry.code for entry in reasons_against(started("notice"), recall, AUTHOR)] == [
        "review.wrong_state"
    ]
    assert [entry.code for entry in reasons_against(signed("notice", AUTHOR), recall, HEAD)] == [
        "review.not_author"
    ]


@pytest.mark.parametrize(
    ("open_one", "stopped"),
    [
        ("blockers", {Act.SUBMIT}),
        ("open_findings", {Act.APPROVE, Act.RELEASE}),
        ("set_up_gaps", {Act.RELEASE}),
    ],
)
def test_what_is_open_stops_no_other_step(open_one: str, stopped: set[Act]) -> None:
    sheet, found = started("notice"), set()
    for who in (AUTHOR, HEAD, SECRETARY, SENDER, ADMINISTRATOR):
        assert sheet.step is not None
        act = sheet.step.act
        if reasons_against(replace(sheet, **{open_one: 1}), attempt(act), who):
            found.add(act)
        sheet = decide(sheet, attempt(act), who)

    assert found == stopped
