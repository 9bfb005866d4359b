"""The seven acts by the right and the wrong people, one ledger entry each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import transaction
from tests.factories import (
    SIGNERS,
    attempt,
    kinds_since,
    ledger_size,
    named,
    recalled,
    released,
    returned,
    sheet_awaiting,
    signed,
    submit,
    submitted,
    written,
)

from hefa.core.errors import Conflict, Refused
from hefa.core.review import Act
from hefa.people.models import Person
from hefa.review.actions import PAST, act_on, submit_version
from hefa.review.models import Opinion, ReviewSheet

Find = Callable[[str], Person]
EVERYBODY = (
    "zhang", "zhao", "sun", "wang", "li", "chen", "he", "zhou", "liu", "wu", "zheng", "qian",
)  # fmt: skip
MAY = {
    ("notice", Act.ENDORSE): {"zhao"},
    ("news", Act.ENDORSE): {"zhou"},
    ("notice", Act.APPROVE): {"wang", "li"},
    ("news", Act.APPROVE): {"wang", "li"},
    ("notice", Act.DELIVER): {"sun"},
    ("news", Act.DELIVER): {"sun"},
    ("notice", Act.RELEASE): {"chen"},
    ("news", Act.RELEASE): {"chen"},
}


def codes(caught: pytest.ExceptionInfo[Refused | Conflict]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


def waiting_for(act: Act, category: str, now: datetime) -> ReviewSheet:
    """Return a sheet of `category` that waits for `act`."""
    sheet = submitted(now=now, category=category)
    for step in SIGNERS:
        if step is act:
            return sheet
        by = "zhou" if step is Act.ENDORSE and category == "news" else ""
        sheet = signed(sheet, step, now=now, by=by)
    raise AssertionError(act)


def refusal(sheet: ReviewSheet, act: Act, person: Person, now: datetime) -> set[str]:
    """Return the codes with which `person` is refused; empty when the act is done."""
    try:
        act_on(sheet, attempt(sheet, act), person=person, now=now, confirmed_at=now)
    except Refused as refused:
        return {entry.code for entry in refused.reasons}
    return set()


@pytest.mark.parametrize(("category", "act"), MAY)
def test_each_step_is_taken_by_its_post_and_by_nobody_else(
    person: Find, now: datetime, category: str, act: Act
) -> None:
    sheet = waiting_for(act, category, now)
    person("stranger")
    may = set()
    for name in (*EVERYBODY, "stranger"):
        size = ledger_size()
        mark = transaction.savepoint()
        reasons = refusal(sheet, act, person(name), now)
        if reasons:
            assert "review.wrong_post" in reasons
            assert ledger_size() == size
        else:
            may.add(name)
            assert kinds_since(size) == [PAST[act]]
        transaction.savepoint_rollback(mark)

    assert may == MAY[category, act]


@pytest.mark.parametrize("act", SIGNERS)
def test_whoever_may_sign_may_return_and_nobody_else(person: Find, now: datetime, act: Act) -> None:
    sheet = sheet_awaiting(act, now=now)
    may = set()
    for name in EVERYBODY:
        mark = transaction.savepoint()
        back = attempt(sheet, Act.RETURN, "请补充")
        try:
            ended = act_on(sheet, back, person=person(name), now=now)
        except Refused:
            pass
        else:
            may.add(name)
            assert (ended.ended, ended.awaits) == ("returned", "")
        transaction.savepoint_rollback(mark)

    assert may == MAY["notice", act]


def test_return_without_words_is_refused(person: Find, now: datetime) -> None:
    sheet = submitted(now=now)

    with pytest.raises(Refused) as caught:
        act_on(sheet, attempt(sheet, Act.RETURN, " \n"), person=person("zhao"), now=now)

    assert codes(caught) == ["review.words_missing"]


def test_only_the_author_takes_back_and_only_before_anyone_acted(
    person: Find, now: datetime
) -> None:
    sheet = submitted(now=now)
    with pytest.raises(Refused) as other:
        act_on(sheet, attempt(sheet, Act.RECALL), person=person("zhao"), now=now)
    endorsed = signed(sheet, Act.ENDORSE, now=now)
    with pytest.raises(Refused) as late:
        act_on(endorsed, attempt(endorsed, Act.RECALL), person=person("zhang"), now=now)

    assert codes(other) == ["review.not_author"]
    assert codes(late) == ["review.already_acted"]
    assert recalled(now=now).ended == "recalled"


@pytest.mark.parametrize("name", ["zhao", "sun", "chen", "wu"])
def test_only_the_author_submits(person: Find, now: datetime, name: str) -> None:
    version = written(now=now)

    with pytest.raises(Refused) as caught:
        submit_version(version, person=person(name), edit=version.edit, now=now)

    assert "review.not_author" in codes(caught)
    assert not ReviewSheet.objects.exists()


@pytest.mark.parametrize("act", [Act.APPROVE, Act.DELIVER, Act.RELEASE, Act.SUBMIT])
def test_no_step_is_skipped(person: Find, now: datetime, act: Act) -> None:
    sheet = submitted(now=now)

    for name in EVERYBODY:
        with pytest.raises(Refused) as caught:
            act_on(sheet, attempt(sheet, act), person=person(name), now=now, confirmed_at=now)
        assert codes(caught) == ["review.wrong_state"]


@pytest.mark.parametrize("end", [released, returned, recalled])
def test_ended_sheet_takes_no_act_from_anyone(
    person: Find, now: datetime, end: Callable[..., ReviewSheet]
) -> None:
    sheet = end(now=now)
    size = ledger_size()

    for act in Act:
        for name in EVERYBODY:
            with pytest.raises(Refused):
                act_on(sheet, attempt(sheet, act, "理由"), person=person(name), now=now)

    assert ledger_size() == size


def test_whole_route_leaves_one_entry_and_one_opinion_an_act(
    community: None, now: datetime
) -> None:
    version = written(now=now)
    size = ledger_size()
    sheet = submit(version, now=now)
    for act in SIGNERS:
        sheet = signed(sheet, act, now=now)

    assert kinds_since(size) == [PAST[act] for act in (Act.SUBMIT, *SIGNERS)]
    assert [(entry.act, entry.step, entry.post) for entry in sheet.opinions.all()] == [
        ("submit", 0, "contributor"),
        ("endorse", 1, "unit_head"),
        ("approve", 2, "secretary"),
        ("deliver", 3, "sender"),
        ("release", 4, "administrator"),
    ]
    assert (sheet.ended, sheet.awaits, sheet.ended_at) == ("released", "", now)


def test_two_people_acting_at_once_leave_one_signature(person: Find, now: datetime) -> None:
    on_screen = sheet_awaiting(Act.APPROVE, now=now)
    act_on(on_screen, attempt(on_screen, Act.APPROVE), person=person("wang"), now=now)
    size = ledger_size()

    with pytest.raises(Conflict) as caught:
        act_on(on_screen, attempt(on_screen, Act.APPROVE), person=person("li"), now=now)

    assert codes(caught) == ["review.someone_was_first"]
    assert Opinion.objects.filter(sheet=on_screen, act="approve").count() == 1
    assert ledger_size() == size


def test_double_click_signs_once(person: Find, now: datetime) -> None:
    on_screen = submitted(now=now)
    act_on(on_screen, attempt(on_screen, Act.ENDORSE), person=person("zhao"), now=now)

    with pytest.raises(Conflict):
        act_on(on_screen, attempt(on_screen, Act.ENDORSE), person=person("zhao"), now=now)

    assert Opinion.objects.filter(sheet=on_screen, act="endorse").count() == 1


def test_return_that_meets_a_signature_is_told_so(person: Find, now: datetime) -> None:
    on_screen = sheet_awaiting(Act.APPROVE, now=now)
    act_on(on_screen, attempt(on_screen, Act.APPROVE), person=person("wang"), now=now)

    with pytest.raises(Conflict):
        act_on(on_screen, attempt(on_screen, Act.RETURN, "改"), person=person("li"), now=now)

    on_screen.refresh_from_db()
    assert on_screen.ended == ""


@pytest.mark.parametrize("act", SIGNERS)
def test_signature_over_another_package_is_refused(person: Find, now: datetime, act: Act) -> None:
    sheet = sheet_awaiting(act, now=now)
    stale = replace(attempt(sheet, act), package_sha256="0" * 64)

    with pytest.raises(Conflict) as caught:
        act_on(sheet, stale, person=person(SIGNERS[act]), now=now)

    assert codes(caught) == ["review.package_changed"]


def test_version_saved_since_it_was_shown_is_not_submitted(person: Find, now: datetime) -> None:
    version = written(now=now)

    with pytest.raises(Conflict):
        submit_version(version, person=person("zhang"), edit=version.edit - 1, now=now)

    assert not ReviewSheet.objects.exists()


def test_entry_rolls_back_with_the_act(person: Find, now: datetime) -> None:
    sheet = submitted(now=now)
    size = ledger_size()

    mark = transaction.savepoint()
    signed(sheet, Act.ENDORSE, now=now)
    transaction.savepoint_rollback(mark)

    assert ledger_size() == size
    assert Opinion.objects.filter(sheet=sheet).count() == 1
    assert ReviewSheet.objects.get(pk=sheet.pk).awaits == Act.ENDORSE


def test_version_without_category_is_not_submitted(community: None, now: datetime) -> None:
    version = written(now=now, category="")

    with pytest.raises(Refused) as caught:
        submit(version, now=now)

    assert codes(caught) == ["review.category_missing"]


def test_deputy_signs_as_deputy(person: Find, now: datetime) -> None:
    li = person("li")
    li.appointments.filter(post="director").update(is_deputy=True)
    sheet = signed(sheet_awaiting(Act.APPROVE, now=now), Act.APPROVE, now=now, by="li")

    assert Opinion.objects.get(sheet=sheet, act="approve").is_deputy


def test_ended_appointment_signs_no_more(person: Find, now: datetime) -> None:
    sheet = submitted(now=now)
    head = person("zhao").appointments.get()
    head.ends_on = now.date().replace(day=22)
    head.save(update_fields=["ends_on"])

    with pytest.raises(Refused) as caught:
        act_on(sheet, attempt(sheet, Act.ENDORSE), person=named("zhao"), now=now)

    assert codes(caught) == ["review.wrong_post"]


def test_a_director_who_left_stops_no_notice(person: Find, now: datetime) -> None:
    sheet = sheet_awaiting(Act.RELEASE, now=now)
    held = person("li").appointments.filter(post="director")
    held.update(ends_on=now.date().replace(day=22))

    signed(sheet, Act.RELEASE, now=now)

    assert ReviewSheet.objects.get(pk=sheet.pk).ended == "released"
