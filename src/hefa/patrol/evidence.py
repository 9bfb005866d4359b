"""Reads that prove patrol was made: each name is the claim it proves."""

from datetime import datetime, timedelta

from hefa.patrol.models import Observation, PatrolRound
from hefa.publish.evidence import Proof
from hefa.publish.queries import published_items
from hefa.registry.models import OfficialAccount

LONGEST_GAP = timedelta(minutes=70)


def every_account_was_patrolled(now: datetime, *, within: timedelta = LONGEST_GAP) -> Proof:
    """Whether each connected account had a whole round lately. Source: 5(8)1."""
    accounts = list(OfficialAccount.objects.exclude(secret_sealed=""))
    fresh = set(
        PatrolRound.objects.filter(
            started_at__gt=now - within, started_at__lte=now, trouble_code=""
        ).values_list("account_id", flat=True)
    )
    late = tuple(account.key for account in accounts if account.pk not in fresh)
    return Proof(count=len(accounts), against=late)


def every_published_item_was_looked_at(
    now: datetime, *, within: timedelta = timedelta(days=1)
) -> Proof:
    """Whether each published item was looked at lately, or is itself newer than that."""
    items = list(published_items().filter(published_at__lte=now - within))
    looked = set(
        Observation.objects.filter(seen_at__gt=now - within, seen_at__lte=now).values_list(
            "item_id", flat=True
        )
    )
    late = tuple(
        f"{item.publication.op_id}/{item.position}" for item in items if item.pk not in looked
    )
    return Proof(count=len(items), against=late)
