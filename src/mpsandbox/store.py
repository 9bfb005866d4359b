"""The simulator's memory: one SQLite file, one connection, one writer at a time."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (
    value TEXT PRIMARY KEY, kind TEXT NOT NULL, issued_at REAL NOT NULL,
    expires_at REAL NOT NULL, revoked_at REAL, is_forced INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS picture (
    picture_id TEXT PRIMARY KEY, format TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS material (
    media_id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL,
    picture_id TEXT NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS draft (
    media_id TEXT PRIMARY KEY, mid INTEGER NOT NULL UNIQUE, items TEXT NOT NULL,
    created_at REAL NOT NULL, updated_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS job (
    publish_id INTEGER PRIMARY KEY, media_id TEXT NOT NULL, items TEXT NOT NULL,
    origin TEXT NOT NULL, due_at REAL NOT NULL, outcome INTEGER NOT NULL,
    status INTEGER NOT NULL, fail_idx TEXT NOT NULL, article_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS article (
    article_id TEXT PRIMARY KEY, mid INTEGER NOT NULL UNIQUE, items TEXT NOT NULL,
    origin TEXT NOT NULL, is_listed INTEGER NOT NULL,
    created_at REAL NOT NULL, updated_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS address (
    short TEXT PRIMARY KEY, article_id TEXT NOT NULL, idx INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS fault (
    fault_id INTEGER PRIMARY KEY, path TEXT NOT NULL, kind TEXT NOT NULL,
    errcode INTEGER NOT NULL, times INTEGER NOT NULL, seconds REAL NOT NULL,
    has_effect INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS late_call (
    late_id INTEGER PRIMARY KEY, due_at REAL NOT NULL, method TEXT NOT NULL,
    path TEXT NOT NULL, query TEXT NOT NULL, body BLOB NOT NULL, content_type TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS call_count (path TEXT PRIMARY KEY, calls INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS quota_use (
    day TEXT NOT NULL, path TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (day, path));
CREATE TABLE IF NOT EXISTS quota_limit (path TEXT PRIMARY KEY, daily_limit INTEGER NOT NULL);
"""

KEPT_BY_RESET = ("appid", "secret", "name", "kind", "publish_delay")

DEFAULTS: dict[str, Any] = {
    "appid": "",
    "secret": "",
    "name": "示范社区",
    "kind": "verified",
    "clock_offset": 0.0,
    "publish_delay": 3.0,
    "outcomes": [],
    "bot_wall": False,
    "resubmit": "accept",
    "list_order": "newest",
    "next_draft_mid": 100000001,
    "next_publish_id": 2247483701,
}


class Store:
    """One SQLite file behind one lock; every use of it is a transaction."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        # A killed process loses nothing this way; only a power cut could.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for one transaction, undone when the block raises."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file once the transaction under way, if any, has ended."""
        with self._lock:
            self._db.close()


def setting(db: sqlite3.Connection, name: str) -> Any:
    """Return the setting `name`, or its default while it was never put."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return json.loads(row["value"]) if row else DEFAULTS[name]


def put_setting(db: sqlite3.Connection, name: str, value: object) -> None:
    """Keep `value` (anything JSON can say) as the setting `name`."""
    db.execute(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, json.dumps(value)),
    )


def next_number(db: sqlite3.Connection, name: str) -> int:
    """Return the counter kept as the setting `name` and move it on by one."""
    number = int(setting(db, name))
    put_setting(db, name, number + 1)
    return number


def forget_everything(db: sqlite3.Connection) -> None:
    """Empty every table; the account itself, its kind and the publishing delay stay."""
    kept = {name: setting(db, name) for name in KEPT_BY_RESET}
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for table in tables:
        db.execute(f'DELETE FROM "{table["name"]}"')  # noqa: S608 - names from the schema
    for name, value in kept.items():
        put_setting(db, name, value)
