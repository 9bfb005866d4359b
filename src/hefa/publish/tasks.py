"""The jobs of publishing: carry one publication on, and leave none behind."""

from datetime import datetime, timedelta

from hefa.jobs.registry import job, periodic
from hefa.jobs.wake import wake
from hefa.publish.advance import advance
from hefa.publish.queries import under_way


@job("publish.advance")
def carry_on(key: str, *, now: datetime) -> datetime | None:
    """Take publication `key` as far as it goes; come again when it says so."""
    return advance(int(key), now=now)


@periodic("publish.chase", every=timedelta(minutes=10))
def chase(key: str, *, now: datetime) -> datetime | None:
    """Wake every publication that is under way, should its job ever be missing."""
    del key
    for publication in under_way():
        wake("publish.advance", str(publication.pk), run_after=publication.next_at, now=now)
    return None
