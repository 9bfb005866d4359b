"""Reads that prove patrol was made: each name is the claim it proves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from hefa.core.duty import Done
from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.publish.evidence import out_at
from hefa.publish.models import PublicationItem
from hefa.registry.days import DayHere

LOOKED_WITHIN = timedelta(days=1)
Rounds = dict[str, dict[date, Done]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """How many items are out, how many the last look found the same, how many lack a look."""

    count: int
    same: int
    unseen: int


def whole_rounds(since: datetime, until: datetime) -> Rounds:
    """Return by account the first whole round of each day in the period. One query.

    Whole is a round whose list could be read to its end. Source: 5(8)1, 10(1).
    """
    rounds = PatrolRound.objects.filter(
        trouble_code="", started_at__gte=since, finished_at__lte=until
    )
    firsts = (
        rounds.annotate(day=DayHere("started_at"))
        .values("account__key", "day")
        .annotate(first=Min("started_at"), written=Min("finished_at"))
        .values_list("account__key", "day", "first", "written")
    )
    found: Rounds = {}
    for account, day, first, written in firsts:
        done = Done(fact_at=first, recorded_at=written)
        found.setdefault(account, {})[date.fromisoformat(day)] = done
    return found


def last_round_at(at: datetime) -> datetime | None:
    """Return when the newest round on record at `at` was made, or None."""
    made = PatrolRound.objects.filter(started_at__lte=at, finished_at__lte=at)
    return made.order_by("-started_at").values_list("started_at", flat=True).first()


def sighted(since: datetime, at: datetime) -> Sighted:
    """Return how what is out at `at`, published since `since`, was last seen. One query.

    An item needs a look of the day before once it is a day old. Source: 5(8)1, 12(4).
    """
    counted = (
        out_at(since, at)
        .annotate(last_result=_last_result(at), was_looked_at=_was_looked_at(at))
        .aggregate(
            count=Count("pk"),
            same=Count("pk", filter=Q(last_result=Result.SAME)),
            unseen=Count("pk", filter=Q(was_looked_at=False, published_at__lte=at - LOOKED_WITHIN)),
        )
    )
    return Sighted(**counted)


def not_the_same(since: datetime, at: datetime) -> QuerySet[PublicationItem]:
    """Return what is out and was not found the same at the last look, newest first."""
    items = out_at(since, at).annotate(last_result=_last_result(at))
    return items.filter(~Q(last_result=Result.SAME) | Q(last_result__isnull=True))


def not_looked_at(since: datetime, at: datetime) -> QuerySet[PublicationItem]:
    """Return what is out for a day and was not looked at within it, newest first."""
    return out_at(since, at).filter(~_was_looked_at(at), published_at__lte=at - LOOKED_WITHIN)


def strangers_seen(since: datetime, at: datetime) -> QuerySet[Observation]:
    """Return the articles without a sheet that rounds saw in the period. Source: 10(1)."""
    return Observation.objects.filter(
        round__started_at__gt=since,
        round__finished_at__lte=at,
        result=Result.UNAUTHORISED,
    ).order_by("-pk")


def _looks(at: datetime) -> QuerySet[Observation]:
    return Observation.objects.filter(item=OuterRef("pk"), seen_at__lte=at).order_by("-pk")


def _last_result(at: datetime) -> Subquery:
    """Return what the last look at an item on record at `at` found."""
    return Subquery(_looks(at).values("result")[:1])


def _was_looked_at(at: datetime) -> Exists:
    """Return the condition that an item was looked at within the day before `at`."""
    return Exists(_looks(at).filter(seen_at__gt=at - LOOKED_WITHIN))
