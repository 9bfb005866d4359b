"""What lies in the bin: how long it stays there, and its end."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from hefa.collect.models import Enclosure, Manuscript, WordFile
from hefa.core.review import Actor
from hefa.ledger.append import MACHINE, Fact, append

KEPT_DAYS: Final = 30


def in_the_bin(actor: Actor) -> QuerySet[Manuscript]:
    """Return the manuscripts that this person put into the bin, the last one first. Two queries."""
    return (
        Manuscript.objects.filter(author__key=actor.person, binned_at__isnull=False)
        .select_related("unit")
        .prefetch_related("versions")
        .order_by("-binned_at")
    )


def leaves_at(manuscript: Manuscript) -> datetime | None:
    """Return when a manuscript in the bin is purged; None while it is not in the bin."""
    binned_at = manuscript.binned_at
    return binned_at + timedelta(days=KEPT_DAYS) if binned_at else None


def overdue(now: datetime) -> QuerySet[Manuscript]:
    """Return the manuscripts that have lain in the bin long enough and were never submitted."""
    return (
        Manuscript.objects.filter(binned_at__lte=now - timedelta(days=KEPT_DAYS))
        .exclude(versions__frozen_at__isnull=False)
        .order_by("pk")
    )


@transaction.atomic
def purge(manuscript: Manuscript, *, now: datetime) -> bool:
    """Delete a manuscript from the bin for good; whether it was still to be deleted.

    The ledger keeps that it was there. The bytes of its files stay in the store, where equal
    bytes are shared. Source: 5(6).
    """
    found = overdue(now).select_for_update().filter(pk=manuscript.pk).first()
    if found is None:  # taken out of the bin meanwhile
        return False
    append(
        Fact(
            kind="collect.purged",
            subject=f"manuscript:{found.pk}",
            body={"binned_at": found.binned_at.isoformat() if found.binned_at else ""},
        ),
        actor=MACHINE,
        now=now,
    )
    WordFile.objects.filter(manuscript=found).delete()
    Enclosure.objects.filter(manuscript=found).delete()
    found.versions.all().delete()
    found.delete()
    return True
