"""What WeChat pushes to an account: messages and events, read into values.

A push is a hint to look and never a proof: what it says is found out by a call of our own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from hefa.wechat.publishing import status_of
from hefa.wechat.values import (
    ArticleId,
    MsgId,
    PublishedItem,
    PublishId,
    PublishStatus,
)
from hefa.wechat.xml import Field, Fields

EVENT = "event"
PUBLISH_FINISHED = "PUBLISHJOBFINISH"
MASS_SEND_FINISHED = "MASSSENDJOBFINISH"

_SENT = "sendsuccess"
_GAPS = re.compile("[ _]")
_ERR = re.compile(r"err\(([0-9]{1,9})\)")
_NUMBER = re.compile(r"[0-9]{1,18}")
_LONGEST_KEY = 100
_END_OF_TIME = 253402300800  # the year 10000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishFinished:
    """WeChat says that a publication came to its end; `status` is None where it is a new one."""

    publish_id: PublishId
    status: PublishStatus | None
    article_id: ArticleId
    items: tuple[PublishedItem, ...]
    failed_positions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalityResult:
    """How one article of a mass send fared against other people's originals."""

    position: int
    audit_state: int
    original_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MassSendFinished:
    """WeChat says that a mass send came to its end.

    `err` is the number in `err(10001)`, the reason of a refusal; `items` the articles' lasting
    addresses, where this account is told them.
    """

    msg_id: MsgId
    status: str
    is_sent: bool
    err: int | None
    total_count: int
    filter_count: int
    sent_count: int
    error_count: int
    items: tuple[PublishedItem, ...]
    originality: tuple[OriginalityResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One message or event.

    `kind` is WeChat's MsgType; `event` is empty for what a reader wrote. `key` is the same for
    every repeat of one push and not longer than 100 characters. `finished` stands for the two
    events about our own work; every other push has its `fields` only.
    """

    kind: str
    event: str
    to_user: str
    from_user: str
    created_at: datetime | None
    key: str
    finished: PublishFinished | MassSendFinished | None = None
    fields: Fields = field(default_factory=dict, repr=False)


def read_push(fields: Fields) -> Push | None:
    """Return the push in `fields`, or None when they lack what every push has.

    What a device of the account tells, MsgType device_event, names an Event too.
    """
    kind, sender = text_of(fields, "MsgType"), text_of(fields, "FromUserName")
    event = text_of(fields, "Event")
    if not kind or not sender or (kind == EVENT and not event):
        return None
    seconds = number_of(fields, "CreateTime")
    return Push(
        kind=kind,
        event=event,
        to_user=text_of(fields, "ToUserName"),
        from_user=sender,
        created_at=datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _END_OF_TIME else None,
        key=key_of_push(fields),
        finished=_finished(event, fields) if kind == EVENT else None,
        fields=fields,
    )


def key_of_push(fields: Fields) -> str:
    """Return MsgId, or sender, time and event, as WeChat advises; a long one as its digest.

    An event about our own work has its number too: two of them may end in one second.
    """
    job = text_of(fields, "PublishEventInfo", "publish_id") or text_of(fields, "MsgID")
    named = [text_of(fields, name) for name in ("FromUserName", "CreateTime", "Event")]
    key = text_of(fields, "MsgId") or "/".join([*named, *([job] if job else [])])
    is_long = len(key) > _LONGEST_KEY
    return sha256(key.encode("utf-8", "replace")).hexdigest() if is_long else key


def text_of(fields: Field, *names: str) -> str:
    """Return the text found by going down `names`; empty where there is none."""
    for name in names:
        fields = fields.get(name, "") if isinstance(fields, Mapping) else ""
    return fields if isinstance(fields, str) else ""


def number_of(fields: Field, *names: str) -> int:
    """Return the whole number found by going down `names`; 0 where there is none."""
    word = text_of(fields, *names).strip()
    return int(word) if _NUMBER.fullmatch(word) else 0


def each_of(fields: Field, *names: str) -> Sequence[str | Fields]:
    """Return what is repeated at the end of `names`: none, one or several."""
    for name in names:
        fields = fields.get(name, "") if isinstance(fields, Mapping) else ""
    if isinstance(fields, Sequence) and not isinstance(fields, str):
        return fields
    return (fields,) if isinstance(fields, Mapping) or fields else ()


def _finished(event: str, fields: Fields) -> PublishFinished | MassSendFinished | None:
    if event == PUBLISH_FINISHED:
        return _publish_finished(fields)
    if event == MASS_SEND_FINISHED:
        return _mass_send_finished(fields)
    return None


def _publish_finished(fields: Fields) -> PublishFinished | None:
    told = fields.get("PublishEventInfo", "")
    number = text_of(told, "publish_id")
    if not number:
        return None
    return PublishFinished(
        publish_id=PublishId(number),
        status=status_of(text_of(told, "publish_status")),
        article_id=ArticleId(text_of(told, "article_id")),
        items=tuple(
            PublishedItem(position=number_of(item, "idx"), url=text_of(item, "article_url"))
            for item in each_of(told, "article_detail", "item")
        ),
        failed_positions=tuple(
            int(word)
            for word in each_of(told, "fail_idx")
            if isinstance(word, str) and _NUMBER.fullmatch(word)
        ),
    )


def _mass_send_finished(fields: Fields) -> MassSendFinished | None:
    number = text_of(fields, "MsgID") or text_of(fields, "MsgId")
    if not number:
        return None
    status = text_of(fields, "Status")
    err = _ERR.fullmatch(status.replace(" ", ""))
    return MassSendFinished(
        msg_id=MsgId(number),
        status=status,
        is_sent=_GAPS.sub("", status).lower() == _SENT,
        err=int(err[1]) if err else None,
        total_count=number_of(fields, "TotalCount"),
        filter_count=number_of(fields, "FilterCount"),
        sent_count=number_of(fields, "SentCount"),
        error_count=number_of(fields, "ErrorCount"),
        items=tuple(
            PublishedItem(position=number_of(item, "ArticleIdx"), url=text_of(item, "ArticleUrl"))
            for item in each_of(fields, "ArticleUrlResult", "ResultList", "item")
        ),
        originality=tuple(
            OriginalityResult(
                position=number_of(item, "ArticleIdx"),
                audit_state=number_of(item, "AuditState"),
                original_url=text_of(item, "OriginalArticleUrl"),
            )
            for item in each_of(fields, "CopyrightCheckResult", "ResultList", "item")
        ),
    )
