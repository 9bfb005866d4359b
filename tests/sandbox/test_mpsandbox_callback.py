"""What is pushed to the account's own server, how, and what comes of its answers."""

import time

import pytest
from tests.sandbox.client import Json, Wechat, fetch, raw_json
from tests.sandbox.pushing import REPLY, enter, say, settled
from tests.sandbox.receiver import TOKEN, Receiver, sealed_reply


def test_an_address_is_taken_only_when_it_echoes(wechat: Wechat, receiver: Receiver) -> None:
    fields = {"url": receiver.url, "token": TOKEN}
    receiver.echoes = False
    refused = fetch(f"{wechat.url}/console/api/callback", raw_json(fields))
    kept = wechat.state()["callback"]
    receiver.echoes = True
    enter(wechat, receiver)

    assert (refused.status, kept) == (409, {})
    assert wechat.state()["callback"]["url"] == receiver.url
    wrong_token = fetch(f"{wechat.url}/console/api/callback", raw_json(fields | {"token": "abc"}))
    assert wrong_token.status == 409


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "ftp://a.example"},
        {"token": "ab"},
        {"token": "with space"},
        {"mode": "safe"},
        {"aes_key": "short"},
        {"mode": "secret"},
    ],
)
def test_a_configuration_wechat_would_refuse_is_refused(wechat: Wechat, fields: Json) -> None:
    sent = {"url": "http://127.0.0.1:9/", "token": TOKEN, "verify": False} | fields

    assert fetch(f"{wechat.url}/console/api/callback", raw_json(sent)).status == 400


def test_a_finished_publication_is_told_with_its_addresses(
    wechat: Wechat, receiver: Receiver
) -> None:
    enter(wechat, receiver)
    media_id = wechat.call(
        "draft/add", {"articles": [wechat.article(title="甲"), wechat.article(title="乙")]}
    )["media_id"]
    done = wechat.publish(media_id)
    [push] = receiver.wait_for(1)
    root = push.xml
    links = [
        (int(item.findtext("idx") or 0), item.findtext("article_url"))
        for item in root.iterfind("PublishEventInfo/article_detail/item")
    ]

    assert push.is_signed
    assert root.findtext("MsgType") == "event"
    assert root.findtext("Event") == "PUBLISHJOBFINISH"
    assert (root.findtext("ToUserName") or "").startswith("gh_")
    assert root.findtext("PublishEventInfo/publish_id") == str(done["publish_id"])
    assert root.findtext("PublishEventInfo/publish_status") == "0"
    assert root.findtext("PublishEventInfo/article_id") == done["article_id"]
    assert root.findtext("PublishEventInfo/article_detail/count") == "2"
    expected = [(each["idx"], each["article_url"]) for each in done["article_detail"]["item"]]
    assert links == expected


def test_a_failed_publication_is_told_with_its_articles(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver)
    wechat.console("publish_outcome", status=4, fail_idx=[1, 2])
    wechat.publish(wechat.draft())
    info = receiver.wait_for(1)[0].xml.find("PublishEventInfo")

    assert info is not None
    assert info.findtext("publish_status") == "4"
    assert [each.text for each in info.iterfind("fail_idx")] == ["1", "2"]
    assert info.find("article_id") is None


def test_nothing_is_told_without_an_address(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver)
    wechat.console("callback/remove")
    wechat.publish(wechat.draft())
    time.sleep(0.2)

    assert receiver.pushes == []
    assert wechat.state()["pushes"] == []


def test_a_plain_message_carries_no_envelope(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver, "plain")
    say(wechat, "你好]]>再见 & <b>")
    [push] = receiver.wait_for(1)

    assert push.xml.findtext("Content") == "你好]]>再见 & <b>"
    assert (push.xml.findtext("MsgId") or "").isdecimal()
    assert push.query["openid"] == push.xml.findtext("FromUserName")
    assert push.query["tenant"] == "a"
    assert push.xml.find("Encrypt") is None
    assert "encrypt_type" not in push.query


@pytest.mark.parametrize("mode", ["compatible", "safe"])
def test_an_encrypted_message_is_read_by_another_implementation(
    wechat: Wechat, receiver: Receiver, mode: str
) -> None:
    enter(wechat, receiver, mode)
    for length in range(1, 40):  # every length of the padding
        say(wechat, "x" * length)
    pushes = receiver.wait_for(39)
    contents = set()
    for push in pushes:
        message, appid = push.opened()
        contents.add(message.findtext("Content"))
        assert push.is_sealed_properly
        assert appid == wechat.appid
        assert push.query["encrypt_type"] == "aes"
        assert (push.xml.find("Content") is None) == (mode == "safe")

    assert contents == {"x" * length for length in range(1, 40)}


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_a_passive_reply_is_read_back(wechat: Wechat, receiver: Receiver, mode: str) -> None:
    receiver.answer = REPLY.encode() if mode == "plain" else sealed_reply(REPLY, wechat.appid)
    enter(wechat, receiver, mode)
    say(wechat)
    [push] = settled(wechat, 1)
    [answer] = push["answers"]

    assert (push["state"], push["tries"], answer["problem"]) == ("answered", 1, "")
    assert answer["reply"]["Content"] == "正在核实，请稍候。"


@pytest.mark.parametrize(
    ("mode", "body"),
    [
        ("plain", b"OK"),
        ("plain", b"<xml><Content>a</Content></xml>"),
        ("safe", REPLY.encode()),
        ("safe", sealed_reply(REPLY, "wxanother")),
    ],
)
def test_a_malformed_answer_shows_the_person_a_failure(
    wechat: Wechat, receiver: Receiver, mode: str, body: bytes
) -> None:
    receiver.answer = body
    enter(wechat, receiver, mode)
    say(wechat)
    [push] = settled(wechat, 1)

    assert push["state"] == "answered"  # WeChat does not ask again
    assert push["answers"][0]["reply"] == {}
    assert push["answers"][0]["problem"]
    assert "服务出现故障" in push["answers"][0]["shown_to_person"]


def test_a_reply_signed_wrongly_is_malformed(wechat: Wechat, receiver: Receiver) -> None:
    receiver.answer = sealed_reply(REPLY, wechat.appid).replace(b"12345]", b"54321]")
    enter(wechat, receiver, "safe")
    say(wechat)
    [push] = settled(wechat, 1)

    assert push["answers"][0]["problem"] == "MsgSignature is wrong"


@pytest.mark.parametrize("answer", [b"success", b""])
def test_nothing_to_say_is_a_good_answer(wechat: Wechat, receiver: Receiver, answer: bytes) -> None:
    receiver.answer = answer
    enter(wechat, receiver)
    say(wechat)
    [push] = settled(wechat, 1)

    assert push["answers"][0]["problem"] == ""
    assert "shown_to_person" not in push["answers"][0]


def test_a_push_without_an_answer_is_tried_three_times(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver)
    receiver.delay = 0.8  # longer than the answer may take
    say(wechat)
    [push] = settled(wechat, 1)
    ids = {each.xml.findtext("MsgId") for each in receiver.wait_for(3)}

    assert (push["state"], push["tries"]) == ("given_up", 3)
    assert len(receiver.pushes) == 3
    assert len(ids) == 1
    assert all("no answer within" in each["problem"] for each in push["answers"])


def test_a_server_that_recovers_is_reached_by_a_later_try(
    wechat: Wechat, receiver: Receiver
) -> None:
    enter(wechat, receiver)
    wechat.console("settings", retry_seconds=60)
    receiver.status = 500
    say(wechat)
    receiver.wait_for(1)
    time.sleep(0.2)
    receiver.status = 200

    assert len(receiver.pushes) == 1  # the clock has not come so far
    wechat.console("clock", advance_seconds=61)
    [push] = settled(wechat, 1)
    assert (push["state"], push["tries"]) == ("answered", 2)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"type": "subscribe"}, {"Event": "subscribe"}),
        ({"type": "unsubscribe"}, {"Event": "unsubscribe"}),
        ({"type": "CLICK", "event_key": "V1"}, {"Event": "CLICK", "EventKey": "V1"}),
        (
            {"type": "VIEW", "event_key": "https://a.example/"},
            {"Event": "VIEW", "EventKey": "https://a.example/"},
        ),
    ],
)
def test_what_a_person_does_is_told(
    wechat: Wechat, receiver: Receiver, sent: Json, expected: Json
) -> None:
    enter(wechat, receiver)
    wechat.console("callback/message", openid="oSomebody", **sent)
    root = receiver.wait_for(1)[0].xml

    assert root.findtext("FromUserName") == "oSomebody"
    assert {name: root.findtext(name) for name in expected} == expected
    assert root.find("MsgId") is None


def test_the_page_shows_what_was_pushed_and_answered(wechat: Wechat, receiver: Receiver) -> None:
    receiver.answer = REPLY.encode()
    enter(wechat, receiver)
    say(wechat)
    settled(wechat, 1)
    page = fetch(f"{wechat.url}/console/callback").text

    assert "已收到答复" in page
    assert "正在核实" in page
    assert receiver.url.replace("&", "&amp;") in page
