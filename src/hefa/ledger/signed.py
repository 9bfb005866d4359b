"""Verification against what was signed: every checkpoint, every change of key, every epoch."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hefa.core.merkle import edge_root
from hefa.ledger.actions import key_change_text
from hefa.ledger.checkpoints import RESTORED, is_own_name
from hefa.ledger.key import LOST, REPLACED
from hefa.ledger.leaf import Columns
from hefa.ledger.models import Checkpoint
from hefa.ledger.note import Head, head_of, is_signed_by, key_parts
from hefa.ledger.problems import Problem


class Passed(Columns, Protocol):
    """What is asked of an entry that verification passes."""

    @property
    def leaf_hash(self) -> str:
        """The hash of its leaf, in hex."""


@dataclass(slots=True)
class Signed:
    """The checkpoints, compared with roots and keys while verification passes the entries."""

    checkpoints: list[Checkpoint] = field(default_factory=lambda: list(Checkpoint.objects.all()))
    _sizes: set[int] = field(init=False)
    _roots: dict[int, bytes] = field(default_factory=dict, init=False)
    _changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list, init=False)
    _epochs: list[int] = field(default_factory=list, init=False)
    _found: list[Problem] = field(default_factory=list, init=False)
    _first_leaf: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self._sizes = {checkpoint.size for checkpoint in self.checkpoints}

    @property
    def newest(self) -> int | None:
        """The size of the newest checkpoint, or None when there is none to compare with."""
        return max(self._sizes, default=None)

    def pass_entry(self, entry: Passed, edge: tuple[bytes, ...]) -> None:
        """Note what `entry` says of keys and epochs; `edge` is that of the entries before."""
        if entry.seq == 1:
            self._first_leaf = str(entry.leaf_hash)
        if entry.kind not in (REPLACED, LOST, RESTORED):
            return
        try:
            body = json.loads(entry.body)
            if entry.kind == RESTORED:
                self._epochs.append(entry.seq)
                is_true = (body["old_size"], body["old_root"]) == (
                    entry.seq - 1, edge_root(edge).hex()
                )  # fmt: skip
                code = "ledger.epoch_wrong"
            else:
                self._changes.append((entry.seq, body))
                is_true = _is_signed_change(entry, body)
                code = "ledger.key_change_unsigned"
        except (ValueError, TypeError, KeyError):
            is_true, code = False, "ledger.entry_unreadable"
        if not is_true:
            self._found.append(Problem(code=code, seq=entry.seq))

    def pass_size(self, size: int, edge: tuple[bytes, ...]) -> None:
        """Note the root over the first `size` entries where a checkpoint speaks of it."""
        if size in self._sizes:
            self._roots[size] = edge_root(edge)

    def problems(self, size: int) -> Iterator[Problem]:
        """Yield what is wrong with keys and epochs, then with the checkpoints in order."""
        yield from self._found
        sound_until = 0
        for checkpoint in self.checkpoints:
            thing = str(checkpoint.size)
            head = self._true_head(checkpoint)
            if head is None:
                yield Problem(code="ledger.checkpoint_altered", thing=thing)
            elif head.size > size:
                yield Problem(code="ledger.rolled_back", seq=size + 1, thing=thing)
                return
            elif head.root != self._roots.get(head.size):
                yield Problem(code="ledger.checkpoint_differs", seq=sound_until + 1, thing=thing)
                return
            else:
                sound_until = head.size

    def _true_head(self, checkpoint: Checkpoint) -> Head | None:
        """Return what a checkpoint says, or None when it is not what was signed here."""
        try:
            head = head_of(checkpoint.note)
            epoch = 1 + sum(seq <= head.size for seq in self._epochs)
            is_own = (
                head.size == checkpoint.size
                and head.origin == f"{head.log}/{epoch}"
                and is_own_name(head.log, self._first_leaf)
                and checkpoint.key == self._key_at(head.size, checkpoint.key)
                and is_signed_by(checkpoint.note, checkpoint.key)
            )
        except (ValueError, TypeError, AttributeError):
            return None
        return head if is_own else None

    def _key_at(self, size: int, first: str) -> str:
        """Return the key that signed at `size`; `first` where none was ever changed."""
        known = str(self.checkpoints[0].key if self.checkpoints else first)
        for seq, body in self._changes:
            if seq > size:
                return str(body.get("old"))
            known = str(body.get("new"))
        return known


def _is_signed_change(entry: Passed, body: dict[str, Any]) -> bool:
    """Whether a change of key is signed by the new key, and by the old one unless it was lost."""
    text = key_change_text(entry.seq, body["old"], body["new"])
    signers = [("new", "new_signature")]
    if entry.kind == REPLACED:
        signers.append(("old", "old_signature"))
    try:
        for key, signature in signers:
            public = Ed25519PublicKey.from_public_bytes(key_parts(body[key])[1])
            public.verify(bytes.fromhex(body[signature]), text)
    except InvalidSignature:
        return False
    return True
