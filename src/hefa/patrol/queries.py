"""What patrol saw: the latest round, the latest look at each item, and what stays unseen."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.publish.models import PublicationItem
from hefa.publish.queries import standing_items
from hefa.registry.models import OfficialAccount


def rounds() -> QuerySet[PatrolRound]:
    """Return the rounds, newest first, each with its count of every result."""
    counts = {
        f"{result.value}_count": Count("observations", filter=Q(observations__result=result))
        for result in Result
    }
    found = PatrolRound.objects.select_related("account", "ordered_by")
    return found.annotate(**counts).order_by("-started_at", "-pk")


def latest_round(account: OfficialAccount | None = None) -> PatrolRound | None:
    """Return the newest round, of one account when given."""
    found = rounds()
    return (found.filter(account=account) if account is not None else found).first()


def observations_of(patrol: PatrolRound) -> QuerySet[Observation]:
    """Return what one round saw, what asks for somebody first."""
    return (
        patrol.observations.select_related("item__version", "item__publication")
        .annotate(is_quiet=Q(result=Result.SAME))
        .order_by("is_quiet", "-pk")
    )


def latest_by_item(items: Iterable[PublicationItem]) -> dict[int, Observation]:
    """Return the latest observation of each item by the item's id. Two queries at most."""
    newest = (
        Observation.objects.filter(item__in=list(items))
        .values("item")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    found = Observation.objects.filter(pk__in=list(newest)).select_related("round")
    return {observation.item_id: observation for observation in found if observation.item_id}


def history_of(item: PublicationItem) -> QuerySet[Observation]:
    """Return every observation of `item`, newest first."""
    return item.observations.select_related("round").order_by("-pk")


def unseen_for_long(now: datetime, *, hours: int = 24) -> QuerySet[PublicationItem]:
    """Return the items that no round could see for `hours`: a person opens them by hand."""
    since = now - timedelta(hours=hours)
    seen = Observation.objects.filter(item=OuterRef("pk"), seen_at__gt=since).exclude(
        result=Result.UNKNOWN
    )
    tried = Observation.objects.filter(item=OuterRef("pk"), result=Result.UNKNOWN)
    return standing_items().filter(~Exists(seen), Exists(tried), published_at__lte=since)
