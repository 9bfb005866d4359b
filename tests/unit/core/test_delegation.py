"""Delegates, people with several posts, and the exception of one hand in two posts."""

from dataclasses import replace

import pytest
from tests.unit.core.cast import (
    ADMINISTRATOR,
    AUTHOR,
    CAST,
    DIRECTOR,
    HEAD,
    HEAD_AND_SENDER,
    OFFICE,
    OFFICE_AND_ADMIN,
    SECRETARY,
    SENDER,
    SHA,
    UNIT,
    actor,
    attempt,
    signed,
    started,
    walk,
)

from hefa.core.review import (
    Act,
    Actor,
    Held,
    PersonId,
    PostKey,
    Seat,
    Sheet,
    State,
    UnitKey,
    decide,
    reasons_against,
    reasons_against_publication,
)


def acting_for(who: Actor, holder: str, post: str, unit: str) -> Actor:
    """Return `who` with a post delegated by `holder` besides."""
    given = Held(post=PostKey(post), unit=UnitKey(unit), for_person=PersonId(holder))
    return replace(who, held=who.held | {given})


def codes(sheet: Sheet, act: Act, who: Actor, seat: Seat | None = None) -> list[str]:
    tried = replace(attempt(act), seat=seat)
    return [entry.code for entry in reasons_against(sheet, tried, who)]


DELEGATE = acting_for(actor("lu"), "wang", "secretary", "committee")


def test_a_delegate_signs_for_the_holder() -> None:
    sheet = decide(signed("news", AUTHOR, OFFICE), attempt(Act.APPROVE), DELEGATE)

    last = sheet.signatures[-1]
    assert (last.person, last.for_person, last.post) == ("lu", "wang", "secretary")
    assert last.hands == {"lu", "wang"}


def test_whoever_acts_for_somebody_may_not_sign_where_that_somebody_signed() -> None:
    head_as_author = actor("zhao", ("unit_head", "service"), ("contributor", "service"))
    submitted = decide(started("news", author="zhao"), attempt(Act.SUBMIT), head_as_author)
    for_the_author = acting_for(actor("lu"), "zhao", "office", "office")

    assert codes(submitted, Act.ENDORSE, for_the_author) == ["review.same_person"]
    assert codes(submitted, Act.ENDORSE, OFFICE) == []


def test_the_holder_may_not_sign_where_the_delegate_signed_for_them() -> None:
    by_delegate = acting_for(actor("lu"), "chen", "office", "office")
    sheet = signed("news", AUTHOR, by_delegate, SECRETARY, SENDER)

    assert codes(sheet, Act.RELEASE, ADMINISTRATOR) == ["review.same_person"]


def test_a_delegate_of_two_signs_once() -> None:
    two = acting_for(acting_for(actor("lu"), "zhou", "office", "office"), "wang", "secretary", "c")
    endorsed = signed("news", AUTHOR, two)

    assert codes(endorsed, Act.APPROVE, two) == ["review.same_person"]


def test_one_s_own_post_comes_before_a_delegated_one() -> None:
    both = acting_for(DIRECTOR, "wang", "secretary", "committee")
    sheet = signed("news", AUTHOR, OFFICE, both)

    assert (sheet.signatures[-1].post, sheet.signatures[-1].for_person) == ("director", None)


def test_the_seat_that_was_chosen_is_the_one_that_signs() -> None:
    both = acting_for(DIRECTOR, "wang", "secretary", "committee")
    endorsed = signed("news", AUTHOR, OFFICE)
    for_wang = Seat(post=PostKey("secretary"), for_person=PersonId("wang"))
    unheld = Seat(post=PostKey("secretary"))

    sheet = decide(endorsed, replace(attempt(Act.APPROVE), seat=for_wang), both)

    assert (sheet.signatures[-1].post, sheet.signatures[-1].for_person) == ("secretary", "wang")
    assert codes(endorsed, Act.APPROVE, both, unheld) == ["review.wrong_post"]


def test_a_free_seat_is_taken_where_another_is_barred() -> None:
    submitted = signed("news", AUTHOR)
    both = acting_for(acting_for(actor("lu"), "zhang", "office", "o"), "zhou", "office", "o")

    endorsed = decide(submitted, attempt(Act.ENDORSE), both)

    assert endorsed.signatures[-1].for_person == "zhou"
    barred = Seat(post=PostKey("office"), for_person=PersonId("zhang"))
    assert codes(submitted, Act.ENDORSE, both, barred) == ["review.same_person"]


@pytest.mark.parametrize("route", ["news", "notice", "column_change"])
def test_no_reachable_sheet_has_one_hand_where_two_must_be(route: str) -> None:
    people = (
        *CAST,
        DELEGATE,
        acting_for(OFFICE, "zhang", "secretary", "committee"),
        acting_for(HEAD, "li", "director", "committee"),
        acting_for(SENDER, "chen", "administrator", "tech"),
    )
    reached = walk(started(route), people)
    several = 0
    for sheet in reached:
        for at, entry in enumerate(sheet.signatures):
            several += entry.for_person is not None
            for earlier in sheet.signatures[:at]:
                if sheet.route.are_apart(earlier.step, entry.step):
                    assert not earlier.hands & entry.hands

    assert several > 30
    released = [sheet for sheet in reached if sheet.state is State.RELEASED]
    assert any(entry.for_person for sheet in released for entry in sheet.signatures)
    for sheet in released:
        assert reasons_against_publication(sheet, SHA) == ()


def test_the_door_sees_through_a_delegation() -> None:
    whole = signed("news", AUTHOR, OFFICE, DELEGATE, SENDER, ADMINISTRATOR)
    forged = replace(
        whole,
        signatures=(
            *whole.signatures[:2],
            replace(whole.signatures[2], for_person=PersonId("zhou")),
            *whole.signatures[3:],
        ),
    )

    assert reasons_against_publication(whole, SHA) == ()
    assert [entry.code for entry in reasons_against_publication(forged, SHA)] == [
        "review.same_person"
    ]


def small(route: str, *people: Actor) -> Sheet:
    """Return a sheet under a regulation that lets one person hold two posts."""
    sheet = replace(started(route), may_hold_two=True)
    for who in people:
        assert sheet.step is not None
        sheet = decide(sheet, attempt(sheet.step.act), who)
    return sheet


def test_one_person_in_two_posts_signs_as_an_exception_where_that_is_allowed() -> None:
    sheet = small("news", AUTHOR, OFFICE_AND_ADMIN, SECRETARY, SENDER, OFFICE_AND_ADMIN)

    assert [entry.is_exception for entry in sheet.signatures] == [False] * 4 + [True]
    assert reasons_against_publication(sheet, SHA) == ()
    assert [
        entry.code for entry in reasons_against_publication(replace(sheet, may_hold_two=False), SHA)
    ] == ["review.same_person"]
    unmarked = replace(
        sheet,
        signatures=(*sheet.signatures[:-1], replace(sheet.signatures[-1], is_exception=False)),
    )
    assert [entry.code for entry in reasons_against_publication(unmarked, SHA)] == [
        "review.same_person"
    ]


def test_the_exception_is_made_once_on_a_sheet() -> None:
    endorser_and_sender = actor("x", ("office", "o"), ("secretary", "c"))
    sheet = small("news", AUTHOR, endorser_and_sender, endorser_and_sender)
    assert sheet.signatures[-1].is_exception

    third = actor("sun", ("sender", "service"), ("administrator", "tech"))
    delivered = decide(sheet, attempt(Act.DELIVER), third)

    assert codes(delivered, Act.RELEASE, third) == ["review.same_person"]
    assert codes(delivered, Act.RELEASE, ADMINISTRATOR) == []


def test_nobody_signs_in_three_posts() -> None:
    sender_too = actor("y", ("sender", "service"), ("unit_head", "service"), ("administrator", "t"))
    sheet = small("notice", AUTHOR, sender_too, SECRETARY, sender_too)

    assert len([entry for entry in sheet.signatures if entry.person == "y"]) == 2
    assert codes(sheet, Act.RELEASE, sender_too) == ["review.same_person"]


def test_the_exception_never_lets_the_author_approve() -> None:
    author_too = actor("zhang", ("contributor", "service"), ("secretary", "committee"))
    sheet = small("news", author_too, OFFICE)

    assert codes(sheet, Act.APPROVE, author_too) == ["review.same_person"]


def test_the_author_may_then_endorse_or_release() -> None:
    chief = actor("zhang", ("contributor", "service"), ("unit_head", "service"))
    keeper = actor("zhang", ("contributor", "service"), ("administrator", "tech"))

    assert codes(small("notice", chief), Act.ENDORSE, chief) == []
    delivered = small("notice", keeper, HEAD, SECRETARY, SENDER)
    assert codes(delivered, Act.RELEASE, keeper) == []


def test_the_exception_is_for_one_s_own_posts_alone() -> None:
    for_another = acting_for(actor("lu", ("office", "o")), "wang", "secretary", "committee")
    endorsed = small("news", AUTHOR, for_another)

    assert codes(endorsed, Act.APPROVE, for_another) == ["review.same_person"]


def test_one_person_may_sign_both_posts_of_a_step_as_the_exception() -> None:
    both = actor("wang2", ("secretary", "committee"), ("director", "committee"))
    sheet = small("column_change", AUTHOR, HEAD, both, both)

    assert sheet.state is State.AWAITING_DELIVERY
    assert {entry.post for entry in sheet.signatures[2:]} == {"secretary", "director"}
    assert [entry.is_exception for entry in sheet.signatures[2:]] == [False, True]


def test_without_the_parameter_there_is_no_exception() -> None:
    for route in ("news", "notice"):
        for sheet in walk(started(route), (*CAST, HEAD_AND_SENDER)):
            assert not any(entry.is_exception for entry in sheet.signatures)
            assert sheet.unit == UNIT


def test_with_it_exactly_one_stands_on_what_only_it_made_possible() -> None:
    reached = walk(replace(started("news"), may_hold_two=True))
    released = [sheet for sheet in reached if sheet.state is State.RELEASED]
    excused = [sheet for sheet in released if any(entry.is_exception for entry in sheet.signatures)]

    assert excused
    for sheet in excused:
        people = [entry.person for entry in sheet.signatures]
        assert sum(entry.is_exception for entry in sheet.signatures) == 1
        assert len(people) - len(set(people)) <= 2
        assert reasons_against_publication(sheet, SHA) == ()
