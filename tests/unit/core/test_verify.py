"""The offline verifier: one file that trusts nothing of the program that wrote the export."""

import ast
import base64
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from tests.unit.core.books import Book

from hefa.core import verify as offline
from hefa.core.verify import Log, is_signature, key_parts, notes_in, verify

# Source: the tree's test values of RFC 6962, roots over the first n leaves.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
ORDER = 2**252 + 27742317777372353535851937790883648493
Found = Callable[..., list[tuple[str, int | None, str]]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Return what verifies a book and names what it found."""

    def verified(
        book: Book, *outside: str, keys: tuple[str, ...] = (), has_personal: bool = True
    ) -> list[tuple[str, int | None, str]]:
        path = book.write(tmp_path / "out", has_personal=has_personal)
        notes = [note for text in outside for note in notes_in(text)]
        log = verify(str(path), notes, list(keys))
        return [(one.code.removeprefix("ledger."), one.seq, one.thing) for one in log.found]

    return verified


def book() -> Book:
    """Nine entries: personal text at 2 and 4, that of 2 erased by 8; signed at 5 and at 9."""
    made = Book().enter().enter(words="甲").enter().enter(words="乙", note="丙").enter().sign()
    return made.enter(2).erase(2).enter().sign()


def test_the_tree_is_that_of_rfc_6962() -> None:
    log = Log(has_personal=False, outside=[], given=[])
    roots = [log.root().hex()]
    for leaf in LEAVES:
        log._grow(hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest())
        roots.append(log.root().hex())

    assert roots == ROOTS


def test_signatures_are_judged_as_a_library_judges_them() -> None:
    tried = 0
    for seed in range(6):
        key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        public, message = key.public_key().public_bytes_raw(), b"hefa" * seed
        true = key.sign(message)
        s = int.from_bytes(true[32:], "little")
        altered = [true[:at] + bytes([true[at] ^ 1 << bit]) + true[at + 1 :]
                   for at in range(0, 64, 5) for bit in (0, 7)]  # fmt: skip
        longer = true[:32] + (s + ORDER).to_bytes(32, "little")
        for signature in [true, longer, b"", true[:63], true + b"\0", *altered]:
            for words, by in [(message, public), (message + b"!", public), (message, b"\7" * 32)]:
                assert is_signature(by, words, signature) == accepted(by, words, signature)
                tried += 1
    assert tried > 500


def accepted(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_the_first_published_signature_is_accepted() -> None:
    """Source: RFC 8032 section 7.1, test 1."""
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
        "b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert is_signature(public, b"", signature)
    assert not is_signature(public, b"x", signature)


@pytest.mark.parametrize("public", ["ff" * 32, "00" * 31 + "80", "02" + "00" * 31])
def test_what_is_no_point_or_not_its_one_form_signs_nothing(public: str) -> None:
    assert not is_signature(bytes.fromhex(public), b"", bytes(64))


def test_a_sound_export_proves_out(found: Found) -> None:
    sound = book()

    assert found(sound) == []
    assert found(sound, *sound.notes, keys=(sound.public,)) == []
    assert found(sound, has_personal=False) == []
    assert found(Book()) == []


@pytest.mark.parametrize("seq", [1, 4, 9])
@pytest.mark.parametrize("column", range(2, 9))
def test_an_altered_column_names_its_entry(found: Found, seq: int, column: int) -> None:
    bent = book()
    row = bent.row(seq)
    row[column] = row[column] + 1 if column == 2 else row[column] + " "

    assert found(bent)[0][:2] == ("entry_altered", seq)


@pytest.mark.parametrize("body", ["{", "1.5", '{"a":NaN}', "[" * 3000, '"\\ud800"', 7, None])
def test_a_body_that_cannot_be_read_names_its_entry(found: Found, body: object) -> None:
    bent = book()
    bent.row(3)[7] = body

    assert found(bent)[0][:2] == ("entry_unreadable", 3)


@pytest.mark.parametrize("seq", [1, 5, 8])
def test_a_missing_entry_is_named_and_nothing_after_it(found: Found, seq: int) -> None:
    bent = book()
    bent.lines.remove(bent.row(seq))

    assert found(bent)[0] == ("entry_missing", seq, "")
    assert all(number is None or number <= seq for _, number, _ in found(bent))


def test_entries_that_changed_places_are_named(found: Found) -> None:
    bent = book()
    one, other = bent.row(6), bent.row(7)
    one[2:], other[2:] = other[2:], one[2:]

    assert [finding[:2] for finding in found(bent)][:2] == [
        ("entry_altered", 6),
        ("entry_altered", 7),
    ]


def test_personal_text_altered_missing_or_added_is_named(found: Found) -> None:
    altered, missing, added = book(), book(), book()
    text = next(line for line in altered.lines if line[:3] == ["personal", 4, "words"])
    text[4] = "改"
    missing.lines = [line for line in missing.lines if line[:3] != ["personal", 4, "note"]]
    added.lines.insert(1, ["personal", 1, "words", "", ""])

    assert found(altered) == [("personal_altered", 4, "words")]
    assert found(missing) == [("personal_missing", 4, "note")]
    assert found(missing, has_personal=False) == []
    assert found(added) == [("personal_unknown", 1, "words")]


def test_an_erasure_of_nothing_and_one_not_carried_out_are_named(found: Found) -> None:
    of_nothing = book().erase(1)
    twice = book().erase(2)
    still_there = book()
    texts = [line for line in still_there.lines if line[:2] == ["personal", 4]]
    still_there.erase(4).lines += texts

    assert found(of_nothing) == [("erasure_of_nothing", 10, "")]
    assert found(twice) == [("erasure_of_nothing", 10, "")]
    assert [finding[:2] for finding in found(still_there)] == [("personal_unknown", 4)]
    at = still_there.lines.index(still_there.row(4)) + 1
    still_there.lines = still_there.lines[:at] + texts + still_there.lines[at : -len(texts)]
    assert found(still_there) == [("erasure_of_nothing", 10, "")]


def test_a_frontier_that_differs_is_named(found: Found) -> None:
    bent = book()
    bent.edge = bent.edge[:-1]

    assert found(bent) == [("frontier_differs", None, "ledger_frontier")]


def test_a_checkpoint_or_its_key_altered_is_named(found: Found) -> None:
    for at, put in [(3, " "), (3, book().notes[0][:-3]), (4, Book(7).enter().public), (4, "x")]:
        bent = book()
        line = next(line for line in bent.lines if line[0] == "checkpoint")
        line[at] = put
        assert ("checkpoint_altered", None, "5") in found(bent)


def test_every_bit_of_a_checkpoint_is_covered(found: Found) -> None:
    """Also those that base64 leaves over."""
    sound = book()
    note = sound.notes[-1].encode()
    for at in range(0, len(note), 3):
        bent = sound.copy()
        bent.lines[-1][3] = (note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :]).decode(
            "utf-8", "replace"
        )
        assert found(bent) == [("checkpoint_altered", None, "9")]


def test_entries_rewritten_after_they_were_signed_are_found(found: Found) -> None:
    forged = Book().enter().enter(words="甲").enter().enter(words="乙", note="丙").enter().sign()
    forged.enter(2, body={"n": 0}).erase(2).enter()
    true = book()
    forged.lines.append(true.lines[-1])
    bare = forged.copy()
    bare.lines.pop()

    assert found(forged) == [("checkpoint_differs", 6, "9")]
    assert found(bare, true.notes[1]) == [("checkpoint_differs", 6, "9")]


def test_a_copy_rolled_back_names_the_first_missing_entry(found: Found) -> None:
    older = Book().enter().enter(words="甲").enter().enter(words="乙", note="丙").enter().sign()
    later = book()

    assert found(older) == []
    assert found(older, later.notes[0]) == []
    assert found(older, *later.notes) == [("rolled_back", 6, "9")]
    assert found(Book(), later.notes[1]) == [("rolled_back", 1, "9")]


def test_a_checkpoint_taken_out_of_the_ledger_is_named(found: Found) -> None:
    bent = book()
    bent.lines.pop()

    assert found(bent) == []
    assert found(bent, *bent.notes) == [("checkpoint_missing", None, "9")]


def test_a_checkpoint_of_another_ledger_or_unsigned_is_named(found: Found) -> None:
    sound = book()
    foreign = Book(3).enter(kind="test.other").sign()
    unsigned = sound.notes[1].replace("\n9\n", "\n8\n")

    assert found(sound, foreign.notes[0]) == [("checkpoint_of_another", None, "1")]
    assert found(sound, unsigned) == [("checkpoint_of_another", None, "8")]


def test_a_key_replaced_under_both_signatures_is_followed(found: Found) -> None:
    first = book()
    changed = first.copy().change_key(2).sign()

    assert found(changed, *changed.notes) == []
    assert found(changed, keys=(first.public,)) == []
    assert found(changed, keys=(changed.public,)) == []
    assert found(changed, keys=(Book(9).enter().public,)) == [("key_differs", None, "key")]


def test_a_key_not_signed_for_or_not_known_is_named(found: Found) -> None:
    by_another = book().change_key(2, signer=5)
    from_another = book()
    from_another.key = Ed25519PrivateKey.from_private_bytes(bytes([6] * 32))
    from_another.change_key(2)
    broken = book().change_key(2).change_key(3)
    body = {**json.loads(broken.row(11)[7]), "new_signature": "00" * 64}
    unsigned = book().change_key(2).enter(kind="ledger.key_replaced", body=body)

    assert found(by_another) == [("key_change_unsigned", 10, "")]
    assert found(from_another) == [("key_change_unsigned", 10, "")]
    assert found(unsigned) == [("key_change_unsigned", 11, "")]
    assert found(broken) == []


def test_a_lost_key_is_trusted_only_with_the_new_one_in_hand(found: Found) -> None:
    first = book()
    lost = first.copy().change_key(2, is_lost=True).sign()

    assert found(lost, *lost.notes) == []
    assert found(lost, keys=(first.public,)) == [("key_not_trusted", 10, "key")]
    assert found(lost, keys=(lost.public,)) == []
    assert found(lost, keys=(first.public, lost.public)) == []


def test_a_key_given_where_nothing_is_signed_proves_nothing(found: Found) -> None:
    assert found(Book().enter(3), keys=(book().public,)) == [("key_differs", None, "key")]


def test_a_smaller_tree_is_accepted_only_across_an_epoch(found: Found, tmp_path: Path) -> None:
    backup = Book().enter(4).sign()
    lost = backup.copy().enter(3).sign()
    restored = backup.copy().restore(lost.outside).enter().sign()

    assert found(restored, *lost.notes, *restored.notes) == []
    log = verify(str(restored.write(tmp_path / "out")), notes_in(lost.notes[1]), [])
    assert [(one["number"], one["seq"], one["last_outside_size"]) for one in log.epochs] == [
        (2, 5, 7)
    ]
    assert found(backup, lost.notes[1]) == [("rolled_back", 5, "7")]
    assert found(backup, restored.notes[1]) == [("rolled_back", 5, "6")]
    without = backup.copy().enter(2).sign()
    assert found(without, restored.notes[1]) == [("checkpoint_differs", 5, "6")]


def test_an_epoch_that_tells_less_than_was_lost_is_put_right(tmp_path: Path) -> None:
    backup = Book().enter(4).sign()
    lost = backup.copy().enter(5).sign()
    restored = backup.copy().restore().sign()
    log = verify(str(restored.write(tmp_path / "out")), notes_in(lost.notes[1]), [])

    assert log.found == []
    assert log.epochs[0]["last_outside_size"] == 9


def test_a_lost_part_with_two_roots_is_named(found: Found) -> None:
    backup = Book().enter(4).sign()
    lost, forked = backup.copy().enter(2).sign(), backup.copy().enter(2, body={"n": 0}).sign()
    restored = backup.copy().restore(lost.outside).sign()

    assert found(restored, lost.notes[1]) == []
    assert found(restored, forked.notes[1]) == [("checkpoint_differs", 6, "6")]


@pytest.mark.parametrize("bent", [{"old_size": 3}, {"old_root": "00"}, {"epoch": 1}, {"names": 1}])
def test_an_epoch_that_says_something_untrue_is_named(
    found: Found, bent: dict[str, object]
) -> None:
    wrong = Book().enter(4).sign().restore(**bent)

    assert found(wrong) == ([("epoch_wrong", 5, "")] if "names" not in bent else [])


def test_a_second_restore_from_before_the_first_opens_a_third_epoch(found: Found) -> None:
    backup = Book().enter(2).sign()
    second = backup.copy().enter(2).restore().enter(3).sign()
    again = backup.copy()
    again.epoch = 2
    again.restore(second.outside).sign()

    assert found(again, *second.notes, *again.notes) == []


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_export_is_known_for_one(tmp_path: Path, share: float) -> None:
    whole = book().write(tmp_path / "out").read_bytes()
    (tmp_path / "out").write_bytes(whole[: int(len(whole) * share)])
    log = verify(str(tmp_path / "out"), [], [])

    assert [one.code for one in log.found] == ["ledger.export_cut_off"]


def test_what_was_signed_is_told_even_of_an_export_without_its_end(tmp_path: Path) -> None:
    lines = book().write(tmp_path / "out").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "out").write_text("".join(lines[:-1]), encoding="utf-8")
    log = verify(str(tmp_path / "out"), [], [])

    assert (log.size, log.signed_until) == (9, 9)


def test_lines_left_out_are_counted_and_strange_ones_stop_it(tmp_path: Path) -> None:
    lines = book().write(tmp_path / "out").read_text(encoding="utf-8").splitlines()
    without = [line for line in lines if '"checkpoint", 5' not in line]
    for text in (without, [*lines[:3], '["find", 1]', *lines[3:]], [*lines[:3], "7", *lines[3:]]):
        (tmp_path / "out").write_text("\n".join(text) + "\n", encoding="utf-8")
        log = verify(str(tmp_path / "out"), [], [])
        assert [one.code for one in log.found] == ["ledger.export_cut_off"]


def test_a_clock_set_back_is_shown_and_allowed(tmp_path: Path) -> None:
    made = Book().enter(3).enter(ts="2026-11-23T02:00:00.000000Z").enter()
    log = verify(str(made.write(tmp_path / "out")), [], [])

    assert (log.found, log.backwards) == ([], [4])


def test_notes_are_found_in_a_mail_and_in_json() -> None:
    note = book().notes[1]
    quoted = "您好：\r\n\r\n> " + note.replace("\n", "\r\n> ") + "\r\n此致"
    printed = f"{note}\n公钥：{book().public}\n"

    for text in (note, quoted, printed, json.dumps({"note": note}, ensure_ascii=False), note * 2):
        assert {(one.text, one.signatures) for one in notes_in(text)} == {
            (note.partition("\n\n")[0] + "\n", note.partition("\n\n")[2])
        }
    assert notes_in("没有校验点") == []


def test_a_key_has_one_form() -> None:
    public = book().public
    name, key_id, encoded = public.split("+", 2)

    assert key_parts(public)[1] == base64.b64decode(encoded)[1:]
    for bent in (
        f"x{public}",
        f"\udcff{public}",
        f"{name}+00000000+{encoded}",
        f"{name}+{key_id}",
        "",
        public + "A",
    ):
        assert key_parts(bent) == (b"", b"")


@pytest.fixture
def alone(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return what runs a lone copy of the file in an empty folder, without site or environment."""
    folder = tmp_path / "alone"
    folder.mkdir()
    shutil.copy(offline.__file__, folder / "verify.py")

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", *arguments],
            cwd=folder,
            env={},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_the_one_file_runs_alone_and_says_what_it_found(
    alone: Callable[..., "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    sound, later = book(), book().enter(3).sign()
    out = str(sound.write(tmp_path / "out"))
    mail = tmp_path / "mail.txt"
    mail.write_text(f"今天的校验点：\n\n{later.notes[2]}", encoding="utf-8")

    holds = alone(out, "--key", sound.public)
    rolled_back = alone(out, "--checkpoint", str(mail))
    told = json.loads(alone(out, "--checkpoint", str(mail), "--json").stdout)

    assert (holds.returncode, rolled_back.returncode) == (0, 1)
    assert "全部对得上" in holds.stdout
    assert "没有给外面保存的校验点" in holds.stdout
    assert "第 10 条起的记录不见了" in rolled_back.stdout
    assert "ledger.rolled_back" in rolled_back.stdout
    assert (told["verified"], told["size"]) == (False, 9)
    assert (told["problems"][0]["code"], told["problems"][0]["seq"]) == ("ledger.rolled_back", 10)
    assert "没有给当面交来的公钥：签名说明不了是谁签的" in told["unchecked"]


def test_what_cannot_be_read_ends_with_two(
    alone: Callable[..., "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    out = str(book().write(tmp_path / "out"))
    empty, other = tmp_path / "empty", tmp_path / "other"
    empty.write_text("")
    other.write_text('{"format":"hefa-ledger-export","version":2,"personal":true}\n')

    for arguments in ((), (str(empty),), (str(other),), (str(tmp_path / "none"),),
                      (out, "--checkpoint", str(empty)), (out, "--checkpoint", "none")):  # fmt: skip
        done = alone(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_it_is_one_file_for_python_3_8_that_imports_only_the_standard_library() -> None:
    source = Path(offline.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))}  # fmt: skip

    assert len(source.splitlines()) < 300
    assert imported <= {"__future__", *sys.stdlib_module_names}
