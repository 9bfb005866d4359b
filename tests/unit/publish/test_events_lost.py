"""When WeChat's word never comes, asking alone finds the outcome."""

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.publish.models import AccountEvent, PublicationState

pytestmark = pytest.mark.django_db


def test_a_publication_ends_although_no_event_arrives(house: House, wechat: Wechat) -> None:
    nowhere = {"url": "http://127.0.0.1:9/", "token": "abc", "aes_key": "", "mode": "plain"}
    wechat.console("callback", **nowhere, verify=False)
    publication, _ = run_until_rest(queued(house))

    assert [push["name"] for push in wechat.state()["pushes"]] == ["PUBLISHJOBFINISH"]
    assert publication.state == PublicationState.PUBLISHED
    assert not AccountEvent.objects.exists()
