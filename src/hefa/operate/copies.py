"""Copies of the database: written whole, read back, and proved from their own records."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from hefa.core.errors import Refused
from hefa.core.merkle import appended, edge_root
from hefa.ledger import leaf
from hefa.ledger.models import Entry

_COLUMNS = ("v", "seq", "ts", "actor", "kind", "subject", "body")
_CHUNK_BYTES = 1024 * 1024
_PAGES = 4096
_OTHERS_WRITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyProof:
    """What a copy was found to be when it was read back."""

    sha256: str
    size_bytes: int
    is_whole: bool
    ledger_size: int
    ledger_root: str


def write_copy(path: Path) -> None:
    """Write the database as it stands now to `path`, under another name until it is whole.

    Raises RuntimeError inside a transaction: what is not committed is not copied, and SQLite
    would wait for it for ever. Raises OSError or sqlite3.Error when the copy could not be
    written; nothing is left behind then.
    """
    if connection.in_atomic_block:
        raise RuntimeError(path)
    part = path.with_name(path.name + ".part")
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(part)) as copy, _one_moment():
            connection.connection.backup(copy, pages=_PAGES, progress=_patience())
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, readable where none is written
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def prove(path: Path) -> CopyProof:
    """Return what the copy at `path` is, read from the copy alone.

    It is whole when SQLite finds nothing wrong, and its ledger, derived again entry by entry,
    comes to the root that the copy itself holds.
    """
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
        answer = copy.execute("PRAGMA integrity_check").fetchone()
        size, root, is_in_order = _derived(copy)
        held = copy.execute("SELECT size, edge FROM ledger_frontier WHERE id = 1").fetchone()
    edge = tuple(bytes.fromhex(part) for part in held[1].split())
    return CopyProof(
        sha256=_sha256_of(path),
        size_bytes=path.stat().st_size,
        is_whole=answer == ("ok",) and is_in_order and (size, root) == (held[0], edge_root(edge)),
        ledger_size=size,
        ledger_root=root.hex(),
    )


def database_bytes() -> int:
    """Return how many bytes a copy of the database takes."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_size")
        return pages * int(cursor.fetchone()[0])


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let what is copied stand as it is now, where a reader keeps no writer waiting (WAL).

    Else the copy begins anew with every write of another process, and a long one never ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchall() != [("wal",)]:
            yield
            return
        cursor.execute("BEGIN")
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master")  # the moment is that of a reading
            cursor.fetchall()
            yield
        finally:
            cursor.execute("ROLLBACK")


def _patience() -> Callable[[int, int, int], None]:
    """Return what ends a copy that has waited too long for others to finish writing."""
    begun = time.monotonic()

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in _OTHERS_WRITE and time.monotonic() - begun > _PATIENCE_SECONDS:
            raise TimeoutError

    return look


def _derived(copy: sqlite3.Connection) -> tuple[int, bytes, bool]:
    """Return size and root derived from the entries, and whether each is its own leaf."""
    edge: tuple[bytes, ...] = ()
    size = 0
    is_in_order = True
    rows = copy.execute(f"SELECT {', '.join(_COLUMNS)}, leaf_hash FROM ledger_entry ORDER BY seq")  # noqa: S608  # own names
    for *values, kept in rows:
        entry = Entry(**dict(zip(_COLUMNS, values, strict=True)))
        hashed = _hash_of(entry)
        is_in_order = is_in_order and hashed.hex() == kept and entry.seq == size + 1
        edge = appended(edge, size, hashed)
        size += 1
    return size, edge_root(edge), is_in_order


def _hash_of(entry: Entry) -> bytes:
    """Return the leaf hash of an entry, or nothing for one that cannot be read."""
    try:
        return leaf.hash_of(entry)
    except (ValueError, TypeError, RecursionError, Refused):
        return b""


def _sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
