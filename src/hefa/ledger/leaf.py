"""The form of a leaf, version 1, final: an append-only table cannot be rewritten."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from hefa.core.canonical import Json, canonical_bytes, sha256_hex
from hefa.core.merkle import leaf_hash

LEAF_VERSION = 1


def _not_exact(text: str) -> None:
    raise ValueError(text)


_read = json.JSONDecoder(parse_float=_not_exact, parse_constant=_not_exact).decode
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Columns(Protocol):
    """The columns of an entry that its leaf covers: all but the last."""

    @property
    def v(self) -> int:
        """The version of the leaf's form."""

    @property
    def seq(self) -> int:
        """The number of the entry, from 1."""

    @property
    def ts(self) -> str:
        """When, as `timestamp` writes it."""

    @property
    def actor(self) -> str:
        """Who, as a stable id."""

    @property
    def kind(self) -> str:
        """What was done."""

    @property
    def subject(self) -> str:
        """What it was done to."""

    @property
    def body(self) -> str:
        """The facts, as canonical JSON."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What a stored entry comes to: its body, whether that is canonical, and the leaf's hash."""

    body: Json
    is_canonical: bool
    hash: bytes


def read_leaf(entry: Columns) -> Leaf:
    """Return what the columns of `entry` come to; the hash is that of `leaf_bytes`, only faster.

    Raises ValueError or TypeError when the body is no exact JSON.
    """
    body: Json = _read(entry.body)
    canonical = _written(body)
    text = (
        f'{{"actor":{_written(entry.actor)},"body":{canonical},"kind":{_written(entry.kind)},'
        f'"seq":{_written(entry.seq)},"subject":{_written(entry.subject)},'
        f'"ts":{_written(entry.ts)},"v":{_written(entry.v)}}}'
    )
    return Leaf(body=body, is_canonical=canonical == entry.body, hash=leaf_hash(text.encode()))


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
