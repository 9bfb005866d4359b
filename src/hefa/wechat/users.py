"""Who follows the account: /cgi-bin/user/* and /cgi-bin/tags/get, reading only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hefa.wechat.answers import Answer
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Extra

MOST_FOLLOWERS_AT_ONCE = 100
_LANGUAGE = "zh_CN"
_READ = ("subscribe", "openid", "unionid", "remark", "subscribe_time", "tagid_list")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowerPage:
    """Up to 10 000 openids; `next_openid` is where the next page begins, empty at the end."""

    openids: tuple[str, ...]
    total_count: int
    next_openid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What WeChat still tells about a follower; everything is empty once they have left."""

    openid: str
    is_following: bool
    remark: str
    unionid: str
    followed_at: datetime | None
    tag_ids: tuple[int, ...]
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A group of followers and its size; 0 to 2 are WeChat's own."""

    tag_id: int
    name: str
    follower_count: int


def list_followers(client: Client, token: AccessToken, *, next_openid: str = "") -> FollowerPage:
    """Return up to 10 000 openids. Source: /cgi-bin/user/get."""
    query = {"next_openid": next_openid} if next_openid else None
    answer = client.get_json("/cgi-bin/user/get", token=token, query=query)
    return FollowerPage(
        openids=answer.inner_or_empty("data").texts("openid"),
        total_count=answer.number("total"),
        next_openid=answer.text("next_openid", ""),
    )


def get_follower(client: Client, token: AccessToken, openid: str) -> Follower:
    """Return one follower. Source: /cgi-bin/user/info."""
    query = {"openid": openid, "lang": _LANGUAGE}
    return _follower(client.get_json("/cgi-bin/user/info", token=token, query=query))


def get_followers(
    client: Client, token: AccessToken, openids: Sequence[str]
) -> tuple[Follower, ...]:
    """Return up to 100 followers; ValueError for none or more.

    Source: /cgi-bin/user/info/batchget.
    """
    if not 1 <= len(openids) <= MOST_FOLLOWERS_AT_ONCE:
        raise ValueError("ask for 1 to 100 followers")
    body = {"user_list": [{"openid": openid, "lang": _LANGUAGE} for openid in openids]}
    answer = client.post_json("/cgi-bin/user/info/batchget", body, token=token)
    return tuple(_follower(each) for each in answer.listed("user_info_list"))


def list_tags(client: Client, token: AccessToken) -> tuple[Tag, ...]:
    """Return the account's tags. Source: /cgi-bin/tags/get."""
    answer = client.get_json("/cgi-bin/tags/get", token=token)
    return tuple(
        Tag(
            tag_id=each.number("id"),
            name=each.text("name"),
            follower_count=each.number("count", 0),
        )
        for each in answer.listed("tags")
    )


def _follower(answer: Answer) -> Follower:
    return Follower(
        openid=answer.text("openid"),
        is_following=answer.flag("subscribe"),
        remark=answer.text("remark", ""),
        unionid=answer.text("unionid", ""),
        followed_at=answer.moment("subscribe_time"),
        tag_ids=answer.numbers("tagid_list"),
        extra=answer.rest(*_READ),
    )
