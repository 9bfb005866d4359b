"""Writes of the register inside the caller's transaction: archive numbers, views, exports.

A view is a person's own way of looking; like a draft it is no act, and the ledger is not told.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hefa.core.errors import Refused, reason
from hefa.jobs.wake import wake
from hefa.people.models import Person
from hefa.review.register.models import ArchiveSeries, RegisterExport, SavedView

MOST_VIEWS = 20
EXPORT = "report.write_register"


def next_serial(year: int) -> int:
    """Return the next number in the archive of `year`; it is never given again."""
    ArchiveSeries.objects.get_or_create(year=year)
    ArchiveSeries.objects.filter(year=year).update(last=F("last") + 1)
    return ArchiveSeries.objects.get(year=year).last


@transaction.atomic
def save_view(person: Person, *, name: str, query: str) -> SavedView:
    """Return the view `name` of `person`, new or changed, its columns as they were.

    Raises Refused without a name, and for a name more than twenty.
    """
    name = name.strip()[:30]
    if not name:
        raise Refused(reason("review.view_unnamed"))
    own = SavedView.objects.filter(person=person)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise Refused(reason("review.views_full", count=MOST_VIEWS))
    view, _ = SavedView.objects.update_or_create(
        person=person, name=name, defaults={"query": query[:1000]}
    )
    return view


@transaction.atomic
def make_default(view: SavedView, *, is_default: bool) -> None:
    """Let the register open with `view`, or no longer."""
    own = SavedView.objects.filter(person=view.person_id)
    own.filter(is_default=True).update(is_default=False)
    own.filter(pk=view.pk).update(is_default=is_default)


def keep_columns(view: SavedView, columns: Sequence[str]) -> None:
    """Keep with `view` which columns its workbook has."""
    SavedView.objects.filter(pk=view.pk).update(columns=list(columns))


def delete_view(view: SavedView) -> None:
    """Forget `view`; the sheets stay."""
    view.delete()


@transaction.atomic
def begin_export(
    person: Person, *, query: str, columns: Sequence[str], count: int, now: datetime
) -> RegisterExport:
    """Return a workbook to be made by the worker, which is woken for it."""
    made = RegisterExport.objects.create(
        person=person, query=query[:1000], columns=list(columns), row_count=count, asked_at=now
    )
    wake(EXPORT, str(made.pk), now=now)
    return made
