"""The form of a leaf, version 1, final: an append-only table cannot be rewritten."""

import json
from datetime import UTC, datetime

from hefa.core.canonical import Json, canonical_bytes, sha256_hex

LEAF_VERSION = 1


def leaf_bytes(
    *, v: int, seq: int, ts: str, actor: str, kind: str, subject: str, body: str
) -> bytes:
    """Return the bytes that a leaf's hash covers: canonical JSON of every column but the last."""
    return canonical_bytes(
        {
            "v": v,
            "seq": seq,
            "ts": ts,
            "actor": actor,
            "kind": kind,
            "subject": subject,
            "body": json.loads(body),
        }
    )


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
