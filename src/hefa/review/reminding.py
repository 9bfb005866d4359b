"""Reminders of review: a step that is nearly due, one that is over, and who hears of it then."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from hefa.core.review import PostKey
from hefa.notify.models import MessageKind
from hefa.notify.outbox import tell
from hefa.people.models import Person
from hefa.registry.access import holding
from hefa.registry.adopted import parsed
from hefa.review.models import ReviewSheet
from hefa.review.queries import with_everything
from hefa.review.telling import news_of, whose_turn

BEFORE: Final = "remind_before_hours"
AFTER: Final = "escalate_after_hours"
_USUAL_BEFORE, _USUAL_AFTER = 8, 12
_LONGEST_BEFORE = timedelta(days=7)


def remind_of_sheets(now: datetime) -> int:
    """Return how many were told of sheets nearly due or over, each once for each turn.

    Those whose turn it is first; when it has been over for the hours that the regulation gives,
    their deputies and the office too. Source: own choice, `remind_before_hours` and
    `escalate_after_hours`.
    """
    return sum(_remind_of(sheet, now) for sheet in _with_term(now))


def _with_term(now: datetime) -> QuerySet[ReviewSheet]:
    """Return the sheets that wait and are due before long."""
    waiting = with_everything().exclude(awaits="")
    return waiting.filter(due_at__lte=now + _LONGEST_BEFORE).order_by("due_at")


@transaction.atomic
def _remind_of(sheet: ReviewSheet, now: datetime) -> int:
    due_at = sheet.due_at
    if due_at is None or now < due_at - _hours(sheet, BEFORE, _USUAL_BEFORE):
        return 0
    if now < due_at:
        readers = whose_turn(sheet, now).first
        return tell(news_of(sheet, MessageKind.DUE_SOON), readers, now=now)
    is_escalated = now >= due_at + _hours(sheet, AFTER, _USUAL_AFTER)
    readers = tuple(_everybody(sheet, now)) if is_escalated else whose_turn(sheet, now).first
    return tell(news_of(sheet, MessageKind.OVERDUE), readers, now=now)


def _everybody(sheet: ReviewSheet, now: datetime) -> Iterator[Person]:
    """Yield whose turn it is, their deputies, and the office."""
    turn = whose_turn(sheet, now)
    yield from turn.holders
    yield from turn.deputies
    office = holding(frozenset({PostKey("office")}), now).select_related("person")
    yield from (appointment.person for appointment in office)


def _hours(sheet: ReviewSheet, parameter: str, usual: int) -> timedelta:
    """Return the hours that the sheet's regulation gives for `parameter`, else the usual."""
    given = parsed(sheet.regulation).parameters.get(parameter, usual)
    return timedelta(hours=given if isinstance(given, int) else usual)
