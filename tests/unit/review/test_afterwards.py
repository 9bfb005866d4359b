"""What follows a release: the review put off by an urgent one, the check of one hand in two."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from tests.factories import (
    attempt,
    kinds_since,
    ledger_size,
    named,
    sheet_awaiting,
    signed,
    signed_in_two_posts,
    submitted,
    switch,
)

from hefa.core.errors import Conflict, Refused
from hefa.core.review import Act
from hefa.people.models import Person
from hefa.publish.door import reasons_against_release
from hefa.registry import actions as register
from hefa.registry.models import Unit
from hefa.review.actions import act_on
from hefa.review.afterwards import checks_to_make, reviews_put_off
from hefa.review.excepting import check_exception, sheets_to_check
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import is_awaited
from hefa.review.urgent import Word, record_consent

Find = Callable[[str], Person]


def codes(caught: pytest.ExceptionInfo[Refused] | pytest.ExceptionInfo[Conflict]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


# The urgent route


def word(now: datetime, **given: object) -> Word:
    values = {"approver": named("wang"), "how": "phone", "given_at": now, "words": "水管爆了，先发"}
    return Word(**{**values, **given})  # type: ignore[arg-type]  # fields of the word


def urgent(now: datetime) -> ReviewSheet:
    """Return a sheet released on the secretary's word."""
    switch("is_urgent_route_on")
    sheet = record_consent(submitted(now=now), word(now), person=named("chen"), now=now)
    return signed(sheet, Act.RELEASE, now=now)


def test_on_an_approver_s_word_the_administrator_releases_at_once(
    person: Find, now: datetime
) -> None:
    size = ledger_size()

    sheet = urgent(now)

    kinds = [kind for kind in kinds_since(size) if kind.startswith("review.")]
    assert kinds == ["review.submitted", "review.consented", "review.released"]
    assert (sheet.ended, sheet.awaits, sheet.position) == ("released", "endorse", 1)
    assert sheet.due_at == now + timedelta(hours=24)
    assert (sheet.consent.recorded_by, sheet.consent.post) == (named("chen"), "secretary")
    assert reasons_against_release(sheet) == ()
    assert is_awaited(sheet, named("zhao"), now)


def test_the_review_follows_and_the_release_stays_what_it_was(person: Find, now: datetime) -> None:
    sheet = urgent(now)
    later = now + timedelta(hours=2)
    assert [entry.done_at for entry in reviews_put_off(now, later)] == [None]

    sheet = signed(sheet, Act.ENDORSE, now=later)
    sheet = signed(sheet, Act.APPROVE, now=later)

    assert (sheet.ended, sheet.awaits, sheet.ended_at) == ("released", "", now)
    assert reasons_against_release(sheet) == ()
    assert [entry.done_at for entry in reviews_put_off(now, later)] == [later]
    assert [entry.done_at for entry in reviews_put_off(now, later - timedelta(hours=1))] == [None]


def test_a_review_that_sends_it_back_shuts_the_door_again(person: Find, now: datetime) -> None:
    sheet = urgent(now)
    back = attempt(sheet, Act.RETURN, "没有核实")

    after = act_on(sheet, back, person=named("zhao"), now=now)

    assert (after.ended, after.awaits) == ("returned", "")
    assert "review.not_released" in {entry.code for entry in reasons_against_release(after)}
    assert [entry.is_objected for entry in reviews_put_off(now, now)] == [True]


def test_an_urgent_release_without_its_consent_does_not_pass_the_door(
    person: Find, now: datetime
) -> None:
    sheet = urgent(now)
    ReviewSheet.objects.filter(pk=sheet.pk).update(is_urgent=False, awaits="", position=5)
    forged = ReviewSheet.objects.get(pk=sheet.pk)

    assert {"review.not_released", "review.route_incomplete"} <= {
        entry.code for entry in reasons_against_release(forged)
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"how": ""}, "review.consent_how_missing"),
        ({"how": "smoke"}, "review.consent_how_missing"),
        ({"words": "  "}, "review.consent_without_words"),
        ({"given_at": datetime.fromisoformat("2026-11-23T10:31:00+08:00")},
         "review.consent_at_another_time"),
        ({"given_at": datetime.fromisoformat("2026-11-23T10:29:00+08:00")},
         "review.consent_at_another_time"),
        ({"approver": "zhao"}, "review.wrong_post"),
    ],
)  # fmt: skip
def test_a_word_must_be_whole(
    person: Find, now: datetime, changes: dict[str, object], code: str
) -> None:
    switch("is_urgent_route_on")
    if "approver" in changes:
        changes = {"approver": named(str(changes["approver"]))}

    with pytest.raises(Refused) as caught:
        record_consent(submitted(now=now), word(now, **changes), person=named("chen"), now=now)

    assert codes(caught) == [code]


def test_who_may_not_release_writes_down_nobody_s_word(person: Find, now: datetime) -> None:
    switch("is_urgent_route_on")
    with pytest.raises(Refused) as caught:
        record_consent(submitted(now=now), word(now), person=named("zhang"), now=now)
    assert codes(caught) == ["review.not_to_record"]

    record_consent(submitted("另一篇", now=now), word(now), person=named("wang"), now=now)


def test_where_the_route_is_off_no_word_helps(person: Find, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        record_consent(submitted(now=now), word(now), person=named("chen"), now=now)

    assert codes(caught) == ["review.urgent_off"]


def test_a_word_that_meets_another_act_is_told_so(person: Find, now: datetime) -> None:
    switch("is_urgent_route_on")
    on_screen = submitted(now=now)
    signed(on_screen, Act.ENDORSE, now=now)

    with pytest.raises(Conflict) as caught:
        record_consent(on_screen, word(now), person=named("chen"), now=now)

    assert codes(caught) == ["review.someone_was_first"]


# One hand in two posts


def test_an_exception_is_marked_let_through_and_to_be_checked(person: Find, now: datetime) -> None:
    sheet = signed_in_two_posts(now=now)

    marked = Opinion.objects.filter(sheet=sheet, is_exception=True)
    assert [entry.act for entry in marked] == ["approve"]
    assert reasons_against_release(sheet) == ()
    assert list(sheets_to_check()) == [sheet]
    assert [entry.done_at for entry in checks_to_make(now, now)] == [None]


def test_somebody_who_signed_nothing_checks_it_once(person: Find, now: datetime) -> None:
    sheet = signed_in_two_posts(now=now)
    later = now + timedelta(days=1)
    with pytest.raises(Refused) as signer:
        check_exception(sheet, person=named("chen"), words="看过", now=later)
    with pytest.raises(Refused) as contributor:
        check_exception(sheet, person=named("zhang"), words=" ", now=later)

    check_exception(sheet, person=named("he"), words="看过，没有问题", now=later)

    assert codes(signer) == ["review.checked_by_signer"]
    assert codes(contributor) == [
        "core.no_right", "review.checked_by_signer", "review.check_without_words",
    ]  # fmt: skip
    assert not sheets_to_check().exists()
    assert [entry.done_at for entry in checks_to_make(now, later)] == [later]
    with pytest.raises(Conflict):
        check_exception(sheet, person=named("zhou"), words="看过", now=later)


def test_an_ordinary_sheet_has_nothing_to_check(person: Find, now: datetime) -> None:
    sheet = sheet_awaiting(Act.RELEASE, now=now)

    with pytest.raises(Refused) as caught:
        check_exception(sheet, person=named("he"), words="看过", now=now)

    assert codes(caught) == ["review.nothing_to_check"]
    assert checks_to_make(now, now) == ()


def test_without_the_parameter_two_posts_are_one_hand(person: Find, now: datetime) -> None:
    register.appoint(
        named("zhao"), post="director", unit=Unit.objects.get(key="committee"),
        starts_on=date(2026, 11, 1), by=None, now=now,
    )  # fmt: skip
    sheet = signed(submitted(now=now), Act.ENDORSE, now=now)

    with pytest.raises(Refused) as caught:
        signed(sheet, Act.APPROVE, now=now, by="zhao")

    assert codes(caught) == ["review.same_person"]
