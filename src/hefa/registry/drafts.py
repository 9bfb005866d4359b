"""Adoptions being prepared: kept between the steps, outside the ledger until one is adopted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

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


def keep_seats(draft: AdoptionDraft, seats: Sequence[Seat], *, seen: int) -> None:
    """Keep who is to take which post. Raises Conflict when somebody else did since `seen`."""
    write_row(AdoptionDraft.objects.filter(pk=draft.pk), seen=seen, seats=list(seats))


def give_up(draft: AdoptionDraft) -> None:
    """Forget an adoption that was being prepared, or one that has been carried out."""
    AdoptionDraft.objects.filter(pk=draft.pk).delete()


def drafts() -> QuerySet[AdoptionDraft]:
    """Return the adoptions being prepared, the newest first."""
    return AdoptionDraft.objects.select_related("chosen_by")
