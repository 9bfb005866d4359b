"""The door: what may go out on the strength of a sheet, and what is wrong with a broken one."""

from dataclasses import replace

import pytest
from tests.unit.core.cast import (
    ADMINISTRATOR,
    APART,
    AUTHOR,
    DIRECTOR,
    HEAD,
    HEAD_AND_SENDER,
    OFFICE,
    ROUTES,
    SECRETARY,
    SENDER,
    SHA,
    signed,
    started,
    walk,
)

from hefa.core.review import (
    SIGNS,
    Act,
    PersonId,
    Sheet,
    Signature,
    State,
    reasons_against_publication,
)

ROUTE_KEYS = [route.key for route in ROUTES]
WHOLE = signed("news", AUTHOR, OFFICE, SECRETARY, SENDER, ADMINISTRATOR)


def with_signature(number: int, **changes: object) -> Sheet:
    listed = list(WHOLE.signatures)
    listed[number] = replace(listed[number], **changes)
    return replace(WHOLE, signatures=tuple(listed))


def swapped(one: int, other: int) -> Sheet:
    listed = list(WHOLE.signatures)
    listed[one], listed[other] = listed[other], listed[one]
    return replace(WHOLE, signatures=tuple(listed))


def publication(sheet: Sheet, sha256: str = SHA) -> list[str]:
    return [entry.code for entry in reasons_against_publication(sheet, sha256)]


def test_the_door_opens_to_every_released_sheet_and_to_no_other() -> None:
    for key in ROUTE_KEYS:
        for sheet in walk(started(key)):
            assert (publication(sheet) == []) == (sheet.state is State.RELEASED)


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (started("news"), "review.not_released"),
        (signed("news", AUTHOR, OFFICE, SECRETARY, SENDER), "review.not_released"),
        (replace(WHOLE, ended=State.RETURNED), "review.not_released"),
        (replace(WHOLE, ended=State.RECALLED), "review.not_released"),
        (replace(WHOLE, signatures=WHOLE.signatures[1:]), "review.route_incomplete"),
        (
            replace(WHOLE, signatures=(*WHOLE.signatures, WHOLE.signatures[-1])),
            "review.route_incomplete",
        ),
        (swapped(1, 2), "review.route_incomplete"),
        (replace(WHOLE, package_sha256="b" * 64), "review.package_changed"),
        (replace(WHOLE, author=PersonId("li")), "review.author_unclear"),
        *((with_signature(at, package_sha256="b" * 64), "review.package_changed") for at in range(5)),
        *((with_signature(at, act=Act.RETURN), "review.route_incomplete") for at in range(5)),
        *(
            (with_signature(max(pair), person=WHOLE.signatures[min(pair)].person), "review.same_person")
            for pair in sorted(APART)
        ),
    ],
)  # fmt: skip
def test_the_door_names_what_is_wrong_with_a_broken_sheet(sheet: Sheet, code: str) -> None:
    assert code in publication(sheet)


def test_the_door_stays_shut_to_other_bytes() -> None:
    assert publication(WHOLE, "b" * 64) == ["review.package_changed"]


def test_one_person_in_two_steps_that_need_not_differ_is_let_through() -> None:
    both = signed("notice", AUTHOR, HEAD_AND_SENDER, DIRECTOR, HEAD_AND_SENDER, ADMINISTRATOR)

    assert publication(both) == []


def test_every_signing_act_and_only_those_sign() -> None:
    assert set(Act) - {Act.RETURN, Act.RECALL} == SIGNS
    assert all(isinstance(entry, Signature) for entry in WHOLE.signatures)


def test_a_sheet_that_lacks_its_last_signature_is_said_to_be_both() -> None:
    lacking = replace(WHOLE, signatures=WHOLE.signatures[:-1])

    assert publication(lacking) == ["review.not_released", "review.route_incomplete"]


def test_a_signature_too_many_is_none_of_the_route_s() -> None:
    twice = replace(WHOLE, signatures=(*WHOLE.signatures, WHOLE.signatures[-1]))

    assert publication(twice) == ["review.route_incomplete"]


def test_a_signature_of_another_act_at_its_step_is_none_of_the_route_s() -> None:
    assert publication(with_signature(3, act=Act.ENDORSE)) == ["review.route_incomplete"]


def test_one_post_twice_is_not_both() -> None:
    both = signed("column_change", AUTHOR, HEAD_AND_SENDER, SECRETARY, DIRECTOR)
    whole = signed("column_change", AUTHOR, HEAD, SECRETARY, DIRECTOR, SENDER, ADMINISTRATOR)
    listed = list(whole.signatures)
    listed[3] = replace(listed[3], post=listed[2].post)

    assert both.posts_wanted(2) != frozenset()
    assert publication(whole) == []
    assert "review.route_incomplete" in publication(replace(whole, signatures=tuple(listed)))
