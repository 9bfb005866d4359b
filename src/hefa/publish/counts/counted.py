"""How often published items were read: sums by item, column and day, as far as WeChat counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from hefa.collect.queries import seen_by
from hefa.core.review import Actor
from hefa.core.workdays import HERE, day_of
from hefa.publish.models import Publication, PublicationItem, ReadCount
from hefa.publish.queries import published_items
from hefa.registry.models import Column, OfficialAccount
from hefa.ui.charts import Series, columns
from hefa.ui.words import sentence

LEAST_READERS = 3  # WeChat tells nothing of fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which items are asked for; what is empty asks for all."""

    month: str = ""
    column: str = ""
    account: str = ""
    words: str = ""


def counted_items(actor: Actor, wanted: Wanted) -> QuerySet[PublicationItem]:
    """Return the published items that `actor` may see and asks for, with their sums.

    Newest first, never by figures. `read_sum` is None while nothing has been counted.
    """
    found = published_items().filter(version__manuscript__in=seen_by(actor))
    if wanted.month:
        begin, end = _month(wanted.month)
        found = found.filter(published_at__gte=begin, published_at__lt=end)
    if wanted.column:
        found = found.filter(version__column__key=wanted.column)
    if wanted.account:
        found = found.filter(account__key=wanted.account)
    if wanted.words:
        found = found.filter(version__title__icontains=wanted.words)
    return found.select_related("version__column").annotate(
        read_sum=Sum("counts__read_users"),
        share_sum=Sum("counts__share_users"),
        counted_to=Max("counts__day"),
    )


def months_with_items(actor: Actor) -> list[str]:
    """Return the months in which something that `actor` may see was published, newest first."""
    seen = published_items().filter(version__manuscript__in=seen_by(actor))
    months = seen.datetimes("published_at", "month", order="DESC", tzinfo=HERE)
    return [f"{month:%Y-%m}" for month in months]


def row_of(item: Any) -> dict[str, Any]:
    """Return one item of `counted_items` as the list shows it."""
    return {
        "title": item.version.title,
        "op_id": item.publication.op_id,
        "column": item.version.column.name if item.version.column else "",
        "account": item.account.name,
        "published_at": item.published_at,
        "reads": item.read_sum,
        "shares": item.share_sum,
        "is_few": item.read_sum is not None and item.read_sum < LEAST_READERS,
        "counted_to": item.counted_to,
    }


def sums_by_column(items: QuerySet[PublicationItem]) -> list[dict[str, Any]]:
    """Return how many of `items` each column has and how often they were read.

    In the order of the register; items without a column come last.
    """
    chosen = items.order_by().values("pk")
    found = {
        row["version__column"]: row
        for row in PublicationItem.objects.filter(pk__in=chosen)
        .values("version__column")
        .annotate(
            items=Count("pk", distinct=True),
            reads=Sum("counts__read_users"),
            shares=Sum("counts__share_users"),
        )
    }
    named: list[tuple[int | None, str]] = list(Column.objects.values_list("pk", "name"))
    return [
        {"name": name, **{key: found[pk][key] for key in ("items", "reads", "shares")}}
        for pk, name in [*named, (None, "没有栏目")]
        if pk in found
    ]


def sums_of(items: QuerySet[PublicationItem]) -> dict[str, int | None]:
    """Return how many items there are, and their sums."""
    counts = ReadCount.objects.filter(item__in=items.order_by().values("pk"))
    found = counts.aggregate(reads=Sum("read_users"), shares=Sum("share_users"))
    return {"items": items.count(), **found}


def by_day(items: Iterable[PublicationItem]) -> list[tuple[date, int, int]]:
    """Return day, readers and passers-on of `items` together, every day from first to last."""
    rows = (
        ReadCount.objects.filter(item__in=list(items))
        .values("day")
        .annotate(reads=Sum("read_users"), shares=Sum("share_users"))
        .order_by("day")
    )
    found = {row["day"]: (row["reads"], row["shares"]) for row in rows}
    if not found:
        return []
    first, last = min(found), max(found)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [(day, *found.get(day, (0, 0))) for day in days]


def figures_of(publication: Publication, now: datetime) -> dict[str, Any]:
    """Return what the page of a publication shows of its readers; empty before it is out."""
    items = [item for item in publication.items.all() if item.published_at]
    if not items:
        return {}
    days = by_day(items)
    chart = columns(
        "日期",
        [f"{day:%m-%d}" for day, *_ in days],
        [Series(name="阅读人数", tone="pri", numbers=[reads for _, reads, _ in days])],
    ) if days else {}  # fmt: skip
    sums = PublicationItem.objects.filter(pk__in=[item.pk for item in items]).annotate(
        read_sum=Sum("counts__read_users"),
        share_sum=Sum("counts__share_users"),
        counted_to=Max("counts__day"),
    )
    rows = sums.select_related("version__column", "account", "publication").order_by("position")
    return {
        "chart": chart,
        "rows": [row_of(item) for item in rows],
        "counted_to": days[-1][0] if days else None,
        "why_not": "" if days else why_not(publication.account, items, now),
    }


def why_not(account: OfficialAccount, items: Sequence[PublicationItem], now: datetime) -> str:
    """Return in words why there is no figure yet for `items`."""
    if account.count_code:
        return sentence(account.count_code, {"name": account.name})
    newest = max(item.published_at for item in items if item.published_at)
    if day_of(newest) >= day_of(now):
        return sentence("publish.counts_tomorrow")
    return sentence("publish.counts_to_come")


def accounts_without_figures() -> list[str]:
    """Return in words which accounts tell no figures, and why."""
    found = OfficialAccount.objects.exclude(count_code="").order_by("pk")
    return [sentence(account.count_code, {"name": account.name}) for account in found]


def _month(month: str) -> tuple[datetime, datetime]:
    """Return when `2026-11` begins and ends here."""
    begin = datetime.strptime(month, "%Y-%m").replace(tzinfo=HERE)
    following = (begin + timedelta(days=32)).replace(day=1)
    return begin, following
