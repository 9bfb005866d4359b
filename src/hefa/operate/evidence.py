"""Reads that prove the care of programs and data: each name is the claim it proves."""

from datetime import datetime, timedelta

from hefa.operate.models import BackupRun
from hefa.operate.queries import latest_sound_backup

FRESH = timedelta(hours=24)


def a_sound_backup_is_fresh(now: datetime) -> BackupRun | None:
    """Return the newest backup that was read back equal, when it is fresh. Source: 5(6)."""
    run = latest_sound_backup()
    return run if run is not None and run.taken_at > now - FRESH else None
