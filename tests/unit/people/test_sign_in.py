"""Signing in and out: by name and password, and in no other way."""

import pytest
from django.test import Client
from django.urls import get_resolver

from hefa.ledger.models import Entry
from hefa.people.models import Person, SignInEvent

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def send(client: Client, name: str, password: str, **more: str) -> int:
    """Return the status of a try to sign in."""
    given = {"login": name, "password": password, **more}
    return client.post("/account/login/", given).status_code


def test_the_right_password_leads_to_the_desk_and_into_the_ledger(
    client: Client, person: Person
) -> None:
    answer = client.post("/account/login/", {"login": "zhang", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.body) == ("people.signed_in", person.key, "{}")
    assert list(SignInEvent.objects.values_list("person", "is_success")) == [(person.pk, True)]


def test_the_person_comes_back_to_the_page_they_were_on(client: Client, person: Person) -> None:
    answer = client.post(
        "/account/login/", {"login": "zhang", "password": PASSWORD, "next": "/account/password/"}
    )

    assert answer["Location"] == "/account/password/"


def test_next_never_leads_to_another_host(client: Client, person: Person) -> None:
    answer = client.post(
        "/account/login/", {"login": "zhang", "password": PASSWORD, "next": "https://example.org/"}
    )

    assert answer["Location"] == "/"


@pytest.mark.parametrize(("name", "known"), [("zhang", True), ("nobody", False)])
def test_a_wrong_password_says_the_same_for_anybody_and_keeps_the_name(
    client: Client, person: Person, name: str, known: bool
) -> None:
    page = client.post("/account/login/", {"login": name, "password": "wrong"}).content.decode()

    assert "登录名或密码不对" in page
    assert f'value="{name}"' in page
    assert "wrong" not in page
    event = SignInEvent.objects.get()
    assert (event.name_given, event.is_success, event.person == person) == (name, False, known)
    assert not Entry.objects.exists()


def test_a_closed_account_is_refused_like_a_wrong_password(client: Client, person: Person) -> None:
    Person.objects.update(is_active=False)

    page = client.post("/account/login/", {"login": "zhang", "password": PASSWORD})

    assert "登录名或密码不对" in page.content.decode()
    assert list(SignInEvent.objects.values_list("is_success", flat=True)) == [False]


def test_closing_an_account_ends_its_open_session(client: Client, person: Person) -> None:
    send(client, "zhang", PASSWORD)
    Person.objects.update(is_active=False)

    assert client.get("/account/password/").status_code == 302


def test_a_sixth_wrong_password_in_five_minutes_has_to_wait(
    client: Client, person: Person, settings: object
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}  # type: ignore[attr-defined]
    for _ in range(5):
        send(client, "zhang", "wrong")

    page = client.post("/account/login/", {"login": "zhang", "password": PASSWORD})

    assert "请等 5 分钟再试" in page.content.decode()
    assert SignInEvent.objects.filter(is_success=True).count() == 0


def test_signing_out_takes_a_post(client: Client, person: Person) -> None:
    send(client, "zhang", PASSWORD)

    assert "退出登录？" in client.get("/account/logout/").content.decode()
    assert client.get("/account/password/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/account/password/").status_code == 302


def test_nothing_else_of_allauth_is_reachable(client: Client) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert names == {"account_login", "account_logout", "account_change_password"}
    for path in ("signup", "email", "password/reset", "password/set", "reauthenticate"):
        assert client.get(f"/account/{path}/").status_code == 404
