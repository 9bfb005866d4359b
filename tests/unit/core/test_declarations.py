"""Declarations: asked of the right step, a no sends back, an unsure is settled by another."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.unit.core.cast import (
    ADMINISTRATOR,
    ALL_YES,
    AUTHOR,
    DIRECTOR,
    HEAD,
    OFFICE,
    REGULATION,
    SECRETARY,
    SENDER,
    SHA,
    actor,
    attempt,
    signed,
    started,
)

from hefa.core.review import (
    Act,
    Actor,
    Attempt,
    Declared,
    Route,
    Sheet,
    State,
    decide,
    reachable,
    reasons_against,
    reasons_against_publication,
)

GATES = ("political", "legal", "secrecy", "wording")
SIX = ("lawful", "interests", "order", "decent", "rights", "own_rules")
THIRD = actor("ma", ("director", "committee"))
YES, NO, UNSURE = Declared.YES, Declared.NO, Declared.UNSURE


def saying(act: Act, changed: Mapping[str, Declared | None]) -> Attempt:
    """Return an attempt that declares yes on everything but what is `changed`; None says nothing."""
    said = {**dict(ALL_YES), **changed}
    return Attempt(
        act=act,
        package_sha256=SHA,
        words="理由",
        declarations=tuple((key, answer) for key, answer in said.items() if answer is not None),
    )


def codes(sheet: Sheet, tried: Attempt, who: Actor) -> list[str]:
    return [entry.code for entry in reasons_against(sheet, tried, who)]


def with_gates(sheet: Sheet) -> Sheet:
    return replace(sheet, gates=frozenset(GATES))


def test_the_four_gates_and_the_six_points_are_these() -> None:
    assert tuple(entry.key for entry in REGULATION.declarations if entry.is_gate) == GATES
    assert tuple(entry.key for entry in REGULATION.declarations if not entry.is_gate) == SIX
    assert [REGULATION.declaration(key).clause for key in SIX] == [
        f"9({number})" for number in range(1, 7)
    ]


@pytest.mark.parametrize("route", ["news", "notice"])
def test_first_review_and_approval_are_asked_what_they_should_be(route: str) -> None:
    steps = REGULATION.route(route).steps

    assert [step.declares for step in steps] == [
        (), ("secrecy", "wording", *SIX), (*GATES, *SIX), (), ()
    ]  # fmt: skip
    assert not any(step.declares for step in REGULATION.route("column_change").steps)


def test_what_is_asked_must_be_answered() -> None:
    sheet = signed("news", AUTHOR)

    assert sheet.asked == ("secrecy", "wording", *SIX)
    assert codes(sheet, saying(Act.ENDORSE, {"decent": None}), OFFICE) == [
        "review.declarations_missing"
    ]
    nothing = replace(attempt(Act.ENDORSE), declarations=())
    found = reasons_against(sheet, nothing, OFFICE)
    assert [(entry.code, entry.detail["count"]) for entry in found] == [
        ("review.declarations_missing", 8)
    ]


def test_a_signature_keeps_what_was_asked_and_nothing_else() -> None:
    sheet = decide(signed("news", AUTHOR), attempt(Act.ENDORSE), OFFICE)

    assert {key for key, _ in sheet.signatures[-1].declarations} == {"secrecy", "wording", *SIX}
    assert sheet.signatures[0].declarations == ()


def test_a_no_can_only_send_back() -> None:
    sheet = signed("news", AUTHOR)
    no = saying(Act.ENDORSE, {"rights": NO})

    found = reasons_against(sheet, no, OFFICE)

    assert [(entry.code, entry.detail["count"]) for entry in found] == [("review.declared_no", 1)]
    assert decide(sheet, replace(no, act=Act.RETURN), OFFICE).state is State.RETURNED


def test_nobody_says_no_to_a_gate() -> None:
    sheet = with_gates(signed("news", AUTHOR))

    assert codes(sheet, saying(Act.ENDORSE, {"secrecy": NO}), OFFICE) == [
        "review.gate_without_no",
        "review.declared_no",
    ]
    assert codes(sheet, saying(Act.ENDORSE, {"rights": NO}), OFFICE) == ["review.declared_no"]


def test_an_unsure_lets_the_act_stand_and_is_put_to_the_next_step() -> None:
    sheet = decide(signed("notice", AUTHOR), saying(Act.ENDORSE, {"wording": UNSURE}), HEAD)

    assert sheet.state is State.AWAITING_APPROVAL
    assert sheet.unsure == ("wording",)
    assert "wording" in sheet.asked
    settled = decide(sheet, attempt(Act.APPROVE), SECRETARY)
    assert settled.unsure == ()
    assert settled.state is State.AWAITING_DELIVERY


def test_an_unsure_is_asked_even_where_the_step_would_not_ask_it() -> None:
    steps = list(REGULATION.route("news").steps)
    steps[2] = replace(steps[2], declares=())
    sheet = replace(started("news"), route=replace(REGULATION.route("news"), steps=tuple(steps)))
    sheet = decide(sheet, attempt(Act.SUBMIT), AUTHOR)
    sheet = decide(sheet, saying(Act.ENDORSE, {"rights": UNSURE}), OFFICE)

    assert sheet.asked == ("rights",)
    assert codes(sheet, replace(attempt(Act.APPROVE), declarations=()), SECRETARY) == [
        "review.declarations_missing"
    ]


def unsure_at_the_top() -> Sheet:
    return decide(signed("news", AUTHOR, OFFICE), saying(Act.APPROVE, {"legal": UNSURE}), SECRETARY)


def test_the_last_who_agrees_cannot_leave_it_open() -> None:
    sheet = unsure_at_the_top()

    assert sheet.state is State.AWAITING_APPROVAL
    assert sheet.asked == ("legal",)
    assert codes(sheet, attempt(Act.APPROVE), SECRETARY) == ["review.same_person"]
    assert codes(sheet, attempt(Act.DELIVER), SENDER) == ["review.wrong_state"]
    settled = decide(sheet, attempt(Act.APPROVE), DIRECTOR)
    assert settled.state is State.AWAITING_DELIVERY
    assert settled.signatures[-1].declarations == (("legal", YES),)
    released = decide(
        decide(settled, attempt(Act.DELIVER), SENDER), attempt(Act.RELEASE), ADMINISTRATOR
    )
    assert reasons_against_publication(released, SHA) == ()


def test_a_second_unsure_asks_a_third_person() -> None:
    sheet = decide(unsure_at_the_top(), saying(Act.APPROVE, {"legal": UNSURE}), DIRECTOR)

    assert sheet.unsure == ("legal",)
    assert codes(sheet, attempt(Act.APPROVE), DIRECTOR) == ["review.same_person"]
    assert decide(sheet, attempt(Act.APPROVE), THIRD).state is State.AWAITING_DELIVERY


def test_no_exception_lets_one_settle_one_s_own_unsure() -> None:
    sheet = replace(unsure_at_the_top(), may_hold_two=True)

    assert codes(sheet, attempt(Act.APPROVE), SECRETARY) == ["review.same_person"]


def test_a_no_to_what_was_unsure_sends_back_too() -> None:
    sheet = unsure_at_the_top()

    assert codes(sheet, saying(Act.APPROVE, {"legal": NO}), DIRECTOR) == ["review.declared_no"]


def test_one_s_own_yes_settles_nothing() -> None:
    sheet = unsure_at_the_top()
    again = replace(sheet.signatures[-1], declarations=(("legal", YES),))

    assert replace(sheet, signatures=(*sheet.signatures, again)).unsure == ("legal",)


def test_the_door_sees_that_a_route_went_on_over_an_unsure() -> None:
    whole = signed("news", AUTHOR, OFFICE, SECRETARY, SENDER, ADMINISTRATOR)
    approval = replace(
        whole.signatures[2],
        declarations=tuple(
            (key, UNSURE if key == "legal" else answer)
            for key, answer in whole.signatures[2].declarations
        ),
    )
    forged = replace(whole, signatures=(*whole.signatures[:2], approval, *whole.signatures[3:]))

    assert "review.route_incomplete" in {
        entry.code for entry in reasons_against_publication(forged, SHA)
    }


def test_release_and_door_are_shut_where_nobody_could_settle_it() -> None:
    submit, _, _, _, release = REGULATION.route("news").steps
    bare = Route(key="bare", steps=(replace(submit, declares=("legal",)), release))
    start = replace(started("news"), route=bare)
    doubted = decide(start, saying(Act.SUBMIT, {"legal": UNSURE}), AUTHOR)
    sure = decide(start, attempt(Act.SUBMIT), AUTHOR)
    released = decide(sure, attempt(Act.RELEASE), ADMINISTRATOR)
    forged = replace(released, signatures=(doubted.signatures[0], released.signatures[1]))

    found = reasons_against(doubted, attempt(Act.RELEASE), ADMINISTRATOR)

    assert [(entry.code, entry.detail["count"]) for entry in found] == [("review.unsure_open", 1)]
    assert reasons_against_publication(released, SHA) == ()
    assert [entry.code for entry in reasons_against_publication(forged, SHA)] == [
        "review.unsure_open"
    ]


@pytest.mark.parametrize("answer", [None, NO])
def test_the_door_asks_for_every_declaration(answer: Declared | None) -> None:
    whole = signed("news", AUTHOR, OFFICE, SECRETARY, SENDER, ADMINISTRATOR)
    for at in (1, 2):
        said = dict(whole.signatures[at].declarations)
        changed = {key: value for key, value in said.items() if key != "rights"}
        if answer is not None:
            changed["rights"] = answer
        listed = list(whole.signatures)
        listed[at] = replace(listed[at], declarations=tuple(changed.items()))
        broken = replace(whole, signatures=tuple(listed))

        assert [entry.code for entry in reasons_against_publication(broken, SHA)] == [
            "review.declarations_missing"
        ]


@pytest.mark.parametrize("route", ["news", "notice"])
def test_whatever_is_said_nothing_unsure_is_ever_released(route: str) -> None:
    start = with_gates(started(route))
    people = (AUTHOR, HEAD, OFFICE, SECRETARY, DIRECTOR, THIRD, SENDER, ADMINISTRATOR)
    reached = list(reachable(start, people, declared=tuple(Declared)))
    released = [sheet for sheet in reached if sheet.state is State.RELEASED]
    doubted = [
        sheet
        for sheet in released
        if any(answer is UNSURE for entry in sheet.signatures for _, answer in entry.declarations)
    ]

    assert len(released) > len(doubted) > 0
    for sheet in reached:
        assert not any(answer is NO for one in sheet.signatures for _, answer in one.declarations)
        assert (reasons_against_publication(sheet, SHA) == ()) == (sheet.state is State.RELEASED)
    for sheet in released:
        assert sheet.unsure == ()
        approvals = [entry for entry in sheet.signatures if entry.step == 2]
        assert approvals[-1].declarations[0][1] is YES
        assert len(approvals) == len({entry.person for entry in approvals})
