"""Asking WeChat how often published items were read, day by day, and keeping what it says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

from django.db import transaction
from django.db.models import Q

from hefa.core.errors import Refused
from hefa.core.workdays import HERE, day_of
from hefa.publish.account import Wire, connected
from hefa.publish.models import PublicationItem, ReadCount
from hefa.publish.queries import published_items
from hefa.registry.changes import mark_counted
from hefa.registry.models import OfficialAccount
from hefa.wechat.errors import CallFailed
from hefa.wechat.statistics import ArticleTotal, article_reads, article_shares, article_totals

COUNTED_FOR: Final = timedelta(days=30)
READY_AT: Final = time(8)
NOT_GIVEN: Final = "publish.counts_not_given"
FIRST_WEEK: Final = "publish.counts_first_week"

_ASKED_AGAIN = {NOT_GIVEN: timedelta(days=7), FIRST_WEEK: timedelta(hours=20)}
_MOST_DAYS = 15
_ONE_DAY = timedelta(days=1)
_MAY_STILL_CHANGE = timedelta(days=7)
_NO_SUCH_FIGURES = frozenset({"wechat.no_permission", "wechat.errcode_unknown"})
_NOT_READY = "wechat.figures_not_ready"

Mark = tuple[str, int]
Marks = Mapping[Mark, PublicationItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many people read an item and passed it on, on one day."""

    reads: int = 0
    shares: int = 0


def read_counts(account: OfficialAccount, *, now: datetime) -> datetime | None:
    """Keep what WeChat counts of the items of the last 30 days; return when to go on, or None.

    Days that are final are not asked for again. An account that is given no figures is asked
    again after a week. What is not told of a day is 0: WeChat leaves out fewer than 3 readers.
    Source: /datacube/getarticleread, getarticleshare, getarticletotal; WeChat 61503, 48001.
    """
    rest = _ASKED_AGAIN.get(account.count_code)
    if rest is not None and account.counted_at is not None and now < account.counted_at + rest:
        return None
    marks = marks_of(published_items(account).filter(published_at__gte=now - COUNTED_FOR))
    days = days_to_ask(list(set(marks.values())), now)
    if not days:
        return None
    try:
        with connected(account, now=now) as wire:
            code = _ask(wire, marks, days[:_MOST_DAYS])
    except Refused as refused:
        code = refused.reasons[0].code
    mark_counted(account, code, now=now)
    is_more = len(days) > _MOST_DAYS and not code
    return now + timedelta(minutes=1) if is_more else None


def marks_of(items: Iterable[PublicationItem]) -> dict[Mark, PublicationItem]:
    """Return the items by what WeChat calls them: number of the message, and position from 1.

    The number came with the submission, or stands as `mid` in the long address.
    """
    found: dict[Mark, PublicationItem] = {}
    for item in items:
        if item.publication.msg_data_id:
            found[item.publication.msg_data_id, item.position] = item
        asked = parse_qs(urlsplit(item.article_url).query)
        mid, idx = (asked.get(name, [""])[0] for name in ("mid", "idx"))
        if mid and idx.isascii() and idx.isdigit():
            found[mid, int(idx)] = item
    return found


def days_to_ask(items: Sequence[PublicationItem], now: datetime) -> list[date]:
    """Return the days, newest first, of which not all figures of `items` are known for good."""
    here = now.astimezone(HERE)
    last = here.date() - (_ONE_DAY if here.time() >= READY_AT else 2 * _ONE_DAY)
    settled = Q(is_final=True) | Q(day__lt=last - _MAY_STILL_CHANGE)
    known = set(ReadCount.objects.filter(settled, item__in=items).values_list("item_id", "day"))
    out = {item.pk: day_of(item.published_at) for item in items if item.published_at}
    if not out:
        return []
    span = (last - min(out.values())).days
    days = (last - number * _ONE_DAY for number in range(span + 1))
    return [
        day for day in days
        if any(begun <= day and (pk, day) not in known for pk, begun in out.items())
    ]  # fmt: skip


def _ask(wire: Wire, marks: Marks, days: Sequence[date]) -> str:
    """Ask day by day and keep each; return what stood in the way, empty for nothing."""
    try:
        for day in days:
            _ask_day(wire, marks, day)
    except CallFailed as failed:
        return _ask_old(wire, marks) if failed.code in _NO_SUCH_FIGURES else failed.code
    return ""


def _ask_day(wire: Wire, marks: Marks, day: date) -> None:
    """Keep how many read and passed on what on `day`; nothing while that is not ready."""
    try:
        reads = wire.call(article_reads, day)
        shares = wire.call(article_shares, day)
    except CallFailed as failed:
        if failed.code != _NOT_READY:
            raise
        return
    read_users: dict[Mark, int] = {
        (count.msg_data_id, count.position): count.users for count in reads.counts
    }
    share_users: dict[Mark, int] = {
        (count.msg_data_id, count.position): count.users for count in shares.counts
    }
    figures = {
        mark: Figures(reads=read_users.get(mark, 0), shares=share_users.get(mark, 0))
        for mark in marks
    }
    out = {mark: item for mark, item in marks.items() if _out_on(item) <= day}
    _keep(out, day, figures, is_final=reads.is_final and shares.is_final, now=wire.now)


def _ask_old(wire: Wire, marks: Marks) -> str:
    """Ask for the sums of the first week, the older way; return what stood in the way.

    That way knows mass-sent items only, and no longer than 7 days.
    """
    for sent_on in {_out_on(item) for item in marks.values()}:
        out = {mark: item for mark, item in marks.items() if _out_on(item) == sent_on}
        try:
            totals = wire.call(article_totals, sent_on)
        except CallFailed as failed:
            if failed.code in _NO_SUCH_FIGURES:
                return NOT_GIVEN
            if failed.code != _NOT_READY:
                return failed.code
            continue
        for day, figures in _daily(totals).items():
            _keep(out, day, figures, is_final=True, now=wire.now)
    return FIRST_WEEK


def _daily(totals: Iterable[ArticleTotal]) -> dict[date, dict[Mark, Figures]]:
    """Return what each day added to sums that grow from day to day."""
    found: dict[date, dict[Mark, Figures]] = {}
    before: dict[Mark, ArticleTotal] = {}
    for total in sorted(totals, key=lambda total: total.counted_on):
        mark = (total.msg_data_id, total.position)
        last = before.get(mark)
        found.setdefault(total.counted_on, {})[mark] = Figures(
            reads=max(0, total.read_users - (last.read_users if last else 0)),
            shares=max(0, total.share_users - (last.share_users if last else 0)),
        )
        before[mark] = total
    return found


@transaction.atomic
def _keep(
    out: Marks, day: date, figures: Mapping[Mark, Figures], *, is_final: bool, now: datetime
) -> None:
    """Write the figures of one day; an item that goes by two marks is told of under one."""
    told: dict[int, Figures] = {}
    for mark, item in out.items():
        told[item.pk] = max(
            told.get(item.pk, Figures()),
            figures.get(mark, Figures()),
            key=lambda one: (one.reads, one.shares),
        )
    for pk, one in told.items():
        ReadCount.objects.update_or_create(
            item_id=pk,
            day=day,
            defaults={
                "read_users": one.reads,
                "share_users": one.shares,
                "is_final": is_final,
                "seen_at": now,
            },
        )


def _out_on(item: PublicationItem) -> date:
    """Return the day here on which `item` was first seen to be out."""
    return day_of(item.published_at) if item.published_at else date.max
