"""The password page: the old one first, the age shown, the change in the ledger."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.people.queries import password_age

from .conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db
NEW = "一条大河波浪宽，风吹稻花"


def change(client: Client, old: str, new: str, again: str = "") -> object:
    given = {"oldpassword": old, "password1": new, "password2": again or new}
    return client.post("/account/password/", given)


@pytest.fixture
def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def test_the_change_counts_from_now_and_is_in_the_ledger(signed_in: Client, person: Person) -> None:
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        signed_in.force_login(person)
        assert change(signed_in, PASSWORD, NEW).status_code == 302
        assert signed_in.get("/account/password/").status_code == 200

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert person.password_changed_at == NOW + timedelta(days=20)
    assert list(Entry.objects.values_list("kind", "actor")) == [
        ("people.password_changed", person.key)
    ]


def test_the_change_ends_other_sessions(signed_in: Client, person: Person) -> None:
    other = Client()
    other.force_login(person)

    change(signed_in, PASSWORD, NEW)

    assert signed_in.get("/account/password/").status_code == 200
    assert other.get("/account/password/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", NEW, NEW, "现在的密码不对"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码和现在的一样"),
        (PASSWORD, NEW, NEW + "x", "两次输入的密码不一样"),
        (PASSWORD, "短", "短", "密码太短"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(
    signed_in: Client, old: str, new: str, again: str, said: str
) -> None:
    page = change(signed_in, old, new, again).content.decode()

    assert said in page
    assert Person.objects.get().check_password(PASSWORD)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("days", "soon", "over"), [(74, False, False), (75, True, False), (90, False, True)]
)
def test_the_age_warns_from_75_days_and_is_over_at_90(
    person: Person, days: int, soon: bool, over: bool
) -> None:
    age = password_age(person, NOW + timedelta(days=days))

    assert age is not None
    assert (age.days, age.is_due_soon, age.is_overdue) == (days, soon, over)
    assert age.due_at == NOW + timedelta(days=90)


def test_before_the_first_password_there_is_no_age(person: Person) -> None:
    person.password_changed_at = None

    assert password_age(person, NOW) is None
