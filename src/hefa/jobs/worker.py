"""The worker: sweeps when woken, when a row falls due, and at the latest every so often."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event

from django.db import DatabaseError, close_old_connections

from hefa.jobs.registry import Lane
from hefa.jobs.sweep import next_due, sweep
from hefa.jobs.wake import woken

_STEP_SECONDS = 0.2

log = logging.getLogger(__name__)


def run_worker(
    stop: Event,
    clock: Callable[[], datetime],
    *,
    lane: Lane | None = None,
    poll_seconds: float = 30,
) -> None:
    """Sweep one lane, or both, until `stop` is set; the job under way is finished first.

    A database that cannot be reached is tried again after `poll_seconds`.
    """
    while not stop.is_set():
        woken.clear()
        try:
            if sweep(clock(), lane):
                continue
            seconds = _seconds_to_wait(clock(), lane, poll_seconds)
        except DatabaseError:  # the outer edge: the next sweep tries again
            log.exception("sweep")
            close_old_connections()
            seconds = poll_seconds
        _rest(stop, seconds)


def _seconds_to_wait(now: datetime, lane: Lane | None, poll_seconds: float) -> float:
    due = next_due(now, lane)
    return poll_seconds if due is None else min(poll_seconds, (due - now).total_seconds())


def _rest(stop: Event, seconds: float) -> None:
    """Return after `seconds`, or sooner when a job is woken here or the worker is stopped."""
    remaining = max(seconds, _STEP_SECONDS)
    while remaining > 0 and not stop.is_set() and not woken.is_set():
        stop.wait(min(_STEP_SECONDS, remaining))
        remaining -= _STEP_SECONDS
