"""Writes on publications inside the caller's transaction: composing, claiming, letting go."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from hefa.collect.models import Version
from hefa.core.errors import Conflict, reason
from hefa.core.package import Package
from hefa.people.models import Person
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.registry.models import OfficialAccount


def compose(
    versions: Sequence[Version],
    package: Package,
    *,
    person: Person,
    planned_at: datetime | None,
    now: datetime,
) -> Publication:
    """Return a new queued publication of `versions`, each claimed for the account.

    Account, channel and kind of sending are those of `package`, the first one's; the door
    refuses the others where they differ. Raises Conflict when a version is claimed already.
    """
    publication = Publication.objects.create(
        account=OfficialAccount.objects.get(key=package.account),
        channel=package.channel.value,
        mass_send=package.mass_send,
        state=PublicationState.QUEUED,
        planned_at=planned_at,
        next_at=planned_at,
        state_since=now,
        created_at=now,
        ordered_by=person,
    )
    try:
        with transaction.atomic():
            PublicationItem.objects.bulk_create(
                PublicationItem(
                    publication=publication,
                    position=position,
                    version=version,
                    account=publication.account,
                    package_sha256=version.package_sha256,
                )
                for position, version in enumerate(versions, start=1)
            )
    except IntegrityError:
        raise Conflict(reason("publish.already_claimed")) from None
    return publication


def claim_again(publication: Publication) -> None:
    """Claim the versions of `publication` anew. Raises Conflict when another has them now."""
    try:
        with transaction.atomic():
            publication.items.filter(claims=False).update(claims=True)
    except IntegrityError:
        raise Conflict(reason("publish.already_claimed")) from None


def let_go(publication: Publication) -> None:
    """Let go of the versions: nothing of this publication is out, nor will be."""
    publication.items.update(claims=False)
