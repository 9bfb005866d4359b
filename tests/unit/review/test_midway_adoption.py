"""A regulation adopted in the middle of a review: the sheet ends as it began, the next does not."""

from collections.abc import Callable
from datetime import date, datetime

from tests.factories import named, reloaded, sheet_awaiting, signed, submit, submitted, written

from hefa.core.review import Act, State, reasons_against_publication
from hefa.core.rights import Right, reasons_against_right
from hefa.people.models import Person
from hefa.registry import actions as register
from hefa.registry.access import actor_of
from hefa.registry.adoption import NewAppointment
from hefa.registry.delivered import profile_text
from hefa.registry.models import Column, Unit
from hefa.review.queries import awaiting, core_sheet

Find = Callable[[str], Person]
SEATS = (
    ("zhang", "writer", "internal"),
    ("zhao", "section_chief", "internal"),
    ("zhou", "publicity_chief", "publicity"),
    ("zheng", "medical_expert", "medical"),
    ("wang", "vice_president", "leadership"),
    ("chen", "publicist", "publicity"),
)


def adopt_the_hospital(now: datetime) -> None:
    register.adopt_regulation(
        profile_text("hospital"),
        effective_on=date(2026, 11, 23),
        adopted_by=named("chen"),
        now=now,
        appointments=[
            NewAppointment(person=named(name), post=post, unit=unit) for name, post, unit in SEATS
        ],
    )


def test_a_sheet_in_progress_is_carried_to_its_release_as_it_began(
    person: Find, now: datetime
) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)

    adopt_the_hospital(now)

    assert sheet in awaiting(actor_of(person("wang"), now))
    for act in (Act.APPROVE, Act.DELIVER, Act.RELEASE):
        sheet = signed(sheet, act, now=now)
    pure = core_sheet(sheet)
    assert (sheet.regulation.key, sheet.ended) == ("community", State.RELEASED)
    assert [signature.act for signature in pure.signatures] == [
        Act.SUBMIT, Act.ENDORSE, Act.APPROVE, Act.DELIVER, Act.RELEASE,
    ]  # fmt: skip
    assert reasons_against_publication(pure, sheet.package_sha256) == ()


def test_the_next_sheet_takes_the_new_route_to_its_release(person: Find, now: datetime) -> None:
    submitted(now=now)
    adopt_the_hospital(now)
    version = written(
        now=now,
        unit="internal",
        category="visiting",
        column=Column.objects.get(key="visiting"),
    )

    sheet = submit(reloaded(version), now=now)

    assert Unit.objects.get(key="internal") == sheet.unit
    assert (sheet.regulation.key, sheet.route) == ("hospital", "three_reviews")
    for name, act in (
        ("zhao", Act.ENDORSE),
        ("zhou", Act.ENDORSE),
        ("wang", Act.APPROVE),
        ("chen", Act.RELEASE),
    ):
        waiting = {one.username for one in Person.objects.all()
                   if sheet in awaiting(actor_of(one, now))}  # fmt: skip
        assert waiting == {name}
        sheet = signed(sheet, act, now=now, by=name)
    assert sheet.ended == State.RELEASED


def test_a_post_of_the_earlier_version_gives_no_right_but_to_finish_what_it_began(
    person: Find, now: datetime
) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)
    before = actor_of(person("liu"), now)

    adopt_the_hospital(now)

    assert not reasons_against_right(Right.MANAGE_REGISTER, before)
    assert reasons_against_right(Right.MANAGE_REGISTER, actor_of(person("liu"), now))
    director = actor_of(person("li"), now)  # approver before, nothing now
    assert sheet in awaiting(director)
    assert not reasons_against_right(Right.SEE_ITEM, director)
    assert reasons_against_right(Right.HALT_PUBLISHING, director)
    assert reasons_against_right(Right.DRAFT, director)
