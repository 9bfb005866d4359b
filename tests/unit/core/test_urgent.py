"""The urgent route: an approver's word, the release, and the whole review after it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.unit.core.cast import (
    ADMINISTRATOR,
    AUTHOR,
    AUTHOR_AND_ADMIN,
    CAST,
    DIRECTOR,
    OFFICE,
    OFFICE_AND_ADMIN,
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
    Consent,
    PersonId,
    PostKey,
    Sheet,
    State,
    decide,
    reasons_against,
    reasons_against_consent,
    reasons_against_publication,
    with_consent,
)

WORD = Consent(person=PersonId("wang"), post=PostKey("secretary"))


def urgent(*people: Actor, route: str = "news", author: str = "zhang") -> Sheet:
    """Return a sheet signed by `people` under a regulation with the urgent route on."""
    sheet = replace(started(route, author), may_be_urgent=True)
    for who in people:
        assert sheet.step is not None
        sheet = decide(sheet, attempt(sheet.step.act), who)
    return sheet


def consented(*people: Actor) -> Sheet:
    return with_consent(urgent(*people), WORD, SECRETARY)


def released() -> Sheet:
    return decide(consented(AUTHOR), attempt(Act.RELEASE), ADMINISTRATOR)


def codes(sheet: Sheet, act: Act, who: Actor) -> list[str]:
    return [entry.code for entry in reasons_against(sheet, attempt(act), who)]


def against(sheet: Sheet, consent: Consent = WORD, approver: Actor = SECRETARY) -> list[str]:
    return [entry.code for entry in reasons_against_consent(sheet, consent, approver)]


def publication(sheet: Sheet) -> list[str]:
    return [entry.code for entry in reasons_against_publication(sheet, SHA)]


def test_an_approver_s_word_makes_release_the_next_step() -> None:
    sheet = consented(AUTHOR)

    assert (sheet.awaited, sheet.state) == (4, State.AWAITING_RELEASE)
    assert codes(sheet, Act.ENDORSE, OFFICE) == ["review.wrong_state"]
    assert codes(sheet, Act.RELEASE, ADMINISTRATOR) == []
    assert codes(sheet, Act.RELEASE, OFFICE) == ["review.wrong_post"]


def test_it_can_come_at_any_step_before_release() -> None:
    for people in ((AUTHOR,), (AUTHOR, OFFICE), (AUTHOR, OFFICE, DIRECTOR, SENDER)):
        assert consented(*people).awaited == 4


def test_the_administrator_s_check_is_not_spared() -> None:
    sheet = replace(consented(AUTHOR), open_findings=1, set_up_gaps=1)

    assert codes(sheet, Act.RELEASE, ADMINISTRATOR) == [
        "review.open_findings",
        "review.set_up_incomplete",
    ]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (signed("news", AUTHOR), "review.urgent_off"),
        (replace(started("news"), may_be_urgent=True), "review.wrong_state"),
        (replace(urgent(AUTHOR), ended=State.RETURNED), "review.wrong_state"),
        (replace(urgent(AUTHOR), ended=State.RECALLED), "review.wrong_state"),
        (consented(AUTHOR), "review.wrong_state"),
        (released(), "review.wrong_state"),
        (urgent(AUTHOR, OFFICE, SECRETARY, SENDER, ADMINISTRATOR), "review.wrong_state"),
    ],
)
def test_there_is_no_consent_where_it_has_no_place(sheet: Sheet, code: str) -> None:
    assert code in against(sheet)
    with pytest.raises(Refused):
        with_consent(sheet, WORD, SECRETARY)


def test_consent_is_an_approver_s_own() -> None:
    by_office = Consent(person=PersonId("zhou"), post=PostKey("office"))
    as_director = replace(WORD, post=PostKey("director"))
    of_another = replace(WORD, person=PersonId("li"))

    assert against(urgent(AUTHOR), by_office, OFFICE) == ["review.wrong_post"]
    assert against(urgent(AUTHOR), as_director) == ["review.wrong_post"]
    assert against(urgent(AUTHOR), of_another) == ["review.wrong_post"]
    assert against(urgent(AUTHOR), WORD, DIRECTOR) == ["review.wrong_post"]
    assert against(urgent(AUTHOR)) == []


def test_who_wrote_or_first_reviewed_does_not_consent() -> None:
    author = actor("wang", ("contributor", "service"), ("secretary", "committee"))
    reviewer = actor("wang", ("office", "office"), ("secretary", "committee"))

    assert against(urgent(author, author="wang"), WORD, author) == ["review.same_person"]
    assert against(urgent(AUTHOR, reviewer), WORD, reviewer) == ["review.same_person"]


def test_who_wrote_or_consented_does_not_release() -> None:
    keeper = actor("wang", ("secretary", "committee"), ("administrator", "tech"))
    by_author = with_consent(urgent(AUTHOR_AND_ADMIN, author="author2"), WORD, SECRETARY)
    excusing = replace(consented(AUTHOR), may_hold_two=True)

    assert codes(by_author, Act.RELEASE, AUTHOR_AND_ADMIN) == ["review.same_person"]
    assert codes(consented(AUTHOR), Act.RELEASE, keeper) == ["review.same_person"]
    assert codes(excusing, Act.RELEASE, keeper) == ["review.same_person"]


def test_released_it_may_go_out_and_waits_for_its_review() -> None:
    sheet = released()

    assert sheet.state is State.RELEASED
    assert (sheet.awaited, sheet.step and sheet.step.act) == (1, Act.ENDORSE)
    assert publication(sheet) == []


def test_the_review_follows_step_by_step_and_by_different_people() -> None:
    sheet = released()
    assert codes(sheet, Act.ENDORSE, OFFICE_AND_ADMIN) == []
    by_releaser = decide(consented(AUTHOR), attempt(Act.RELEASE), OFFICE_AND_ADMIN)
    assert codes(by_releaser, Act.ENDORSE, OFFICE_AND_ADMIN) == ["review.same_person"]

    endorsed = decide(sheet, attempt(Act.ENDORSE), OFFICE)
    assert codes(endorsed, Act.RELEASE, ADMINISTRATOR) == ["review.wrong_state"]
    approved = decide(endorsed, attempt(Act.APPROVE), SECRETARY)

    assert approved.awaited is None  # there is nothing left to hand over
    assert approved.state is State.RELEASED
    assert [publication(one) for one in (endorsed, approved)] == [[], []]


def test_a_review_that_sends_it_back_shuts_the_door() -> None:
    objected = decide(released(), attempt(Act.RETURN), OFFICE)

    assert objected.state is State.RETURNED
    assert "review.not_released" in publication(objected)


def test_an_urgent_sheet_goes_back_to_its_author_only() -> None:
    for sheet, who in ((consented(AUTHOR, OFFICE), ADMINISTRATOR), (released(), OFFICE)):
        tried = replace(attempt(Act.RETURN), to_step=1)
        assert "review.no_such_step" in [e.code for e in reasons_against(sheet, tried, who)]


def test_its_author_takes_it_back_no_more() -> None:
    assert codes(consented(AUTHOR), Act.RECALL, AUTHOR) == ["review.already_acted"]
    assert codes(released(), Act.RECALL, AUTHOR) == ["review.wrong_state"]


def broken() -> Iterator[tuple[Sheet, str]]:
    """Yield a released urgent sheet with something wrong, and what the door says."""
    sheet = released()
    yield replace(sheet, consent=None), "review.route_incomplete"
    yield replace(sheet, may_be_urgent=False), "review.urgent_off"
    yield replace(sheet, consent=replace(WORD, post=PostKey("office"))), "review.wrong_post"
    yield replace(sheet, consent=replace(WORD, person=PersonId("zhang"))), "review.same_person"
    yield replace(sheet, consent=replace(WORD, person=PersonId("chen"))), "review.same_person"
    yield replace(sheet, signatures=sheet.signatures[1:]), "review.author_unclear"
    yield replace(sheet, signatures=sheet.signatures[:1]), "review.not_released"
    by_author = replace(sheet.signatures[1], person=PersonId("zhang"))
    yield replace(sheet, signatures=(sheet.signatures[0], by_author)), "review.same_person"
    endorsed = decide(sheet, attempt(Act.ENDORSE), OFFICE)
    late = replace(endorsed.signatures[-1], person=PersonId("chen"))
    yield replace(endorsed, signatures=(*endorsed.signatures[:-1], late)), "review.same_person"
    before = replace(endorsed, signatures=(*sheet.signatures[:1], endorsed.signatures[2]))
    yield before, "review.not_released"


@pytest.mark.parametrize(("sheet", "code"), list(broken()))
def test_the_door_accepts_an_urgent_release_so_and_only_so(sheet: Sheet, code: str) -> None:
    assert code in publication(sheet)


def test_one_who_reviewed_before_the_word_counts_against_it() -> None:
    sheet = with_consent(urgent(AUTHOR, OFFICE), WORD, SECRETARY)
    out = decide(sheet, attempt(Act.RELEASE), ADMINISTRATOR)
    forged = replace(out, consent=replace(WORD, person=PersonId("zhou")))

    assert publication(out) == []
    assert publication(forged) == ["review.same_person"]


def test_who_may_review_and_approve_alike_may_consent_after_reviewing() -> None:
    sheet = urgent(AUTHOR)
    steps = tuple(
        replace(step, differs_from=step.differs_from - {Act.ENDORSE}) for step in sheet.route.steps
    )
    lenient = replace(sheet, route=replace(sheet.route, steps=steps))
    out = decide(
        with_consent(decide(lenient, attempt(Act.ENDORSE), OFFICE), WORD, SECRETARY),
        attempt(Act.RELEASE),
        ADMINISTRATOR,
    )

    assert publication(replace(out, consent=replace(WORD, person=PersonId("zhou")))) == []


def test_all_that_can_come_about_after_consent_is_fit_to_go_out_once_released() -> None:
    reached = walk(consented(AUTHOR), (*CAST, AUTHOR_AND_ADMIN))
    out = [sheet for sheet in reached if sheet.state is State.RELEASED]

    assert len(out) > 10
    for sheet in reached:
        assert (publication(sheet) == []) == (sheet.state is State.RELEASED)
    for sheet in out:
        people = [entry.person for entry in sheet.signatures]
        assert len(people) == len(set(people))
        assert [entry.act for entry in sheet.signatures][:2] == [Act.SUBMIT, Act.RELEASE]
    assert {sheet.awaited for sheet in out} == {1, 2, None}


def test_an_ordinary_sheet_with_consent_left_over_is_what_it_was() -> None:
    whole = urgent(AUTHOR, OFFICE, SECRETARY, SENDER, ADMINISTRATOR)

    assert whole.awaited is None
    assert publication(whole) == []
