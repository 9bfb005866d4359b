"""The form of a leaf, version 1, final: an append-only table cannot be rewritten."""

import json
from datetime import UTC, datetime
from typing import Protocol

from hefa.core.canonical import Json, canonical_bytes, sha256_hex
from hefa.core.merkle import leaf_hash

LEAF_VERSION = 1


class Columns(Protocol):
    """The columns of an entry that its leaf covers: all but the last."""

    v: int
    seq: int
    ts: str
    actor: str
    kind: str
    subject: str
    body: str


def leaf_bytes(entry: Columns) -> bytes:
    """Return the bytes that a leaf's hash covers: canonical JSON of every column but the last.

    Raises ValueError when the body is no JSON.
    """
    return canonical_bytes(
        {
            "v": entry.v,
            "seq": entry.seq,
            "ts": entry.ts,
            "actor": entry.actor,
            "kind": entry.kind,
            "subject": entry.subject,
            "body": json.loads(entry.body),
        }
    )


def hash_of(entry: Columns) -> bytes:
    """Return the leaf hash of an entry, 32 bytes. Source: RFC 6962 section 2.1."""
    return leaf_hash(leaf_bytes(entry))


def body_text(body: Json) -> str:
    """Return `body` as it is stored: its canonical JSON."""
    return canonical_bytes(body).decode()


def timestamp(moment: datetime) -> str:
    """Return `moment` as it stands in a leaf: UTC with microseconds.

    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(ts: str) -> datetime:
    """Return the moment that `timestamp` wrote."""
    return datetime.strptime(ts, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def personal_sha256(salt: str, text: str) -> str:
    """Return the salted hash by which a leaf commits to personal text."""
    return sha256_hex(f"{salt}\n{text}".encode())
