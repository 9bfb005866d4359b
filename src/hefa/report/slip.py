"""本条证明: one entry, shown to be among those that a signed checkpoint covers."""

from dataclasses import dataclass
from datetime import datetime

from hefa.core.errors import Tampered, reason
from hefa.core.merkle import is_included
from hefa.ledger.checkpoints import known_keys, newest_checkpoint
from hefa.ledger.leaf import hash_of, leaf_bytes, moment_of
from hefa.ledger.models import Checkpoint, Entry
from hefa.ledger.note import Head, head_of, is_signed_by
from hefa.ledger.tree import proven_tree
from hefa.report.ledger_page import names_of, row_of
from hefa.report.subjects import subjects_of

FORM = "HEFA-PROOF/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One entry with all that shows it unchanged; hashes in hex, the path's lowest first."""

    seq: int
    at: datetime
    who: str
    what: str
    number: str
    leaf: str
    leaf_hash: str
    path: tuple[str, ...]
    log: str
    size: int
    root: str
    signed_at: datetime
    note: str
    key: str

    @property
    def code(self) -> str:
        """What the QR code says, in one line: form, log, seq, size, leaf hash and root."""
        return f"{FORM} {self.log} {self.seq} {self.size} {self.leaf_hash} {self.root}"

    @property
    def block(self) -> str:
        """All that whoever checks needs, word for word, a thing a line."""
        lines = [
            FORM,
            f"log {self.log}",
            f"seq {self.seq}",
            f"size {self.size}",
            f"entry {self.leaf}",
            f"leaf {self.leaf_hash}",
            *(f"path {hash_}" for hash_ in self.path),
            f"root {self.root}",
            f"key {self.key}",
            "checkpoint",
        ]
        return "\n".join(lines) + f"\n{self.note}end\n"


def covering_checkpoint(seq: int) -> Checkpoint | None:
    """Return the newest checkpoint if it covers entry `seq`, else None."""
    newest = newest_checkpoint()
    return newest if newest is not None and newest.size >= seq else None


def slip_of(entry: Entry, checkpoint: Checkpoint) -> Slip:
    """Return the slip of `entry` against a checkpoint that covers it, once it proves itself.

    Everything is derived again: hash from the entry's own columns, path from the tree,
    signature from the note. Raises Tampered when any of it does not hold; nothing is shown then.
    """
    doubt = Tampered(reason("report.slip_does_not_prove", seq=entry.seq))
    try:
        head = head_of(checkpoint.note)
        leaf, leaf_hash = leaf_bytes(entry).decode(), hash_of(entry)
        is_own = checkpoint.key in known_keys() and is_signed_by(checkpoint.note, checkpoint.key)
        path = proven_tree(head.size, head.root).inclusion_proof(entry.seq) if is_own else ()
    except (ValueError, KeyError, IndexError, TypeError, Tampered):
        raise doubt from None
    if not is_own or not _is_proved(entry.seq, leaf_hash, path, head):
        raise doubt
    row = row_of(entry, subjects_of([entry])[entry.subject], names_of([entry]))
    return Slip(
        seq=entry.seq,
        at=row["at"],
        who=one_line(row["who"]),
        what=one_line(f"{row['what']}{titled(row['title'], is_work=row['is_work'])}"),
        number=one_line(row["number"]),
        leaf=leaf,
        leaf_hash=leaf_hash.hex(),
        path=tuple(hash_.hex() for hash_ in path),
        log=head.origin,
        size=head.size,
        root=head.root.hex(),
        signed_at=moment_of(checkpoint.made_at),
        note=checkpoint.note,
        key=checkpoint.key,
    )


def titled(title: str, *, is_work: bool) -> str:
    """Return a title as it stands in a sentence: a work's in its own quotation marks."""
    return f"《{title}》" if title and is_work else title


def one_line(text: str) -> str:
    """Return `text` without its breaks: nobody's words may look like a line of the slip."""
    return " ".join(text.split())


def _is_proved(seq: int, leaf_hash: bytes, path: tuple[bytes, ...], head: Head) -> bool:
    return is_included(leaf=leaf_hash, index=seq - 1, size=head.size, root=head.root, proof=path)
