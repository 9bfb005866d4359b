"""Adoptions being prepared: kept between the steps, outside the ledger until one is adopted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from hefa.core.errors import Conflict, reason
from hefa.people.models import Person
from hefa.registry.changes import manager_key, write_row
from hefa.registry.models import AdoptionDraft

Seat = dict[str, Any]


def begin_draft(text: str, *, source: str, by: Person, now: datetime) -> AdoptionDraft:
    """Return the adoption that `by` begins to prepare from `text`, whatever is wrong with it.

    `source` says where the text came from. Raises Refused for who does not keep the register.
    """
    manager_key(by, now)
    return AdoptionDraft.objects.create(text=text, source=source, chosen_by=by, chosen_at=now)


def keep_seats(
    draft: AdoptionDraft, seats: Sequence[Seat], *, seen: int, by: Person, now: datetime
) -> None:
    """Keep who is to take which post.

    Raises Conflict when somebody else did since `seen`, Refused for who does not keep the
    register. Whoever does may go on with what another began: the regulation is the house's.
    """
    manager_key(by, now)
    write_row(AdoptionDraft.objects.filter(pk=draft.pk), seen=seen, seats=list(seats))


def demand_unchanged(draft: AdoptionDraft, *, seen: int) -> None:
    """Raise Conflict unless `draft` is what was read at the revision `seen`."""
    if draft.revision != seen:
        raise Conflict(reason("registry.changed_meanwhile"))


def give_up(draft: AdoptionDraft, *, by: Person, now: datetime) -> None:
    """Forget an adoption that was being prepared, or one that has been carried out.

    Raises Refused for who does not keep the register.
    """
    manager_key(by, now)
    AdoptionDraft.objects.filter(pk=draft.pk).delete()


def drafts() -> QuerySet[AdoptionDraft]:
    """Return the adoptions being prepared, the newest first."""
    return AdoptionDraft.objects.select_related("chosen_by")
