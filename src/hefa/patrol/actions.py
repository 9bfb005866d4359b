"""One round of patrol: look first, then write down everything at once."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from hefa.core.canonical import canonical_bytes, sha256_hex
from hefa.core.rights import Right, demand
from hefa.jobs.wake import wake
from hefa.ledger.append import MACHINE, Fact, append
from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.patrol.sight import (
    Listing,
    Seen,
    as_ordered_since,
    look_at_items,
    read_list,
    unauthorised,
)
from hefa.people.models import Person
from hefa.publish.account import connected, reading
from hefa.publish.hand.handed_in import note_read
from hefa.publish.models import PublicationItem, PublicationState
from hefa.publish.queries import being_taken_down, standing_items
from hefa.registry.access import actor_of
from hefa.registry.channels import is_connected
from hefa.registry.models import OfficialAccount

State = PublicationState

_OUTCOME_OPEN = (
    State.SUBMITTING,
    State.SUBMIT_UNKNOWN,
    State.SUBMITTED,
    State.HANDED,
    State.NEEDS_HUMAN,
    State.PUBLISHED,
)


def run_round(account: OfficialAccount, *, ordered_by: Person | None, now: datetime) -> PatrolRound:
    """Return the round just made over everything published on `account`. Source: 5(8)1.

    The list is read, then each public page; an article that nobody released is noted too. What was
    taken down, or is being taken down by an order, is not missing. The calls come before the one
    transaction. Raises Refused without the right, or when the account may not be reached; of one
    that is not connected only the public pages are seen. A list that could not be read leaves its
    code on the round.
    """
    if ordered_by is not None:
        demand(Right.RUN_PATROL, actor_of(ordered_by, now))
    lend = connected if is_connected(account) else reading
    with lend(account, now=now) as wire:
        listing = read_list(wire)
        items = list(standing_items(account))
        seen = list(look_at_items(wire, items, listing, now=now))
    # Publishing goes on meanwhile: what leaves the first of two answers is in the second.
    going = being_taken_down(account)
    standing = set(standing_items(account).values_list("pk", flat=True))
    found = list(as_ordered_since(seen, standing=standing, going=going))
    under_way = _under_way(account)
    found += unauthorised(listing, _known(account), under_way)
    return _write_down(account, listing, found, ordered_by=ordered_by, now=now)


@transaction.atomic
def _write_down(
    account: OfficialAccount,
    listing: Listing,
    found: Sequence[Seen],
    *,
    ordered_by: Person | None,
    now: datetime,
) -> PatrolRound:
    """Keep the round, its observations and one ledger entry, and wake who answers to them."""
    patrol = PatrolRound.objects.create(
        account=account,
        ordered_by=ordered_by,
        started_at=now,
        finished_at=now,
        trouble_code=listing.code,
    )
    Observation.objects.bulk_create(_observation(patrol, seen, now) for seen in found)
    note_read([seen.item for seen in found if seen.item and _is_read(seen)], now=now)
    counts = Counter(seen.result for seen in found)
    append(
        Fact(
            kind="patrol.round",
            subject=f"patrol:{patrol.pk}",
            body={
                "account": account.key,
                "name": account.name,
                "trouble": listing.code,
                "observations_sha256": observations_sha256(found),
                **{result.value: counts[result] for result in Result},
            },
        ),
        actor=ordered_by.key if ordered_by else MACHINE,
        now=now,
    )
    wake("respond.pull", str(patrol.pk), now=now)
    return patrol


def _is_read(seen: Seen) -> bool:
    """Whether the article was read and is what was released."""
    return seen.result is Result.SAME


def observations_sha256(found: Sequence[Seen]) -> str:
    """Return the fingerprint of everything a round saw, as the ledger keeps it."""
    return sha256_hex(canonical_bytes([seen.as_json() for seen in found]))


def _observation(patrol: PatrolRound, seen: Seen, now: datetime) -> Observation:
    return Observation(
        round=patrol,
        item=seen.item,
        article_id=seen.article_id,
        position=seen.position,
        title=seen.title,
        url=seen.url,
        result=seen.result,
        differences=list(seen.differences),
        seen_at=now,
    )


def _known(account: OfficialAccount) -> dict[str, int]:
    """Return how many articles of ours stand under each article id."""
    known = PublicationItem.objects.filter(account=account).exclude(publication__article_id="")
    places = known.order_by().values_list("publication__article_id", "position").distinct()
    return dict(Counter(article_id for article_id, _ in places))


def _under_way(account: OfficialAccount) -> list[list[PublicationItem]]:
    """Return the items of each publication that may be out under an article id not known to us.

    What was published by hand and told by its link is among them.
    """
    items = (
        PublicationItem.objects.filter(
            account=account, publication__article_id="", publication__state__in=_OUTCOME_OPEN
        )
        .exclude(rendered_html="")
        .exclude(publication__kind="preview")
        .select_related("version", "publication")
        .order_by("publication_id", "position")
    )
    return [list(group) for _, group in groupby(items, key=lambda item: item.publication_id)]
