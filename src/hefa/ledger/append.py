"""Appending: one action, one transaction, one entry."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from hefa.core.canonical import Json
from hefa.core.errors import Tampered, reason
from hefa.core.merkle import appended
from hefa.ledger import leaf
from hefa.ledger.models import Entry, Frontier

MACHINE = "machine"

# Three statements an entry, written out: every act of the house waits for them.
_COLUMNS = ("seq", "v", "ts", "actor", "kind", "subject", "body", "leaf_hash")
_ENTER = (
    "INSERT INTO ledger_entry (seq, v, ts, actor, kind, subject, body, leaf_hash)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_STEP = "UPDATE ledger_frontier SET size = %s, edge = %s WHERE id = 1 AND size = %s"
_KEEP = "INSERT INTO ledger_personal (seq, name, salt, text) VALUES (%s, %s, %s, %s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What happened: a stable kind, what it happened to, and the facts as plain JSON.

    `personal` holds text about people by name; the leaf commits only to its salted hash.
    """

    kind: str
    subject: str
    body: Mapping[str, Json]
    personal: Mapping[str, str] | None = None


def append(fact: Fact, *, actor: str, now: datetime) -> Entry:
    """Return the new last entry, written in the caller's transaction.

    `actor` is a person's stable key or `MACHINE`. Raises RuntimeError outside a transaction:
    an entry without its act, or an act without its entry, must not exist.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(fact.kind)
    with connection.cursor() as cursor:
        size, edge = _frontier(cursor)
        seq, body = size + 1, dict(fact.body)
        if fact.personal:
            body["personal"] = _keep_personal(cursor, seq, fact.personal)
        entry = Entry(
            v=leaf.LEAF_VERSION,
            seq=seq,
            ts=leaf.timestamp(now),
            actor=actor,
            kind=fact.kind,
            subject=fact.subject,
            body=leaf.body_text(body),
        )
        hashed = leaf.hash_of(entry)
        entry.leaf_hash = hashed.hex()
        cursor.execute(_ENTER, [getattr(entry, column) for column in _COLUMNS])
        edge = " ".join(hash_.hex() for hash_ in appended(_hashes_in(edge), size, hashed))
        cursor.execute(_STEP, [seq, edge, size])
    entry._state.adding = False  # noqa: SLF001  # as a model that the framework has saved
    entry._state.db = connection.alias  # noqa: SLF001  # as above
    return entry


def edge_of(frontier: Frontier) -> tuple[bytes, ...]:
    """Return the right edge that the frontier row holds. Raises Tampered when it holds none."""
    return _hashes_in(frontier.edge)


def _hashes_in(edge: str) -> tuple[bytes, ...]:
    try:
        return tuple(bytes.fromhex(part) for part in edge.split())
    except (ValueError, TypeError, AttributeError):
        raise Tampered(reason("ledger.frontier_differs")) from None


def _frontier(cursor: CursorWrapper) -> tuple[int, str]:
    """Return size and right edge, held against every other writer until the transaction ends.

    Raises Tampered when there are none.
    """
    held = " FOR UPDATE" if connection.features.has_select_for_update else ""
    cursor.execute(f"SELECT size, edge FROM ledger_frontier WHERE id = 1{held}")  # noqa: S608  # own
    found = cursor.fetchall()
    if not found:
        raise Tampered(reason("ledger.frontier_differs"))
    return int(found[0][0]), str(found[0][1])


def _keep_personal(cursor: CursorWrapper, seq: int, personal: Mapping[str, str]) -> dict[str, Json]:
    """Store personal text beside entry `seq`; return the salted hashes by name."""
    hashes: dict[str, Json] = {}
    for name, text in personal.items():
        salt = secrets.token_hex(16)
        cursor.execute(_KEEP, [seq, name, salt, text])
        hashes[name] = leaf.personal_sha256(salt, text)
    return hashes
