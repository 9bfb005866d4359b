"""Backups of a real database file, each taken by a process of its own."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import environment
from tests.warm import warm

from hefa.core.canonical import sha256_hex
from hefa.operate.copies import prove

BEGIN = """
import json, sys
from pathlib import Path
from hefa.config.cli.ground import set_up_django
set_up_django()
import sqlite3
from datetime import UTC, datetime, timedelta
from hefa.core.errors import Refused
from hefa.ledger.models import Entry
from hefa.ledger.verify import verify
from hefa.operate import actions
from hefa.operate.models import BackupRun
from hefa.operate.tasks import back_up
from hefa.people.models import Person
from hefa.registry.models import Installation
now = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
place = sys.argv[1]
before = verify()
def take(**given):
    try:
        run = actions.take_backup(place, person=given.get("person"), now=now)
        return {"place": run.place, "sha256": run.sha256, "is_equal": run.is_equal}
    except Refused as refused:
        return [reason.code for reason in refused.reasons]
def say(**answer):
    after = verify()
    print(json.dumps({**answer, "before": [before.size, before.root], "is_sound": after.is_sound,
        "kinds": list(Entry.objects.filter(seq__gt=before.size).values_list("kind", flat=True)),
        "runs": BackupRun.objects.count()}))
"""


@pytest.fixture
def run(fresh_home: Path, tmp_path: Path) -> Callable[[str], Any]:
    """Return what runs a few lines in a fresh installation and gives back what they say."""
    (tmp_path / "backups").mkdir()

    def running(lines: str) -> Any:
        given = environment(fresh_home)
        done = warm.run(BEGIN + lines, str(tmp_path / "backups"), environment=given)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return running


def test_a_backup_is_a_whole_copy_with_the_same_ledger(
    run: Callable[[str], Any], tmp_path: Path
) -> None:
    answer = run("say(first=take(), second=take())")
    first, second = Path(answer["first"]["place"]), Path(answer["second"]["place"])
    proof = prove(first)

    assert first.name == "hefa-20261123-103000.sqlite3"
    assert sorted((tmp_path / "backups").iterdir()) == sorted([first, second])
    assert [proof.ledger_size, proof.ledger_root] == answer["before"]
    assert proof.is_whole
    assert answer["first"]["is_equal"]
    assert answer["first"]["sha256"] == proof.sha256 == sha256_hex(first.read_bytes())
    assert answer["kinds"] == ["operate.backed_up"] * 2
    assert answer["is_sound"]


def test_a_copy_whose_ledger_was_changed_does_not_prove_out(
    run: Callable[[str], Any], tmp_path: Path
) -> None:
    whole = Path(run("say(first=take())")["first"]["place"])
    for sql in (
        "UPDATE ledger_entry SET actor = 'x' WHERE seq = 2",
        "UPDATE ledger_entry SET body = '{' WHERE seq = 2",
        "DELETE FROM ledger_entry WHERE seq = 2",
        "UPDATE ledger_frontier SET size = size - 1",
    ):
        path = Path(shutil.copy(whole, tmp_path / "spoilt.sqlite3"))
        with closing(sqlite3.connect(path)) as copy:
            for (name,) in copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                copy.execute(f"DROP TRIGGER {name}")  # of the copy, never of the ledger
            copy.execute(sql)
            copy.commit()
        assert not prove(path).is_whole, sql


def test_a_copy_that_does_not_prove_out_is_recorded_as_such(run: Callable[[str], Any]) -> None:
    answer = run("""
from hefa.operate.copies import write_copy
def spoil(path):
    write_copy(path)
    with sqlite3.connect(path) as copy:
        copy.execute("DROP TRIGGER ledger_frontier_step_only")
        copy.execute("UPDATE ledger_frontier SET size = size + 1")
actions.write_copy = spoil
say(taken=take())
""")

    assert answer["taken"]["is_equal"] is False
    assert answer["kinds"] == ["operate.backup_unsound"]


def test_a_backup_ends_although_others_write_all_the_time(run: Callable[[str], Any]) -> None:
    answer = run("""
from django.conf import settings
from hefa.operate import copies
other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
steps = []
def write(*_):
    steps.append(1)
    other.execute(f"PRAGMA user_version = {len(steps)}")
    if len(steps) > 2000:
        raise TimeoutError
copies._patience = lambda: write
copies._PAGES = 8
taken = take()
say(taken=taken, steps=len(steps), is_wal=other.execute("PRAGMA journal_mode").fetchone()[0] == "wal")
""")
    if not answer["is_wal"]:
        pytest.skip("without WAL a reader that stays keeps writers waiting")

    assert answer["taken"] != ["operate.database_busy"]
    assert 1 < answer["steps"] < 2000
    assert answer["taken"]["is_equal"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("OSError(28, 'No space left on device')", "operate.place_full"),
        ("sqlite3.OperationalError('database or disk is full')", "operate.place_full"),
        ("OSError(5, 'Input/output error')", "operate.place_not_writable"),
        ("TimeoutError()", "operate.database_busy"),
    ],
)
def test_a_write_that_fails_leaves_no_file_and_no_entry(
    run: Callable[[str], Any], tmp_path: Path, error: str, code: str
) -> None:
    answer = run(f"""
def fail(*_):
    raise {error}
Path.rename = fail
say(taken=take())
""")

    assert answer["taken"] == [code]
    assert list((tmp_path / "backups").iterdir()) == []
    assert (answer["kinds"], answer["runs"]) == ([], 0)


def test_the_day_s_backup_is_taken_once_and_waits_for_its_place(run: Callable[[str], Any]) -> None:
    answer = run("""
nowhere = back_up("", now=now)
Installation.objects.update(backup_place=place)
twice = [back_up("", now=now), back_up("", now=now)]
day = back_up("", now=now + timedelta(days=1))
Installation.objects.update(backup_place=place + "/gone")
later = back_up("", now=now + timedelta(days=3))
say(nones=[nowhere, *twice, day], waits=(later - now - timedelta(days=3)).total_seconds())
""")

    assert answer["nones"] == [None] * 4
    assert answer["waits"] == 3600
    assert answer["runs"] == 2


def test_the_button_takes_a_backup_and_says_so(run: Callable[[str], Any]) -> None:
    answer = run("""
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["*"]
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
Installation.objects.update(backup_place=place)
client = Client()
client.force_login(Person.objects.get(username="chen"))
page = client.post("/operate/backup/", follow=True).content.decode()
say(said="已备份，读回来核对一致" in page, who="陈管理员" in page,
    by=BackupRun.objects.get().handled_by.username)
""")

    assert (answer["said"], answer["who"], answer["by"]) == (True, True, "chen")
