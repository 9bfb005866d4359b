"""The house as the ledger tells it: appointments with their ends, names, accounts, passwords."""

from datetime import datetime, timedelta

import pytest
from tests import factories as make

from hefa.people.actions import change_password
from hefa.people.models import Person
from hefa.registry import actions as register
from hefa.registry.adopted import parsed
from hefa.registry.adoption import NewAppointment
from hefa.registry.evidence import adopted_by, every_post_has_a_holder, in_force_at
from hefa.registry.models import Appointment
from hefa.registry.recorded import Appointed, House, house

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
DAY = timedelta(days=1)


def holds(post: str, found: House, now: datetime) -> list[str]:
    return [found.name(entry.person) for entry in found.holding([post], now.date())]


def test_the_ledger_tells_the_same_as_the_tables(now: datetime) -> None:
    found = house(now)
    told = {(entry.person, entry.post, entry.unit, entry.starts_on) for entry in found.appointments}
    rows = Appointment.objects.values_list("person__key", "post", "unit__key", "starts_on")

    assert told == set(rows)
    assert len(found.appointments) == Appointment.objects.count()


def test_an_end_counts_from_the_moment_it_was_written_down(now: datetime) -> None:
    held = Appointment.objects.get(post="inspector")
    written_at = now + 3 * DAY
    register.end_appointment(held, ends_on=now.date(), by=None, now=written_at)

    assert holds("inspector", house(now + 2 * DAY), now + 2 * DAY) == ["何干事"]
    assert holds("inspector", house(written_at), now) == ["何干事"]
    assert holds("inspector", house(written_at), now + DAY) == []


def test_whoever_is_appointed_again_holds_again(now: datetime) -> None:
    held = Appointment.objects.get(post="inspector")
    register.end_appointment(held, ends_on=now.date(), by=None, now=now)
    register.appoint(
        held.person, post="inspector", unit=held.unit,
        starts_on=(now + 5 * DAY).date(), by=None, now=now,
    )  # fmt: skip
    found = house(now)

    assert holds("inspector", found, now) == ["何干事"]
    assert holds("inspector", found, now + 3 * DAY) == []
    assert holds("inspector", found, now + 5 * DAY) == ["何干事"]


def test_what_is_known_can_be_asked_as_of_an_earlier_moment(now: datetime) -> None:
    held = Appointment.objects.get(post="inspector")
    register.end_appointment(held, ends_on=now.date() - DAY, by=None, now=now + DAY)
    one: Appointed = next(e for e in house(now + DAY).appointments if e.post == "inspector")

    assert one.holds(now.date(), known_at=now)
    assert not one.holds(now.date(), known_at=now + DAY)


def test_a_closed_account_holds_nothing_until_it_is_opened_again(now: datetime) -> None:
    person = make.named("he")
    register.close_person(person, by=None, now=now + DAY)
    register.reopen_person(person, by=None, now=now + 2 * DAY)

    assert [holds("inspector", house(now + days * DAY), now) for days in range(3)] == [
        ["何干事"], [], ["何干事"],
    ]  # fmt: skip


def test_a_name_is_the_one_of_that_time(now: datetime) -> None:
    person = make.named("he")
    register.describe_person(
        person, display_name="何巡检", phone="", mail="", by=None, now=now + DAY, seen=0
    )

    assert house(now).name(person.key) == "何干事"
    assert house(now + DAY).name(person.key) == "何巡检"


def test_a_password_s_changes_are_told_in_order(now: datetime) -> None:
    person = make.named("he")
    before = house(now).passwords[person.key]
    change_password(person, "另一个很长的口令", now=now + DAY)
    after = house(now + DAY).passwords[person.key]

    assert len(before) == 1
    assert after[:-1] == before
    assert after[-1][1] == now + DAY
    assert house(now).passwords[person.key] == before


def test_a_password_that_no_entry_tells_of_is_read_from_its_row(now: datetime) -> None:
    person = Person.objects.create(
        username="x", display_name="新", created_at=now, password_changed_at=now + DAY
    )

    assert person.key not in house(now).passwords
    assert house(now + DAY).passwords[person.key] == ((None, now + DAY),)


def test_appointments_of_an_adoption_are_read_from_its_entry(now: datetime) -> None:
    adopted = adopted_by(now)[-1]
    register.adopt_regulation(
        adopted.text.replace("\nversion = 1", "\nversion = 2", 1),
        effective_on=(now + 10 * DAY).date(),
        adopted_by=None,
        now=now,
        appointments=[_new(make.named("li"), "inspector", "tech")],
    )
    found = house(now)

    assert holds("inspector", found, now + 9 * DAY) == ["何干事"]
    assert holds("inspector", found, now + 10 * DAY) == ["何干事", "李主任"]


def _new(person: Person, post: str, unit: str) -> NewAppointment:
    return NewAppointment(person=person, post=post, unit=unit, is_deputy=False)


def test_a_version_counts_from_its_adoption_and_its_day(now: datetime) -> None:
    versions = adopted_by(now)

    assert adopted_by(now - DAY) == []
    assert in_force_at(versions, now) == versions[0]
    assert in_force_at(versions, now - 91 * DAY) is None


def test_a_post_without_a_holder_is_named(now: datetime) -> None:
    held = Appointment.objects.get(post="inspector")
    register.end_appointment(held, ends_on=now.date(), by=None, now=now)
    regulation = parsed(adopted_by(now)[0])

    assert every_post_has_a_holder(house(now), regulation).holds
    assert every_post_has_a_holder(house(now + DAY), regulation).against == ("巡检人",)
