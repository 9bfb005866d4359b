"""The program that waits: taken once, ended with its folder, never in the way when it died."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from hefa.collect.legacy import Kind, standby
from hefa.collect.legacy.confined import Program, begin
from hefa.collect.legacy.office import keep_ready, to_docx
from hefa.collect.legacy.standby import let_go, stand_by, taken

RTF = rb"{\rtf1\ansi some words\par}"


def sleeping(folder: Path) -> Program:
    return begin(["sleep", "312"], folder=folder, data_bytes=150_000_000, cpu_seconds=5)


def dying(folder: Path) -> Program:
    return begin(["false"], folder=folder, data_bytes=150_000_000, cpu_seconds=5)


def asleep() -> int:
    done = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return sum(line.startswith("sleep 312") for line in done.stdout.splitlines())


@pytest.fixture(autouse=True)
def _soon_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "_STARTS_SECONDS", 0.5)


def test_one_waits_and_is_taken_once() -> None:
    stand_by(sleeping)
    stand_by(sleeping)
    time.sleep(0.3)
    assert asleep() == 1

    with taken() as folder, taken() as second:
        assert folder is not None
        assert folder.exists()
        assert second is None

    assert asleep() == 0
    assert not folder.exists()


def test_one_that_died_is_not_given() -> None:
    stand_by(dying)

    with taken() as folder:
        assert folder is None


def test_one_that_is_let_go_leaves_nothing() -> None:
    stand_by(sleeping)
    folder = standby._waiting[0].folder

    let_go()

    assert asleep() == 0
    assert not folder.exists()
    with taken() as nobody:
        assert nobody is None


def test_one_waits_no_longer_than_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "WAITS_SECONDS", 0.2)
    stand_by(sleeping)

    time.sleep(1.5)

    assert asleep() == 0
    assert not standby._waiting


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有装 LibreOffice")
def test_libreoffice_that_waits_converts_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "_STARTS_SECONDS", 4)
    keep_ready()
    folder = standby._waiting[0].folder

    assert to_docx(RTF, Kind.RICH_TEXT).startswith(b"PK")
    assert not folder.exists()
    assert not standby._waiting
    assert to_docx(RTF, Kind.RICH_TEXT).startswith(b"PK")
