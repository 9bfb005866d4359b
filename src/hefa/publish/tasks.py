"""The jobs of publishing: carry one publication on, and leave none behind."""

import contextlib
from datetime import datetime, timedelta

from hefa.core.errors import Conflict, Refused
from hefa.jobs.registry import Lane, job, periodic
from hefa.jobs.wake import wake
from hefa.publish.advance import advance
from hefa.publish.counts.reading import read_counts
from hefa.publish.orders.ordering import end_notice, ended_notices
from hefa.publish.preview.tidying import tidy
from hefa.publish.queries import awake
from hefa.registry.adopted import regulation_now
from hefa.registry.models import OfficialAccount

ENDED_NOTICES = "is_ended_notice_taken_down"


@job("publish.advance", lane=Lane.PROMPT)
def carry_on(key: str, *, now: datetime) -> datetime | None:
    """Take publication `key` as far as it goes; come again when it says so."""
    return advance(int(key), now=now)


@job("publish.tidy", lane=Lane.PROMPT)
def tidy_up(key: str, *, now: datetime) -> datetime | None:
    """Delete the draft of publication `key`, which was taken back; come again when it says so."""
    return tidy(int(key), now=now)


@periodic("publish.chase", every=timedelta(minutes=10), lane=Lane.PROMPT)
def chase(key: str, *, now: datetime) -> datetime | None:
    """Wake every publication that is under way, should its job ever be missing."""
    del key
    for publication in awake():
        wake("publish.advance", str(publication.pk), run_after=publication.next_at, now=now)
    return None


@periodic("publish.ended_notices", every=timedelta(hours=1), lane=Lane.PROMPT)
def end_notices(key: str, *, now: datetime) -> datetime | None:
    """Take down what is out past the end date signed with it, unless the regulation says no."""
    del key
    regulation = regulation_now(now)
    if regulation is None or not regulation.parameters.get(ENDED_NOTICES, True):
        return None
    for item in ended_notices(now):
        with contextlib.suppress(Refused, Conflict):  # stays on the list, and is tried again
            end_notice(item, now=now)
    return None


@periodic("publish.counts", every=timedelta(hours=1))
def count(key: str, *, now: datetime) -> datetime | None:
    """Ask how often the items of account `key` were read; without one, wake it for each account."""
    connected = OfficialAccount.objects.exclude(secret_sealed="")
    if not key:
        for account in connected:
            wake("publish.counts", account.key, now=now)
        return None
    for account in connected.filter(key=key):
        return read_counts(account, now=now)
    return None
