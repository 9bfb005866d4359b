"""The one-time sign-in link: works once, for a day, and leaves only its hash."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from hefa.core.errors import Refused
from hefa.ledger.models import Entry
from hefa.people.actions import make_sign_in_link, use_sign_in_link
from hefa.people.models import Person, SignInLink

from .conftest import NOW, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


@pytest.fixture
def still() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def choose(client: Client, token: str, first: str, second: str | None = None) -> object:
    given = {"password1": first, "password2": first if second is None else second}
    return client.post(f"/first/{token}/", given)


def test_the_link_sets_a_password_and_signs_in(
    client: Client, person: Person, now: datetime
) -> None:
    token = make_sign_in_link(person, now=now)
    assert "张干事，请设一个密码" in client.get(f"/first/{token}/").content.decode()

    answer = choose(client, token, "一条大河波浪宽，风吹稻花")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    person.refresh_from_db()
    assert person.check_password("一条大河波浪宽，风吹稻花")
    assert client.get("/account/password/").status_code == 200
    kinds = ["people.link_made", "people.link_used", "people.signed_in"]
    assert list(Entry.objects.values_list("kind", flat=True)) == kinds


def test_a_used_link_says_what_to_do_and_changes_nothing(
    client: Client, person: Person, now: datetime
) -> None:
    token = make_sign_in_link(person, now=now)
    use_sign_in_link(token, PASSWORD, now=now)

    assert client.get(f"/first/{token}/").status_code == 410
    page = choose(client, token, "另一个很长的密码")

    assert page.status_code == 410
    assert "请找平台管理员再要一个" in page.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_two_uses_at_once_leave_one_password(person: Person, now: datetime) -> None:
    token = make_sign_in_link(person, now=now)
    use_sign_in_link(token, PASSWORD, now=now)

    with pytest.raises(Refused) as refused:
        use_sign_in_link(token, "另一个很长的密码", now=now)

    assert [entry.code for entry in refused.value.reasons] == ["people.link_closed"]


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (24, 410)])
def test_the_link_lasts_a_day(client: Client, person: Person, hours: int, status: int) -> None:
    token = make_sign_in_link(person, now=NOW - timedelta(hours=hours))

    assert client.get(f"/first/{token}/").status_code == status


def test_a_new_link_closes_the_one_before(client: Client, person: Person, now: datetime) -> None:
    earlier = make_sign_in_link(person, now=now)
    later = make_sign_in_link(person, now=now)

    assert client.get(f"/first/{earlier}/").status_code == 410
    assert client.get(f"/first/{later}/").status_code == 200


def test_a_closed_account_gets_no_link_and_its_link_no_longer_works(
    client: Client, person: Person, now: datetime
) -> None:
    token = make_sign_in_link(person, now=now)
    person.is_active = False
    person.save()

    assert client.get(f"/first/{token}/").status_code == 410
    with pytest.raises(Refused):
        make_sign_in_link(person, now=now)


def test_the_token_is_kept_nowhere(person: Person, now: datetime) -> None:
    token = make_sign_in_link(person, now=now)

    link = SignInLink.objects.get()
    kept = [*vars(link).values(), *Entry.objects.values_list("body", "subject")]
    assert token not in str(kept)
    assert len(token) >= 43  # 256 bits


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("短", "短", "密码太短"),
        ("password1", "password1", "太常见"),
        ("zhang123", "zhang123", "太像"),
        ("一条大河波浪宽，风吹稻花", "一条大河波浪窄，风吹稻花", "两次输入的密码不一样"),
        ("", "", "请填写这一项"),
    ],
)
def test_a_password_against_the_rules_says_why_and_leaves_the_link_open(
    client: Client, person: Person, first: str, second: str, said: str
) -> None:
    token = make_sign_in_link(person, now=NOW)

    answer = choose(client, token, first, second)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert client.get(f"/first/{token}/").status_code == 200
