"""Waking a job: a row says that there is work; the worker finds it."""

from datetime import datetime
from threading import Event

from django.db import transaction
from django.db.models import Q

from hefa.jobs.models import JobRun

# Set when a row of this process has been woken, so that a worker in it need not wait.
woken = Event()


def wake(kind: str, key: str, *, run_after: datetime | None = None, now: datetime) -> None:
    """Make sure that job `kind` runs for `key`, at `run_after` or now; sooner counts.

    Written in the caller's transaction, so no act is left without the work it asks for. A job
    that runs at this moment runs once more afterwards.
    """
    due = run_after or now
    run, created = JobRun.objects.get_or_create(kind=kind, key=key, defaults={"next_at": due})
    if not created:
        rows = JobRun.objects.filter(pk=run.pk)
        rows.filter(Q(next_at__isnull=True) | Q(next_at__gt=due)).update(next_at=due)
    transaction.on_commit(woken.set)
