"""The job of running: a backup a day, where a place for it is named."""

from datetime import datetime, timedelta

from hefa.core.errors import Refused
from hefa.jobs.registry import periodic
from hefa.operate.actions import take_backup
from hefa.operate.queries import backups
from hefa.registry.queries import installation

OFTEN_ENOUGH = timedelta(hours=23)


@periodic("operate.backup", every=timedelta(days=1))
def back_up(_key: str, /, *, now: datetime) -> datetime | None:
    """Take the day's backup; where the place will not do, try again in an hour.

    Without a named place there is nothing to try: the page and the report say so.
    """
    place = installation().backup_place
    if not place or backups().filter(is_equal=True, taken_at__gt=now - OFTEN_ENOUGH).exists():
        return None
    try:
        take_backup(place, person=None, now=now)
    except Refused:
        return now + timedelta(hours=1)
    return None
