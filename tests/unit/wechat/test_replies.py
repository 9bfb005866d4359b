"""Answers to a push: what the sender is shown, and the envelope it goes in."""

from dataclasses import replace

import pytest
from tests.unit.wechat.pushing import (
    AES_KEY,
    KEYS,
    NOW,
    TEXT,
    TOKEN,
    seal,
    sealed_request,
    sign,
    unseal,
)

from hefa.wechat.callback import (
    CallbackKeys,
    NewsReply,
    Opened,
    encrypted_reply,
    news_reply,
    open_push,
    text_reply,
)
from hefa.wechat.xml import read_xml

OTHER_KEY = "G" * 43


def opened(keys: CallbackKeys = KEYS) -> Opened:
    request = sealed_request(seal(TEXT))
    return open_push(keys, request.query, request.body, now=NOW)


def test_a_text_goes_back_to_its_sender() -> None:
    came = opened()

    fields = read_xml(text_reply(came.push, "九点 ]]> 十点\x00", now=NOW))

    assert fields == {
        "ToUserName": "o1",
        "FromUserName": "gh_1",
        "CreateTime": str(int(NOW.timestamp())),
        "MsgType": "text",
        "Content": "九点 ]]> 十点\ufffd",
    }


@pytest.mark.parametrize("content", ["", "字" * 700])
def test_a_text_that_wechat_would_not_show_is_not_made(content: str) -> None:
    came = opened()

    with pytest.raises(ValueError, match="2048"):
        text_reply(came.push, content, now=NOW)


def test_a_card_has_one_article() -> None:
    came = opened()
    card = NewsReply(title="停水", description="明天", picture_url="", url="https://example.cn/")

    fields = read_xml(news_reply(came.push, card, now=NOW))

    assert fields["ArticleCount"] == "1"
    assert fields["Articles"] == {
        "item": {"Title": "停水", "Description": "明天", "PicUrl": "", "Url": "https://example.cn/"}
    }


def test_an_answer_to_a_sealed_push_is_sealed_under_the_keys_that_opened_it() -> None:
    keys = replace(KEYS, tokens=("newer", TOKEN), aes_keys=(OTHER_KEY, AES_KEY))
    came = opened(keys)
    reply = text_reply(came.push, "九点", now=NOW)

    envelope = encrypted_reply(came.keys, reply, now=NOW, nonce="n2", random=b"r" * 16)

    fields = read_xml(envelope)
    sealed, stamp = str(fields["Encrypt"]), str(fields["TimeStamp"])
    assert unseal(sealed) == reply
    assert fields["MsgSignature"] == sign(TOKEN, stamp, "n2", sealed)
