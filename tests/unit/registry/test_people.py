"""People and their posts: dated, held once, and never nobody who keeps the register."""

from datetime import date, datetime, timedelta

import pytest

from hefa.core.errors import Conflict, Refused
from hefa.ledger.models import Entry, PersonalText
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.access import actor_of, standing
from hefa.registry.models import Appointment, Unit

from .conftest import NOW, TODAY, enter

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in refused.value.reasons]


def appoint(person: Person, post: str = "sender", starts_on: date = TODAY) -> Appointment:
    unit = Unit.objects.get(key="service")
    return actions.appoint(person, post=post, unit=unit, starts_on=starts_on, by=None, now=NOW)


def test_what_is_known_of_a_person_stands_in_the_ledger_as_personal_text_alone(db: None) -> None:
    actions.add_person(
        username="zhao", display_name="赵站长", phone="0900-8000102", mail="z@example.org",
        by=None, now=NOW,
    )  # fmt: skip

    assert "赵站长" not in Entry.objects.get().body
    assert dict(PersonalText.objects.values_list("name", "text")) == {
        "username": "zhao",
        "name": "赵站长",
        "phone": "0900-8000102",
        "mail": "z@example.org",
    }


def test_a_new_person_has_no_password(stranger: Person) -> None:
    assert not stranger.has_usable_password()


def test_a_sign_in_name_is_taken_whatever_its_case(stranger: Person) -> None:
    with pytest.raises(Refused) as refused:
        enter("LU", "另一人")

    assert codes(refused) == ["registry.username_taken"]


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (1, True)])
def test_an_appointment_counts_up_to_its_last_day(
    stranger: Person, days: int, counts: bool
) -> None:
    appointment = appoint(stranger, starts_on=date(2026, 10, 1))

    actions.end_appointment(appointment, ends_on=TODAY + timedelta(days=days), by=None, now=NOW)

    assert bool(actor_of(stranger, NOW).held) is counts


def test_an_appointment_counts_from_its_first_day_in_local_time(stranger: Person) -> None:
    appoint(stranger, starts_on=TODAY + timedelta(days=1))
    midnight_here = datetime.fromisoformat("2026-11-24T00:00:00+08:00")

    assert not standing(midnight_here - timedelta(seconds=1)).exists()
    assert standing(midnight_here).count() == 1


def test_a_post_is_not_held_twice_at_once_but_may_be_held_again_later(stranger: Person) -> None:
    first = appoint(stranger, starts_on=date(2026, 10, 1))
    with pytest.raises(Refused) as refused:
        appoint(stranger)
    assert codes(refused) == ["registry.held_already"]

    actions.end_appointment(first, ends_on=TODAY - timedelta(days=1), by=None, now=NOW)

    assert appoint(stranger).pk != first.pk


def test_every_reason_against_an_appointment_is_given_at_once(stranger: Person) -> None:
    Unit.objects.update(is_active=False)
    stranger.is_active = False

    with pytest.raises(Refused) as refused:
        appoint(stranger, post="mayor")

    assert codes(refused) == ["registry.post_unknown", "people.inactive", "registry.unit_closed"]


def test_without_a_regulation_nobody_is_appointed(db: None) -> None:
    person = enter("lu", "路人")
    unit = Unit.objects.create(key="service", name="便民服务站")

    with pytest.raises(Refused) as refused:
        actions.appoint(person, post="sender", unit=unit, starts_on=TODAY, by=None, now=NOW)

    assert codes(refused) == ["registry.no_regulation"]


def test_an_appointment_does_not_end_before_it_starts(stranger: Person) -> None:
    with pytest.raises(Refused) as refused:
        actions.end_appointment(
            appoint(stranger), ends_on=TODAY - timedelta(days=1), by=None, now=NOW
        )

    assert codes(refused) == ["registry.ends_before_start"]


def test_an_appointment_ended_by_somebody_else_is_a_conflict(stranger: Person) -> None:
    appointment = appoint(stranger)
    actions.end_appointment(Appointment.objects.get(), ends_on=TODAY, by=None, now=NOW)

    with pytest.raises(Conflict):
        actions.end_appointment(appointment, ends_on=TODAY, by=None, now=NOW)


def test_the_last_one_who_keeps_the_register_stays(administrator: Person, now: datetime) -> None:
    with pytest.raises(Refused) as ended:
        actions.end_appointment(Appointment.objects.get(), ends_on=TODAY, by=None, now=now)
    with pytest.raises(Refused) as closed:
        actions.close_person(administrator, by=None, now=now)

    assert codes(ended) == codes(closed) == ["registry.last_manager"]


def test_nobody_closes_their_own_account(administrator: Person, now: datetime) -> None:
    enter("liu", "刘工", ("tech_support", "tech"))

    with pytest.raises(Refused) as refused:
        actions.close_person(administrator, by=administrator, now=now)

    assert codes(refused) == ["registry.not_oneself"]


def test_a_closed_account_holds_nothing_until_it_is_opened_again(
    administrator: Person, contributor: Person, now: datetime
) -> None:
    actions.close_person(contributor, by=administrator, now=now)
    assert not actor_of(contributor, now).held
    with pytest.raises(Conflict):
        actions.close_person(contributor, by=administrator, now=now)

    actions.reopen_person(contributor, by=administrator, now=now)

    assert len(actor_of(contributor, now).held) == 1


def test_two_who_describe_a_person_at_once_do_not_overwrite_each_other(stranger: Person) -> None:
    given = {"phone": "", "mail": "", "by": None, "now": NOW, "seen": 0}
    actions.describe_person(stranger, display_name="甲", **given)  # type: ignore[arg-type]

    with pytest.raises(Conflict):
        actions.describe_person(stranger, display_name="乙", **given)  # type: ignore[arg-type]


def test_a_unit_where_posts_are_held_is_not_closed(contributor: Person, now: datetime) -> None:
    unit = Unit.objects.get(key="service")

    with pytest.raises(Refused) as refused:
        actions.save_unit(unit, name=unit.name, is_active=False, by=None, now=now)

    assert codes(refused) == ["registry.unit_in_use"]
