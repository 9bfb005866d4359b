"""What is pushed is read, and answered, with wechatpy's own encryption and parser."""

from collections.abc import Iterator

import pytest
from tests.sandbox.client import Wechat
from tests.sandbox.pushing import enter, say, settled
from tests.sandbox.receiver import AES_KEY, TOKEN, Push, Receiver, receiving
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.events import MassSendJobFinishEvent
from wechatpy.exceptions import InvalidSignatureException
from wechatpy.messages import BaseMessage
from wechatpy.replies import TextReply
from wechatpy.utils import check_signature


def opened(push: Push, appid: str) -> BaseMessage:
    query = push.query
    check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
    proof = (query["msg_signature"], query["timestamp"], query["nonce"])
    return parse_message(WeChatCrypto(TOKEN, AES_KEY, appid).decrypt_message(push.body, *proof))


@pytest.fixture
def answering(wechat: Wechat) -> Iterator[Receiver]:
    with receiving() as receiver:

        def answer(push: Push) -> bytes:
            message = opened(push, wechat.appid)
            reply = TextReply(content=f"收到：{message.content}", message=message).render()
            sealed = WeChatCrypto(TOKEN, AES_KEY, wechat.appid).encrypt_message(reply, "12345")
            return str(sealed).encode()

        receiver.answer = answer
        yield receiver


@pytest.mark.parametrize("mode", ["safe", "compatible"])
def test_a_question_is_answered(wechat: Wechat, answering: Receiver, mode: str) -> None:
    enter(wechat, answering, mode)
    wechat.console("callback/message", type="text", content="停水到几点？", openid="oReader")
    [push] = settled(wechat, 1)
    read = push["answers"][-1]["reply"]

    assert (read["ToUserName"], read["Content"]) == ("oReader", "收到：停水到几点？")
    assert opened(answering.pushes[0], wechat.appid).content == "停水到几点？"


def test_the_end_of_a_mass_sending_is_an_event(wechat: Wechat) -> None:
    with receiving() as receiver:
        enter(wechat, receiver, "safe")
        wechat.console("followers", count=3)
        wechat.token = wechat.stable_token()["access_token"]
        sent = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "通知"}}
        msg_id = wechat.call("message/mass/sendall", sent)["msg_id"]
        wechat.console("clock", advance_seconds=100)
        event = opened(receiver.wait_for(1)[0], wechat.appid)

    assert isinstance(event, MassSendJobFinishEvent)
    assert (event.id, event.status) == (msg_id, "send success")
    assert (event.total_count, event.sent_count, event.error_count) == (3, 3, 0)


def test_a_forged_push_is_refused(wechat: Wechat) -> None:
    with receiving() as receiver:
        enter(wechat, receiver, "safe")
        wechat.console("callback/faults", kind="forged")
        say(wechat)
        [push] = receiver.wait_for(1)

        with pytest.raises(InvalidSignatureException):
            opened(push, wechat.appid)
