"""What is known of checkpoints: the newest, the ledger's name, its epoch, its keys."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from hefa.core.errors import Refused, reason
from hefa.ledger.key import LOST, REPLACED
from hefa.ledger.leaf import Columns
from hefa.ledger.models import Checkpoint, Entry
from hefa.ledger.note import head_of

RESTORED = "ledger.restored"
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """One epoch after the first: the entry that opened it and what that entry says was lost.

    `lost_root` is the root the lost part had at `lost_until`, where that was known.
    """

    number: int
    seq: int
    ts: str
    lost_until: int
    lost_root: str
    words: str
    names: tuple[str, ...]


def newest_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint, or None before the first."""
    return Checkpoint.objects.order_by("-size").first()


def log_name() -> str:
    """Return `<name>/ledger/<id>`: as the first checkpoint has it, else from host and first entry.

    Raises Refused when there is no entry yet.
    """
    kept = Checkpoint.objects.order_by("size").first()
    if kept is not None:
        return head_of(kept.note).log
    first = Entry.objects.filter(seq=1).first()
    if first is None:
        raise Refused(reason("ledger.no_entry_yet"))
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"{host}/ledger/{first.leaf_hash[:_ID_LENGTH]}"


def is_own_name(log: str, first_leaf: str) -> bool:
    """Whether the ledger named `log` is the one whose first entry has the hash `first_leaf`."""
    return log.rpartition("/ledger/")[2] == first_leaf[:_ID_LENGTH]


def epoch_number() -> int:
    """Return the number of the present epoch, from 1; every lawful restore opens a later one."""
    opened = epochs()
    return opened[-1].number if opened else 1


def epochs() -> list[Epoch]:
    """Return every epoch after the first, for the page that shows them permanently."""
    found: list[Epoch] = []
    for entry in Entry.objects.filter(kind=RESTORED).order_by("seq"):
        found.append(epoch_of(entry, json.loads(entry.body), found[-1].number if found else 1))
    return found


def epoch_of(entry: Columns, body: Mapping[str, Any], before: int) -> Epoch:
    """Return the epoch that `entry` opens after the epoch numbered `before`.

    Raises KeyError, TypeError or ValueError when its body is none of an epoch.
    """
    return Epoch(
        number=int(body.get("epoch", before + 1)),
        seq=entry.seq,
        ts=entry.ts,
        lost_until=int(body["last_outside_size"]),
        lost_root=str(body["last_outside_root"]),
        words=str(body["words"]),
        names=tuple(str(name) for name in body["names"]),
    )


def known_keys() -> list[str]:
    """Return every public key this ledger has had, the first one first."""
    changes = Entry.objects.filter(kind__in=(REPLACED, LOST)).order_by("seq")
    bodies = [json.loads(body) for body in changes.values_list("body", flat=True)]
    if bodies:
        return [str(bodies[0]["old"]), *(str(body["new"]) for body in bodies)]
    first = Checkpoint.objects.order_by("size").first()
    return [first.key] if first else []
