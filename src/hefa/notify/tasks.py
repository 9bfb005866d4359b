"""The jobs of notify: the day's checkpoint to those named for it, and messages to readers."""

from datetime import datetime, timedelta

from hefa.jobs.registry import job, periodic
from hefa.notify.checkpoint_mail import mail_checkpoint
from hefa.notify.delegations import tell_delegates
from hefa.notify.outbox import SEND
from hefa.notify.sending import send_waiting


@periodic("notify.checkpoint_mail", every=timedelta(days=1))
def mail_the_day(_key: str, /, *, now: datetime) -> datetime | None:
    """Mail the day's checkpoint; a slot begins at 08:00 in Shanghai.

    Also woken when people are named. What has not left is tried again by the engine.
    """
    mail_checkpoint(now)
    return None


@job(SEND)
def send(key: str, /, *, now: datetime) -> datetime | None:
    """Send what waits for one person or group; again when the next of it falls due."""
    return send_waiting(key, now=now)


@periodic("notify.delegations", every=timedelta(minutes=10))
def tell_of_delegations(_key: str, /, *, now: datetime) -> datetime | None:
    """Tell whoever has another's post since the last look."""
    tell_delegates(now)
    return None
