"""Appending: one action, one transaction, one entry."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hefa.core.canonical import Json
from hefa.core.merkle import appended
from hefa.ledger import leaf
from hefa.ledger.models import Entry, Frontier, PersonalText

MACHINE = "machine"


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
    frontier = Frontier.objects.select_for_update().get(pk=1)
    seq = frontier.size + 1
    body = dict(fact.body)
    if fact.personal:
        body["personal"] = _keep_personal(seq, fact.personal)
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
    entry.save(force_insert=True)
    edge = appended(edge_of(frontier), frontier.size, hashed)
    Frontier.objects.filter(pk=1, size=frontier.size).update(
        size=seq, edge=" ".join(hash_.hex() for hash_ in edge)
    )
    return entry


def edge_of(frontier: Frontier) -> tuple[bytes, ...]:
    """Return the right edge that the frontier row holds."""
    return tuple(bytes.fromhex(part) for part in frontier.edge.split())


def _keep_personal(seq: int, personal: Mapping[str, str]) -> dict[str, Json]:
    """Store personal text beside entry `seq`; return the salted hashes by name."""
    hashes: dict[str, Json] = {}
    for name, text in personal.items():
        salt = secrets.token_hex(16)
        PersonalText(seq=seq, name=name, salt=salt, text=text).save(force_insert=True)
        hashes[name] = leaf.personal_sha256(salt, text)
    return hashes
