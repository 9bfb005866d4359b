"""Open incidents, their clocks, and which observation belongs to which cause."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from hefa.patrol.models import Observation, Result
from hefa.respond.models import Incident

CAUSES = (Result.CHANGED, Result.MISSING, Result.UNAUTHORISED)
FIRST_ACTION = timedelta(minutes=30)
REPAIR = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One of an incident's clocks: when it runs out, when it was stopped, if that was late."""

    due_at: datetime
    stopped_at: datetime | None
    is_late: bool

    def remaining(self, now: datetime) -> timedelta:
        """How much time is left; negative once it has run out, as it stood when stopped."""
        return self.due_at - (self.stopped_at or now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Both clocks of an incident: until somebody acts, and until it is repaired."""

    first_action: Clock
    repair: Clock


def clocks_of(
    incident: Incident,
    *,
    now: datetime,
    first_action: timedelta = FIRST_ACTION,
    repair: timedelta = REPAIR,
) -> Clocks:
    """Return both clocks as they stand at `now`, counted from discovery. Source: 5(4), 13(3)."""
    return Clocks(
        first_action=_clock(incident, first_action, incident.first_action_at, now),
        repair=_clock(incident, repair, incident.restored_at, now),
    )


def with_steps() -> QuerySet[Incident]:
    """Return incidents with what a page shows, newest first."""
    return (
        Incident.objects.select_related("observation__item__version", "observation__round")
        .prefetch_related("steps__person")
        .order_by("-pk")
    )


def open_incidents() -> QuerySet[Incident]:
    """Return the incidents nobody has closed, oldest discovery first."""
    return with_steps().filter(closed_at__isnull=True).order_by("discovered_at", "pk")


def open_for(cause: str) -> Incident | None:
    """Return the open incident of this cause, or None."""
    return Incident.objects.filter(cause=cause, closed_at__isnull=True).first()


def cause_of(observation: Observation) -> str:
    """Return the one cause that `observation` points to: kind, and item or article."""
    if observation.item_id is not None:
        return f"{observation.result}:item:{observation.item_id}"
    return f"{observation.result}:article:{observation.article_id}/{observation.position}"


def open_of_item(item_id: int) -> QuerySet[Incident]:
    """Return the open incidents about one published item, of whatever kind."""
    causes = [f"{result.value}:item:{item_id}" for result in CAUSES]
    return Incident.objects.filter(cause__in=causes, closed_at__isnull=True)


def _clock(
    incident: Incident, allowed: timedelta, stopped_at: datetime | None, now: datetime
) -> Clock:
    due_at = incident.discovered_at + allowed
    return Clock(due_at=due_at, stopped_at=stopped_at, is_late=(stopped_at or now) > due_at)
