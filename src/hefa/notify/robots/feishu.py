"""飞书群机器人. Source: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot."""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Any

from hefa.notify.robots.vocabulary import GroupService, Key, RobotRequest


def _request(key: Key, text: str, now: datetime) -> RobotRequest:
    """Return the POST of a text, signed where the robot has a secret."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if key.secret:
        stamp = str(int(now.timestamp()))
        body |= {"timestamp": stamp, "sign": _signature(key.secret, stamp)}
    return RobotRequest(path=f"/open-apis/bot/v2/hook/{key.address}", body=body)


def _signature(secret: str, stamp: str) -> str:
    """Return the signature: here the stamp and the secret are the key, and nothing is signed."""
    signed = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256)
    return base64.b64encode(signed.digest()).decode("ascii")


SERVICE = GroupService(
    label="飞书",
    address=re.compile(
        r"https://open\.feishu\.cn/open-apis/bot/v2/hook/(?P<key>[A-Za-z0-9-]{8,80})"
    ),
    request=_request,
    code_name="code",
    words_name="msg",
    codes={
        19001: "notify.robot_wrong_key",
        19021: "notify.robot_wrong_secret",  # or the clock is off by more than an hour
        19022: "notify.robot_address_not_listed",
        19024: "notify.robot_keyword",
        9499: "notify.robot_text_refused",
        11232: "notify.robot_too_fast",  # 100 messages a minute, 5 a second
        99991400: "notify.robot_too_fast",
    },
    most_bytes=15000,
)
