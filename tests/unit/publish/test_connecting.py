"""The button that tries the connection to an account, and what is recorded of it."""

import pytest
import time_machine
from django.test import Client
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, build_house

from hefa.people.models import Person

pytestmark = pytest.mark.django_db


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_connection_is_tried_and_recorded(house: House, wechat: Wechat) -> None:
    client = browser(house.administrator)
    with time_machine.travel(NOW, tick=False):
        answer = client.post(f"/publish/account/{house.account.pk}/test/", follow=True)

    house.account.refresh_from_db()
    assert house.account.tested_at == NOW
    assert house.account.test_code == ""
    assert "已连上公众号" in answer.content.decode()


def test_a_wrong_secret_is_said_in_plain_words(db: None, wechat: Wechat, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    house = build_house(url=wechat.url, appid=wechat.appid, secret="wrong")
    client = browser(house.administrator)
    with time_machine.travel(NOW, tick=False):
        answer = client.post(f"/publish/account/{house.account.pk}/test/", follow=True)

    house.account.refresh_from_db()
    assert house.account.test_code == "wechat.secret_wrong"
    assert "AppSecret" in answer.content.decode()


def test_only_who_keeps_the_register_may_try_the_connection(db: None) -> None:
    quiet = build_house()
    answer = browser(quiet.author).post(f"/publish/account/{quiet.account.pk}/test/")

    quiet.account.refresh_from_db()
    assert answer.status_code == 403
    assert quiet.account.tested_at is None
