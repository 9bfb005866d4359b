"""Steps that every post must sign, and returns to a chosen step."""

from dataclasses import replace
from itertools import permutations

import pytest
from tests.unit.core.cast import (
    ADMINISTRATOR,
    AUTHOR,
    CAST,
    DIRECTOR,
    HEAD,
    OFFICE,
    SECRETARY,
    SENDER,
    SHA,
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
    Needs,
    PostKey,
    Sheet,
    State,
    decide,
    reasons_against,
    reasons_against_publication,
)

BOTH = actor("wang2", ("secretary", "committee"), ("director", "committee"))
SECOND_SECRETARY = actor("wang3", ("secretary", "committee"))


def codes(sheet: Sheet, act: Act, who: Actor, to_step: int | None = None) -> list[str]:
    tried = replace(attempt(act), to_step=to_step)
    return [entry.code for entry in reasons_against(sheet, tried, who)]


def back_to(sheet: Sheet, number: int, who: Actor) -> Sheet:
    return decide(sheet, replace(attempt(Act.RETURN), to_step=number), who)


def test_a_column_change_needs_secretary_and_director() -> None:
    step = signed("column_change", AUTHOR, HEAD).step

    assert step is not None
    assert (step.needs, step.posts) == (Needs.ALL, {"secretary", "director"})


@pytest.mark.parametrize("two", list(permutations([SECRETARY, DIRECTOR])))
def test_both_sign_in_either_order_and_only_then_it_goes_on(two: tuple[Actor, Actor]) -> None:
    first = decide(signed("column_change", AUTHOR, HEAD), attempt(Act.APPROVE), two[0])
    assert first.state is State.AWAITING_APPROVAL
    assert first.awaited == 2

    second = decide(first, attempt(Act.APPROVE), two[1])

    assert second.state is State.AWAITING_DELIVERY
    assert {entry.post for entry in second.signatures if entry.step == 2} == step_posts(second)


def step_posts(sheet: Sheet) -> frozenset[PostKey]:
    return sheet.route.steps[2].posts


def test_a_post_that_has_signed_is_not_asked_again() -> None:
    half = signed("column_change", AUTHOR, HEAD, SECRETARY)

    assert half.posts_wanted(2) == {"director"}
    assert codes(half, Act.APPROVE, SECRETARY) == ["review.wrong_post", "review.same_person"]
    assert codes(half, Act.APPROVE, SECOND_SECRETARY) == ["review.wrong_post"]
    assert codes(half, Act.APPROVE, DIRECTOR) == []


def test_one_person_in_both_posts_signs_for_one_only() -> None:
    half = signed("column_change", AUTHOR, HEAD, BOTH)

    assert codes(half, Act.APPROVE, BOTH) == ["review.same_person"]
    taken = half.signatures[-1].post
    other = SECRETARY if taken == "director" else DIRECTOR
    assert decide(half, attempt(Act.APPROVE), other).state is State.AWAITING_DELIVERY


def test_nobody_approves_twice_on_any_sheet_that_can_come_about() -> None:
    reached = walk(started("column_change"), (*CAST, BOTH, SECOND_SECRETARY))
    past = [sheet for sheet in reached if sheet.state is State.AWAITING_RELEASE]

    assert len(past) > 20
    for sheet in past:
        approvals = [entry for entry in sheet.signatures if entry.act is Act.APPROVE]
        assert len(approvals) == len({entry.person for entry in approvals}) == 2
        assert {entry.post for entry in approvals} == {"secretary", "director"}


def test_the_door_asks_for_both() -> None:
    whole = signed("column_change", AUTHOR, HEAD, SECRETARY, DIRECTOR, SENDER, ADMINISTRATOR)
    approvals = whole.signatures[2:4]
    without = replace(whole, signatures=(*whole.signatures[:3], *whole.signatures[4:]))
    twice_in_one_post = replace(
        whole,
        signatures=(
            *whole.signatures[:2],
            *(replace(entry, post=PostKey("secretary")) for entry in approvals),
            *whole.signatures[4:],
        ),
    )
    nameless = replace(
        whole,
        signatures=(
            *whole.signatures[:2],
            *(replace(entry, post=None) for entry in approvals),
            *whole.signatures[4:],
        ),
    )
    by_one = replace(
        whole,
        signatures=(
            *whole.signatures[:3],
            replace(approvals[1], person=approvals[0].person),
            *whole.signatures[4:],
        ),
    )

    assert reasons_against_publication(whole, SHA) == ()
    for broken in (without, twice_in_one_post, nameless):
        found = {entry.code for entry in reasons_against_publication(broken, SHA)}
        assert "review.route_incomplete" in found
    assert {entry.code for entry in reasons_against_publication(by_one, SHA)} == {
        "review.same_person"
    }


def test_the_door_takes_no_post_twice_for_one_step() -> None:
    whole = signed("column_change", AUTHOR, HEAD, SECRETARY, DIRECTOR, SENDER, ADMINISTRATOR)
    at = next(number for number, entry in enumerate(whole.signatures) if entry.step == 2)
    again = replace(whole.signatures[at], person=SECOND_SECRETARY.person)
    listed = (*whole.signatures[: at + 1], again, *whole.signatures[at + 1 :])

    found = reasons_against_publication(replace(whole, signatures=listed), SHA)

    assert [entry.code for entry in found] == ["review.route_incomplete"]


def test_a_return_to_a_step_voids_the_signatures_from_there_on() -> None:
    sheet = signed("news", AUTHOR, OFFICE, SECRETARY, SENDER)

    to_approval = back_to(sheet, 2, ADMINISTRATOR)
    to_endorsement = back_to(sheet, 1, ADMINISTRATOR)

    assert [entry.step for entry in to_approval.signatures] == [0, 1]
    assert to_approval.state is State.AWAITING_APPROVAL
    assert not to_approval.is_back
    assert [entry.step for entry in to_endorsement.signatures] == [0]
    assert to_endorsement.state is State.AWAITING_ENDORSEMENT
    assert to_endorsement.is_back
    assert to_endorsement.ended is None


def test_whoever_signed_a_voided_step_may_sign_it_again() -> None:
    sheet = back_to(signed("news", AUTHOR, OFFICE, SECRETARY, SENDER), 1, ADMINISTRATOR)

    again = decide(sheet, attempt(Act.ENDORSE), OFFICE)

    assert again.state is State.AWAITING_APPROVAL
    assert not again.is_back
    assert decide(again, attempt(Act.APPROVE), SECRETARY).state is State.AWAITING_DELIVERY


def test_a_return_voids_both_of_an_all_of_step() -> None:
    sheet = signed("column_change", AUTHOR, HEAD, SECRETARY, DIRECTOR, SENDER)

    back = back_to(sheet, 2, ADMINISTRATOR)

    assert back.posts_wanted(2) == {"secretary", "director"}
    assert [entry.step for entry in back.signatures] == [0, 1]


def test_a_half_signed_step_goes_back_whole() -> None:
    half = signed("column_change", AUTHOR, HEAD, SECRETARY)

    assert [entry.step for entry in back_to(half, 1, DIRECTOR).signatures] == [0]


@pytest.mark.parametrize("number", [-1, 0, 3, 4, 5])
def test_only_an_earlier_step_after_submission_can_be_chosen(number: int) -> None:
    sheet = signed("news", AUTHOR, OFFICE, SECRETARY)

    assert codes(sheet, Act.RETURN, SENDER, number) == ["review.no_such_step"]
    with pytest.raises(Refused):
        back_to(sheet, number, SENDER)


def test_a_return_to_a_step_needs_the_right_person_and_words() -> None:
    sheet = signed("news", AUTHOR, OFFICE, SECRETARY)
    wordless = replace(attempt(Act.RETURN, " "), to_step=1)

    assert codes(sheet, Act.RETURN, ADMINISTRATOR, 1) == ["review.wrong_post"]
    assert [entry.code for entry in reasons_against(sheet, wordless, SENDER)] == [
        "review.words_missing"
    ]


def test_an_author_does_not_recall_what_came_back_to_its_first_review() -> None:
    sheet = back_to(signed("news", AUTHOR, OFFICE, SECRETARY), 1, SENDER)

    assert codes(sheet, Act.RECALL, AUTHOR) == ["review.already_acted"]


def test_the_screen_s_versions_bind_like_its_bytes() -> None:
    sheet = replace(signed("news", AUTHOR), rules_version="r2", renderer_version="3")
    shown = replace(attempt(Act.ENDORSE), rules_version="r2", renderer_version="3")

    assert reasons_against(sheet, shown, OFFICE) == ()
    for stale in (
        replace(shown, rules_version="r1"),
        replace(shown, renderer_version="2"),
        replace(shown, act=Act.RETURN, rules_version="r1"),
    ):
        assert [entry.code for entry in reasons_against(sheet, stale, OFFICE)] == [
            "review.screen_changed"
        ]
