"""What tests of the callback do: enter a server, speak, and wait for the pushes to end."""

import time
from typing import Any

from tests.sandbox.client import Json, Wechat
from tests.sandbox.receiver import AES_KEY, TOKEN, Receiver

REPLY = (
    "<xml><ToUserName>a</ToUserName><FromUserName>b</FromUserName><CreateTime>1</CreateTime>"
    "<MsgType>text</MsgType><Content><![CDATA[正在核实，请稍候。]]></Content></xml>"
)


def enter(wechat: Wechat, receiver: Receiver, mode: str = "plain", **fields: Any) -> None:
    wechat.console("callback", url=receiver.url, token=TOKEN, aes_key=AES_KEY, mode=mode, **fields)
    wechat.console("settings", callback_seconds=0.5, retry_seconds=0)


def say(wechat: Wechat, content: str = "你好") -> None:
    wechat.console("callback/message", type="text", content=content)


def settled(wechat: Wechat, count: int) -> list[Json]:
    """Return the pushes once `count` of them have come to their end."""
    end = time.monotonic() + 5
    while True:
        pushes: list[Json] = wechat.state()["pushes"]
        if sum(push["state"] in {"answered", "given_up", "lost"} for push in pushes) >= count:
            return pushes
        assert time.monotonic() < end, pushes
        time.sleep(0.02)
