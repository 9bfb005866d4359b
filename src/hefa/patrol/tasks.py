"""The jobs of patrol: a round every hour."""

from datetime import datetime, timedelta

from hefa.jobs.registry import periodic
from hefa.patrol.actions import run_round
from hefa.registry.models import OfficialAccount


@periodic("patrol.round", every=timedelta(hours=1))
def go_round(key: str, *, now: datetime) -> datetime | None:
    """Make one round over the account `key`, or over every connected one."""
    accounts = OfficialAccount.objects.exclude(secret_sealed="").order_by("pk")
    for account in accounts.filter(key=key) if key else accounts:
        run_round(account, ordered_by=None, now=now)
    return None
