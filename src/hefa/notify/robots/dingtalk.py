"""钉钉群机器人. Source: https://open.dingtalk.com/document/robots/custom-robot-access."""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from urllib.parse import urlencode

from hefa.notify.robots.vocabulary import GroupService, Key, RobotRequest


def _request(key: Key, text: str, now: datetime) -> RobotRequest:
    """Return the POST of a text, signed where the robot has a secret."""
    query = {"access_token": key.address}
    if key.secret:
        stamp = str(round(now.timestamp() * 1000))
        query |= {"timestamp": stamp, "sign": _signature(key.secret, stamp)}
    return RobotRequest(
        path=f"/robot/send?{urlencode(query)}",
        body={"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": False}},
    )


def _signature(secret: str, stamp: str) -> str:
    signed = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
    return base64.b64encode(signed.digest()).decode("ascii")


SERVICE = GroupService(
    label="钉钉",
    address=re.compile(
        r"https://oapi\.dingtalk\.com/robot/send\?access_token=(?P<key>[A-Za-z0-9]{8,80})"
    ),
    request=_request,
    code_name="errcode",
    words_name="errmsg",
    codes={
        -1: "notify.robot_busy",
        300001: "notify.robot_wrong_key",  # token is not exist
        300005: "notify.robot_wrong_key",
        400101: "notify.robot_wrong_key",
        400013: "notify.robot_gone",  # the group was dissolved
        400102: "notify.robot_gone",  # the robot was switched off
        310000: "notify.robot_refused_by_safety",
        130101: "notify.robot_too_fast",  # 20 messages a minute, then 10 minutes of silence
        410100: "notify.robot_too_fast",
        90018: "notify.robot_too_fast",
        430101: "notify.robot_text_refused",
        430104: "notify.robot_text_refused",
    },
    # 310000 stands for all three ways in which a robot may be made safe.
    words={
        "sign not match": "notify.robot_wrong_secret",
        "签名不匹配": "notify.robot_wrong_secret",
        "timestamp": "notify.robot_wrong_clock",
        "签名过期": "notify.robot_wrong_clock",
        "keywords not in content": "notify.robot_keyword",
        "关键词": "notify.robot_keyword",
        "whitelist": "notify.robot_address_not_listed",
        "白名单": "notify.robot_address_not_listed",
    },
    most_bytes=15000,
)
