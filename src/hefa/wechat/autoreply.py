"""GET /cgi-bin/get_current_autoreply_info: the automatic replies made on the website."""

from dataclasses import dataclass, field
from datetime import datetime

from hefa.wechat.answers import Answer
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Extra


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoReply:
    """One reply: text, img, voice, video or news; `content` is the text or a media id."""

    kind: str
    content: str
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A word that calls a reply: the message contains it, or equals it."""

    content: str
    is_exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordRule:
    """What is answered to some words: every reply, or one by chance."""

    name: str
    created_at: datetime | None
    keywords: tuple[Keyword, ...]
    replies: tuple[AutoReply, ...]
    sends_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoReplies:
    """The website's automatic replies. They rest while message callbacks are switched on."""

    is_follow_reply_open: bool
    is_reply_open: bool
    on_follow: AutoReply | None
    by_default: AutoReply | None
    rules: tuple[KeywordRule, ...]


def get_auto_replies(client: Client, token: AccessToken) -> AutoReplies:
    """Return the automatic replies. Source: /cgi-bin/get_current_autoreply_info."""
    answer = client.get_json("/cgi-bin/get_current_autoreply_info", token=token)
    keywords = answer.inner_or_empty("keyword_autoreply_info")
    return AutoReplies(
        is_follow_reply_open=answer.flag("is_add_friend_reply_open"),
        is_reply_open=answer.flag("is_autoreply_open"),
        on_follow=_single(answer, "add_friend_autoreply_info"),
        by_default=_single(answer, "message_default_autoreply_info"),
        rules=tuple(_rule(each) for each in keywords.listed("list")),
    )


def _single(answer: Answer, name: str) -> AutoReply | None:
    return _reply(answer.inner(name)) if answer.fields.get(name) else None


def _rule(answer: Answer) -> KeywordRule:
    return KeywordRule(
        name=answer.text("rule_name", ""),
        created_at=answer.moment("create_time"),
        keywords=tuple(
            Keyword(content=each.text("content"), is_exact=each.text("match_mode", "") == "equal")
            for each in answer.listed("keyword_list_info")
        ),
        replies=tuple(_reply(each) for each in answer.listed("reply_list_info")),
        sends_all=answer.text("reply_mode", "") == "reply_all",
    )


def _reply(answer: Answer) -> AutoReply:
    return AutoReply(
        kind=answer.text("type"),
        content=answer.text("content", ""),
        extra=answer.rest("type", "content"),
    )
