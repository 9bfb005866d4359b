"""The table of rights: each row by hand, each post in and out of its unit."""

from itertools import product

import pytest
from tests.unit.core.cast import actor

from hefa.core.errors import Refused
from hefa.core.review import PersonId, UnitKey
from hefa.core.rights import (
    ALL_POSTS,
    OVERSEERS,
    RULES,
    Item,
    Right,
    demand,
    reasons_against_right,
)

OURS, THEIRS = UnitKey("service"), UnitKey("culture")
AN_ITEM = Item(unit=OURS, author=PersonId("author"))
EVERYONE = {
    "owner", "approver", "tech_support", "administrator", "inspector", "office", "unit_head",
    "sender", "contributor",
}  # fmt: skip
SEEING = EVERYONE - {"unit_head", "sender", "contributor"}
# By hand: who may over an item of another unit, who besides in their own, whether its author may.
TABLE: dict[Right, tuple[set[str], set[str], bool]] = {
    Right.DRAFT: (set(), EVERYONE, False),
    Right.EDIT_DRAFT: (set(), set(), True),
    Right.SEE_ITEM: (SEEING, EVERYONE, True),
    Right.ANSWER_FINDING: (
        {"office", "approver", "administrator"},
        {"office", "approver", "administrator", "unit_head"},
        True,
    ),
    Right.SEE_LEDGER: (EVERYONE, EVERYONE, False),
    Right.ORDER_PUBLICATION: ({"administrator"}, {"administrator"}, False),
    Right.RUN_PATROL: (*[{"administrator", "inspector", "tech_support"}] * 2, False),
    Right.SEE_PATROL: (EVERYONE, EVERYONE, False),
    Right.HANDLE_INCIDENT: (*[{"administrator", "approver", "tech_support"}] * 2, False),
    Right.HALT_PUBLISHING: (*[{"administrator", "approver", "tech_support"}] * 2, False),
    Right.MANAGE_REGISTER: (*[{"administrator", "tech_support"}] * 2, False),
    Right.MANAGE_TERMS: (*[{"administrator", "office"}] * 2, False),
    Right.CHECK_EXCEPTION: (*[SEEING - {"tech_support"}] * 2, False),
    Right.ARCHIVE_SHEET: (*[{"administrator", "office"}] * 2, False),
    Right.KEEP_PAPER: (
        {"administrator", "office"},
        {"administrator", "office", "unit_head", "sender"},
        True,
    ),
    Right.TRANSFER_WORK: ({"administrator"}, {"administrator", "unit_head"}, False),
}


def test_every_right_stands_in_one_row() -> None:
    assert set(RULES) == set(TABLE) == set(Right)
    assert set(ALL_POSTS) == EVERYONE
    assert set(OVERSEERS) == SEEING


@pytest.mark.parametrize(("right", "post"), list(product(Right, sorted(EVERYONE))))
def test_a_post_gives_what_the_table_says_and_no_more(right: Right, post: str) -> None:
    anywhere, in_unit, _ = TABLE[right]
    elsewhere = reasons_against_right(right, actor("p", (post, THEIRS)), AN_ITEM)
    inside = reasons_against_right(right, actor("p", (post, OURS)), AN_ITEM)
    menu = reasons_against_right(right, actor("p", (post, THEIRS)))

    assert (elsewhere == ()) == (post in anywhere)
    assert (inside == ()) == (post in anywhere | in_unit)
    assert (menu == ()) == (post in anywhere | in_unit)


@pytest.mark.parametrize("right", Right)
def test_an_author_without_posts_may_what_the_table_says(right: Right) -> None:
    assert (reasons_against_right(right, actor("author"), AN_ITEM) == ()) == TABLE[right][2]
    assert reasons_against_right(right, actor("author")) != ()


@pytest.mark.parametrize("right", Right)
def test_a_stranger_may_nothing_and_is_told_the_clause(right: Right) -> None:
    with pytest.raises(Refused) as refused:
        demand(right, actor("stranger"), AN_ITEM)

    found = refused.value.reasons
    assert [entry.code for entry in found] == ["core.no_right"]
    assert found[0].clause == RULES[right].clause != ""
    assert found[0].detail == {"right": right}


def test_demand_is_silent_when_the_right_is_held() -> None:
    demand(Right.MANAGE_REGISTER, actor("p", ("administrator", "tech")))
