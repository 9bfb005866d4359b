"""The jobs of the ledger: a signed checkpoint when it has grown, a verification every night."""

from datetime import datetime, timedelta

from hefa.core.errors import Tampered
from hefa.jobs.registry import periodic
from hefa.ledger.actions import make_checkpoint
from hefa.ledger.doubt import verify_and_note


@periodic("ledger.checkpoint", every=timedelta(minutes=10))
def checkpoint(_key: str, /, *, now: datetime) -> datetime | None:
    """Make the checkpoint of this moment; nothing where the ledger has not grown.

    Also woken by each publication. A missing or foreign key is recorded with the job. Where the
    entries no longer come to what was signed, the ledger is in doubt from then on.
    """
    try:
        make_checkpoint(now)
    except Tampered:
        verify_and_note(now)
        raise
    return None


@periodic("ledger.verify", every=timedelta(days=1))
def verify_whole(_key: str, /, *, now: datetime) -> datetime | None:
    """Derive the whole ledger again; publishing stops while it does not prove out."""
    verify_and_note(now)
    return None
