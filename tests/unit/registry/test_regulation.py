"""Adoption of a regulation: kept word for word, whole or not at all, refused with reasons."""

import json
from datetime import date, datetime, timedelta

import pytest

from hefa.core.errors import Refused
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.adopted import regulation_in_force
from hefa.registry.adoption import NewAppointment
from hefa.registry.delivered import profile_text
from hefa.registry.models import AdoptedRegulation, Appointment, Column, Unit

from .conftest import TEXT, enter

pytestmark = pytest.mark.django_db
HOSPITAL = profile_text("hospital")
NEWER = TEXT.replace("version = 1", "version = 2")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in refused.value.reasons]


def placed(person: Person, post: str = "publicist", unit: str = "publicity") -> NewAppointment:
    return NewAppointment(person=person, post=post, unit=unit)


def test_adoption_keeps_the_text_and_makes_units_and_columns(
    text: str, now: datetime, today: date
) -> None:
    adopted = actions.adopt_regulation(text, effective_on=today, adopted_by=None, now=now)

    assert adopted.text == text
    assert list(Unit.objects.values_list("key", flat=True)) == [
        "committee", "office", "tech", "service", "culture",
    ]  # fmt: skip
    assert set(Column.objects.values_list("key", "update_cycle_days")) == {
        ("life", 30), ("notices", 14), ("service", 30),
    }  # fmt: skip
    entry = Entry.objects.get()
    assert entry.kind == "registry.regulation_adopted"
    assert json.loads(entry.body) == {
        "key": "community",
        "version": 1,
        "text_sha256": adopted.text_sha256,
        "effective_on": "2026-11-23",
        "appointments": [],
    }


def test_adoption_of_the_next_version_leaves_what_is_there(
    administrator: Person, now: datetime, today: date
) -> None:
    Unit.objects.filter(key="service").update(name="服务大厅")

    actions.adopt_regulation(NEWER, effective_on=today, adopted_by=administrator, now=now)

    assert Unit.objects.get(key="service").name == "服务大厅"
    assert Unit.objects.count() == 5


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("version = 1", "version = 1"), ["registry.regulation_not_newer"]),
        (("version = 1", "version = 0"), ["registry.regulation_not_newer"]),
        (("version = 1", "version = "), ["core.regulation_unreadable"]),
        (("[parameters]", "[settings]"), ["core.regulation_incomplete"]),
    ],
)
@pytest.mark.usefixtures("administrator")
def test_adoption_is_refused_with_reasons(
    text: str, now: datetime, today: date, change: tuple[str, str], expected: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(
            text.replace(*change), effective_on=today, adopted_by=None, now=now
        )

    assert codes(refused) == expected
    assert AdoptedRegulation.objects.count() == 1


def test_a_text_that_contradicts_itself_is_refused_with_every_line(
    administrator: Person, text: str, now: datetime, today: date
) -> None:
    wrong = text.replace('route = "news"', 'route = "nowhere"').replace('"unit_head"]', '"boss"]')
    lines = wrong.splitlines()

    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(wrong, effective_on=today, adopted_by=None, now=now)

    found = [(entry.code, int(entry.detail["line"])) for entry in refused.value.reasons]
    wanted = {"core.regulation_route_unknown", "core.regulation_post_unknown"}
    assert wanted <= {code for code, _ in found}
    assert len(found) > len(wanted)
    assert all(lines[line - 1].strip() for _, line in found)


def test_the_very_first_version_alone_may_begin_in_the_past(
    text: str, now: datetime, today: date
) -> None:
    first = actions.adopt_regulation(
        text, effective_on=today - timedelta(days=90), adopted_by=None, now=now
    )
    enter("chen", "陈管理员", ("administrator", "tech"))

    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(
            NEWER, effective_on=today - timedelta(days=1), adopted_by=None, now=now
        )

    assert codes(refused) == ["registry.regulation_in_the_past"]
    assert regulation_in_force(now) == first


def test_no_version_of_any_key_may_begin_before_the_last_one(
    administrator: Person, now: datetime, today: date
) -> None:
    later = today + timedelta(days=9)
    actions.adopt_regulation(NEWER, effective_on=later, adopted_by=None, now=now)

    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(
            HOSPITAL,
            effective_on=later - timedelta(days=1),
            adopted_by=None,
            now=now,
            appointments=[placed(administrator)],
        )

    assert codes(refused) == ["registry.regulation_too_early"]


def test_a_version_for_tomorrow_is_not_yet_in_force(
    administrator: Person, now: datetime, today: date
) -> None:
    tomorrow = today + timedelta(days=1)
    actions.adopt_regulation(NEWER, effective_on=tomorrow, adopted_by=None, now=now)

    for moment, version in ((now, 1), (now + timedelta(days=1), 2)):
        in_force = regulation_in_force(moment)
        assert in_force is not None
        assert in_force.version == version


def test_an_adoption_after_which_nobody_keeps_the_register_is_refused(
    administrator: Person, contributor: Person, now: datetime, today: date
) -> None:
    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(
            HOSPITAL,
            effective_on=today,
            adopted_by=administrator,
            now=now,
            appointments=[placed(contributor, "writer", "internal")],
        )

    assert codes(refused) == ["registry.regulation_without_keeper"]
    assert not Unit.objects.filter(key="publicity").exists()
    assert not Appointment.objects.filter(post="writer").exists()


def test_who_leaves_before_the_first_day_does_not_keep_the_register(
    administrator: Person, now: datetime, today: date
) -> None:
    Appointment.objects.update(ends_on=today + timedelta(days=3))

    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(NEWER, effective_on=today, adopted_by=None, now=now)

    assert codes(refused) == ["registry.regulation_without_keeper"]


def test_appointments_begin_with_the_version_in_the_same_entry(
    administrator: Person, contributor: Person, now: datetime, today: date
) -> None:
    before = Entry.objects.count()
    begins = today + timedelta(days=7)

    actions.adopt_regulation(
        HOSPITAL,
        effective_on=begins,
        adopted_by=administrator,
        now=now,
        appointments=[
            placed(administrator),
            NewAppointment(person=contributor, post="writer", unit="internal", is_deputy=True),
        ],
    )

    assert Entry.objects.count() == before + 1
    assert json.loads(Entry.objects.last().body)["appointments"] == [  # type: ignore[union-attr]
        {
            "person": administrator.key,
            "post": "publicist",
            "unit": "publicity",
            "is_deputy": False,
        },
        {"person": contributor.key, "post": "writer", "unit": "internal", "is_deputy": True},
    ]
    made = Appointment.objects.filter(post__in=["publicist", "writer"])
    assert set(made.values_list("person__username", "unit__key", "is_deputy", "starts_on")) == {
        ("chen", "publicity", False, begins),
        ("zhang", "internal", True, begins),
    }
    assert set(Appointment.objects.exclude(pk__in=made).values_list("post", "ends_on")) == {
        ("administrator", None),
        ("contributor", None),
    }


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (("nobody", "publicity"), "registry.post_unknown"),
        (("administrator", "publicity"), "registry.post_unknown"),
        (("writer", "nowhere"), "registry.unit_unknown"),
        (("writer", "culture"), "registry.unit_closed"),
    ],
)
def test_an_appointment_to_what_is_not_there_is_refused(
    administrator: Person, now: datetime, today: date, place: tuple[str, str], expected: str
) -> None:
    Unit.objects.filter(key="culture").update(is_active=False)

    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(
            HOSPITAL,
            effective_on=today,
            adopted_by=None,
            now=now,
            appointments=[placed(administrator), placed(administrator, *place)],
        )

    assert codes(refused) == [expected]
    assert AdoptedRegulation.objects.count() == 1


def test_nobody_inactive_and_nobody_twice_is_appointed(
    administrator: Person, contributor: Person, now: datetime, today: date
) -> None:
    Person.objects.filter(pk=contributor.pk).update(is_active=False)
    contributor.refresh_from_db()

    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(
            HOSPITAL,
            effective_on=today,
            adopted_by=None,
            now=now,
            appointments=[
                placed(administrator),
                placed(administrator),
                placed(contributor, "writer", "internal"),
            ],
        )

    assert codes(refused) == ["registry.holds_it_twice", "people.inactive"]


def test_an_appointment_goes_by_the_regulation_of_its_first_day(
    administrator: Person, contributor: Person, now: datetime, today: date
) -> None:
    begins = today + timedelta(days=7)
    actions.adopt_regulation(
        HOSPITAL,
        effective_on=begins,
        adopted_by=None,
        now=now,
        appointments=[placed(administrator)],
    )
    internal = Unit.objects.get(key="internal")
    given = {"unit": internal, "by": administrator, "now": now}

    actions.appoint(contributor, post="writer", starts_on=begins, **given)
    actions.appoint(contributor, post="sender", starts_on=begins - timedelta(days=1), **given)
    for post, day in (("writer", begins - timedelta(days=1)), ("sender", begins)):
        with pytest.raises(Refused) as refused:
            actions.appoint(contributor, post=post, starts_on=day, **given)
        assert "registry.post_unknown" in codes(refused)
