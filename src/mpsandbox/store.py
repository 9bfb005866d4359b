"""An account's memory: one SQLite file, one connection, one writer at a time."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
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
    has_effect INTEGER NOT NULL, nth INTEGER NOT NULL DEFAULT 1,
    probability REAL NOT NULL DEFAULT 1, seed TEXT NOT NULL DEFAULT '',
    habit TEXT NOT NULL DEFAULT '', seen INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS late_call (
    late_id INTEGER PRIMARY KEY, due_at REAL NOT NULL, method TEXT NOT NULL,
    path TEXT NOT NULL, query TEXT NOT NULL, body BLOB NOT NULL, content_type TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS effect (
    effect_id INTEGER PRIMARY KEY, path TEXT NOT NULL, what TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS call_count (path TEXT PRIMARY KEY, calls INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS quota_use (
    day TEXT NOT NULL, path TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (day, path));
CREATE TABLE IF NOT EXISTS quota_limit (path TEXT PRIMARY KEY, daily_limit INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS minute_limit (path TEXT PRIMARY KEY, per_minute INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS refusal_count (errcode INTEGER PRIMARY KEY, calls INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS refused_call (
    rid TEXT PRIMARY KEY, at REAL NOT NULL, path TEXT NOT NULL, errcode INTEGER NOT NULL,
    url TEXT NOT NULL, body TEXT NOT NULL, answer TEXT NOT NULL, client_ip TEXT NOT NULL,
    cost_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS push (
    push_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, message TEXT NOT NULL,
    queued_at REAL NOT NULL, due_at REAL NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL, answers TEXT NOT NULL, fault TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS material_file (
    media_id TEXT PRIMARY KEY, content BLOB NOT NULL, title TEXT NOT NULL,
    introduction TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS temporary_media (
    media_id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL,
    content BLOB NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS mass_send (
    msg_id INTEGER PRIMARY KEY, msg_data_id INTEGER NOT NULL, msgtype TEXT NOT NULL,
    media_id TEXT NOT NULL, items TEXT NOT NULL, clientmsgid TEXT NOT NULL,
    origin TEXT NOT NULL, is_to_all INTEGER NOT NULL, recipients TEXT NOT NULL,
    filtered_count INTEGER NOT NULL, sent_at REAL NOT NULL, due_at REAL NOT NULL,
    outcome TEXT NOT NULL, status TEXT NOT NULL, article_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mass_preview (
    msg_id INTEGER PRIMARY KEY, msgtype TEXT NOT NULL, media_id TEXT NOT NULL,
    shown_to TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS follower (
    openid TEXT PRIMARY KEY, wxname TEXT NOT NULL, remark TEXT NOT NULL,
    platform TEXT NOT NULL, scene TEXT NOT NULL, tags TEXT NOT NULL,
    subscribed_at REAL NOT NULL, unsubscribed_at REAL, is_black INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS comment (
    mid INTEGER NOT NULL, idx INTEGER NOT NULL, user_comment_id INTEGER NOT NULL,
    openid TEXT NOT NULL, content TEXT NOT NULL, created_at REAL NOT NULL,
    is_elected INTEGER NOT NULL, is_withdrawn INTEGER NOT NULL, reply TEXT NOT NULL,
    replied_at REAL NOT NULL, PRIMARY KEY (mid, idx, user_comment_id));
CREATE TABLE IF NOT EXISTS reading (
    mid INTEGER NOT NULL, idx INTEGER NOT NULL, day TEXT NOT NULL, figures TEXT NOT NULL,
    PRIMARY KEY (mid, idx, day));
"""

KEPT_BY_RESET = ("appid", "secret", "name", "kind", "publish_delay")

DEFAULTS: dict[str, Any] = {
    "appid": "",
    "secret": "",
    "name": "示范社区",
    "kind": "verified",
    "clock_offset": 0.0,
    "clock_anchor": 0.0,
    "clock_speed": 1.0,
    "permissions": {},
    "secret_frozen": False,
    "account_frozen": False,
    "ip_whitelist": [],
    "ip_whitelist_on": "tokens",
    "caller_ip": "",
    "publish_id_as": "number",
    "publish_delay": 3.0,
    "outcomes": [],
    "bot_wall": False,
    "resubmit": "accept",
    "list_order": "newest",
    "callback": {},
    "callback_seconds": 5.0,
    "retry_seconds": 5.0,
    "event_faults": [],
    "next_message_id": 24000000000000001,
    "next_draft_mid": 100000001,
    "next_publish_id": 2247483701,
    "next_msg_id": 1000000001,
    "draft_delete": "accept",
    "file_type": "own",
    "strict_content": False,
    "colours": "keep",
    "code_styles": "keep",
    "quoted_fonts": "keep",
    "public_pages": "shown",
    "mass_outcomes": [],
    "mass_event_links": True,
    "mass_speed": 0,
    "menu": None,
    "conditional_menus": [],
    "next_menuid": 208379533,
    "autoreply": {},
    "next_tag_id": 100,
    "tags": {},
    "comment_feature": True,
    "next_comment_id": 1,
    "seed": "mpsandbox",
}


class Store:
    """One SQLite file behind one lock; every change of it is a transaction."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._kept: sqlite3.Connection | None = None
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        # A killed process loses nothing this way; only a power cut could.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = WAL")
        if "seen" not in self._columns("fault"):
            self._db.execute("DROP TABLE IF EXISTS fault")  # of an older version
        self._db.executescript(f"BEGIN; {SCHEMA} COMMIT;")

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

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection to a block that only reads."""
        with self._lock:
            yield self._db

    def keep(self) -> None:
        """Keep everything as it is now, in memory, for `go_back`."""
        kept = sqlite3.connect(":memory:", check_same_thread=False)
        with self._lock:
            self._db.backup(kept)
            self._kept, former = kept, self._kept
        if former is not None:
            former.close()

    def go_back(self) -> bool:
        """Let everything be as it was kept; False, and no change, when nothing was."""
        with self._lock:
            if self._kept is None:
                return False
            self._kept.backup(self._db)
        return True

    def close(self) -> None:
        """Close the file once the transaction under way, if any, has ended."""
        with self._lock:
            self._db.close()
            if self._kept is not None:
                self._kept.close()

    def _columns(self, table: str) -> set[str]:
        return {row["name"] for row in self._db.execute(f"PRAGMA table_info({table})")}


@contextmanager
def savepoint(db: sqlite3.Connection) -> Iterator[None]:
    """Undo what the block did when it raises, and nothing else of the transaction."""
    db.execute("SAVEPOINT inner_work")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK TO inner_work")
        raise
    finally:
        db.execute("RELEASE inner_work")


def setting(db: sqlite3.Connection, name: str) -> Any:
    """Return the setting `name`, or its default while it was never put."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return json.loads(row["value"]) if row else deepcopy(DEFAULTS[name])


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
    tables = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    for table in tables:
        db.execute(f'DELETE FROM "{table["name"]}"')  # noqa: S608 - names from the schema
    for name, value in kept.items():
        put_setting(db, name, value)
