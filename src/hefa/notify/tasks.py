"""The job of notify: the ledger's checkpoint, every morning, to those named for it."""

from datetime import datetime, timedelta

from hefa.jobs.registry import periodic
from hefa.notify.checkpoint_mail import mail_checkpoint


@periodic("notify.checkpoint_mail", every=timedelta(days=1))
def mail_the_day(_key: str, /, *, now: datetime) -> datetime | None:
    """Mail the day's checkpoint; a slot begins at 08:00 in Shanghai.

    Also woken when people are named. What has not left is tried again by the engine.
    """
    mail_checkpoint(now)
    return None
