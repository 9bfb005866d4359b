"""The job of the ledger: a signed checkpoint whenever the ledger has grown."""

from datetime import datetime, timedelta

from hefa.jobs.registry import periodic
from hefa.ledger.actions import make_checkpoint


@periodic("ledger.checkpoint", every=timedelta(minutes=10))
def checkpoint(_key: str, /, *, now: datetime) -> datetime | None:
    """Make the checkpoint of this moment; nothing where the ledger has not grown.

    Also woken by each publication. A missing or foreign key is recorded with the job.
    """
    make_checkpoint(now)
    return None
