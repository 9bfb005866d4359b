"""Writes on incidents inside the caller's transaction: numbers, steps, moments."""

from datetime import datetime
from enum import StrEnum

from hefa.ledger.append import MACHINE, Fact, append
from hefa.ledger.leaf import timestamp
from hefa.people.models import Person
from hefa.registry.access import HERE
from hefa.respond.models import Incident, IncidentStep


class StepKind(StrEnum):
    """What a step of an incident's timeline is."""

    FOUND = "found"
    REPORTED = "reported"
    ACTION = "action"
    NOTE = "note"
    RESTORED = "restored"
    SEEN_SAME = "seen_same"
    SEEN_AGAIN = "seen_again"
    CLOSED = "closed"


def next_number(now: datetime) -> str:
    """Return the next incident number of the year: 事-2026-001."""
    prefix = f"事-{now.astimezone(HERE).year}-"
    last = Incident.objects.filter(number__startswith=prefix).order_by("-pk").first()
    return f"{prefix}{int(last.number.removeprefix(prefix)) + 1 if last else 1:03}"


def add_step(
    incident: Incident, kind: StepKind, *, words: str, person: Person | None, now: datetime
) -> IncidentStep:
    """Return the new last step of the timeline; the machine's steps have no person."""
    return IncidentStep.objects.create(
        incident=incident, kind=kind.value, words=words.strip()[:500], person=person, at=now
    )


def enter(
    incident: Incident, kind: str, *, person: Person | None, words: str = "", now: datetime
) -> None:
    """Append the ledger entry of one act upon `incident`, whose step was just added.

    The clocks can be told from the entries alone: what was done, when, and when it was found.
    """
    step = IncidentStep.objects.filter(incident=incident).latest("pk")
    append(
        Fact(
            kind=kind,
            subject=f"incident:{incident.number}",
            body={
                "number": incident.number,
                "title": incident.title,
                "incident_kind": incident.kind,
                "cause": incident.cause,
                "discovered_at": timestamp(incident.discovered_at),
                "is_drill": incident.is_drill,
                "step": step.kind,
                "step_at": timestamp(step.at),
            },
            personal={"words": words.strip()} if words.strip() else None,
        ),
        actor=person.key if person else MACHINE,
        now=now,
    )
