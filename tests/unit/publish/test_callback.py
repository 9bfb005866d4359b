"""The address WeChat pushes to: what is not WeChat's is refused, what is, only wakes a read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from tests.unit.publish.factory import NOW, House, build_house, package, released
from tests.unit.publish.pushing import (
    OPENID,
    Sender,
    connected,
    event,
    mass_sent_event,
    published_event,
    text,
    xml_of,
)

from hefa.jobs.models import JobRun
from hefa.ledger.models import Entry
from hefa.publish.actions import queue_publication
from hefa.publish.callback.events import addresses_told
from hefa.publish.models import AccountEvent, Publication, PublicationState
from hefa.registry.actions import make_callback_keys, set_holding_text, stop_callback
from hefa.registry.models import AccountCallback
from hefa.wechat.crypto import decrypt, signature_of
from hefa.wechat.xml import read_xml

pytestmark = pytest.mark.django_db
State = PublicationState
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def house() -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        yield build_house()


@pytest.fixture
def wechat(house: House) -> Sender:
    return connected(house)


@pytest.fixture
def submitted(house: House) -> Publication:
    """A publication that WeChat has taken, to be looked at in five minutes."""
    publication = queue_publication(
        [released(house, package()).version],
        person=house.administrator,
        planned_at=None,
        now=NOW,
    )
    Publication.objects.update(state=State.SUBMITTED, publish_id="2650177668", next_at=LATER)
    JobRun.objects.all().delete()
    publication.refresh_from_db()
    return publication


def row() -> AccountCallback:
    return AccountCallback.objects.get()


def everything() -> list[Any]:
    """What an event may never change."""
    columns = ("pk", "state", "publish_id", "msg_id", "article_id", "attempt", "fence")
    return [
        *Publication.objects.order_by("pk").values_list(*columns),
        Entry.objects.count(),
    ]


def test_the_address_proves_itself_to_wechat_and_sets_no_cookie(wechat: Sender) -> None:
    answer = wechat.verify({**wechat.signed(), "echostr": "6412345678901234567"})

    assert (answer.status_code, answer.content) == (200, b"6412345678901234567")
    assert answer["Content-Type"].startswith("text/plain")
    assert not answer.cookies
    assert row().verified_at == NOW


def test_a_text_in_the_proof_is_never_a_page(wechat: Sender) -> None:
    answer = wechat.verify({**wechat.signed(), "echostr": "<script>alert(1)</script>"})

    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_proof_with_another_token_is_refused(wechat: Sender) -> None:
    query = {**wechat.signed(), "echostr": "1"}
    query["signature"] = signature_of("other", query["timestamp"], query["nonce"])

    assert wechat.verify(query).status_code == 403
    assert row().verified_at is None
    assert row().refused_code == "wechat.push_not_signed"


def test_an_event_of_ours_changes_nothing_and_wakes_a_read_at_once(
    wechat: Sender, submitted: Publication
) -> None:
    before = everything()
    answer = wechat.push(published_event("2650177668"))

    assert (answer.status_code, answer.content) == (200, b"success")
    assert everything() == before
    submitted.refresh_from_db()
    assert submitted.next_at == NOW
    assert list(JobRun.objects.values_list("kind", "key", "next_at")) == [
        ("publish.advance", str(submitted.pk), NOW)
    ]
    assert row().heard_at == NOW
    assert row().heard_mode == "aes"


def test_an_event_of_nobody_s_publication_wakes_patrol(
    wechat: Sender, submitted: Publication
) -> None:
    wechat.push(published_event("999"))

    submitted.refresh_from_db()
    assert submitted.next_at == LATER
    assert list(JobRun.objects.values_list("kind", "key")) == [("patrol.round", "main")]


def test_an_unclear_submission_is_looked_for_when_an_unknown_number_comes(
    wechat: Sender, submitted: Publication
) -> None:
    Publication.objects.update(state=State.SUBMIT_UNKNOWN, publish_id="")
    wechat.push(published_event("2650177668"))

    submitted.refresh_from_db()
    assert submitted.state == State.SUBMIT_UNKNOWN
    assert submitted.next_at == NOW
    assert set(JobRun.objects.values_list("kind", flat=True)) == {
        "publish.advance",
        "patrol.round",
    }


@pytest.mark.parametrize("state", [State.QUEUED, State.PUBLISHED, State.NEEDS_HUMAN])
def test_an_event_brings_nothing_forward_that_does_not_wait_for_wechat(
    wechat: Sender, submitted: Publication, state: State
) -> None:
    Publication.objects.update(state=state)
    wechat.push(published_event("2650177668"))

    submitted.refresh_from_db()
    assert (submitted.state, submitted.next_at) == (state, LATER)
    assert not JobRun.objects.exists()


def test_a_doubled_event_is_kept_once_and_answered_twice(
    wechat: Sender, submitted: Publication
) -> None:
    first = wechat.push(published_event("2650177668"))
    JobRun.objects.all().delete()
    again = wechat.push(published_event("2650177668"))

    assert first.content == again.content == b"success"
    assert AccountEvent.objects.count() == 1
    assert not JobRun.objects.exists()


def test_two_publications_ending_in_the_same_second_are_both_heard(wechat: Sender) -> None:
    wechat.push(published_event("1"))
    wechat.push(published_event("2"))

    assert AccountEvent.objects.count() == 2


def test_a_replayed_request_gets_its_answer_and_no_work(
    wechat: Sender, submitted: Publication
) -> None:
    query, body = wechat.sealed(xml_of(published_event("2650177668")))
    wechat.post(query, body)
    JobRun.objects.all().delete()
    AccountEvent.objects.all().delete()  # as another kind of message leaves none

    assert wechat.post(query, body).content == b"success"
    assert not AccountEvent.objects.exists()
    assert not JobRun.objects.exists()


def test_events_out_of_order_leave_the_state_to_the_read(
    wechat: Sender, submitted: Publication
) -> None:
    before = everything()
    wechat.push(published_event("2650177668", status=5, seconds=60))
    wechat.push(published_event("2650177668", status=0))

    assert everything() == before
    assert AccountEvent.objects.count() == 2


def test_a_plain_push_is_taken_until_an_encrypted_one_came(wechat: Sender) -> None:
    assert wechat.push_plain(published_event("1")).content == b"success"
    assert row().heard_mode == "plain"
    wechat.push(published_event("2"))

    assert wechat.push_plain(published_event("3")).status_code == 403
    assert row().refused_code == "wechat.push_not_encrypted"
    assert AccountEvent.objects.count() == 2


def test_changed_keys_and_former_ones_both_hold_for_an_hour(house: House, wechat: Sender) -> None:
    former = wechat.keys
    changed = make_callback_keys(house.account, by=house.administrator, now=NOW)
    set_text = {"text": "在处理", "seen": row().revision}
    set_holding_text(house.account, **set_text, by=house.administrator, now=NOW)

    for at, keys in enumerate((former, changed)):
        wechat.keys = keys
        answer = wechat.push(text("在吗", msg_id=at))
        assert answer.status_code == 200
        assert reply_in(answer.content, keys.aes_key, wechat.appid)["Content"] == "在处理"

    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        wechat.keys = former
        at = NOW + timedelta(minutes=61)
        assert wechat.push(text("在吗", msg_id=3), at=at).status_code == 403
        wechat.keys = changed
        assert wechat.push(text("在吗", msg_id=4), at=at).status_code == 200


def test_after_stopping_nothing_is_there(house: House, wechat: Sender) -> None:
    stop_callback(house.account, by=house.administrator, now=NOW)

    assert wechat.push(published_event("1")).status_code == 404


def test_what_readers_write_is_not_kept(wechat: Sender) -> None:
    assert wechat.push(text("我家停水了，电话 13800138000")).content == b"success"

    assert not AccountEvent.objects.exists()
    assert row().heard_kind == "text"


def test_an_event_is_kept_without_who_set_it_off(wechat: Sender) -> None:
    wechat.push(published_event("1"))

    kept = AccountEvent.objects.get()
    assert OPENID not in f"{kept.key} {kept.fields}"
    assert kept.fields["publish_id"] == "1"


def test_the_addresses_of_a_mass_send_are_kept_for_its_outcome(
    wechat: Sender, submitted: Publication
) -> None:
    Publication.objects.update(msg_id="34182", publish_id="")
    urls = ("http://mp.weixin.qq.com/s?mid=1&idx=1", "http://mp.weixin.qq.com/s?mid=1&idx=2")
    wechat.push(mass_sent_event("34182", *urls))

    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED
    assert submitted.next_at == NOW
    assert addresses_told(submitted) == dict(enumerate(urls, start=1))


def test_without_a_number_no_address_is_told(submitted: Publication, wechat: Sender) -> None:
    wechat.push(mass_sent_event("34182", "http://mp.weixin.qq.com/s?mid=1&idx=1"))
    Publication.objects.update(publish_id="")
    submitted.refresh_from_db()

    assert addresses_told(submitted) == {}


def test_the_holding_answer_goes_to_messages_and_not_to_events(
    house: House, wechat: Sender
) -> None:
    given = {"text": "正在处理，请看公告。", "seen": 0}
    set_holding_text(house.account, **given, by=house.administrator, now=NOW)

    assert wechat.push(published_event("1")).content == b"success"
    device = {**event("bind"), "MsgType": "device_event"}
    assert wechat.push(device).content == b"success"
    answer = wechat.push(text("怎么了"))
    reply = reply_in(answer.content, wechat.keys.aes_key, wechat.appid)
    assert reply["Content"] == "正在处理，请看公告。"
    assert reply["ToUserName"] == OPENID


def reply_in(content: bytes, aes_key: str, appid: str) -> Any:
    """Return the fields of an encrypted passive reply."""
    return read_xml(decrypt(str(read_xml(content)["Encrypt"]), aes_key=aes_key, appid=appid))
