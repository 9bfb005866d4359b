"""The sweep: claims rows that are due, does their work, and never loses a row."""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Min, Q, QuerySet

from hefa.core.errors import Conflict, HefaError, Unavailable
from hefa.jobs.models import JobRun, PeriodicSlot
from hefa.jobs.registry import Lane, Rhythm, lane_of, prompt_kinds, rhythms, work_of
from hefa.jobs.wake import wake

LEASE = timedelta(seconds=120)
MOST_PER_SWEEP = 50
LONGEST_SWEEP_SECONDS = 20
SLOTS_KEPT = timedelta(days=90)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SHORTEST = timedelta(seconds=5)
_LONGEST_OUTSIDE = timedelta(minutes=10)
_LONGEST_FAULT = timedelta(hours=1)

_UNKNOWN = "jobs.kind_unknown"
# Written out: they run for every job there is.
_CLAIM = (
    "UPDATE jobs_jobrun SET lease_until = %s, next_at = NULL, fence = fence + 1 WHERE id = %s"
    " AND fence = %s AND ((next_at <= %s AND lease_until IS NULL) OR lease_until <= %s)"
)
_WENT_WELL = (
    "UPDATE jobs_jobrun SET lease_until = NULL, attempts = 0, last_error = ''"
    " WHERE id = %s AND fence = %s"
)
_FAILED = (
    "UPDATE jobs_jobrun SET lease_until = NULL, attempts = attempts + 1, last_error = %s"
    " WHERE id = %s AND fence = %s"
)
_AGAIN = (
    "UPDATE jobs_jobrun SET next_at = %s WHERE id = %s AND fence = %s"
    " AND (next_at IS NULL OR next_at > %s)"
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A job that was run: when it is to run again, and the error unless it went well."""

    run: JobRun
    again: datetime | None
    error: str = ""


def sweep(now: datetime, lane: Lane | None = None) -> int:
    """Return how many jobs were run: all that were due, and those whose worker has died.

    Of one `lane` only its own kinds are seen. Source: docs/design/publication.md, jobs.
    """
    take_slots(now, lane)
    due = _due(now, lane).order_by(F("next_at").asc(nulls_first=True), "pk")
    until = time.monotonic() + LONGEST_SWEEP_SECONDS  # past it, `now` is too old for a lease
    ended: _Ended | None = None
    count = 0
    for run in due[:MOST_PER_SWEEP]:
        if time.monotonic() >= until:
            break
        with transaction.atomic():  # one commit gives the last one back and takes the next
            _give_back(ended)
            is_ours = _claim(run, now)
        ended = _done(run, now) if is_ours else None
        count += ended is not None and ended.error != _UNKNOWN
    _give_back(ended)
    return count


def next_due(now: datetime, lane: Lane | None = None) -> datetime | None:
    """Return when the next row falls due, or None when none waits."""
    waiting = _rows(lane).aggregate(
        due=Min("next_at", filter=Q(lease_until__isnull=True) | Q(lease_until__lte=now)),
        freed=Min("lease_until"),
    )
    return min((moment for moment in waiting.values() if moment), default=None)


def take_slots(now: datetime, lane: Lane | None = None) -> None:
    """Wake each periodic job whose present slot nobody has taken yet."""
    for rhythm in rhythms().values():
        if lane not in (None, lane_of(rhythm.kind)):
            continue
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


def _rows(lane: Lane | None) -> QuerySet[JobRun]:
    if lane is None:
        return JobRun.objects.all()
    is_prompt = Q(kind__in=prompt_kinds())
    return JobRun.objects.filter(is_prompt if lane is Lane.PROMPT else ~is_prompt)


def _due(now: datetime, lane: Lane | None) -> QuerySet[JobRun]:
    """Rows to run: due and free, or left behind by a worker whose lease has run out."""
    return _rows(lane).filter(
        Q(next_at__lte=now, lease_until__isnull=True) | Q(lease_until__lte=now)
    )


def _claim(run: JobRun, now: datetime) -> bool:
    """Claim the row as it was read; False when another worker was faster."""
    at = _as_column(now)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [_as_column(now + LEASE), run.pk, run.fence, at, at])
        is_ours = bool(cursor.rowcount == 1)
    run.fence += is_ours
    return is_ours


def _done(run: JobRun, now: datetime) -> _Ended:
    """Do the work of a row that is ours, and return how it ended."""
    work = work_of(run.kind)
    if work is None:
        return _Ended(run=run, again=now + _LONGEST_FAULT, error=_UNKNOWN)
    try:
        return _Ended(run=run, again=work(run.key, now=now))
    except (Unavailable, Conflict) as error:
        return _Ended(run=run, again=now + _backed_off(run, _LONGEST_OUTSIDE), error=str(error))
    except Exception as error:  # the outer edge of a job: recorded, never lost
        log.exception("job %s %s", run.kind, run.key)
        code = str(error) if isinstance(error, HefaError) else type(error).__name__
        return _Ended(run=run, again=now + _backed_off(run, _LONGEST_FAULT), error=code)


@transaction.atomic
def _give_back(ended: _Ended | None) -> None:
    """Give the row of a job that has ended back; a wake that came meanwhile stays."""
    if ended is None:
        return
    run = ended.run
    with connection.cursor() as cursor:
        if ended.error:
            cursor.execute(_FAILED, [ended.error[:200], run.pk, run.fence])
        else:
            cursor.execute(_WENT_WELL, [run.pk, run.fence])
        if ended.again is not None:
            again = _as_column(ended.again)
            cursor.execute(_AGAIN, [again, run.pk, run.fence, again])


def _as_column(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _backed_off(run: JobRun, longest: timedelta) -> timedelta:
    """Return 5, 10, 20 ... seconds by the number of failures so far, up to `longest`."""
    return min(_SHORTEST * (1 << min(run.attempts, 12)), longest)
