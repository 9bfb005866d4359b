"""`hefa restore`: a backup put back in a process of its own, and the epoch that it opens."""

import json
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Hefa = Callable[..., CompletedProcess[str]]
TWO = ("--name", "王书记", "--name", "陈管理员", "--words", "硬盘坏了")


@pytest.fixture
def house(fresh_home: Path, hefa: Hefa) -> Hefa:
    """Return the command line on an installation of its own."""
    return partial(hefa, home=fresh_home)


@pytest.fixture
def backup(fresh_home: Path, tmp_path: Path, house: Hefa) -> Path:
    """Return a backup; afterwards the house signs a checkpoint over one entry more."""
    path = tmp_path / "backup.sqlite3"
    with sqlite3.connect(fresh_home / "hefa.sqlite3") as present, sqlite3.connect(path) as copy:
        present.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    changed = house(
        "ledger", "replace-key", "--name", "王书记", "--name", "李主任", "--words", "到期"
    )
    assert changed.returncode == 0, changed.stderr
    assert house("ledger", "checkpoint").returncode == 0
    return path


def size_of(house: Hefa) -> int:
    verified = house("ledger", "verify", "--json")
    return int(json.loads(verified.stdout)["size"])


def test_a_restore_opens_an_epoch_that_names_what_was_lost(house: Hefa, backup: Path) -> None:
    before = size_of(house)

    done = house("restore", str(backup), *TWO, "--json")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["lost"] == 1
    assert told["size"] == before  # one entry lost, the epoch's entry in its place
    assert Path(told["kept_at"]).is_file()
    verified = house("ledger", "verify", "--json")
    assert json.loads(verified.stdout)["verified"] is True, verified.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--name", "王书记", "--words", "硬盘坏了"), "两个人"),
        (("--name", "王书记", "--name", "陈管理员"), "原因"),
    ],
)
def test_without_two_names_and_a_reason_nothing_is_moved(
    house: Hefa, fresh_home: Path, backup: Path, words: tuple[str, ...], told: str
) -> None:
    before = size_of(house)

    refused = house("restore", str(backup), *words)

    assert refused.returncode == 1
    assert told in refused.stderr
    assert size_of(house) == before
    assert not list(fresh_home.glob("before-restore-*"))


def test_the_mail_a_leader_kept_tells_what_was_lost(
    house: Hefa, backup: Path, tmp_path: Path
) -> None:
    signed = json.loads(house("ledger", "checkpoint", "--json").stdout)
    mail = tmp_path / "mail.txt"
    mail.write_text(f"请把这封信一直留着。\r\n\r\n> {signed['note']}公钥：{signed['key']}\n")

    done = house("restore", str(backup), *TWO, "--checkpoint", str(mail), "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["lost"] == 1
    verified = house("ledger", "verify", "--checkpoint", str(mail))
    assert verified.returncode == 0, verified.stdout


def test_a_database_that_cannot_be_read_any_more_is_restored_and_kept(
    house: Hefa, fresh_home: Path, backup: Path
) -> None:
    (fresh_home / "hefa.sqlite3").write_bytes(b"spoilt" * 4096)

    done = house("restore", str(backup), *TWO)

    assert done.returncode == 0, done.stderr
    assert "不知道丢了多少" in done.stdout
    [kept] = fresh_home.glob("before-restore-*.sqlite3")
    assert kept.read_bytes() == b"spoilt" * 4096
    assert house("ledger", "verify").returncode == 0


def test_a_damaged_backup_is_refused_before_anything_is_moved(
    house: Hefa, fresh_home: Path, backup: Path
) -> None:
    with sqlite3.connect(backup) as copy:
        copy.execute("DROP TRIGGER ledger_entry_no_update")
        copy.execute("UPDATE ledger_entry SET actor = 'nobody' WHERE seq = 3")
    before = size_of(house)

    refused = house("restore", str(backup), *TWO)

    assert refused.returncode == 1
    assert "核对不上" in refused.stderr
    assert size_of(house) == before
    assert not list(fresh_home.glob("before-restore-*"))


def test_what_is_no_backup_is_said_to_be_none(house: Hefa, tmp_path: Path) -> None:
    other = tmp_path / "x.sqlite3"
    other.write_bytes(b"not a database")

    refused = house("restore", str(other), *TWO)

    assert refused.returncode == 1
    assert "不是核发的备份" in refused.stderr


def test_a_served_house_is_not_restored(
    house: Hefa, fresh_home: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEFA_HOME", str(fresh_home))
    from hefa.config import home  # noqa: PLC0415  # reads the variable when asked

    held = home.hold()
    assert held is not None
    with held:
        refused = house("restore", str(backup), *TWO)

    assert refused.returncode == 1
    assert "正在运行" in refused.stderr
