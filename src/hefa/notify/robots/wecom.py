"""企业微信群机器人. Source: https://developer.work.weixin.qq.com/document/path/91770."""

import re
from datetime import datetime

from hefa.notify.robots.vocabulary import GroupService, Key, RobotRequest


def _request(key: Key, text: str, now: datetime) -> RobotRequest:
    """Return the POST of a text; the service knows no signature."""
    del now
    return RobotRequest(
        path=f"/cgi-bin/webhook/send?key={key.address}",
        body={"msgtype": "text", "text": {"content": text}},
    )


SERVICE = GroupService(
    label="企业微信",
    address=re.compile(
        r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=(?P<key>[A-Za-z0-9_-]{8,80})"
    ),
    request=_request,
    code_name="errcode",
    words_name="errmsg",
    codes={
        -1: "notify.robot_busy",
        93000: "notify.robot_wrong_key",  # invalid webhook url
        93008: "notify.robot_gone",  # not in the group any more
        45009: "notify.robot_too_fast",  # 20 messages a minute
        45033: "notify.robot_too_fast",
        40058: "notify.robot_text_refused",
    },
    most_bytes=2048,
)
