"""Putting a backup back: the copy proved first, the present database kept, a new epoch opened.

Source: 5(6); a restored ledger is behind every checkpoint already handed out, so what follows
begins a new epoch that says what was lost, why, and on whose word.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hefa.config import home
from hefa.config.installing import make_tables
from hefa.core.errors import Refused, reason
from hefa.ledger.actions import make_checkpoint, open_epoch
from hefa.ledger.checkpoints import newest_checkpoint
from hefa.operate.copies import prove


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore came to: the entries there were and are, and where the former lie."""

    size: int
    lost_from: int
    lost_until: int
    kept_at: Path


@contextmanager
def house_to_oneself() -> Iterator[None]:
    """Hold HEFA_HOME alone until the block ends. Raises Refused while it is served."""
    held = home.hold()
    if held is None:
        raise Refused(reason("operate.house_in_use"))
    with held:
        yield


def restore(
    source: Path, *, names: Sequence[str], words: str, outside: str | None, now: datetime
) -> Restored:
    """Return what came of putting the backup at `source` in the place of the database.

    `outside` is the last checkpoint known outside; without it the newest one signed here counts.
    The former database is kept beside the new one. Raises Refused, before anything is moved,
    when the backup does not prove out, and by every reason of `open_epoch` afterwards: then the
    former database is put back.
    """
    _demand_whole(source)
    known = outside or _newest_note()
    kept_at = _set_aside(now)
    try:
        _put(source, home.database_path())
        make_tables()
        size = prove(home.database_path()).ledger_size
        entry = open_epoch(last_outside=known, words=words, names=names, now=now)
        make_checkpoint(now)
    except BaseException:
        _put(kept_at, home.database_path())
        raise
    return Restored(size=entry.seq, lost_from=size + 1, lost_until=_size_of(known), kept_at=kept_at)


def _demand_whole(source: Path) -> None:
    """Raise Refused unless the file at `source` is a backup that proves out."""
    try:
        proof = prove(source.resolve())
    except (OSError, sqlite3.Error, TypeError, ValueError, AttributeError):
        raise Refused(reason("operate.backup_unreadable", place=str(source))) from None
    if not proof.is_whole:
        raise Refused(reason("operate.backup_damaged", place=str(source)))


def _newest_note() -> str | None:
    """Return the newest checkpoint that the present database holds, if it can be read."""
    from django.db import DatabaseError, connection  # noqa: PLC0415  # closed again at once

    try:
        newest = newest_checkpoint()
    except DatabaseError:
        newest = None
    finally:
        connection.close()
    return newest.note if newest else None


def _size_of(note: str | None) -> int:
    return int(note.split("\n")[1]) if note else 0


def _set_aside(now: datetime) -> Path:
    """Keep the present database under another name and return where."""
    kept_at = home.home() / f"before-restore-{now:%Y%m%d-%H%M%S}.sqlite3"
    with (
        closing(sqlite3.connect(home.database_path())) as present,
        closing(sqlite3.connect(kept_at)) as kept,
    ):
        present.backup(kept)
        kept.execute("PRAGMA journal_mode=DELETE")
    return kept_at


def _put(source: Path, place: Path) -> None:
    """Put a copy of `source` at `place`, whole or not at all, without the former's leftovers."""
    from django.db import connection  # noqa: PLC0415  # holds the file open

    connection.close()
    part = place.with_name(place.name + ".part")
    shutil.copyfile(source, part)
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    part.replace(place)
