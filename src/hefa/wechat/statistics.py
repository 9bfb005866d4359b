"""POST /datacube/*: how often articles were read and passed on, and how the followers grow.

Days are those of Asia/Shanghai. Figures of a day are ready at about 08:00 of the next: earlier is
Declined with `wechat.figures_not_ready`. Articles with fewer than 3 reads are not in them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hefa.wechat.answers import Answer
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Extra, MsgDataId

MOST_SUMMARY_DAYS = 30
MOST_FOLLOWER_DAYS = 7
_ALL_SCENES = "全部"
_NAMED_ARTICLE = re.compile(r"(.+)_([0-9]{1,3})")
_SPAN = "the span is {most} days at most, its end not before its begin"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCount:
    """How many people read an article, or passed it on, on one day.

    The article is position `position`, from 1, of what `msg_data_id` names. `by_scene` counts
    them by where they came from, in WeChat's words; `extra` is the rest of WeChat's detail.
    """

    day: date
    msg_data_id: MsgDataId
    position: int
    users: int
    by_scene: Mapping[str, int] = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfCounts:
    """One day's counts; more may follow until they are final."""

    counts: tuple[ArticleCount, ...]
    is_final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDay:
    """What readers of the whole account did on one day."""

    day: date
    read_users: int
    share_users: int
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTotal:
    """An article's figures up to one day, since it was sent."""

    sent_on: date
    msg_data_id: MsgDataId
    position: int
    title: str
    counted_on: date
    read_users: int
    read_count: int
    share_users: int
    share_count: int
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDetail:
    """All that WeChat tells about one article; its names are not documented reliably."""

    day: date
    msg_data_id: MsgDataId
    position: int
    detail: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowerChange:
    """New and lost followers of one day who came by one way; 0 is any other way."""

    day: date
    source: int
    new_users: int
    lost_users: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowerTotal:
    """How many followers there were at the end of one day."""

    day: date
    users: int


def article_reads(client: Client, token: AccessToken, day: date) -> DayOfCounts:
    """Return how many people read each article on `day`; days from 2025-11-01.

    Source: /datacube/getarticleread.
    """
    return _counts(_asked(client, token, "getarticleread", day, day), "read_user")


def article_shares(client: Client, token: AccessToken, day: date) -> DayOfCounts:
    """Return how many people passed each article on on `day`; days from 2025-11-01.

    Source: /datacube/getarticleshare.
    """
    return _counts(_asked(client, token, "getarticleshare", day, day), "share_user")


def account_days(
    client: Client, token: AccessToken, *, begin: date, end: date
) -> tuple[AccountDay, ...]:
    """Return the account's own figures for up to 30 days. Source: /datacube/getbizsummary."""
    _refuse_span(begin, end, MOST_SUMMARY_DAYS)
    answer = _asked(client, token, "getbizsummary", begin, end)
    return tuple(_account_day(each) for each in answer.listed("list"))


def article_details(client: Client, token: AccessToken, day: date) -> tuple[ArticleDetail, ...]:
    """Return everything told about the articles of `day`.

    Source: /datacube/getarticletotaldetail.
    """
    answer = _asked(client, token, "getarticletotaldetail", day, day)
    found = []
    for each in answer.listed("list"):
        msg_data_id, position = _article(each)
        found.append(
            ArticleDetail(
                day=each.day("ref_date"),
                msg_data_id=msg_data_id,
                position=position,
                detail=each.rest("ref_date", "msgid"),
            )
        )
    return tuple(found)


def article_totals(client: Client, token: AccessToken, day: date) -> tuple[ArticleTotal, ...]:
    """Return, for every article mass-sent on `day`, its figures at each later day's end.

    WeChat keeps up to 7 days of them and no longer maintains this address.
    Source: /datacube/getarticletotal.
    """
    answer = _asked(client, token, "getarticletotal", day, day)
    return tuple(
        _total(each, detail) for each in answer.listed("list") for detail in each.listed("details")
    )


def follower_changes(
    client: Client, token: AccessToken, *, begin: date, end: date
) -> tuple[FollowerChange, ...]:
    """Return new and lost followers for up to 7 days. Source: /datacube/getusersummary."""
    _refuse_span(begin, end, MOST_FOLLOWER_DAYS)
    answer = _asked(client, token, "getusersummary", begin, end)
    return tuple(
        FollowerChange(
            day=each.day("ref_date"),
            source=each.number("user_source", 0),
            new_users=each.number("new_user", 0),
            lost_users=each.number("cancel_user", 0),
        )
        for each in answer.listed("list")
    )


def follower_totals(
    client: Client, token: AccessToken, *, begin: date, end: date
) -> tuple[FollowerTotal, ...]:
    """Return the number of followers for up to 7 days. Source: /datacube/getusercumulate."""
    _refuse_span(begin, end, MOST_FOLLOWER_DAYS)
    answer = _asked(client, token, "getusercumulate", begin, end)
    return tuple(
        FollowerTotal(day=each.day("ref_date"), users=each.number("cumulate_user"))
        for each in answer.listed("list")
    )


def _asked(client: Client, token: AccessToken, name: str, begin: date, end: date) -> Answer:
    body = {"begin_date": begin.isoformat(), "end_date": end.isoformat()}
    return client.post_json(f"/datacube/{name}", body, token=token)


def _refuse_span(begin: date, end: date, most: int) -> None:
    if not 0 <= (end - begin).days < most:
        raise ValueError(_SPAN.format(most=most))


def _counts(answer: Answer, name: str) -> DayOfCounts:
    return DayOfCounts(
        counts=tuple(_count(each, name) for each in answer.listed("list")),
        is_final="is_delay" in answer.fields and not answer.flag("is_delay"),
    )


def _count(answer: Answer, name: str) -> ArticleCount:
    msg_data_id, position = _article(answer)
    detail = answer.inner_or_empty("detail")
    scenes = f"{name}_source"
    return ArticleCount(
        day=answer.day("ref_date"),
        msg_data_id=msg_data_id,
        position=position,
        users=detail.number(name, 0),
        by_scene=dict(filter(_is_part, map(_scene, detail.listed(scenes)))),
        extra=detail.rest(name, scenes),
    )


def _scene(answer: Answer) -> tuple[str, int]:
    """Return a way readers came, with their number; pages know it by two pairs of names."""
    name = answer.text("scene_desc", answer.text("scene", ""))
    return name, answer.number("user_count", answer.number("user", 0))


def _is_part(scene: tuple[str, int]) -> bool:
    """Whether it is one way of several and not their sum, which `users` has already."""
    return scene[0] != _ALL_SCENES


def _account_day(answer: Answer) -> AccountDay:
    detail = answer.inner_or_empty("detail")
    return AccountDay(
        day=answer.day("ref_date"),
        read_users=detail.number("read_user", 0),
        share_users=detail.number("share_user", 0),
        extra=detail.rest("read_user", "share_user"),
    )


def _total(article: Answer, detail: Answer) -> ArticleTotal:
    msg_data_id, position = _article(article)
    names = ("int_page_read_user", "int_page_read_count", "share_user", "share_count")
    read_users, read_count, share_users, share_count = (detail.number(name, 0) for name in names)
    return ArticleTotal(
        sent_on=article.day("ref_date"),
        msg_data_id=msg_data_id,
        position=position,
        title=article.text("title", ""),
        counted_on=detail.day("stat_date"),
        read_users=read_users,
        read_count=read_count,
        share_users=share_users,
        share_count=share_count,
        extra=detail.rest("stat_date", *names),
    )


def _article(answer: Answer) -> tuple[MsgDataId, int]:
    """Return what `msgid` names, `<msg_data_id>_<position from 1>`."""
    named = _NAMED_ARTICLE.fullmatch(answer.text("msgid"))
    if named is None:
        raise answer.unreadable()
    return MsgDataId(named[1]), int(named[2])
