"""Reads that prove the care of programs and data: each name is the claim it proves."""

from datetime import datetime

from hefa.core.duty import Done
from hefa.operate.models import BackupRun


def sound_backups(since: datetime, until: datetime) -> tuple[Done, ...]:
    """Return every backup of the period that was read back equal. Source: 5(6)."""
    runs = BackupRun.objects.filter(is_equal=True, taken_at__gte=since, taken_at__lte=until)
    taken = runs.order_by("taken_at").values_list("taken_at", flat=True)
    return tuple(Done(fact_at=at, recorded_at=at) for at in taken)
