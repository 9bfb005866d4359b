"""Duties 职责: what is due to whom at a moment, computed from the board and never stored.

Source: 3.1, 3.2 the regulation's rhythms and clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from hefa.core.duty import Standing
from hefa.core.regulation import Control
from hefa.core.review import Actor
from hefa.ledger.models import Frontier
from hefa.report.board import Evidence, Judged
from hefa.report.judging import board

SHOWN_BEFORE = timedelta(days=1)


class Urgency(StrEnum):
    """How a duty stands: its time is past, it runs out soon, or nothing says when."""

    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What a control asks of its posts now, and by when; None where no time is set."""

    control: Control
    urgency: Urgency
    fact: str
    due_at: datetime | None
    place: str

    @property
    def key(self) -> str:
        """What tells this duty from the same one of another time."""
        due = self.due_at.date().isoformat() if self.due_at else ""
        return f"{self.control.id}:{self.urgency}:{due}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A state of the ledger and a minute, which are one question whatever the second."""

    edge: str
    minute: datetime
    now: datetime = field(compare=False)


def duties_now(now: datetime) -> tuple[Duty, ...]:
    """Return every duty of this minute, what is due first at the head; none before adoption.

    Worked out once a minute for each state of the ledger: any act makes them anew, and counts.
    """
    edge = Frontier.objects.values_list("edge", flat=True).get(pk=1)
    minute = now.replace(second=0, microsecond=0)
    return _duties_at(_Asked(edge=str(edge), minute=minute, now=now))


def forget_duties() -> None:
    """Work everything out anew when it is asked for next."""
    _duties_at.cache_clear()


def duties_of(actor: Actor, duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return those of `duties` that are owed by a post `actor` holds."""
    held = {entry.post for entry in actor.held}
    return tuple(duty for duty in duties if held & set(duty.control.posts))


@lru_cache(maxsize=4)
def _duties_at(asked: _Asked) -> tuple[Duty, ...]:
    shown = board(asked.now)
    found = [_duty(entry, asked.now) for entry in shown.judged] if shown else []
    return tuple(sorted(filter(None, found), key=_first_due))


def _duty(entry: Judged, now: datetime) -> Duty | None:
    """Return the duty that a control makes now, or None: nothing due, or no place to do it."""
    control, evidence = entry.control, entry.evidence
    if not (control.cadence or control.term) or not evidence.place or not control.posts:
        return None
    urgency = _urgency(control, evidence, now)
    if urgency is None:
        return None
    return Duty(
        control=control,
        urgency=urgency,
        fact=evidence.fact,
        due_at=evidence.next_at,
        place=evidence.place,
    )


def _urgency(control: Control, evidence: Evidence, now: datetime) -> Urgency | None:
    if evidence.next_at is None:
        if not control.cadence and not evidence.count + evidence.against_count:
            return None  # a term runs from something, and nothing has come yet
        return Urgency.OPEN if evidence.standing is Standing.MISSING else None
    if evidence.next_at <= now:
        return Urgency.OVERDUE
    warned = timedelta(days=control.cadence.warn_days if control.cadence else 0)
    return Urgency.SOON if evidence.next_at <= now + max(warned, SHOWN_BEFORE) else None


def _first_due(duty: Duty) -> tuple[bool, float]:
    return (duty.due_at is None, duty.due_at.timestamp() if duty.due_at else 0.0)
