"""Ordering a round now: made at once where it is short, else by the worker."""

from datetime import datetime

from django.db import transaction

from hefa.core.rights import Right, demand
from hefa.jobs.wake import wake
from hefa.patrol.actions import run_round
from hefa.patrol.models import PatrolRound
from hefa.people.models import Person
from hefa.publish.queries import published_items
from hefa.registry.access import actor_of
from hefa.registry.models import OfficialAccount

SHORT = 20


def order_round(*, person: Person, now: datetime) -> tuple[PatrolRound, ...]:
    """Return the rounds just made over every connected account; empty when the worker makes them.

    Up to `SHORT` articles are looked at while the person waits. Raises Refused without the right.
    Source: 5(8)1.
    """
    demand(Right.RUN_PATROL, actor_of(person, now))
    if published_items().count() > SHORT:
        with transaction.atomic():
            wake("patrol.round", "", now=now)
        return ()
    accounts = OfficialAccount.objects.exclude(secret_sealed="").order_by("pk")
    return tuple(run_round(account, ordered_by=person, now=now) for account in accounts)
