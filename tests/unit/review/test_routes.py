"""Routes in full on real sheets: all of several, returns to a step, delegates, declarations."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import (
    attempt,
    kinds_since,
    ledger_size,
    named,
    sheet_awaiting,
    signed,
    submit,
    submitted,
    written,
)

from hefa.core.errors import Conflict, Refused
from hefa.core.review import Act, PersonId, PostKey, Seat, reasons_against_publication
from hefa.people.models import Person
from hefa.registry import actions as register
from hefa.registry.access import actor_of
from hefa.registry.models import Appointment
from hefa.review.actions import act_on
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.pages import name_of, steps_of, trail_of
from hefa.review.queries import awaiting, core_sheet, is_awaited

Find = Callable[[str], Person]
TODAY = date(2026, 11, 23)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


def column_change(now: datetime) -> ReviewSheet:
    """Return a sheet on the route of a column change, first reviewed."""
    version = written(now=now)
    sheet = submit(version, now=now)
    ReviewSheet.objects.filter(pk=sheet.pk).update(route="column_change")
    sheet.refresh_from_db()
    return signed(sheet, Act.ENDORSE, now=now)


def waits_for(sheet: ReviewSheet, now: datetime) -> set[str]:
    return {one.username for one in Person.objects.all() if is_awaited(sheet, one, now)}


def test_both_posts_sign_one_step_and_the_inbox_follows(person: Find, now: datetime) -> None:
    sheet = column_change(now)
    assert waits_for(sheet, now) == {"wang", "li"}

    half = signed(sheet, Act.APPROVE, now=now, by="li")

    assert (half.position, half.awaits, half.acts) == (2, "approve", 3)
    assert waits_for(half, now) == {"wang"}
    with pytest.raises(Refused) as again:
        signed(half, Act.APPROVE, now=now, by="li")
    assert codes(again) == ["review.wrong_post", "review.same_person"]
    whole = signed(half, Act.APPROVE, now=now, by="wang")
    assert (whole.position, whole.awaits) == (3, "deliver")
    assert set(Opinion.objects.filter(step=2).values_list("post", flat=True)) == {
        "secretary",
        "director",
    }


def test_the_step_bar_shows_who_signed_and_who_is_still_asked(person: Find, now: datetime) -> None:
    half = signed(column_change(now), Act.APPROVE, now=now, by="li")

    bar = steps_of(half, now)

    assert bar[2]["state"] == "now"
    assert bar[2]["who"] == "李主任；王书记"


def test_a_return_to_a_step_keeps_what_it_voids(person: Find, now: datetime) -> None:
    sheet = sheet_awaiting(Act.RELEASE, now=now)
    size = ledger_size()
    back = attempt(sheet, Act.RETURN, "标题请书记再看", to_step=2)

    after = act_on(sheet, back, person=named("chen"), now=now)

    assert (after.position, after.awaits, after.ended) == (2, "approve", "")
    assert kinds_since(size) == ["review.returned"]
    voided = [entry.act for entry in after.opinions.all() if entry.voided_at]
    assert voided == ["approve", "deliver"]
    assert [entry.act for entry in core_sheet(after).signatures] == ["submit", "endorse"]
    assert waits_for(after, now) == {"wang", "li"}
    assert trail_of(after)[-1]["text"] == "陈管理员 退回到审批"
    again = signed(after, Act.APPROVE, now=now)
    again = signed(signed(again, Act.DELIVER, now=now), Act.RELEASE, now=now)
    assert again.ended == "released"
    assert reasons_against_publication(core_sheet(again), again.package_sha256) == ()
    assert Opinion.objects.filter(sheet=again, act="approve").count() == 2


def test_only_a_return_voids_anything(person: Find, now: datetime) -> None:
    sheet = sheet_awaiting(Act.DELIVER, now=now)
    odd = attempt(sheet, Act.DELIVER, to_step=1)

    after = act_on(sheet, odd, person=named("sun"), now=now)

    assert after.awaits == "release"
    assert not any(entry.voided_at for entry in after.opinions.all())


def test_a_return_to_a_step_that_was_not_signed_is_refused(person: Find, now: datetime) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)

    for number in (0, 2, 9):
        back = attempt(sheet, Act.RETURN, "再看", to_step=number)
        with pytest.raises(Refused) as caught:
            act_on(sheet, back, person=named("wang"), now=now)
        assert codes(caught) == ["review.no_such_step"]


def test_its_author_does_not_recall_what_was_sent_back_to_first_review(
    person: Find, now: datetime
) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)
    back = attempt(sheet, Act.RETURN, "请先核实", to_step=1)
    after = act_on(sheet, back, person=named("wang"), now=now)

    with pytest.raises(Refused) as caught:
        act_on(after, attempt(after, Act.RECALL), person=named("zhang"), now=now)

    assert codes(caught) == ["review.already_acted"]


def delegated(who: str, holder: str, post: str, now: datetime) -> Appointment:
    return register.delegate_post(
        named(holder).appointments.get(post=post),
        person=named(who),
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=3),
        by=named(holder),
        now=now,
    )


def test_a_delegate_signs_for_the_holder_and_is_shown_so(person: Find, now: datetime) -> None:
    delegated("zhou", "zhao", "unit_head", now)
    sheet = submitted(now=now)
    assert waits_for(sheet, now) == {"zhao", "zhou"}

    after = signed(sheet, Act.ENDORSE, now=now, by="zhou")

    opinion = Opinion.objects.get(sheet=after, act="endorse")
    assert (opinion.for_person, opinion.is_deputy, opinion.post) == (
        named("zhao"),
        True,
        "unit_head",
    )
    assert name_of(opinion) == "周主任（代赵站长）"
    assert core_sheet(after).signatures[1].for_person == named("zhao").key


def test_a_delegate_of_the_author_does_not_review_it(person: Find, now: datetime) -> None:
    delegated("zhou", "zhao", "unit_head", now)
    version = written(now=now, author="zhao")
    register.appoint(
        named("sun"),
        post="unit_head",
        unit=version.manuscript.unit,
        starts_on=TODAY,
        by=None,
        now=now,
    )
    sheet = submit(version, now=now)

    assert waits_for(sheet, now) == {"sun"}
    with pytest.raises(Refused) as caught:
        signed(sheet, Act.ENDORSE, now=now, by="zhou")
    assert codes(caught) == ["review.same_person"]


def test_a_delegation_ends_by_itself(person: Find, now: datetime) -> None:
    delegated("zhou", "zhao", "unit_head", now)
    sheet = submitted(now=now)
    later = now + timedelta(days=4)

    assert waits_for(sheet, later) == {"zhao"}
    with pytest.raises(Refused) as caught:
        signed(sheet, Act.ENDORSE, now=later, by="zhou")
    assert codes(caught) == ["review.wrong_post"]


def test_who_holds_two_posts_signs_as_the_one_chosen(person: Find, now: datetime) -> None:
    delegated("li", "wang", "secretary", now)
    sheet = sheet_awaiting(Act.APPROVE, now=now)
    seat = Seat(post=PostKey("secretary"), for_person=PersonId(named("wang").key))

    after = act_on(
        sheet, replace(attempt(sheet, Act.APPROVE), seat=seat), person=named("li"), now=now
    )

    opinion = Opinion.objects.get(sheet=after, act="approve")
    assert (opinion.post, opinion.for_person) == ("secretary", named("wang"))


def test_rules_that_changed_since_are_a_conflict_and_nothing_is_signed(
    person: Find, now: datetime
) -> None:
    sheet = submitted(now=now)
    stale = replace(attempt(sheet, Act.ENDORSE), rules_version="0" * 12)
    size = ledger_size()

    with pytest.raises(Conflict) as caught:
        act_on(sheet, stale, person=named("zhao"), now=now)

    assert [entry.code for entry in caught.value.reasons] == ["review.screen_changed"]
    assert ledger_size() == size


@pytest.mark.parametrize("seconds", [None, 300, -1])
def test_nobody_releases_without_a_fresh_password(
    person: Find, now: datetime, seconds: int | None
) -> None:
    sheet = sheet_awaiting(Act.RELEASE, now=now)
    at = None if seconds is None else now - timedelta(seconds=seconds)

    with pytest.raises(Refused) as caught:
        act_on(sheet, attempt(sheet, Act.RELEASE), person=named("chen"), now=now, confirmed_at=at)

    assert codes(caught) == ["review.not_confirmed"]


def test_the_database_keeps_one_signature_a_step_and_post(person: Find, now: datetime) -> None:
    sheet = signed(submitted(now=now), Act.ENDORSE, now=now)
    opinion = Opinion.objects.get(sheet=sheet, act="endorse")
    opinion.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        opinion.save(force_insert=True)
    opinion.voided_at = now
    opinion.save(force_insert=True)


def test_a_route_nobody_can_finish_is_not_begun(person: Find, now: datetime) -> None:
    Appointment.objects.filter(post="sender", unit__key="service").update(
        ends_on=date(2026, 11, 22)
    )

    with pytest.raises(Refused) as caught:
        submit(written(now=now), now=now)

    (found,) = caught.value.reasons
    assert (found.code, found.detail["act"]) == ("review.nobody_for_step", "deliver")
    assert not ReviewSheet.objects.exists()


def test_too_few_different_people_are_found_at_once(person: Find, now: datetime) -> None:
    Appointment.objects.filter(post="administrator").update(person=named("zhang"))

    with pytest.raises(Refused) as caught:
        submit(written(now=now), now=now)

    assert codes(caught) == ["review.too_few_people"]


def test_a_step_is_due_by_the_regulation_over_weekends_and_holidays(
    person: Find, now: datetime
) -> None:
    sheet = submitted(now=now)  # a Monday
    friday = now + timedelta(days=4)

    assert sheet.due_at == datetime.fromisoformat("2026-11-26T00:00:00+08:00")
    endorsed = signed(sheet, Act.ENDORSE, now=friday)
    assert endorsed.due_at == datetime.fromisoformat("2026-12-02T00:00:00+08:00")
    assert actor_of(named("wang"), now).held
    assert awaiting(actor_of(named("wang"), now)).count() == 1
