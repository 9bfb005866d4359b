"""The job of responding: pull what a round saw, one incident for each cause."""

from datetime import datetime

from hefa.jobs.registry import job
from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.respond.actions import note_seen, open_incident
from hefa.respond.models import Incident
from hefa.respond.queries import CAUSES, cause_of, open_for, open_of_item


@job("respond.pull")
def pull(key: str, *, now: datetime) -> datetime | None:
    """Open an incident for everything wrong that round `key` saw; note what is in order again."""
    patrol = PatrolRound.objects.get(pk=int(key))
    seen = list(patrol.observations.order_by("pk"))
    for observation in seen:
        if observation.result in CAUSES:
            _wrong(observation, now)
        elif observation.result == Result.SAME and observation.item_id is not None:
            for incident in open_of_item(observation.item_id):
                note_seen(incident, is_same=True, seen_at=observation.seen_at, now=now)
    if not patrol.trouble_code:
        _no_longer_listed(patrol, seen, now)
    return None


def _wrong(observation: Observation, now: datetime) -> None:
    """Open the incident, or note that an open one which was over is back."""
    known = open_for(cause_of(observation))
    if known is None:
        open_incident(observation, now=now)
    elif known.observation_id != observation.pk:
        note_seen(known, is_same=False, seen_at=observation.seen_at, now=now)


def _no_longer_listed(patrol: PatrolRound, seen: list[Observation], now: datetime) -> None:
    """Note the articles without a sheet that a whole round no longer found."""
    still = {cause_of(observation) for observation in seen}
    standing = Incident.objects.filter(
        kind=Result.UNAUTHORISED,
        closed_at__isnull=True,
        observation__round__account=patrol.account_id,
        observation__seen_at__lt=patrol.started_at,
    )
    for incident in standing.exclude(cause__in=still):
        note_seen(incident, is_same=True, seen_at=patrol.started_at, now=now)
