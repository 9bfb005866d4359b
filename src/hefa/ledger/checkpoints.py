"""What is known of checkpoints: the newest, the ledger's name, its epoch, its keys."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from hefa.core.errors import Refused, reason
from hefa.ledger.key import LOST, REPLACED
from hefa.ledger.models import Checkpoint, Entry
from hefa.ledger.note import head_of

RESTORED = "ledger.restored"
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """One epoch after the first: the entry that opened it and what that entry says was lost."""

    number: int
    seq: int
    ts: str
    lost_until: int
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
    """Return the number of the present epoch, from 1; every lawful restore opens the next."""
    return 1 + Entry.objects.filter(kind=RESTORED).count()


def epochs() -> list[Epoch]:
    """Return every epoch after the first, for the page that shows them permanently."""
    found = []
    for number, entry in enumerate(Entry.objects.filter(kind=RESTORED).order_by("seq"), start=2):
        body: dict[str, Any] = json.loads(entry.body)
        found.append(
            Epoch(
                number=number,
                seq=entry.seq,
                ts=entry.ts,
                lost_until=int(body["last_outside_size"]),
                words=str(body["words"]),
                names=tuple(str(name) for name in body["names"]),
            )
        )
    return found


def known_keys() -> list[str]:
    """Return every public key this ledger has had, the first one first."""
    changes = Entry.objects.filter(kind__in=(REPLACED, LOST)).order_by("seq")
    bodies = [json.loads(body) for body in changes.values_list("body", flat=True)]
    if bodies:
        return [str(bodies[0]["old"]), *(str(body["new"]) for body in bodies)]
    first = Checkpoint.objects.order_by("size").first()
    return [first.key] if first else []
