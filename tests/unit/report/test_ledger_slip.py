"""本条证明: it proves itself before it is shown, and anybody checks it offline."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from tests import factories as make

from hefa.core.errors import Tampered
from hefa.ledger.actions import make_checkpoint
from hefa.ledger.models import Checkpoint, Entry, Tile
from hefa.ledger.note import verifier_key
from hefa.ledger.tree import TILE
from hefa.ledger.triggers import EVERY_TRIGGER
from hefa.report import check_slip
from hefa.report.slip import Slip, slip_of
from hefa.report.slip_text import qr_code, qr_svg, slip_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]

LEDGER = "/report/ledger/"
SIGN = f"{LEDGER}checkpoint/"


def seq_of(kind: str) -> int:
    return int(Entry.objects.filter(kind=kind).order_by("-seq")[0].seq)


@pytest.fixture
def slip(now: datetime) -> Slip:
    """The slip of the release of an article."""
    make.released("停水通知", now=now)
    checkpoint = make_checkpoint(now)
    assert checkpoint is not None
    return slip_of(Entry.objects.get(kind="review.released"), checkpoint)


def checked(text: str, tmp_path: Path) -> tuple[int, str]:
    """Return what the checker at the end of the slip says of it, run alone in an empty folder."""
    program = text[text.index('"""Checks a proof slip') :]
    (tmp_path / "check.py").write_text(program, encoding="utf-8")
    (tmp_path / "slip.txt").write_text(text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-I", "-S", "check.py", "slip.txt"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    return run.returncode, run.stdout.strip()


def test_the_slip_says_what_who_and_when_in_words(slip: Slip, now: datetime) -> None:
    assert (slip.what, slip.who) == ("核发《停水通知》", "陈管理员")
    assert slip.at == now
    assert slip.number
    assert slip.leaf_hash == Entry.objects.get(seq=slip.seq).leaf_hash


def test_the_text_is_checked_alone_by_the_program_at_its_end(slip: Slip, tmp_path: Path) -> None:
    text = slip_text(slip)

    assert checked(text, tmp_path) == (0, "全部对得上。")
    assert slip.note in text
    assert slip.key in text
    assert "核发《停水通知》" in text


def test_a_title_cannot_pass_for_a_line_of_the_slip(now: datetime, tmp_path: Path) -> None:
    make.released("停水通知\nHEFA-PROOF/1\nlog another", now=now)
    checkpoint = make_checkpoint(now)
    assert checkpoint is not None

    text = slip_text(slip_of(Entry.objects.get(kind="review.released"), checkpoint))

    assert text.splitlines().count("HEFA-PROOF/1") == 1
    assert "停水通知 HEFA-PROOF/1 log another" in text
    assert checked(text, tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        ('"kind":"review.released"', '"kind":"review.returned"', "记录原文"),
        (r"\nleaf .{8}", "\nleaf 00000000", "记录原文与本条校验码不符"),
        (r"\npath .{8}", "\npath 00000000", "推不到总校验码"),
        (r"\npath .*", "", "推不到总校验码"),
        (r"\nseq \d+", "\nseq 3", "记录原文不是这一条"),
        (r"\nseq \d+", "\nseq 999999", "推不到总校验码"),
        (r"\nsize \d+", "\nsize 7", "校验点说的不是"),
        (r"\nroot .{8}", "\nroot 00000000", "推不到总校验码"),
        (r"\nlog .*", "\nlog other/ledger/1/1", "校验点说的不是"),
        (r"(\n— \S+ ).{24}", rf"\g<1>{'A' * 24}", "签名不对"),
        (r"\nend\n", "\n", "读不出来"),
        (r"\nkey .*", "\nkey none", "读不出来"),
    ],
)
def test_any_change_is_found_and_named(
    slip: Slip, tmp_path: Path, find: str, put: str, said: str
) -> None:
    text = slip_text(slip)
    spoilt = re.sub(find, put, text, count=1)
    assert spoilt != text

    status, words = checked(spoilt, tmp_path)

    assert status == 1
    assert said in words


def test_a_signature_of_another_key_is_none(slip: Slip, tmp_path: Path) -> None:
    public = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    other = verifier_key(slip.log.rpartition("/")[0], public)

    status, words = checked(slip_text(slip).replace(slip.key, other), tmp_path)

    assert (status, words) == (1, "校验点的签名不对。")


def test_the_checker_s_signatures_agree_with_the_library() -> None:
    for number in range(20):
        key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public, text = key.public_key().public_bytes_raw(), b"text %d" % number
        signature = key.sign(text)
        s = int.from_bytes(signature[32:], "little") + check_slip.ORDER
        assert check_slip.is_signed(text, signature, public)
        assert not check_slip.is_signed(text + b".", signature, public)
        assert not check_slip.is_signed(text, signature[:32] + s.to_bytes(32, "little"), public)


def test_every_entry_of_a_ledger_proves_itself(slip: Slip, now: datetime) -> None:
    checkpoint = Checkpoint.objects.get()
    for entry in Entry.objects.filter(seq__lte=checkpoint.size):
        text = slip_of(entry, checkpoint).block
        assert list(check_slip.what_is_wrong(f"\n{text}")) == []


def spoil(sql: str, *values: object) -> None:
    """Write past the ledger's triggers, as whoever holds the file can."""
    with connection.cursor() as cursor:
        for name in EVERY_TRIGGER:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        (
            "UPDATE ledger_entry SET body = replace(body, '{', '{\"x\":1,') WHERE seq = %s",
            "its words",
        ),
        ("UPDATE ledger_entry SET actor = 'someone' WHERE seq = %s", "who"),
        ("UPDATE ledger_entry SET leaf_hash = hex(zeroblob(32)) WHERE seq = %s", "its hash"),
        ("UPDATE ledger_checkpoint SET note = replace(note, '/1', '/2') WHERE %s > 0", "the note"),
        ("UPDATE ledger_checkpoint SET key = replace(key, '+', '-') WHERE %s > 0", "the key"),
    ],
)
def test_nothing_is_shown_that_does_not_prove_itself(
    slip: Slip, sign_in: SignIn, sql: str, what: str
) -> None:
    spoil(sql, slip.seq)

    with pytest.raises(Tampered):
        slip_of(Entry.objects.get(seq=slip.seq), Checkpoint.objects.get())
    for address in (f"{LEDGER}{slip.seq}/proof/", f"{LEDGER}{slip.seq}/proof.txt"):
        answer = sign_in("chen").get(address)
        assert answer.status_code == 503
        assert "没有出证明" in answer.content.decode()


def test_a_wrong_kept_hash_does_not_spoil_the_proof(slip: Slip) -> None:
    Tile.objects.create(number=0, hash=b"\x00" * 32)
    assert Checkpoint.objects.get().size < TILE or slip.path

    again = slip_of(Entry.objects.get(seq=slip.seq), Checkpoint.objects.get())

    assert again == slip


def test_the_qr_code_says_the_compact_form_and_is_drawn_as_made(slip: Slip) -> None:
    assert slip.code == (
        f"HEFA-PROOF/1 {slip.log} {slip.seq} {slip.size} {slip.leaf_hash} {slip.root}"
    )
    made = segno.make_qr(slip.code, error="m")

    assert drawn(qr_svg(slip.code)) == [list(row) for row in made.matrix_iter(border=4)]
    assert "style" not in qr_svg(slip.code)


def test_the_qr_code_stays_readable_with_a_long_name_and_many_entries() -> None:
    name = "gongzhonghao.qinghe-shequ.minzheng.example-county.gov.cn/ledger/0123456789abcdef/12"
    code = f"HEFA-PROOF/1 {name} 123456789 123456789 {'a' * 64} {'b' * 64}"

    assert int(qr_code(code).version) <= 15


def drawn(svg: str) -> list[list[int]]:
    """Return the modules that the path of a QR code covers, its quiet zone with them."""
    size = re.search(r'viewBox="0 0 (\d+) ', svg)
    path = re.search(r' d="([^"]+)"', svg)
    assert size is not None
    assert path is not None
    strokes = re.findall(r"([Mm])(-?\d+) (-?[\d.]+)h(\d+)", path[1])
    assert "".join(f"{move}{x} {y}h{length}" for move, x, y, length in strokes) == path[1]
    side = int(size[1]) // 4
    modules = [[0] * side for _ in range(side)]
    x, y = 0, 0.0
    for move, across, down, length in strokes:
        x, y = (int(across), float(down)) if move == "M" else (x + int(across), y + float(down))
        modules[int(y)][x : x + int(length)] = [1] * int(length)
        x += int(length)
    return modules


def test_the_page_shows_sentence_code_and_proof(slip: Slip, sign_in: SignIn, now: datetime) -> None:
    page = sign_in("wang").get(f"{LEDGER}{slip.seq}/proof/").content.decode()

    assert "核发《停水通知》" in page
    assert qr_svg(slip.code) in page
    assert slip.path[0] in page
    assert slip.note.strip().splitlines()[-1] in page
    assert "style=" not in page.partition("<main")[2]


def test_the_file_is_a_download_with_the_number_in_its_name(slip: Slip, sign_in: SignIn) -> None:
    answer = sign_in("chen").get(f"{LEDGER}{slip.seq}/proof.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.content.decode() == slip_text(slip)


def test_an_entry_newer_than_the_checkpoint_waits_for_the_button(
    slip: Slip, sign_in: SignIn, now: datetime
) -> None:
    make.submitted("停电通知", now=now)
    seq = seq_of("review.submitted")
    client = sign_in("chen")
    address = f"{LEDGER}{seq}/proof/"

    assert "给现在的台账签一个校验点" in client.get(address).content.decode()
    assert client.get(f"{LEDGER}{seq}/proof.txt").status_code == 403
    assert Checkpoint.objects.count() == 1, "nothing is signed by looking"

    answer = client.post(SIGN, {"seq": seq}, follow=True)

    assert answer.redirect_chain == [(address, 302)]
    assert "送审《停电通知》" in answer.content.decode()
    assert Checkpoint.objects.count() == 2


def test_without_the_key_a_sentence_says_who_helps(
    slip: Slip, sign_in: SignIn, settings: LazySettings, tmp_path: Path, now: datetime
) -> None:
    make.submitted("停电通知", now=now)
    settings.LEDGER_KEY_PATH = tmp_path / "nowhere"
    client = sign_in("chen")

    page = client.post(SIGN, {"seq": seq_of("review.submitted")}, follow=True).content.decode()

    assert "台账的签名密钥不在了" in page
    assert "请技术支持放回密钥文件" in page
    assert client.get(f"{LEDGER}{slip.seq}/proof/").status_code == 200, "what is signed stays so"


def test_only_readers_of_the_entry_get_its_slip(sign_in: SignIn, now: datetime) -> None:
    make.submitted("文艺汇演", author="wu", unit="culture", now=now)
    make_checkpoint(now + timedelta(minutes=1))
    seq = seq_of("review.submitted")
    for address in (f"{LEDGER}{seq}/proof/", f"{LEDGER}{seq}/proof.txt"):
        assert sign_in("zhang").get(address).status_code == 404
        assert sign_in("stranger").get(address).status_code == 403
        assert sign_in("wu").get(address).status_code == 200
    assert sign_in("chen").get(f"{LEDGER}{'9' * 30}/proof/").status_code == 404


def test_signing_is_an_act_of_those_who_may_read(sign_in: SignIn) -> None:
    assert sign_in("chen").get(SIGN).status_code == 405
    assert sign_in("stranger").post(SIGN).status_code == 403
    assert not Checkpoint.objects.exists()


def test_opinions_are_not_in_the_slip(sign_in: SignIn, now: datetime) -> None:
    make.returned(now=now)
    checkpoint = make_checkpoint(now)
    assert checkpoint is not None
    text = slip_text(slip_of(Entry.objects.get(kind="review.returned"), checkpoint))

    assert "请写明停水的范围" not in text
