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
from hefa.ledger.actions import demand_witnesses, make_checkpoint, open_epoch
from hefa.ledger.checkpoints import newest_checkpoint
from hefa.ledger.note import head_of
from hefa.ledger.outside import outside_in
from hefa.operate.copies import prove


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore came to: the entries there were and are, and where the former lie.

    `lost_until` is None where nothing tells how far the former ledger went.
    """

    size: int
    lost_from: int
    lost_until: int | None
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

    `outside` is what was kept outside: a checkpoint, or the mail it came in; the one that goes
    furthest counts, without any the newest signed here. The former database is kept beside the
    new one, even one that cannot be read. Raises Refused, before anything is moved, without two
    names and a reason and when the backup does not prove out, and by every reason of
    `open_epoch` afterwards: then the former database is put back.
    """
    demand_witnesses(names, words)
    _demand_whole(source)
    known = _furthest(outside) if outside is not None else _newest_note()
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


def _furthest(text: str) -> str:
    """Return the checkpoint in `text` that goes furthest. Raises Refused when there is none."""
    return max(outside_in(text), key=lambda kept: (kept.epoch, kept.head.size)).note


def _size_of(note: str | None) -> int | None:
    return head_of(note).size if note else None


def _set_aside(now: datetime) -> Path:
    """Keep the present database under another name and return where.

    What cannot be read as a database is kept byte for byte, its write-ahead log beside it.
    """
    kept_at = home.home() / f"before-restore-{now:%Y%m%d-%H%M%S-%f}.sqlite3"
    try:
        with (
            closing(sqlite3.connect(home.database_path())) as present,
            closing(sqlite3.connect(kept_at)) as kept,
        ):
            present.backup(kept)
            kept.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error:
        for ending in ("", "-wal"):
            there = home.database_path().with_name(home.database_path().name + ending)
            if there.exists():
                shutil.copyfile(there, kept_at.with_name(kept_at.name + ending))
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
