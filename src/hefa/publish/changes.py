"""Writes on publications inside the caller's transaction: composing, claiming, letting go."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef

from hefa.collect.models import Version
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.package import Channel, Package
from hefa.ledger.append import MACHINE, append
from hefa.people.models import Person
from hefa.publish.channels import least_of
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.turn import fact
from hefa.registry.channels import proposed_channel
from hefa.registry.models import OfficialAccount


def compose(
    versions: Sequence[Version],
    packages: Sequence[Package],
    *,
    person: Person,
    planned_at: datetime | None,
    now: datetime,
    is_urgent: bool = False,
) -> Publication:
    """Return a new queued publication of `versions`, each claimed for the account.

    Account and kind of sending are those of the first package; the door refuses the others where
    they differ. The road is the least that was signed and that the account allows. Raises
    Refused for an account that is none, Conflict when a version is claimed already.
    """
    account = OfficialAccount.objects.filter(key=packages[0].account).first()
    if account is None:
        raise Refused(reason("publish.other_account", clause="12(4)"))
    publication = Publication.objects.create(
        account=account,
        channel=road_of(packages, account).value,
        mass_send=packages[0].mass_send,
        is_urgent=is_urgent,
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


def compose_preview(
    version: Version, package: Package, *, person: Person, now: datetime
) -> Publication:
    """Return a new preview of `version`, which it does not claim."""
    publication = Publication.objects.create(
        kind="preview",
        account=OfficialAccount.objects.get(key=package.account),
        channel=package.channel.value,
        mass_send=package.mass_send,
        state=PublicationState.QUEUED,
        state_since=now,
        created_at=now,
        ordered_by=person,
    )
    PublicationItem.objects.create(
        publication=publication,
        position=1,
        version=version,
        account=publication.account,
        package_sha256=version.package_sha256,
        claims=False,
    )
    return publication


def road_of(packages: Sequence[Package], account: OfficialAccount) -> Channel:
    """Return the least road that these packages were signed for and `account` allows."""
    return least_of([*(package.channel for package in packages), proposed_channel(account)])


def note_out(publication: Publication, addresses: Mapping[int, str], *, now: datetime) -> None:
    """Keep where each item is out by its position, and when it was first seen to be."""
    for position, url in addresses.items():
        item = publication.items.filter(position=position)
        item.update(article_url=url)
        item.filter(published_at=None).update(published_at=now)


def settle_when_gone(publication_id: int, to: PublicationState, *, now: datetime) -> None:
    """Let what a person had to decide rest at `to`, once nothing of it stands as it was released.

    Every article of it has been taken down or corrected since, so there is nothing to decide.
    """
    left = PublicationItem.objects.filter(publication=OuterRef("pk"), removed_at=None)
    found = Publication.objects.filter(
        ~Exists(left), pk=publication_id, state=PublicationState.NEEDS_HUMAN
    )
    rest = {"lease_until": None, "next_at": None, "intent_at": None, "state_since": now}
    trouble = {"trouble_code": "", "trouble_detail": {}}
    if found.update(state=to, fence=F("fence") + 1, **rest, **trouble):
        settled = Publication.objects.select_related("account").get(pk=publication_id)
        append(fact(settled, "publish.settled", {}), actor=MACHINE, now=now)


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


def current(publication: Publication) -> Publication:
    """Return `publication` as it stands now."""
    return Publication.objects.select_related("account", "ordered_by").get(pk=publication.pk)


def hurry(publication: Publication, now: datetime) -> None:
    """Let a worker look at `publication` now; one that holds it loses it. No state changes."""
    rows = Publication.objects.filter(pk=publication.pk, state=publication.state)
    rows.update(fence=F("fence") + 1, lease_until=None, next_at=now)


def change(publication: Publication, now: datetime, **columns: object) -> None:
    """Change a publication by a person's hand; a worker that holds it loses it. Raises Conflict."""
    rows = Publication.objects.filter(
        pk=publication.pk, fence=publication.fence, state=publication.state
    )
    if not rows.update(fence=F("fence") + 1, lease_until=None, state_since=now, **columns):
        raise Conflict(reason("publish.someone_was_first"))
    publication.refresh_from_db()
