"""Delegation: a holder's post in another's hands for some days, and no longer."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hefa.core.errors import Conflict, Refused
from hefa.core.review import Held, PersonId, PostKey, UnitKey
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.access import actor_of, actors_standing, standing
from hefa.registry.models import Appointment
from hefa.registry.queries import appointments_of
from hefa.registry.recorded import house

from .conftest import NOW, TODAY, enter

pytestmark = pytest.mark.django_db
UNTIL = TODAY + timedelta(days=4)


@pytest.fixture
def head(adopted: None) -> Person:
    enter("chen", "陈管理员", ("administrator", "tech"))
    return enter("zhao", "赵站长", ("unit_head", "service"))


@pytest.fixture
def other(head: Person) -> Person:
    return enter("zhou", "周主任", ("office", "office"))


def give(head: Person, other: Person, **changes: object) -> Appointment:
    values = {"person": other, "starts_on": TODAY, "ends_on": UNTIL, "by": head, "now": NOW}
    return actions.delegate_post(
        head.appointments.get(post="unit_head"),
        **{**values, **changes},  # type: ignore[arg-type]  # the arguments of the act
    )


def acts_for(other: Person, at: datetime) -> set[str]:
    return {held.for_person or "" for held in actor_of(other, at).held} - {""}


def test_the_delegate_holds_the_post_for_the_holder_and_those_days(
    head: Person, other: Person
) -> None:
    made = give(head, other, starts_on=TODAY + timedelta(days=1))

    assert (made.is_deputy, made.for_person) == (True, head)
    days = [acts_for(other, NOW + timedelta(days=at)) == {head.key} for at in range(7)]
    assert days == [False, True, True, True, True, False, False]
    seat = Held(post=PostKey("unit_head"), unit=UnitKey("service"), for_person=PersonId(head.key))
    assert seat in actor_of(other, NOW + timedelta(days=1)).held
    assert seat in actor_of(other, NOW + timedelta(days=1)).serves


def test_everybody_standing_is_told_as_one_by_one(head: Person, other: Person) -> None:
    give(head, other)

    found = {actor.person: actor for actor in actors_standing(NOW)}

    assert found == {one.key: actor_of(one, NOW) for one in Person.objects.all()}


def test_its_entry_names_both_and_its_days(head: Person, other: Person) -> None:
    give(head, other)
    entry = Entry.objects.latest("seq")

    assert (entry.kind, entry.subject, entry.actor) == (
        "registry.delegated", f"person:{other.key}", head.key,
    )  # fmt: skip
    assert f'"for":"{head.key}"' in entry.body


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "registry.ends_before_start"),
        ({"starts_on": TODAY - timedelta(days=1)}, "registry.starts_in_the_past"),
    ],
)
def test_days_must_make_sense(
    head: Person, other: Person, changes: dict[str, date], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        give(head, other, **changes)

    assert [entry.code for entry in refused.value.reasons] == [code]


def test_it_goes_to_another_active_person_once(head: Person, other: Person) -> None:
    with pytest.raises(Refused) as oneself:
        give(head, head)
    give(head, other)
    with pytest.raises(Refused) as twice:
        give(head, other, starts_on=UNTIL, ends_on=UNTIL)
    actions.close_person(other, by=None, now=NOW)
    other.refresh_from_db()
    with pytest.raises(Refused) as closed:
        give(head, other, starts_on=UNTIL + timedelta(days=1), ends_on=UNTIL + timedelta(days=2))

    assert "registry.delegated_to_oneself" in [one.code for one in oneself.value.reasons]
    assert [one.code for one in twice.value.reasons] == ["registry.held_already"]
    assert [one.code for one in closed.value.reasons] == ["people.inactive"]


def test_what_is_delegated_or_deputised_is_not_delegated_on(head: Person, other: Person) -> None:
    made = give(head, other)
    third = enter("he", "何干事")

    with pytest.raises(Refused) as refused:
        actions.delegate_post(made, person=third, starts_on=TODAY, ends_on=TODAY, by=other, now=NOW)

    assert [one.code for one in refused.value.reasons] == ["registry.not_yours_to_delegate"]


def test_it_can_be_taken_back_and_counts_to_the_end_of_that_day(
    head: Person, other: Person
) -> None:
    made = give(head, other)

    actions.end_delegation(made, by=head, now=NOW)

    assert acts_for(other, NOW) == {head.key}
    assert acts_for(other, NOW + timedelta(days=1)) == set()
    with pytest.raises(Conflict):
        actions.end_delegation(made, by=head, now=NOW + timedelta(days=1))


def test_one_that_has_not_begun_never_does(head: Person, other: Person) -> None:
    made = give(head, other, starts_on=UNTIL, ends_on=UNTIL)

    actions.end_delegation(made, by=head, now=NOW)

    assert not Appointment.objects.filter(for_person=head).exists()
    assert acts_for(other, NOW + timedelta(days=4)) == set()


def test_an_appointment_is_no_delegation(head: Person) -> None:
    with pytest.raises(Refused) as refused:
        actions.end_delegation(head.appointments.get(), by=None, now=NOW)

    assert [one.code for one in refused.value.reasons] == ["registry.no_delegation"]


def test_with_the_holder_goes_the_delegate(head: Person, other: Person) -> None:
    give(head, other)
    third = enter("he", "何干事")
    give(head, third, starts_on=UNTIL, ends_on=UNTIL)
    actions.end_appointment(head.appointments.get(), ends_on=TODAY, by=None, now=NOW)

    assert acts_for(other, NOW) == {head.key}
    assert acts_for(other, NOW + timedelta(days=1)) == set()
    assert acts_for(third, NOW + timedelta(days=4)) == set()


def test_for_a_closed_account_nobody_acts(head: Person, other: Person) -> None:
    give(head, other)
    actions.close_person(head, by=None, now=NOW)

    assert acts_for(other, NOW) == set()
    assert standing(NOW).filter(person=other).count() == 1


@pytest.mark.parametrize("changes", [{"is_deputy": False}, {"ends_on": None}])
def test_the_database_knows_no_other_delegation(
    head: Person, other: Person, changes: dict[str, object]
) -> None:
    made = give(head, other)

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=made.pk).update(**changes)


def test_the_ledger_tells_of_it_as_it_was_known(head: Person, other: Person) -> None:
    made = give(head, other)
    soon = NOW + timedelta(days=1)
    actions.end_delegation(made, by=head, now=soon)

    (told,) = [one for one in house(soon).appointments if one.for_person == head.key]
    assert told.holds(TODAY + timedelta(days=3), known_at=NOW)
    assert told.holds(TODAY + timedelta(days=1), known_at=soon)
    assert not told.holds(TODAY + timedelta(days=3), known_at=soon)
    assert not told.holds(UNTIL + timedelta(days=1), known_at=NOW)


def test_the_ledger_ends_it_with_the_holder_s_post(head: Person, other: Person) -> None:
    give(head, other)
    actions.end_appointment(head.appointments.get(), ends_on=TODAY, by=None, now=NOW)

    found = {one.person: one for one in house(NOW).appointments if one.post == "unit_head"}

    assert [found[one.key].ends_on for one in (head, other)] == [TODAY, TODAY]


def test_the_page_lists_one_s_posts_and_who_acts_in_them(head: Person, other: Person) -> None:
    browser = Client()
    browser.force_login(head)
    pk = head.appointments.get().pk
    form = {"person": other.pk, "starts_on": "2099-01-01", "ends_on": "2099-01-03"}

    assert browser.get("/settings/away/").status_code == 200
    done = browser.post(f"/settings/appointments/{pk}/delegate/", form)
    shown = browser.get("/settings/away/").content.decode()

    assert (done.status_code, done["location"]) == (302, "/settings/away/")
    assert "周主任" in shown
    assert "科室（网点）负责人（代赵站长）" in shown
    made = Appointment.objects.get(for_person=head)
    assert browser.post(f"/settings/delegations/{made.pk}/end/").status_code == 302
    assert not Appointment.objects.filter(for_person=head).exists()


def test_another_s_post_is_not_there(head: Person, other: Person) -> None:
    browser = Client()
    browser.force_login(other)
    pk = head.appointments.get().pk
    made = give(head, enter("he", "何干事"))

    assert browser.get(f"/settings/appointments/{pk}/delegate/").status_code == 404
    assert browser.post(f"/settings/delegations/{made.pk}/end/").status_code == 404
    assert len(appointments_of(other, NOW)) == 1
