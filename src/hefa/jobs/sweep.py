"""The sweep: claims rows that are due, does their work, and never loses a row."""

import logging
import time
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet

from hefa.core.errors import Conflict, HefaError, Unavailable
from hefa.jobs.models import JobRun, PeriodicSlot
from hefa.jobs.registry import Rhythm, rhythms, work_of
from hefa.jobs.wake import wake

LEASE = timedelta(seconds=120)
MOST_PER_SWEEP = 50
LONGEST_SWEEP_SECONDS = 20
SLOTS_KEPT = timedelta(days=90)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SHORTEST = timedelta(seconds=5)
_LONGEST_OUTSIDE = timedelta(minutes=10)
_LONGEST_FAULT = timedelta(hours=1)

log = logging.getLogger(__name__)


def sweep(now: datetime) -> int:
    """Return how many jobs were run: all that were due, and those whose worker has died.

    Source: docs/design/publication.md, jobs.
    """
    take_slots(now)
    due = _due(now).order_by(F("next_at").asc(nulls_first=True), "pk")
    candidates = list(due.values_list("pk", flat=True)[:MOST_PER_SWEEP])
    until = time.monotonic() + LONGEST_SWEEP_SECONDS  # past it, `now` is too old for a lease
    return sum(_run_claimed(pk, now) for pk in candidates if time.monotonic() < until)


def next_due(now: datetime) -> datetime | None:
    """Return when the next row falls due, or None when none waits."""
    waiting = JobRun.objects.aggregate(
        due=Min("next_at", filter=Q(lease_until__isnull=True) | Q(lease_until__lte=now)),
        freed=Min("lease_until"),
    )
    return min((moment for moment in waiting.values() if moment), default=None)


def take_slots(now: datetime) -> None:
    """Wake each periodic job whose present slot nobody has taken yet."""
    for rhythm in rhythms().values():
        slot = slot_of(rhythm, now)
        if not PeriodicSlot.objects.filter(kind=rhythm.kind, slot_at=slot).exists():
            _take(rhythm, slot, now)


def slot_of(rhythm: Rhythm, now: datetime) -> datetime:
    """Return when the slot that `now` lies in began."""
    return now - (now - EPOCH) % rhythm.every


@transaction.atomic
def _take(rhythm: Rhythm, slot: datetime, now: datetime) -> None:
    """Insert the slot and wake its job; whoever comes second does nothing."""
    _, is_ours = PeriodicSlot.objects.get_or_create(
        kind=rhythm.kind, slot_at=slot, defaults={"taken_at": now}
    )
    if is_ours:
        PeriodicSlot.objects.filter(kind=rhythm.kind, slot_at__lt=now - SLOTS_KEPT).delete()
        wake(rhythm.kind, "", now=now)


def _due(now: datetime) -> QuerySet[JobRun]:
    """Rows to run: due and free, or left behind by a worker whose lease has run out."""
    return JobRun.objects.filter(
        Q(next_at__lte=now, lease_until__isnull=True) | Q(lease_until__lte=now)
    )


def _run_claimed(pk: int, now: datetime) -> int:
    """Claim one row and run it; 0 when another worker was faster."""
    claimed = _due(now).filter(pk=pk)
    if not claimed.update(lease_until=now + LEASE, next_at=None, fence=F("fence") + 1):
        return 0
    run = JobRun.objects.get(pk=pk)
    work = work_of(run.kind)
    if work is None:
        _postpone(run, now + _LONGEST_FAULT, error="jobs.kind_unknown")
        return 0
    try:
        again = work(run.key, now=now)
    except (Unavailable, Conflict) as error:
        _postpone(run, now + _backed_off(run, _LONGEST_OUTSIDE), error=str(error))
    except Exception as error:  # the outer edge of a job: recorded, never lost
        log.exception("job %s %s", run.kind, run.key)
        code = str(error) if isinstance(error, HefaError) else type(error).__name__
        _postpone(run, now + _backed_off(run, _LONGEST_FAULT), error=code)
    else:
        _finish(run, again)
    return 1


def _finish(run: JobRun, again: datetime | None) -> None:
    """Give the row back; a wake that came meanwhile stays."""
    ours = JobRun.objects.filter(pk=run.pk, fence=run.fence)
    with transaction.atomic():
        if again is not None:
            ours.filter(Q(next_at__isnull=True) | Q(next_at__gt=again)).update(next_at=again)
        ours.update(lease_until=None, attempts=0, last_error="")


def _postpone(run: JobRun, until: datetime, *, error: str) -> None:
    ours = JobRun.objects.filter(pk=run.pk, fence=run.fence)
    ours.filter(next_at__isnull=True).update(next_at=until)
    ours.update(lease_until=None, attempts=F("attempts") + 1, last_error=error[:200])


def _backed_off(run: JobRun, longest: timedelta) -> timedelta:
    """Return 5, 10, 20 ... seconds by the number of failures so far, up to `longest`."""
    return min(_SHORTEST * (1 << min(run.attempts, 12)), longest)
