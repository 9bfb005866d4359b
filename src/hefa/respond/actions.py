"""What is done about incidents: opened, answered, seen to be over, closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from ulid import ULID

from hefa.core.errors import Conflict, Refused, reason
from hefa.core.rights import Right, demand
from hefa.patrol.models import Observation
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.respond.changes import StepKind, add_step, enter, next_number
from hefa.respond.models import Incident
from hefa.respond.queries import cause_of, open_for

REPORTED = "reported"


@transaction.atomic
def open_incident(observation: Observation, *, now: datetime) -> Incident | None:
    """Return the incident opened for what patrol saw; None while one of its cause is open.

    The time seen is the time of discovery, from which both clocks run. Source: 5(4), 13(3).
    """
    cause = cause_of(observation)
    if open_for(cause) is not None:
        return None
    incident = Incident.objects.create(
        number=next_number(now),
        cause=cause,
        kind=observation.result,
        title=observation.title,
        observation=observation,
        discovered_at=observation.seen_at,
        opened_at=now,
    )
    add_step(incident, StepKind.FOUND, words="", person=None, now=observation.seen_at)
    enter(incident, "respond.opened", person=None, now=now)
    return incident


@transaction.atomic
def report_incident(
    *, title: str, words: str, person: Person, now: datetime, is_drill: bool = False
) -> Incident:
    """Return the incident that a person reports, discovered now. Raises Refused without words."""
    demand(Right.SEE_PATROL, actor_of(person, now))
    if not title.strip() or not words.strip():
        raise Refused(reason("respond.words_missing"))
    incident = Incident.objects.create(
        number=next_number(now),
        cause=f"{REPORTED}:{ULID()}",
        kind=REPORTED,
        title=title.strip()[:200],
        discovered_at=now,
        opened_at=now,
        is_drill=is_drill,
    )
    add_step(incident, StepKind.REPORTED, words=words, person=person, now=now)
    enter(incident, "respond.reported", person=person, words=words, now=now)
    return incident


@transaction.atomic
def record_step(
    incident: Incident, kind: StepKind, *, words: str, person: Person, now: datetime
) -> None:
    """Write down what a person did: an action, a note, or that it works again.

    The first action stops the first clock, RESTORED the second. Raises Refused without words or
    when the incident is closed.
    """
    demand(Right.HANDLE_INCIDENT, actor_of(person, now))
    current = _open(incident)
    if kind not in (StepKind.ACTION, StepKind.NOTE, StepKind.RESTORED):
        raise Refused(reason("respond.step_unknown"))
    if not words.strip():
        raise Refused(reason("respond.words_missing"))
    add_step(current, kind, words=words, person=person, now=now)
    if kind is not StepKind.NOTE:
        _first_action(current, now)
    if kind is StepKind.RESTORED:
        _open_rows(current).filter(restored_at__isnull=True).update(restored_at=now)
    enter(current, "respond.step", person=person, words=words, now=now)


@transaction.atomic
def close_incident(incident: Incident, *, words: str, person: Person, now: datetime) -> None:
    """Close the incident with what came of it. Raises Refused without words, Conflict if closed."""
    demand(Right.HANDLE_INCIDENT, actor_of(person, now))
    if not words.strip():
        raise Refused(reason("respond.words_missing"))
    current = _open(incident)
    _first_action(current, now)
    _open_rows(current).filter(restored_at__isnull=True).update(restored_at=now)
    if not _open_rows(current).update(closed_at=now):
        raise Conflict(reason("respond.closed_already"))
    add_step(current, StepKind.CLOSED, words=words, person=person, now=now)
    enter(current, "respond.closed", person=person, words=words, now=now)


@transaction.atomic
def note_seen(incident: Incident, *, is_same: bool, seen_at: datetime, now: datetime) -> bool:
    """Note that a later round saw it in order again, or wrong again; False when known already.

    In order again sets the time of repair; a person still closes the incident.
    """
    rows = _open_rows(incident).filter(restored_at__isnull=is_same)
    if not rows.update(restored_at=seen_at if is_same else None):
        return False
    kind = StepKind.SEEN_SAME if is_same else StepKind.SEEN_AGAIN
    add_step(incident, kind, words="", person=None, now=seen_at)
    enter(incident, f"respond.{kind.value}", person=None, now=now)
    return True


def _open(incident: Incident) -> Incident:
    current = Incident.objects.get(pk=incident.pk)
    if current.closed_at is not None:
        raise Conflict(reason("respond.closed_already"))
    return current


def _open_rows(incident: Incident) -> QuerySet[Incident]:
    return Incident.objects.filter(pk=incident.pk, closed_at__isnull=True)


def _first_action(incident: Incident, now: datetime) -> None:
    _open_rows(incident).filter(first_action_at__isnull=True).update(first_action_at=now)
