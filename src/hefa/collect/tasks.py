"""The jobs of writing: older formats are converted, what lay in the bin long enough goes."""

from datetime import datetime, timedelta

from hefa.collect.actions import CONVERT, convert_waiting
from hefa.collect.legacy.office import keep_ready
from hefa.collect.mail.looking import look
from hefa.collect.mail.receipts import send_receipts
from hefa.collect.purging import overdue, purge
from hefa.jobs.registry import job, periodic


@job(CONVERT)
def convert(key: str, /, *, now: datetime) -> datetime | None:
    """Convert the file `key` that was handed in, and read it; then make ready for the next."""
    convert_waiting(int(key), now=now)
    keep_ready()
    return None


@periodic("collect.empty_bin", every=timedelta(days=1))
def empty_bin(key: str, /, *, now: datetime) -> datetime | None:
    """Purge every manuscript whose days in the bin are over, each in its own transaction."""
    del key
    for manuscript in overdue(now):
        purge(manuscript, now=now)
    return None


@periodic("collect.mail", every=timedelta(minutes=5))
def take_in_mails(key: str, /, *, now: datetime) -> datetime | None:
    """Make drafts of what has come by mail, and send the receipts; go on now when more waits."""
    del key
    has_more_mails, has_more_receipts = look(now), send_receipts(now)
    return now if has_more_mails or has_more_receipts else None
