"""Checkpoints: signed, append-only, compared with; the key that signs them; proofs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from hefa.core.errors import Refused
from hefa.core.merkle import consistency_proof, inclusion_proof, is_included, root_of
from hefa.ledger import key as keys
from hefa.ledger.actions import make_checkpoint, open_epoch, replace_key, replace_lost_key
from hefa.ledger.append import MACHINE, Fact, append
from hefa.ledger.models import Checkpoint, Entry
from hefa.ledger.note import head_of, is_signed_by
from hefa.ledger.tree import Tree
from hefa.ledger.verify import verify

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
TWO = ("王书记", "陈管理员")


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, settings: LazySettings) -> Path:
    settings.LEDGER_KEY_PATH = tmp_path / "ledger"
    keys.write_new_key(settings.LEDGER_KEY_PATH)
    return Path(settings.LEDGER_KEY_PATH)


def grow(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            append(
                Fact(kind="test.grown", subject="test:1", body={"n": number}),
                actor=MACHINE,
                now=NOW,
            )


def codes() -> list[str]:
    return [problem.code for problem in verify().problems]


def test_a_checkpoint_is_signed_over_size_and_root_and_made_once() -> None:
    grow(5)
    made = make_checkpoint(NOW)
    assert made is not None
    assert make_checkpoint(NOW) == made

    head = head_of(made.note)
    leaves = [bytes.fromhex(entry.leaf_hash) for entry in Entry.objects.order_by("seq")]
    assert (head.size, head.root) == (len(leaves), root_of(leaves))
    assert head.origin.endswith("/1")
    assert is_signed_by(made.note, made.key)
    assert not is_signed_by(made.note.replace(str(head.size), str(head.size + 1), 1), made.key)
    assert verify().checkpoint_size == head.size
    assert codes() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_checkpoint SET made_at = ''",
        "DELETE FROM ledger_checkpoint",
        "INSERT OR REPLACE INTO ledger_checkpoint SELECT * FROM ledger_checkpoint",
        "INSERT INTO ledger_checkpoint VALUES (999, '', '', '')",
    ],
)
def test_checkpoints_are_never_changed(statement: str) -> None:
    grow(1)
    make_checkpoint(NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Checkpoint.objects.count() == 1


def test_a_missing_or_another_key_is_found_and_signs_nothing(own_key: Path) -> None:
    grow(1)
    make_checkpoint(NOW)
    grow(1)
    own_key.unlink()
    assert codes() == ["ledger.key_missing"]
    with pytest.raises(Refused, match="ledger.key_missing"):
        make_checkpoint(NOW)

    own_key.write_text("no key at all", encoding="ascii")
    assert codes() == ["ledger.key_unreadable"]
    keys.write_new_key(own_key)
    assert codes() == ["ledger.key_differs"]
    with pytest.raises(Refused, match="ledger.key_differs"):
        make_checkpoint(NOW)
    assert Checkpoint.objects.count() == 1


def test_a_key_is_replaced_by_an_entry_that_both_sign() -> None:
    grow(2)
    before = make_checkpoint(NOW)
    assert before is not None
    public = replace_key(names=TWO, words="每年更换", now=NOW)
    after = make_checkpoint(NOW)
    assert after is not None
    assert (before.key == public, after.key == public) == (False, True)
    assert codes() == []


def test_a_lost_key_needs_two_names_a_reason_and_to_be_lost(own_key: Path) -> None:
    grow(1)
    make_checkpoint(NOW)
    with pytest.raises(Refused, match="ledger.key_not_lost"):
        replace_lost_key(names=TWO, words="硬盘坏了", now=NOW)
    own_key.unlink()
    with pytest.raises(Refused, match=r"ledger.two_names; ledger.needs_words"):
        replace_lost_key(names=("王书记", "王书记"), words=" ", now=NOW)
    replace_lost_key(names=TWO, words="硬盘坏了", now=NOW)
    assert make_checkpoint(NOW) is not None
    assert codes() == []


def test_a_new_epoch_is_named_in_every_checkpoint_after_it() -> None:
    grow(3)
    first = make_checkpoint(NOW)
    assert first is not None
    open_epoch(last_outside=first.note, words="硬盘坏了，从备份恢复", names=TWO, now=NOW)
    second = make_checkpoint(NOW)
    assert second is not None
    assert head_of(second.note).origin == head_of(first.note).origin[:-1] + "2"
    assert codes() == []
    foreign = first.note.replace("/ledger/", "/ledger/f", 1)
    with pytest.raises(Refused, match="ledger.checkpoint_of_another"):
        open_epoch(last_outside=foreign, words="试", names=TWO, now=NOW)


def test_proofs_from_kept_tiles_equal_those_of_the_whole_tree() -> None:
    grow(700)
    made = make_checkpoint(NOW)
    assert made is not None
    leaves = [bytes.fromhex(entry.leaf_hash) for entry in Entry.objects.order_by("seq")]
    tree, root = Tree(len(leaves)), root_of(leaves)
    assert tree.root() == root
    for seq in (1, 2, 255, 256, 257, 512, 513, len(leaves)):
        proof = tree.inclusion_proof(seq)
        assert proof == inclusion_proof(leaves, seq - 1)
        assert is_included(
            leaf=leaves[seq - 1], index=seq - 1, size=len(leaves), root=root, proof=proof
        )
    for old in (0, 1, 256, 300, 512, len(leaves)):
        assert tree.consistency_proof(old) == consistency_proof(leaves, old)


def test_a_clock_set_back_is_shown_and_allowed() -> None:
    grow(1)
    with transaction.atomic():
        append(
            Fact(kind="test.grown", subject="test:1", body={}),
            actor=MACHINE,
            now=datetime(2026, 11, 23, 6, 0, tzinfo=UTC),
        )
    verdict = verify()
    assert verdict.is_sound
    assert verdict.backwards == (verdict.size,)
