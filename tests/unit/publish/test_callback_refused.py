"""What is not WeChat's, not now or not for this account is refused without a word why."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from tests.unit.publish.factory import NOW, build_house
from tests.unit.publish.pushing import Sender, connected, published_event, xml_of

from hefa.publish.models import AccountEvent
from hefa.registry.models import AccountCallback

pytestmark = pytest.mark.django_db


@pytest.fixture
def wechat() -> Iterator[Sender]:
    with time_machine.travel(NOW, tick=False):
        yield connected(build_house())


def row() -> AccountCallback:
    return AccountCallback.objects.get()


def refused(answer: Any, code: str) -> None:
    assert (answer.status_code, answer.content) == (403, b"")
    assert row().refused_code == code
    assert row().refused_count == 1
    assert not AccountEvent.objects.exists()
    assert row().heard_at is None


def test_a_forged_push_is_refused_without_a_word(wechat: Sender) -> None:
    query, body = wechat.sealed(xml_of(published_event("1")))
    refused(wechat.post({**query, "signature": "0" * 40}, body), "wechat.push_not_signed")


def test_a_body_that_was_exchanged_is_refused(wechat: Sender) -> None:
    query, _ = wechat.sealed(xml_of(published_event("1")))
    _, other = wechat.sealed(xml_of(published_event("2")))
    refused(wechat.post(query, other), "wechat.push_not_signed")


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_push_from_another_time_is_refused(wechat: Sender, seconds: int) -> None:
    late = wechat.push(published_event("1"), at=NOW + timedelta(seconds=seconds))
    refused(late, "wechat.push_untimely")


def test_a_push_for_another_account_is_refused(wechat: Sender) -> None:
    answer = wechat.push(published_event("1"), appid="wxother")
    refused(answer, "wechat.push_undecipherable")


@pytest.mark.parametrize(
    "content",
    [b"", b"not xml", b"<xml>", b"<a/>", b"<xml><MsgType>event</MsgType></xml>", b"\xff\xfe\x00"],
)
def test_a_malformed_push_is_refused(wechat: Sender, content: bytes) -> None:
    query, body = wechat.sealed(content)
    refused(wechat.post(query, body), "wechat.push_unreadable")


def test_a_bomb_is_refused(wechat: Sender) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><MsgType>&a;</MsgType></xml>'
    query, body = wechat.sealed(bomb)
    refused(wechat.post(query, body), "wechat.push_unreadable")


def test_a_megabyte_is_refused_and_not_read(wechat: Sender) -> None:
    refused(wechat.post(wechat.signed(), b"x" * 1024 * 1024), "wechat.push_too_large")


def test_an_unknown_address_is_not_there(wechat: Sender) -> None:
    wechat.address = "/publish/callback/somebody-else/"

    assert wechat.push(published_event("1")).status_code == 404
    assert row().refused_count == 0
