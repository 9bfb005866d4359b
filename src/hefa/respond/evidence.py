"""Reads that prove how incidents were answered: each name is the claim it proves.

What changes on an incident's row is not read: its steps are written once, and the ledger tells
when each was.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hefa.core.duty import Done
from hefa.ledger.leaf import moment_of, timestamp
from hefa.ledger.models import Entry
from hefa.respond.changes import StepKind
from hefa.respond.models import Incident, IncidentStep

_ACTS = (StepKind.ACTION, StepKind.RESTORED, StepKind.CLOSED)
_ENDS = (StepKind.RESTORED, StepKind.CLOSED, StepKind.SEEN_SAME)
_KINDS = tuple(
    f"respond.{name}"
    for name in ("opened", "reported", "step", "closed", "seen_same", "seen_again")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One step of a timeline: what, by whom, when, and the entry that tells of it."""

    kind: str
    person: str
    done: Done
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One incident as it was on record at a moment, with the steps taken until then."""

    pk: int
    number: str
    title: str
    is_drill: bool
    discovered_at: datetime
    steps: tuple[Taken, ...]

    @property
    def first_action(self) -> Taken | None:
        """The first thing a person did about it. Source: 5(4)."""
        return next((step for step in self.steps if step.kind in _ACTS), None)

    @property
    def repair(self) -> Taken | None:
        """The step from which it is in order; None again once it was seen to be back."""
        found: Taken | None = None
        for step in self.steps:
            if step.kind == StepKind.SEEN_AGAIN:
                found = None
            elif step.kind in _ENDS and found is None:
                found = step
        return found

    @property
    def closing(self) -> Taken | None:
        """The step with which it was closed."""
        return next((step for step in self.steps if step.kind == StepKind.CLOSED), None)

    def first_by(self, people: Iterable[str]) -> Taken | None:
        """Return the first step taken by one of `people`."""
        wanted = frozenset(people)
        return next((step for step in self.steps if step.person in wanted), None)


def episodes(since: datetime, at: datetime) -> tuple[Episode, ...]:
    """Return the incidents discovered since `since` and on record at `at`, newest first.

    Three queries.
    """
    known = Incident.objects.filter(discovered_at__gte=since, opened_at__lte=at)
    rows = list(known.order_by("-pk"))
    told = _told(at)
    steps: defaultdict[int, list[IncidentStep]] = defaultdict(list)
    found = IncidentStep.objects.filter(incident__in=[row.pk for row in rows])
    for step in found.select_related("person").order_by("pk"):
        steps[step.incident_id].append(step)
    return tuple(
        Episode(
            pk=row.pk,
            number=row.number,
            title=row.title,
            is_drill=row.is_drill,
            discovered_at=row.discovered_at,
            steps=tuple(_taken(steps[row.pk], told[row.number])),
        )
        for row in rows
    )


def _told(at: datetime) -> defaultdict[str, list[tuple[int, datetime]]]:
    """Return the entries about each incident by its number, in order."""
    found: defaultdict[str, list[tuple[int, datetime]]] = defaultdict(list)
    entries = Entry.objects.filter(kind__in=_KINDS, ts__lte=timestamp(at)).order_by("seq")
    for seq, ts, subject in entries.values_list("seq", "ts", "subject"):
        found[subject.partition(":")[2]].append((seq, moment_of(ts)))
    return found


def _taken(steps: list[IncidentStep], told: list[tuple[int, datetime]]) -> Iterable[Taken]:
    """Yield the steps on record: each was written with exactly one entry, in the same order."""
    for step, (seq, recorded_at) in zip(steps, told, strict=False):
        yield Taken(
            kind=step.kind,
            person=step.person.key if step.person else "",
            done=Done(fact_at=step.at, recorded_at=recorded_at),
            entry=seq,
        )
