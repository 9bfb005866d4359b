"""What lasts from round to round: numbers, differences, who may sign, and the first day."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from tests.factories import (
    attempt,
    document,
    named,
    recalled,
    released,
    reloaded,
    returned,
    sheet_awaiting,
    signed,
    submit,
    submitted,
    written,
)

from hefa.collect.actions import revise
from hefa.collect.changes import save_draft
from hefa.core.errors import Refused, Tampered
from hefa.core.review import Act, reasons_against, reasons_against_publication
from hefa.people.models import Person
from hefa.registry import actions as register
from hefa.registry.access import actor_of
from hefa.registry.models import AdoptedRegulation, Appointment, Installation, OfficialAccount, Unit
from hefa.review.actions import act_on
from hefa.review.changes import note_reading
from hefa.review.models import ReviewSheet
from hefa.review.pages import changes_since, decision_of
from hefa.review.queries import (
    awaiting,
    core_sheet,
    last_seen,
    returned_to,
    sheet_to_decide,
    with_everything,
)

Find = Callable[[str], Person]


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


def next_round(sheet: ReviewSheet, *paragraphs: str, now: datetime) -> ReviewSheet:
    """Return the sheet of the next version, with its text changed."""
    version = revise(sheet.version.manuscript, person=sheet.author, now=now)
    save_draft(version, {"document": document(*paragraphs)}, edit=version.edit, now=now)
    return submit(version, now=now)


def test_number_is_never_given_again(community: None, now: datetime) -> None:
    first = recalled(now=now)
    second = next_round(first, "改过的正文。", now=now)
    third = submitted(now=now)

    assert [first.number, second.number, third.number] == ["2026-0001", "2026-0002", "2026-0003"]


def test_numbers_begin_anew_with_the_year_of_the_community(community: None) -> None:
    late = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)

    assert submitted(now=late).number == "2026-0001"
    assert submitted(now=new_year).number == "2027-0001"


def test_returned_item_comes_back_as_next_version_with_its_difference(
    person: Find, now: datetime
) -> None:
    sheet = submitted("停水通知", "明天上午停水。", "请提前蓄水。", now=now)
    note_reading(person("zhao"), sheet.version, now=now)
    back = attempt(sheet, Act.RETURN, "请写明几点")
    act_on(sheet, back, person=person("zhao"), now=now)

    following = next_round(sheet, "明天上午九点停水。", "请提前蓄水。", now=now)

    seen = last_seen(person("zhao"), following.version)
    changes = changes_since(seen, following.version)
    assert following.version.number == 2
    assert [[(part.kind, part.text) for part in change.parts] for change in changes] == [
        [("same", "明天上午"), ("ins", "九点"), ("same", "停水。")]
    ]
    assert last_seen(person("wang"), following.version) is None


def test_next_version_begins_without_a_signature_of_the_last(person: Find, now: datetime) -> None:
    sheet = sheet_awaiting(Act.RELEASE, now=now)
    act_on(sheet, attempt(sheet, Act.RETURN, "改一个字"), person=person("chen"), now=now)

    following = next_round(sheet, "改了一个字。", now=now)

    assert following.awaits == Act.ENDORSE
    assert [entry.act for entry in following.opinions.all()] == ["submit"]
    assert following.package_sha256 != sheet.package_sha256
    old = with_everything().get(pk=sheet.pk)
    assert "review.package_changed" in {
        entry.code
        for entry in reasons_against_publication(core_sheet(old), following.package_sha256)
    }


def test_sealed_package_changed_in_the_database_cannot_be_signed(
    person: Find, now: datetime
) -> None:
    sheet = submitted(now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE collect_version SET package = replace(CAST(package AS TEXT), '停水', '停电')"
            " WHERE id = %s",
            [sheet.version_id],
        )

    with pytest.raises(Tampered) as caught:
        signed(sheet, Act.ENDORSE, now=now)

    assert caught.value.reasons[0].code == "collect.package_altered"


@pytest.mark.parametrize("gap", ["organisation", "issued_on", "account", "people"])
def test_gap_in_the_set_up_stops_release_and_nothing_before(
    person: Find, now: datetime, gap: str
) -> None:
    sheet = sheet_awaiting(Act.RELEASE, now=now)
    if gap == "organisation":
        Installation.objects.update(organisation="")
    elif gap == "issued_on":
        Installation.objects.update(issued_on=None)
    elif gap == "account":
        OfficialAccount.objects.update(tested_at=None)
    else:
        Appointment.objects.filter(post__in=["secretary", "director"]).update(
            ends_on=date(2026, 11, 22)
        )

    with pytest.raises(Refused) as caught:
        signed(sheet, Act.RELEASE, now=now)

    assert codes(caught) == ["review.set_up_incomplete"]


def test_person_with_two_posts_does_not_sign_twice(person: Find, now: datetime) -> None:
    for post, unit in (("unit_head", "service"), ("secretary", "committee")):
        register.appoint(
            person("zhang"),
            post=post,
            unit=Unit.objects.get(key=unit),
            starts_on=date(2026, 9, 1),
            by=None,
            now=now,
        )
    sheet = submitted(now=now)
    zhang = actor_of(person("zhang"), now)
    assert sheet not in awaiting(zhang)
    with pytest.raises(Refused) as own:
        signed(sheet, Act.ENDORSE, now=now, by="zhang")
    endorsed = signed(sheet, Act.ENDORSE, now=now)
    with pytest.raises(Refused) as approval:
        signed(endorsed, Act.APPROVE, now=now, by="zhang")

    assert codes(own) == ["review.same_person"]
    assert codes(approval) == ["review.same_person"]
    assert endorsed not in awaiting(zhang)


def test_reasons_beside_the_button_are_those_that_refuse_the_act(
    person: Find, now: datetime
) -> None:
    register.appoint(
        person("zhang"),
        post="unit_head",
        unit=Unit.objects.get(key="service"),
        starts_on=date(2026, 9, 1),
        by=None,
        now=now,
    )
    sheet = submitted(now=now)
    for name in ("zhang", "wu", "wang", "zhao"):
        actor = actor_of(person(name), now)
        decided = sheet_to_decide(sheet, now=now)
        shown = decision_of(decided, actor)
        refusing = reasons_against(decided, attempt(sheet, Act.ENDORSE), actor)
        assert len(shown["reasons"]) == len(refusing)
        assert all(entry["text"] and "review." not in entry["text"] for entry in shown["reasons"])
    assert not shown["reasons"]


@pytest.mark.parametrize(
    ("act", "names"),
    [
        (Act.ENDORSE, {"zhao"}),
        (Act.APPROVE, {"wang", "li"}),
        (Act.DELIVER, {"sun"}),
        (Act.RELEASE, {"chen"}),
    ],
)
def test_sheet_waits_in_the_inbox_of_those_who_may_take_it_only(
    person: Find, now: datetime, act: Act, names: set[str]
) -> None:
    sheet = sheet_awaiting(act, now=now)
    cast = Person.objects.all()

    assert {entry.username for entry in cast if sheet in awaiting(actor_of(entry, now))} == names


@pytest.mark.parametrize("end", [released, returned, recalled])
def test_ended_sheet_waits_for_nobody(
    community: None, now: datetime, end: Callable[..., ReviewSheet]
) -> None:
    end(now=now)

    assert not any(awaiting(actor_of(entry, now)).exists() for entry in Person.objects.all())


def test_sheet_goes_by_the_regulation_it_was_submitted_under(person: Find, now: datetime) -> None:
    sheet = submitted(now=now)
    old = AdoptedRegulation.objects.get()
    text = old.text.replace('posts = ["unit_head"]\nin_unit = true', 'posts = ["office"]')
    assert text != old.text
    register.adopt_regulation(
        text.replace("version = 1", "version = 2"),
        effective_on=date(2026, 11, 23),
        adopted_by=None,
        now=now,
    )

    assert sheet in awaiting(actor_of(person("zhao"), now))
    assert sheet not in awaiting(actor_of(person("zhou"), now))
    assert signed(sheet, Act.ENDORSE, now=now).awaits == Act.APPROVE
    assert submitted(now=now) in awaiting(actor_of(person("zhou"), now))


def test_returned_item_is_the_authors_until_the_next_version_is_begun(
    person: Find, now: datetime
) -> None:
    zhang = person("zhang")
    sheet = returned(now=now)
    assert list(returned_to(zhang.pk)) == [sheet]
    assert not returned_to(person("wu").pk).exists()

    version = revise(sheet.version.manuscript, person=zhang, now=now)
    assert not returned_to(zhang.pk).exists()
    submit(reloaded(version), now=now)

    assert not returned_to(zhang.pk).exists()


def test_every_signature_on_a_released_sheet_is_over_what_is_released(
    community: None, now: datetime
) -> None:
    sheet = released(now=now)

    assert reasons_against_publication(core_sheet(sheet), sheet.version.package_sha256) == ()
    assert {entry.package_sha256 for entry in sheet.opinions.all()} == {sheet.package_sha256}
    assert len({entry.person_id for entry in sheet.opinions.all()}) == 5


def test_unit_sees_no_other_units_inbox(person: Find, now: datetime) -> None:
    ours = submitted("本单位的", now=now)
    theirs = submitted("别单位的", now=now, author="wu", unit="culture")

    assert list(awaiting(actor_of(named("zhao"), now))) == [ours]
    assert list(awaiting(actor_of(named("zheng"), now))) == [theirs]
    assert written(now=now).frozen_at is None
