"""The acts upon the ledger itself: erasure, checkpoints, another key, another epoch."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from hefa.core.errors import Refused, Tampered, reason
from hefa.core.merkle import edge_root
from hefa.ledger import key as keys
from hefa.ledger.append import MACHINE, Fact, append, edge_of
from hefa.ledger.checkpoints import RESTORED, epoch_number, log_name, newest_checkpoint
from hefa.ledger.leaf import timestamp
from hefa.ledger.models import Checkpoint, Entry, Frontier, PersonalText
from hefa.ledger.note import Head, checkpoint_text, head_of, is_signed_by, signed
from hefa.ledger.tree import keep_tiles, proven_tree

WITNESSES = 2


@transaction.atomic
def erase_personal_text(
    seq: int, *, actor: str, words: str, ordered_by: str, now: datetime
) -> None:
    """Erase the personal text of entry `seq`; the erasure is an entry of its own.

    Raises Refused without a reason, without who ordered it, or where there is nothing to erase.
    """
    if not words.strip() or not ordered_by.strip():
        raise Refused(reason("ledger.erasure_needs_reason"))
    texts = PersonalText.objects.filter(seq=seq)
    if not texts.exists():
        raise Refused(reason("ledger.nothing_to_erase", seq=seq))
    append(
        Fact(
            kind="ledger.erased",
            subject=f"entry:{seq}",
            body={"words": words, "ordered_by": ordered_by},
        ),
        actor=actor,
        now=now,
    )
    texts.delete()


@transaction.atomic
def make_checkpoint(now: datetime) -> Checkpoint | None:
    """Return the checkpoint of the whole ledger as it stands, made unless it exists.

    None while the ledger is empty. A checkpoint is no entry: it is about them. Raises Refused
    when the key is missing or not the one known, and Tampered when the entries do not come to
    the frontier's root or no longer begin with what was signed before: nothing is signed then.
    """
    frontier = _frontier()
    newest = newest_checkpoint()
    if newest is not None and newest.size == frontier.size:
        return newest
    if not frontier.size:
        return None
    if found := [reason(problem.code) for problem in keys.key_problems()]:
        raise Refused(found)
    root = edge_root(edge_of(frontier))
    proven_tree(frontier.size, root)
    if newest is not None:
        proven_tree(newest.size, head_of(newest.note).root)
    log, key = log_name(), keys.signing_key()
    head = Head(origin=f"{log}/{epoch_number()}", size=frontier.size, root=root)
    keep_tiles(frontier.size)
    made = Checkpoint(
        size=frontier.size,
        made_at=timestamp(now),
        note=signed(checkpoint_text(head), log, key),
        key=keys.public_line(key, log),
    )
    made.save(force_insert=True)
    return made


def replace_key(*, names: Sequence[str], words: str, now: datetime, new: Path | None = None) -> str:
    """Replace the signing key by a new one and return its public half.

    The entry is signed by old and new key. The new key is written beside the old one, entered,
    and takes its place; when that was cut short, the next call finishes it. With `new` the key
    in that file is entered and moving it is left to the caller. Raises Refused without the old
    key: that is `replace_lost_key`.
    """
    ready = new or _beside()
    if new is None and _is_entered(ready):
        _move(ready)
        return str(keys.expected_key())
    if found := [reason(problem.code) for problem in keys.key_problems()]:
        raise Refused(found)
    return _enter_key(keys.signing_key(), ready, names=names, words=words, now=now, is_made=not new)


def replace_lost_key(
    *, names: Sequence[str], words: str, now: datetime, new: Path | None = None
) -> str:
    """Enter a new key in the place of one that is lost, on the word of two people.

    Nobody can sign for the lost key: whoever verifies must be given the new one from hand to
    hand. Raises Refused without two names and a reason, and while the old key is there.
    """
    if not any(keys.key_problems()):
        raise Refused(reason("ledger.key_not_lost"))
    ready = new or _beside()
    return _enter_key(None, ready, names=names, words=words, now=now, is_made=not new)


def key_change_text(seq: int, old: str, new: str) -> bytes:
    """Return what both keys sign when one replaces the other as entry `seq`."""
    return f"hefa ledger key\n{seq}\n{old}\n{new}\n".encode()


@transaction.atomic
def open_epoch(
    *, last_outside: str | None, words: str, names: Sequence[str], now: datetime
) -> Entry:
    """Open a new epoch after a lawful restore and return its first entry.

    `last_outside` is the last checkpoint known outside, by which everybody sees what was lost.
    Raises Refused without a reason and two names, and when that checkpoint is another ledger's.
    """
    demand_witnesses(names, words)
    frontier = _frontier()
    outside_size, outside_root = frontier.size, edge_root(edge_of(frontier)).hex()
    number = epoch_number() + 1
    if last_outside is not None:
        try:
            head = head_of(last_outside)
            epoch = int(head.origin.rpartition("/")[2])
        except ValueError:
            raise Refused(reason("ledger.checkpoint_unreadable")) from None
        key = keys.expected_key()
        if head.log != log_name() or (key and not is_signed_by(last_outside, key)):
            raise Refused(reason("ledger.checkpoint_of_another"))
        outside_size, outside_root = head.size, head.root.hex()
        # A copy older than an earlier restore knows nothing of the epochs it opened.
        number = max(number, epoch + 1)
    return append(
        Fact(
            kind=RESTORED,
            subject="ledger:1",
            body={
                "epoch": number,
                "old_size": frontier.size,
                "old_root": edge_root(edge_of(frontier)).hex(),
                "last_outside_size": outside_size,
                "last_outside_root": outside_root,
                "words": words,
                "names": list(names),
            },
        ),
        actor=MACHINE,
        now=now,
    )


def demand_witnesses(names: Sequence[str], words: str) -> None:
    """Raise Refused unless two different people are named and a reason is given."""
    found = []
    if len({name.strip() for name in names if name.strip()}) < WITNESSES:
        found.append(reason("ledger.two_names"))
    if not words.strip():
        found.append(reason("ledger.needs_words"))
    if found:
        raise Refused(found)


def _enter_key(
    old: Ed25519PrivateKey | None,
    ready: Path,
    *,
    names: Sequence[str],
    words: str,
    now: datetime,
    is_made: bool,
) -> str:
    """Append the entry of a new key, then put the key in its place."""
    demand_witnesses(names, words)
    key = keys.write_new_key(ready) if is_made else keys.key_in(ready)
    log = log_name()
    public = keys.public_line(key, log)
    with transaction.atomic():
        seq = _frontier().size + 1
        before = keys.expected_key() or (keys.public_line(old, log) if old else public)
        text = key_change_text(seq, before, public)
        body = {"old": before, "new": public, "words": words, "names": list(names)}
        body["new_signature"] = key.sign(text).hex()
        if old is not None:
            body["old_signature"] = old.sign(text).hex()
        kind = keys.LOST if old is None else keys.REPLACED
        append(Fact(kind=kind, subject="ledger:1", body=body), actor=MACHINE, now=now)
    if is_made:
        _move(ready)
    return public


def _frontier() -> Frontier:
    """Return the frontier, held until the transaction ends. Raises Tampered when it is gone."""
    found = Frontier.objects.select_for_update().filter(pk=1).first()
    if found is None:
        raise Tampered(reason("ledger.frontier_differs"))
    return found


def _beside() -> Path:
    return keys.key_path().with_name("ledger-next")


def _is_entered(ready: Path) -> bool:
    """Whether the key in the file `ready` is the one the ledger already knows."""
    expected = keys.expected_key()
    try:
        key = keys.key_in(ready)
    except Refused:
        return False
    return expected is not None and keys.public_line(key, log_name()) == expected


def _move(ready: Path) -> None:
    ready.replace(keys.key_path())
