"""The jobs of patrol: a round every hour."""

from datetime import datetime, timedelta

from hefa.jobs.registry import periodic
from hefa.jobs.wake import wake
from hefa.patrol.actions import run_round
from hefa.registry.models import OfficialAccount


@periodic("patrol.round", every=timedelta(hours=1))
def go_round(key: str, *, now: datetime) -> datetime | None:
    """Make one round over the account `key`; without one, wake a round for each account.

    So an account that cannot be reached keeps no other from being looked at.
    """
    connected = OfficialAccount.objects.exclude(secret_sealed="")
    if not key:
        for account in connected:
            wake("patrol.round", account.key, now=now)
        return None
    for account in connected.filter(key=key):
        run_round(account, ordered_by=None, now=now)
    return None
