"""The acts beside the route: advice, claims, the urgent route, one hand in two posts, several."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.factories import (
    attempt,
    kinds_since,
    ledger_size,
    named,
    sheet_awaiting,
    signed,
    submitted,
)

from hefa.core.errors import Conflict, Refused
from hefa.core.review import Act, reasons_against_publication
from hefa.people.models import Person
from hefa.registry.models import Appointment
from hefa.review.asking import answer_advice, ask_advice
from hefa.review.claiming import claim_sheet, claimed_by
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import core_sheet, open_advice
from hefa.review.several import act_on_several

Find = Callable[[str], Person]


def codes(caught: pytest.ExceptionInfo[Refused] | pytest.ExceptionInfo[Conflict]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


# Advice


def test_advice_is_asked_answered_and_decides_nothing(person: Find, now: datetime) -> None:
    sheet = submitted(now=now)
    size = ledger_size()
    made = ask_advice(
        sheet, person=named("zhao"), asked_of=named("he"), question="地点对吗", now=now
    )
    assert list(open_advice(named("he"))) == [made]

    after = signed(sheet, Act.ENDORSE, now=now)  # it blocks nothing
    answer_advice(made, person=named("he"), answer=" 对。 ", now=now)

    made.refresh_from_db()
    assert (made.answer, made.answered_at) == ("对。", now)
    assert after.awaits == "approve"
    assert kinds_since(size) == ["review.advice_asked", "review.endorsed", "review.advice_given"]


@pytest.mark.parametrize(
    ("people", "question", "code"),
    [
        (("wang", "he"), "对吗", "review.not_awaited"),
        (("zhao", "zhao"), "对吗", "review.advice_of_oneself"),
        (("zhao", "he"), " ", "review.advice_without_words"),
    ],
)
def test_advice_is_asked_by_whoever_decides_of_somebody_else(
    person: Find, now: datetime, people: tuple[str, str], question: str, code: str
) -> None:
    by, of = map(named, people)
    with pytest.raises(Refused) as caught:
        ask_advice(submitted(now=now), person=by, asked_of=of, question=question, now=now)

    assert codes(caught) == [code]


def test_the_same_person_is_not_asked_twice_at_once(person: Find, now: datetime) -> None:
    sheet, asked = submitted(now=now), {"person": named("zhao"), "asked_of": named("he")}
    ask_advice(sheet, question="对吗", now=now, **asked)

    with pytest.raises(Refused) as caught:
        ask_advice(sheet, question="真的对吗", now=now, **asked)

    assert codes(caught) == ["review.advice_open_already"]


def test_only_who_was_asked_answers_and_once(person: Find, now: datetime) -> None:
    made = ask_advice(
        submitted(now=now), person=named("zhao"), asked_of=named("he"), question="对吗", now=now
    )
    with pytest.raises(Refused) as other:
        answer_advice(made, person=named("wang"), answer="对", now=now)
    answer_advice(made, person=named("he"), answer="对", now=now)
    with pytest.raises(Conflict) as again:
        answer_advice(made, person=named("he"), answer="不对", now=now)

    assert codes(other) == ["review.advice_of_another"]
    assert codes(again) == ["review.advice_answered_already"]


# Claims


def test_a_claim_is_a_hint_that_keeps_nobody_out(person: Find, now: datetime) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)
    claim_sheet(sheet, person=named("wang"), now=now)
    sheet = ReviewSheet.objects.get(pk=sheet.pk)
    assert claimed_by(sheet, now) == named("wang")

    with pytest.raises(Refused) as caught:
        claim_sheet(sheet, person=named("li"), now=now)
    assert codes(caught) == ["review.claimed_by"]
    claim_sheet(sheet, person=named("li"), now=now, takes_over=True)
    after = signed(ReviewSheet.objects.get(pk=sheet.pk), Act.APPROVE, now=now, by="wang")

    assert (after.awaits, after.claimed_by, after.claimed_at) == ("deliver", None, None)


def test_a_claim_runs_out_with_the_next_working_day_and_with_the_post(
    person: Find, now: datetime
) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)
    friday = now + timedelta(days=4)
    claim_sheet(sheet, person=named("wang"), now=friday)
    sheet = ReviewSheet.objects.get(pk=sheet.pk)

    monday_night = datetime.fromisoformat("2026-11-30T23:59:00+08:00")
    assert claimed_by(sheet, monday_night) == named("wang")
    assert claimed_by(sheet, monday_night + timedelta(minutes=1)) is None
    Appointment.objects.filter(person=named("wang")).update(ends_on=date(2026, 11, 27))
    assert claimed_by(sheet, friday) == named("wang")
    assert claimed_by(sheet, friday + timedelta(days=1)) is None


def test_nobody_claims_what_does_not_wait_for_them(person: Find, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        claim_sheet(submitted(now=now), person=named("wang"), now=now)

    assert codes(caught) == ["review.not_awaited"]


# Several at once


def test_several_routine_sheets_each_get_their_own_opinion(person: Find, now: datetime) -> None:
    sheets = [submitted(f"第 {at} 篇", now=now, category="convenience") for at in (1, 2, 3)]
    signed(sheets[1], Act.ENDORSE, now=now)  # somebody was first
    ordinary = submitted("业务通知", now=now)
    wanted = [(sheet, attempt(sheet, Act.ENDORSE, f"意见 {sheet.pk}")) for sheet in sheets]
    wanted.append((ordinary, attempt(ordinary, Act.ENDORSE)))
    size = ledger_size()

    outcomes = act_on_several(wanted, person=named("zhao"), now=now)

    assert [outcome.is_done for outcome in outcomes] == [True, False, True, False]
    assert [entry.code for outcome in outcomes for entry in outcome.reasons] == [
        "review.someone_was_first",
        "review.not_routine",
    ]
    assert kinds_since(size) == ["review.endorsed"] * 2
    assert Opinion.objects.get(sheet=sheets[0], act="endorse").words == f"意见 {sheets[0].pk}"


@pytest.mark.parametrize("act", [Act.RELEASE, Act.RETURN, Act.RECALL])
def test_neither_release_nor_return_is_done_together(person: Find, now: datetime, act: Act) -> None:
    sheet = sheet_awaiting(Act.RELEASE, now=now, category="convenience")

    (outcome,) = act_on_several([(sheet, attempt(sheet, act, "x"))], person=named("chen"), now=now)

    assert [entry.code for entry in outcome.reasons] == ["review.not_routine"]


def test_each_of_several_must_declare(person: Find, now: datetime) -> None:
    sheet = submitted(now=now, category="convenience")
    bare = replace(attempt(sheet, Act.ENDORSE), declarations=())

    (outcome,) = act_on_several([(sheet, bare)], person=named("zhao"), now=now)

    assert [entry.code for entry in outcome.reasons] == ["review.declarations_missing"]
    assert reasons_against_publication(core_sheet(sheet), sheet.package_sha256)
