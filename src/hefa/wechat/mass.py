"""POST /cgi-bin/message/mass/*: send a draft to followers, preview it, see what became of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Extra, MediaId, MsgDataId, MsgId

LONGEST_CLIENT_MSG_ID_BYTES = 32
_SPEEDS = range(5)
_READ_SENT = ("msg_id", "msg_data_id")


class MassStatus(StrEnum):
    """WeChat's msg_status."""

    SENDING = "SENDING"
    DONE = "SEND_SUCCESS"
    FAILED = "SEND_FAIL"
    DELETED = "DELETE"


@dataclass(frozen=True, slots=True, kw_only=True)
class MassSent:
    """WeChat has queued the mass send; whether it went out is found out by reading."""

    msg_id: MsgId
    msg_data_id: MsgDataId
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MassState:
    """How a mass send stands."""

    msg_id: MsgId
    status: MassStatus
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MassSpeed:
    """How fast mass sends go: step 0 (fastest) to 4, and messages a minute."""

    speed: int
    messages_a_minute: int


def send_to_all(
    client: Client,
    token: AccessToken,
    media_id: MediaId,
    *,
    client_msg_id: str,
    tag_id: int | None = None,
    ignores_reprint: bool = False,
) -> MassSent:
    """Return the number of the queued mass send of a draft, to everybody or to one tag.

    The account's daily or monthly quota is spent when it goes out. `client_msg_id`, at most 32
    bytes, makes WeChat refuse a repeat within a day: Unknown with the code
    `wechat.mass_sent_before`, whose `msg_id` is the earlier send's where WeChat told it. After
    any Unknown the message may go out all the same. Where the account protects mass sends, it
    waits 30 minutes for the administrator's tap. ValueError for an unfit `client_msg_id`.
    Source: /cgi-bin/message/mass/sendall.
    """
    _refuse_unfit(client_msg_id)
    to_all: dict[str, object] = {"is_to_all": True}
    to_tag: dict[str, object] = {"is_to_all": False, "tag_id": tag_id}
    body = {
        "filter": to_all if tag_id is None else to_tag,
        "mpnews": {"media_id": media_id},
        "msgtype": "mpnews",
        "send_ignore_reprint": int(ignores_reprint),
        "clientmsgid": client_msg_id,
    }
    answer = client.post_json("/cgi-bin/message/mass/sendall", body, token=token)
    return MassSent(
        msg_id=MsgId(answer.text("msg_id")),
        msg_data_id=MsgDataId(answer.text("msg_data_id", "")),
        extra=answer.rest(*_READ_SENT),
    )


def preview_draft(
    client: Client,
    token: AccessToken,
    media_id: MediaId,
    *,
    wechat_name: str = "",
    openid: str = "",
) -> MsgId:
    """Send the draft to one follower only; about 100 a day. Returns WeChat's number, if any.

    Name the follower by WeChat name or by openid, ValueError otherwise.
    Source: /cgi-bin/message/mass/preview.
    """
    if bool(wechat_name) == bool(openid):
        raise ValueError("a preview goes to a WeChat name or to an openid")
    body = {
        **({"towxname": wechat_name} if wechat_name else {"touser": openid}),
        "mpnews": {"media_id": media_id},
        "msgtype": "mpnews",
    }
    answer = client.post_json("/cgi-bin/message/mass/preview", body, token=token)
    return MsgId(answer.text("msg_id", ""))


def mass_state(client: Client, token: AccessToken, msg_id: MsgId) -> MassState:
    """Return how the mass send stands. Source: /cgi-bin/message/mass/get."""
    answer = client.post_json("/cgi-bin/message/mass/get", {"msg_id": msg_id}, token=token)
    word = answer.text("msg_status")
    if word not in {status.value for status in MassStatus}:
        raise answer.unreadable()
    return MassState(
        msg_id=msg_id, status=MassStatus(word), extra=answer.rest("msg_id", "msg_status")
    )


def delete_mass_sent(client: Client, token: AccessToken, msg_id: MsgId, *, position: int) -> None:
    """Hide one article of a mass send; the message stays in followers' chats.

    Positions count from 1. 0 or none would hide them all, so ValueError is raised for it before
    anything is sent. Source: /cgi-bin/message/mass/delete, whose msg_id is a number.
    """
    if position < 1:
        raise ValueError("a position counts from 1; 0 would hide every article")
    body = {"msg_id": int(msg_id), "article_idx": position}
    client.post_json("/cgi-bin/message/mass/delete", body, token=token)


def mass_speed(client: Client, token: AccessToken) -> MassSpeed:
    """Return how fast mass sends go. Source: /cgi-bin/message/mass/speed/get."""
    answer = client.post_json("/cgi-bin/message/mass/speed/get", {}, token=token)
    return MassSpeed(speed=answer.number("speed"), messages_a_minute=answer.number("realspeed", 0))


def set_mass_speed(client: Client, token: AccessToken, *, speed: int) -> None:
    """Set the speed, 0 to 4; ValueError otherwise. Source: /cgi-bin/message/mass/speed/set."""
    if speed not in _SPEEDS:
        raise ValueError("a speed is 0 to 4")
    client.post_json("/cgi-bin/message/mass/speed/set", {"speed": speed}, token=token)


def _refuse_unfit(client_msg_id: str) -> None:
    if not 1 <= len(client_msg_id.encode()) <= LONGEST_CLIENT_MSG_ID_BYTES:
        raise ValueError("a clientmsgid has 1 to 32 bytes")
