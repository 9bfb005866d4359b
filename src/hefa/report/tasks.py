"""The jobs of the report: what was released since is tried once; every night all is again."""

from datetime import datetime, timedelta

from hefa.jobs.registry import job, periodic
from hefa.jobs.wake import wake
from hefa.report.actions import note_differences
from hefa.report.proving import proofs_of, unproved, write_proofs
from hefa.report.reminding import remind_everybody
from hefa.report.sheets.export import make_export, put_away_exports

BATCH = 200


@periodic("report.prove", every=timedelta(minutes=1))
def prove(_key: str, /, *, now: datetime) -> datetime | None:
    """Try what was released and not yet tried, the newest first; at once again while more waits."""
    return now if write_proofs(proofs_of(unproved(now)[:BATCH], now=now)) == BATCH else None


@periodic("report.recheck", every=timedelta(days=1))
def begin_recheck(_key: str, /, *, now: datetime) -> datetime | None:
    """Have every row looked at again, from the first on."""
    wake("report.recheck_from", "0", now=now)
    return None


@job("report.recheck_from")
def recheck_from(key: str, /, *, now: datetime) -> datetime | None:
    """Look at the rows after `key` again; what comes out otherwise is written to the ledger."""
    last = note_differences(int(key), most=BATCH, now=now)
    if last is not None:
        wake("report.recheck_from", str(last), now=now)
    return None


@periodic("report.remind", every=timedelta(hours=1))
def remind_of_duties(_key: str, /, *, now: datetime) -> datetime | None:
    """Remind everybody by mail of what has become due to them since the last hour."""
    remind_everybody(now)
    return None


@job("report.write_register")
def write_register(key: str, /, *, now: datetime) -> datetime | None:
    """Write the long workbook `key` of the register."""
    make_export(int(key), now=now)
    return None


@periodic("report.put_away_exports", every=timedelta(days=1))
def put_away(_key: str, /, *, now: datetime) -> datetime | None:
    """Put away the workbooks that were made more than a week ago."""
    put_away_exports(now=now)
    return None
