"""Acts of running: taking a backup."""

import errno
import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from django.db import transaction

from hefa.core.errors import Reason, Refused, reason
from hefa.core.rights import Right, demand
from hefa.ledger.append import MACHINE, Fact, append
from hefa.operate.copies import CopyProof, database_bytes, prove, write_copy
from hefa.operate.models import BackupRun
from hefa.people.models import Person
from hefa.registry.access import HERE, actor_of

_SPARE = 1.1


def take_backup(place: str, *, person: Person | None, now: datetime) -> BackupRun:
    """Return the record of a backup of the database, written into the folder `place`.

    The copy is read back before anything is recorded: SQLite's own check, its ledger derived
    again, its SHA-256. A copy that does not prove out is recorded as such and kept. Without a
    `person` it is the machine that acts. Raises Refused with every reason when `place` will not
    do. The copy holds the database alone, neither encrypted nor with the stored files; whoever
    can read the folder can read the records. Source: 5(6).
    """
    if person is not None:
        demand(Right.MANAGE_REGISTER, actor_of(person, now))
    if reasons := reasons_against_backup(place):
        raise Refused(reasons)
    path = _free_name(Path(place), now)
    try:
        write_copy(path)
    except (OSError, sqlite3.Error) as error:
        raise Refused(_why(error, place)) from None
    return _record(path, prove(path), person=person, now=now)


def reasons_against_backup(place: str) -> tuple[Reason, ...]:
    """Every reason no backup can be written to `place` now; empty when it can."""
    if not place:
        return (reason("operate.place_unnamed", clause="5(6)"),)
    folder = Path(place)
    if not folder.is_dir():
        return (reason("operate.place_missing", clause="5(6)", place=place),)
    found: list[Reason] = []
    if not os.access(folder, os.W_OK | os.X_OK):
        found.append(reason("operate.place_not_writable", clause="5(6)", place=place))
    if shutil.disk_usage(folder).free < database_bytes() * _SPARE:
        found.append(reason("operate.place_full", clause="5(6)", place=place))
    return tuple(found)


@transaction.atomic
def _record(path: Path, proof: CopyProof, *, person: Person | None, now: datetime) -> BackupRun:
    """Write down the copy at `path` as it was found, with one ledger entry."""
    run = BackupRun.objects.create(
        taken_at=now,
        place=str(path),
        sha256=proof.sha256,
        size_bytes=proof.size_bytes,
        is_equal=proof.is_whole,
        handled_by=person,
    )
    append(
        Fact(
            kind="operate.backed_up" if proof.is_whole else "operate.backup_unsound",
            subject=f"backup:{run.pk}",
            body={
                "sha256": proof.sha256,
                "size_bytes": proof.size_bytes,
                "ledger_size": proof.ledger_size,
                "ledger_root": proof.ledger_root,
            },
        ),
        actor=person.key if person else MACHINE,
        now=now,
    )
    return run


def _free_name(folder: Path, now: datetime) -> Path:
    """Return a path in `folder` named for the moment, that nothing has yet."""
    name = f"hefa-{now.astimezone(HERE):%Y%m%d-%H%M%S}"
    path = folder / f"{name}.sqlite3"
    count = 1
    while path.exists():
        count += 1
        path = folder / f"{name}-{count}.sqlite3"
    return path


def _why(error: OSError | sqlite3.Error, place: str) -> Reason:
    """Return why a copy could not be written."""
    if isinstance(error, TimeoutError):
        return reason("operate.database_busy", clause="5(6)")
    is_full = "full" in str(error) or getattr(error, "errno", 0) == errno.ENOSPC
    code = "operate.place_full" if is_full else "operate.place_not_writable"
    return reason(code, clause="5(6)", place=place)
