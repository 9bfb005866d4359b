"""A route that nobody living can finish is found when it begins, and the step is named."""

from dataclasses import replace
from itertools import combinations

import pytest
from tests.unit.core.cast import (
    ADMINISTRATOR,
    AUTHOR,
    CAST,
    DIRECTOR,
    FOREIGN_HEAD,
    FOREIGN_SENDER,
    HEAD,
    HEAD_AND_SENDER,
    OFFICE,
    OFFICE_AND_ADMIN,
    REGULATION,
    SECRETARY,
    SENDER,
    actor,
    signed,
    started,
    walk,
)
from tests.unit.core.test_delegation import acting_for

from hefa.core.review import Actor, Sheet, State, reasons_against_beginning

ENOUGH = (AUTHOR, OFFICE, SECRETARY, SENDER, ADMINISTRATOR)
ROUTES = [route.key for route in REGULATION.routes]


def found(sheet: Sheet, *people: Actor) -> list[tuple[str, object]]:
    return [(entry.code, entry.detail["act"]) for entry in reasons_against_beginning(sheet, people)]


def test_people_enough_are_enough() -> None:
    assert found(signed("news", AUTHOR), *ENOUGH) == []
    assert found(signed("notice", AUTHOR), *CAST) == []


@pytest.mark.parametrize(
    ("missing", "act"),
    [(OFFICE, "endorse"), (SECRETARY, "approve"), (SENDER, "deliver"), (ADMINISTRATOR, "release")],
)
def test_a_post_nobody_holds_is_named(missing: Actor, act: str) -> None:
    people = [who for who in ENOUGH if who is not missing]

    assert found(signed("news", AUTHOR), *people) == [("review.nobody_for_step", act)]


def test_every_empty_step_is_named_and_with_its_posts() -> None:
    reasons = reasons_against_beginning(signed("news", AUTHOR), [AUTHOR])

    assert [(entry.code, entry.detail["act"]) for entry in reasons] == [
        ("review.nobody_for_step", act) for act in ("endorse", "approve", "deliver", "release")
    ]
    assert [entry.detail["posts"] for entry in reasons] == [
        "office", "director secretary", "sender", "administrator"
    ]  # fmt: skip
    assert [entry.clause for entry in reasons] == ["12(2)", "12(1)", "12(3)", "12(4)"]


def test_people_of_another_unit_do_not_count() -> None:
    people = (OFFICE, SECRETARY, ADMINISTRATOR, FOREIGN_HEAD, FOREIGN_SENDER)

    assert found(signed("notice", AUTHOR), AUTHOR, *people) == [
        ("review.nobody_for_step", "endorse"),
        ("review.nobody_for_step", "deliver"),
    ]


def test_each_post_of_an_all_of_step_must_be_held() -> None:
    people = (AUTHOR, HEAD, SECRETARY, SENDER, ADMINISTRATOR)

    assert found(signed("column_change", AUTHOR), *people) == [
        ("review.nobody_for_step", "approve")
    ]
    assert found(signed("column_change", AUTHOR), *people, DIRECTOR) == []


def test_hands_that_must_differ_are_too_few_although_every_post_is_held() -> None:
    both = actor("wang", ("secretary", "c"), ("director", "c"))
    people = (AUTHOR, HEAD, both, SENDER, ADMINISTRATOR)

    assert found(signed("column_change", AUTHOR), *people) == [("review.too_few_people", "approve")]


def test_it_is_whole_assignments_that_are_tried_not_step_by_step() -> None:
    everywhere = actor("x", ("office", "o"), ("secretary", "c"))
    only_office = actor("y", ("office", "o"))
    sheet = signed("news", AUTHOR)

    assert found(sheet, AUTHOR, everywhere, only_office, SENDER, ADMINISTRATOR) == []
    assert found(sheet, AUTHOR, everywhere, SENDER, ADMINISTRATOR) == [
        ("review.too_few_people", "approve")
    ]


def test_the_author_s_own_posts_do_not_help() -> None:
    keeper = actor("zhang", ("contributor", "service"), ("administrator", "tech"))
    sheet = signed("news", keeper)

    assert found(sheet, keeper, OFFICE, SECRETARY, SENDER) == [("review.too_few_people", "release")]
    assert found(sheet, keeper, OFFICE, SECRETARY, SENDER, ADMINISTRATOR) == []


def test_a_delegate_helps_and_stands_for_two() -> None:
    delegate = acting_for(actor("lu"), "wang", "secretary", "committee")
    by_author = acting_for(actor("lu"), "zhang", "secretary", "committee")
    sheet = signed("news", AUTHOR)

    assert found(sheet, AUTHOR, OFFICE, delegate, SENDER, ADMINISTRATOR) == []
    assert found(sheet, AUTHOR, OFFICE, by_author, SENDER, ADMINISTRATOR) == [
        ("review.too_few_people", "approve")
    ]


def test_the_exception_counts_where_it_is_allowed() -> None:
    sheet = signed("news", AUTHOR)
    people = (AUTHOR, OFFICE_AND_ADMIN, SECRETARY, SENDER)

    assert found(sheet, *people) == [("review.too_few_people", "release")]
    assert found(replace(sheet, may_hold_two=True), *people) == []


def test_findings_and_the_first_day_do_not_count() -> None:
    sheet = replace(signed("news", AUTHOR), open_findings=3, set_up_gaps=2)

    assert found(sheet, *ENOUGH) == []


@pytest.mark.parametrize("route", ROUTES)
def test_it_agrees_with_walking_everything(route: str) -> None:
    sheet = signed(route, AUTHOR)
    others = (HEAD_AND_SENDER, OFFICE_AND_ADMIN, SECRETARY, DIRECTOR, HEAD, SENDER, ADMINISTRATOR)
    able = unable = 0
    for count in range(2, len(others) + 1):
        for people in combinations(others, count):
            can = any(one.state is State.RELEASED for one in walk(sheet, (AUTHOR, *people)))
            assert (reasons_against_beginning(sheet, (AUTHOR, *people)) == ()) == can
            able += can
            unable += not can
    assert able > 5
    assert unable > 5


def test_two_hundred_people_are_no_matter() -> None:
    crowd = [actor(f"p{n}", ("contributor", "service"), ("sender", "service")) for n in range(200)]
    assert found(signed("news", AUTHOR), AUTHOR, *crowd, OFFICE, SECRETARY) == [
        ("review.nobody_for_step", "release")
    ]
    both = actor("zhou", ("office", "office"), ("administrator", "tech"))
    assert found(signed("news", AUTHOR), AUTHOR, *crowd, both, SECRETARY) == [
        ("review.too_few_people", "release")
    ]
    assert started("news").awaited == 0
