"""The export of a real database file: whole or not at all, and what the offline verifier says."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import environment
from tests.warm import warm

from hefa.core.verify import Log, notes_in, verify

Hefa = Callable[..., "subprocess.CompletedProcess[str]"]
ENTER = """
import sys
from hefa.config import home
home.create()
from hefa.config.cli.ground import set_up_django
set_up_django()
from datetime import UTC, datetime
from pathlib import Path
from django.core.management import call_command
from django.db import connection, transaction
from hefa.ledger.actions import (
    erase_personal_text, make_checkpoint, open_epoch, replace_key, replace_lost_key,
)
from hefa.ledger.append import Fact, append
from hefa.ledger.key import key_path
now = datetime(2026, 11, 23, tzinfo=UTC)
two = ("王书记", "陈管理员")
def enter(count):
    for number in range(count):
        with transaction.atomic():
            append(Fact(kind="test.done", subject="thing:1", body={"n": number},
                        personal={"words": f"意见 {number}"} if number % 3 == 0 else None),
                   actor="person-1", now=now)
def copy_to(name):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(home.home() / name)])
"""
FIRST = """
call_command("migrate", "ledger", verbosity=0, skip_checks=True)
copy_to("empty.sqlite3")
enter(12)
erase_personal_text(4, actor="person-1", words="本人要求", ordered_by="王书记", now=now)
(home.home() / "first.txt").write_text(make_checkpoint(now).note)
copy_to("backup.sqlite3")
enter(4)
(home.home() / "mail.txt").write_text("您好：\\n\\n" + make_checkpoint(now).note)
copy_to("sound.sqlite3")
"""


def run_in(home: Path, lines: str) -> None:
    """Carry out lines on the installation at `home`, in a process of its own."""
    done = warm.run(ENTER + lines, environment=environment(home))
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose ledger has 17 entries and two checkpoints, with older copies of it."""
    home = tmp_path_factory.mktemp("made") / "home"
    run_in(home, FIRST)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of the installation, to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "home"))


def put_back(home: Path, name: str) -> None:
    """Put an older copy in the place of the database, as one restores a file."""
    for left in home.glob("hefa.sqlite3-*"):
        left.unlink()
    shutil.copy(home / name, home / "hefa.sqlite3")


def read(out: Path, *outside: Path) -> Log:
    notes = [note for path in outside for note in notes_in(path.read_text(encoding="utf-8"))]
    return verify(str(out), notes, [])


def named(log: Log) -> list[tuple[str, int | None, str]]:
    return [(one.code, one.seq, one.thing) for one in log.found]


def test_an_export_holds_everything_and_proves_out(hefa: Hefa, home: Path, tmp_path: Path) -> None:
    with_texts, without = tmp_path / "with", tmp_path / "without"
    told = hefa("ledger", "export", str(with_texts), "--with-personal", "--json", home=home)
    plain = hefa("ledger", "export", str(without), home=home)

    assert (told.returncode, plain.returncode) == (0, 0)
    counts = {"out": str(with_texts), "entries": 17, "personal": 5, "checkpoints": 2}
    assert json.loads(told.stdout) == counts
    assert "已导出 17 条记录、2 份校验点" in plain.stdout
    for out in (with_texts, without):
        log = read(out, home / "mail.txt", home / "first.txt")
        assert (log.size, log.signed_until, named(log)) == (17, 17, [])
    assert ("意见 3" in with_texts.read_text(), "意见 3" in without.read_text()) == (True, False)
    kinds = [json.loads(line)[0] for line in with_texts.read_text().splitlines()[1:]]
    assert kinds[:4] == ["entry", "personal", "entry", "entry"]
    assert (kinds[-1], kinds.index("checkpoint")) == ("end", 16)


def test_an_empty_ledger_is_exported_too(hefa: Hefa, home: Path, tmp_path: Path) -> None:
    put_back(home, "empty.sqlite3")
    done = hefa("ledger", "export", str(tmp_path / "out"), home=home)

    assert done.returncode == 0
    assert (read(tmp_path / "out").size, named(read(tmp_path / "out"))) == (0, [])


def test_an_export_signs_what_is_not_yet_signed_and_is_made_even_when_it_cannot(
    hefa: Hefa, home: Path, tmp_path: Path
) -> None:
    run_in(home, "enter(2)")
    hefa("ledger", "export", str(tmp_path / "signed"), home=home)
    run_in(home, "enter(1)")
    (home / "keys" / "ledger").unlink()
    done = hefa("ledger", "export", str(tmp_path / "unsigned"), home=home)

    assert (done.returncode, "签名密钥不在了" in done.stderr) == (0, True)
    assert read(tmp_path / "signed").signed_until == 19
    log = read(tmp_path / "unsigned")
    assert (log.size, log.signed_until, named(log)) == (20, 19, [])


def test_what_is_there_is_kept_unless_forced(hefa: Hefa, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("别的")
    refused = hefa("ledger", "export", str(out), home=home)
    kept = out.read_text()
    forced = hefa("ledger", "export", str(out), "--force", home=home)

    assert (refused.returncode, kept, forced.returncode) == (1, "别的", 0)
    assert "--force" in refused.stderr
    assert named(read(out)) == []


def test_a_place_that_cannot_be_written_is_said_plainly(
    hefa: Hefa, home: Path, tmp_path: Path
) -> None:
    for place in (tmp_path, tmp_path / "none" / "out", Path("/proc/out")):
        done = hefa("ledger", "export", str(place), home=home)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert str(place) in done.stderr


def test_a_full_disk_leaves_nothing_half_written(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "out").write_text("昨天的")
    lines = f"""
import resource, signal
from hefa.config.cli import main
connection.ensure_connection()
make_checkpoint(now)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
sys.exit(main(["ledger", "export", {str(folder / "out")!r}, "--force"]))
"""
    done = warm.run(ENTER + lines, environment=environment(home))

    assert done.returncode == 1
    assert "没有写完，什么也没有留下" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in folder.iterdir()] == ["out"]
    assert (folder / "out").read_text() == "昨天的"


def bend(home: Path, *statements: str) -> None:
    """Run SQL on the database whose guards are down, and put them back."""
    with closing(sqlite3.connect(home / "hefa.sqlite3")) as copy:
        triggers = copy.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        standing = triggers.fetchall()
        for name, _ in standing:
            copy.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            copy.execute(statement)
        for _, sql in standing:
            copy.execute(sql)
        copy.commit()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE ledger_entry SET actor = 'x' WHERE seq = 5", ("ledger.entry_altered", 5, "")),
        ("UPDATE ledger_entry SET body = CAST(x'7bff7d' AS TEXT) WHERE seq = 5",
         ("ledger.entry_unreadable", 5, "")),
        ("UPDATE ledger_entry SET ts = CAST(x'ff' AS TEXT) WHERE seq = 5",
         ("ledger.entry_unreadable", 5, "")),
        ("UPDATE ledger_entry SET subject = x'00' WHERE seq = 5", ("ledger.entry_unreadable", 5, "")),
        ("DELETE FROM ledger_entry WHERE seq = 5", ("ledger.entry_missing", 5, "")),
        ("DELETE FROM ledger_personal WHERE seq = 7", ("ledger.personal_missing", 7, "words")),
        ("UPDATE ledger_personal SET text = CAST(x'ff' AS TEXT) WHERE seq = 7",
         ("ledger.personal_altered", 7, "words")),
        ("UPDATE ledger_personal SET seq = 99 WHERE seq = 7",
         ("ledger.personal_missing", 7, "words")),
        ("UPDATE ledger_frontier SET edge = upper(edge)",
         ("ledger.frontier_differs", None, "ledger_frontier")),
        ("DELETE FROM ledger_frontier", ("ledger.frontier_differs", None, "ledger_frontier")),
        ("UPDATE ledger_checkpoint SET note = note || ' ' WHERE size = 13",
         ("ledger.checkpoint_altered", None, "13")),
        ("DELETE FROM ledger_checkpoint WHERE size = 17", ("ledger.checkpoint_missing", None, "17")),
        ("DELETE FROM ledger_entry WHERE seq > 15", ("ledger.rolled_back", 16, "17")),
    ],
)  # fmt: skip
def test_both_verifiers_name_what_was_bent(
    hefa: Hefa, home: Path, tmp_path: Path, statement: str, found: tuple[str, int | None, str]
) -> None:
    (home / "keys" / "ledger").rename(home / "key")  # or the export would sign anew
    bend(home, statement)
    (home / "key").rename(home / "keys" / "ledger")
    mail = str(home / "mail.txt")
    told = hefa("ledger", "verify", "--checkpoint", mail, "--json", home=home)
    hefa("ledger", "export", str(tmp_path / "out"), "--with-personal", home=home)
    inside = [
        (one["code"], one["seq"], one["thing"]) for one in json.loads(told.stdout)["problems"]
    ]

    assert told.returncode == 1
    assert found in [(code, seq, thing or "") for code, seq, thing in inside]
    if "checkpoint_missing" not in found[0]:  # the export has just signed it again
        offline = named(read(tmp_path / "out", home / "mail.txt"))
        assert found[1:] in [(seq, thing) for _, seq, thing in offline]


def test_an_older_copy_put_back_is_found_against_a_mailed_checkpoint(
    hefa: Hefa, home: Path, tmp_path: Path
) -> None:
    put_back(home, "backup.sqlite3")
    alone = hefa("ledger", "verify", home=home)
    done = hefa("ledger", "verify", "--checkpoint", str(home / "mail.txt"), home=home)
    hefa("ledger", "export", str(tmp_path / "out"), home=home)

    assert alone.returncode == 0
    assert (done.returncode, "从第 14 条起的记录不见了" in done.stdout) == (1, True)
    assert named(read(tmp_path / "out", home / "mail.txt")) == [("ledger.rolled_back", 14, "17")]


def test_a_restored_copy_is_accepted_and_says_what_was_lost(
    hefa: Hefa, home: Path, tmp_path: Path
) -> None:
    put_back(home, "backup.sqlite3")
    run_in(home, """
mail = (home.home() / "mail.txt").read_text().partition("\\n\\n")[2]
open_epoch(last_outside=mail, words="硬盘坏了", names=two, now=now)
enter(2)
""")  # fmt: skip
    done = hefa("ledger", "verify", "--checkpoint", str(home / "mail.txt"), home=home)
    hefa("ledger", "export", str(tmp_path / "out"), home=home)
    log = read(tmp_path / "out", home / "mail.txt", home / "first.txt")

    assert done.returncode == 0
    assert (
        "第 2 期从第 14 条另起：硬盘坏了（王书记、陈管理员）。原第 14 条到第 17 条已经失去"
        in done.stdout
    )
    assert named(log) == []
    assert [(one["number"], one["seq"], one["last_outside_size"]) for one in log.epochs] == [
        (2, 14, 17)
    ]


def test_an_older_copy_that_knows_nothing_of_a_restore_opens_a_later_epoch(
    hefa: Hefa, home: Path, tmp_path: Path
) -> None:
    shutil.copy(home / "backup.sqlite3", home / "older.sqlite3")
    run_in(home, """
open_epoch(last_outside=None, words="试", names=two, now=now)
enter(1)
(home.home() / "second.txt").write_text(make_checkpoint(now).note)
""")  # fmt: skip
    put_back(home, "older.sqlite3")
    run_in(home, """
text = (home.home() / "second.txt").read_text()
open_epoch(last_outside=text, words="又坏了", names=two, now=now)
""")  # fmt: skip
    arguments = ("--checkpoint", str(home / "second.txt"), "--checkpoint", str(home / "mail.txt"))
    done = hefa("ledger", "verify", *arguments, "--json", home=home)
    hefa("ledger", "export", str(tmp_path / "out"), home=home)
    log = read(tmp_path / "out", home / "second.txt", home / "mail.txt")

    assert (done.returncode, named(log)) == (0, [])
    assert json.loads(done.stdout)["epochs"] == [{"number": 3, "seq": 14, "lost_until": 19}]


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_copy_from_before_a_change_of_key_is_found_as_rolled_back(
    hefa: Hefa, home: Path, tmp_path: Path, is_lost: bool
) -> None:
    change = "replace_lost_key" if is_lost else "replace_key"
    run_in(home, f"""
{"key_path().unlink()" if is_lost else ""}
{change}(names=two, words="换", now=now)
(home.home() / "after.txt").write_text(make_checkpoint(now).note)
""")  # fmt: skip
    hefa("ledger", "export", str(tmp_path / "whole"), home=home)
    put_back(home, "sound.sqlite3")
    done = hefa("ledger", "verify", "--checkpoint", str(home / "after.txt"), "--json", home=home)
    hefa("ledger", "export", str(tmp_path / "out"), home=home)
    after = (home / "mail.txt", home / "after.txt")
    problems = [one["code"] for one in json.loads(done.stdout)["problems"]]

    assert named(read(tmp_path / "whole", *after)) == []
    assert problems == ["ledger.rolled_back", "ledger.key_differs"]
    assert named(read(tmp_path / "out", *after)) == [("ledger.rolled_back", 18, "18")]


def test_a_mail_without_a_checkpoint_and_a_missing_file_are_said_plainly(
    hefa: Hefa, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "mail.txt").write_text("明天再说")
    for name, told in (("mail.txt", "这份校验点读不出来"), ("none", "读不到文件")):
        done: Any = hefa("ledger", "verify", "--checkpoint", str(tmp_path / name), home=home)
        assert done.returncode == 1
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_the_module_runs_by_name_and_imports_nothing_of_the_house(
    hefa: Hefa, home: Path, tmp_path: Path
) -> None:
    hefa("ledger", "export", str(tmp_path / "out"), home=home)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "hefa.core.verify", str(tmp_path / "out")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert done.returncode == 0
    assert {name for name in imported if name.startswith("hefa")} == {"hefa", "hefa.core"}
    assert not {"django", "cryptography"} & imported
