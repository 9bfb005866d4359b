"""Verification against what was signed: every checkpoint, every change of key, every epoch."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hefa.core.merkle import edge_root
from hefa.ledger.actions import key_change_text
from hefa.ledger.checkpoints import RESTORED, Epoch, epoch_of, is_own_name
from hefa.ledger.key import LOST, REPLACED
from hefa.ledger.leaf import Columns
from hefa.ledger.models import Checkpoint
from hefa.ledger.note import Head, head_of, is_signed_by, key_parts, names_signer, verifier_key
from hefa.ledger.outside import Outside
from hefa.ledger.problems import Problem


class Passed(Columns, Protocol):
    """What is asked of an entry that verification passes."""

    @property
    def leaf_hash(self) -> str:
        """The hash of its leaf, in hex."""


@dataclass(slots=True)
class Signed:
    """The checkpoints, compared with roots and keys while verification passes the entries."""

    outside: Sequence[Outside] = ()
    checkpoints: list[Checkpoint] = field(default_factory=lambda: list(Checkpoint.objects.all()))
    epochs: list[Epoch] = field(default_factory=list, init=False)
    _stored: set[int] = field(init=False)
    _sizes: set[int] = field(init=False)
    _roots: dict[int, bytes] = field(default_factory=dict, init=False)
    _changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list, init=False)
    _found: list[Problem] = field(default_factory=list, init=False)
    _first_leaf: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self._stored = {checkpoint.size for checkpoint in self.checkpoints}
        self._sizes = self._stored | {kept.head.size for kept in self.outside}

    @property
    def newest(self) -> int | None:
        """The size of the newest checkpoint, or None when there is none to compare with."""
        return max(self._stored, default=None)

    def pass_entry(self, entry: Passed, edge: tuple[bytes, ...]) -> None:
        """Note what `entry` says of keys and epochs; `edge` is that of the entries before."""
        if entry.seq == 1:
            self._first_leaf = str(entry.leaf_hash)
        if entry.kind not in (REPLACED, LOST, RESTORED):
            return
        try:
            body = json.loads(entry.body)
            if entry.kind == RESTORED:
                code, is_true = "ledger.epoch_wrong", self._is_true_epoch(entry, body, edge)
            else:
                code, is_true = "ledger.key_change_unsigned", self._is_true_change(entry, body)
        except (ValueError, TypeError, KeyError, AttributeError):
            code, is_true = "ledger.entry_unreadable", False
        if not is_true:
            self._found.append(Problem(code=code, seq=entry.seq))

    def _is_true_epoch(self, entry: Passed, body: dict[str, Any], edge: tuple[bytes, ...]) -> bool:
        """Whether an epoch tells the tree it goes on from; it counts only then."""
        opened = epoch_of(entry, body, self._epoch_at(entry.seq))
        stood = (body["old_size"], body["old_root"])
        is_later = opened.number > self._epoch_at(entry.seq)
        if stood != (entry.seq - 1, edge_root(edge).hex()) or not is_later:
            return False
        self.epochs.append(opened)
        return True

    def _is_true_change(self, entry: Passed, body: dict[str, Any]) -> bool:
        """Whether a change of key is signed and begins with the key of its time."""
        known = str(self._changes[-1][1].get("new")) if self._changes else body["old"]
        is_true = body["old"] == known and _is_signed_change(entry, body)
        self._changes.append((entry.seq, body))
        return bool(is_true)

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
        for kept in sorted(self.outside, key=lambda kept: kept.head.size):
            if problem := self._problem_outside(kept, size):
                yield problem

    def _problem_outside(self, kept: Outside, size: int) -> Problem | None:
        """Return what a checkpoint kept outside shows against the first `size` entries."""
        head, thing = kept.head, str(kept.head.size)
        ended = next((epoch for epoch in self.epochs if epoch.number > kept.epoch), None)
        reach = ended.seq - 1 if ended else size
        is_further = ended is None and head.size > reach
        is_own = not size or is_own_name(head.log, self._first_leaf)
        if not is_own or not self._is_ours(kept.note, is_further=is_further):
            return Problem(code="ledger.checkpoint_of_another", thing=thing)
        if is_further:
            return Problem(code="ledger.rolled_back", seq=size + 1, thing=thing)
        if ended is not None and head.size > reach:
            return None if self._is_lost(head, ended) else self._differs(head)
        if head.root != self._roots.get(head.size) or kept.epoch != self._epoch_at(head.size):
            return self._differs(head)
        # Between the copy that was put back and its restore one may have been made.
        if head.size in self._stored or (ended is not None and head.size == reach):
            return None
        return Problem(code="ledger.checkpoint_missing", thing=thing)

    def _is_lost(self, head: Head, ended: Epoch) -> bool:
        """Whether `head` lies in what a lawful restore lost, which then reaches to it at least."""
        at = self.epochs.index(ended)
        self.epochs[at] = replace(ended, lost_until=max(ended.lost_until, head.size))
        return ended.lost_until != head.size or ended.lost_root == head.root.hex()

    def _differs(self, head: Head) -> Problem:
        """Return that `head` differs, from the first entry on that no stored checkpoint covers."""
        since = max((size for size in self._stored if size < head.size), default=0) + 1
        return Problem(code="ledger.checkpoint_differs", seq=since, thing=str(head.size))

    def _is_ours(self, note: str, *, is_further: bool) -> bool:
        """Whether a note is signed by a key this ledger has had; true where it has none yet.

        One that goes further than the ledger may be signed by a key that is missing with the
        entries, so there only a false signature speaks against it.
        """
        keys = {str(one.key) for one in self.checkpoints[:1]}
        keys |= {str(body.get(which)) for _, body in self._changes for which in ("old", "new")}
        if not keys or any(_holds(is_signed_by, note, key) for key in keys):
            return True
        return is_further and not any(_holds(names_signer, note, key) for key in keys)

    def _epoch_at(self, size: int) -> int:
        """Return the number of the epoch to which the first `size` entries belong."""
        return max((opened.number for opened in self.epochs if opened.seq <= size), default=1)

    def _true_head(self, checkpoint: Checkpoint) -> Head | None:
        """Return what a checkpoint says, or None when it is not what was signed here."""
        try:
            head = head_of(checkpoint.note)
            is_own = (
                head.size == checkpoint.size
                and head.origin == f"{head.log}/{self._epoch_at(head.size)}"
                and is_own_name(head.log, self._first_leaf)
                and checkpoint.key == self._key_at(head.size, checkpoint.key)
                and checkpoint.key == verifier_key(*key_parts(checkpoint.key))
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


def _holds(question: Callable[[str, str], bool], note: str, key: str) -> bool:
    """Return the answer about a note and a key; no key answers nothing."""
    try:
        return question(note, key)
    except ValueError:
        return False
