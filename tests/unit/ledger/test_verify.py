"""Verification names the first bad entry. Every change is made on a copy of a database file."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import environment
from tests.warm import warm

from hefa.ledger.triggers import TRIGGERS

ENTER = """
import sys
from hefa.config import home
home.create()
from hefa.config.cli.ground import set_up_django
set_up_django()
from datetime import UTC, datetime
from django.core.management import call_command
from django.db import connection, transaction
from hefa.ledger.actions import erase_personal_text
from hefa.ledger.append import Fact, append
call_command("migrate", "ledger", verbosity=0, skip_checks=True)
now = datetime(2026, 11, 23, tzinfo=UTC)
for number in range(1, 13):
    with transaction.atomic():
        personal = {"words": f"意见 {number}"} if number % 3 == 0 else None
        append(Fact(kind="test.done", subject=f"thing:{number}", body={"n": number},
                    personal=personal), actor="person-1", now=now)
erase_personal_text(3, actor="person-1", words="本人要求", ordered_by="王书记", now=now)
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""
# One process verifies every copy: it is told where each lies and answers in JSON.
VERIFY = """
import json, os, shutil, sys
from hefa.config.cli.ground import set_up_django
set_up_django()
from django.db import connection
from hefa.ledger.verify import verify
for line in sys.stdin:
    asked = json.loads(line)
    connection.close()
    connection.settings_dict["NAME"] = asked["path"]
    with connection.cursor() as cursor:
        for pragma in asked["pragmas"]:
            cursor.execute(pragma)
    verdict = verify()
    found = [[problem.code, problem.seq, problem.thing] for problem in verdict.problems]
    print(json.dumps([verdict.size, verdict.root, found]), flush=True)
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with 13 entries, the last of them an erasure."""
    home = tmp_path_factory.mktemp("sound")
    done = warm.run(ENTER, environment=environment(home))
    assert done.returncode == 0, done.stderr
    return home / "hefa.sqlite3"


@pytest.fixture(scope="module")
def ask(sound: Path) -> Iterator[Callable[..., Any]]:
    """Return what verifies the database file at a path in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", VERIFY],
        env=environment(sound.parent),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        sent, answered = process.stdin, process.stdout
        assert sent is not None
        assert answered is not None

        def verify(path: Path, *pragmas: str) -> Any:
            sent.write(json.dumps({"path": str(path), "pragmas": pragmas}) + "\n")
            sent.flush()
            return json.loads(answered.readline())

        yield verify
        sent.close()


@pytest.fixture
def spoilt(sound: Path, tmp_path: Path, ask: Callable[..., Any]) -> Callable[..., list[Any]]:
    """Return what runs SQL on a copy whose guards are down, puts them back, and verifies it."""

    def spoil(*statements: str) -> list[Any]:
        path = tmp_path / "copy.sqlite3"
        shutil.copy(sound, path)
        with closing(sqlite3.connect(path)) as copy:
            for name in TRIGGERS:
                copy.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                copy.execute(statement)
            for sql in TRIGGERS.values():
                copy.execute(sql)
            copy.commit()
        return list(ask(path)[2])

    return spoil


Spoilt = Callable[..., list[Any]]


def test_the_untouched_copy_is_sound(spoilt: Spoilt, sound: Path, ask: Callable[..., Any]) -> None:
    assert spoilt() == []
    size, root, problems = ask(sound)
    assert (size, len(root), problems) == (13, 64, [])


@pytest.mark.parametrize("seq", [1, 6, 12, 13])
@pytest.mark.parametrize(
    "change",
    [
        "ts = '2026-11-23T00:00:00.000001Z'",
        "actor = 'person-2'",
        "kind = 'test.gone'",
        "subject = 'thing:0'",
        "body = '{}'",
        "body = body || ' '",
        "v = 2",
        "leaf_hash = '" + "0" * 64 + "'",
        "leaf_hash = upper(leaf_hash)",
        "leaf_hash = ''",
        "leaf_hash = 'x'",
    ],
)
def test_an_altered_row_is_named(spoilt: Spoilt, seq: int, change: str) -> None:
    problems = spoilt(f"UPDATE ledger_entry SET {change} WHERE seq = {seq}")  # noqa: S608  # own text

    assert ["ledger.entry_altered", seq, ""] in problems
    assert problems[0][1] in (seq, 3)  # without its erasure, the text of entry 3 is missing


@pytest.mark.parametrize("body", ["", "{", "[", "1.5", '{"a":NaN}', "nul", '"\\ud800"'])
def test_a_body_that_cannot_be_read_is_named(spoilt: Spoilt, body: str) -> None:
    problems = spoilt(f"UPDATE ledger_entry SET body = '{body}' WHERE seq = 5")  # noqa: S608  # own text

    assert problems[0] == ["ledger.entry_unreadable", 5, ""]


@pytest.mark.parametrize("body", ["[]", "1", "null", '{"personal":1}', '{"personal":{"a":1}}'])
def test_a_body_of_another_shape_is_named(spoilt: Spoilt, body: str) -> None:
    problems = spoilt(f"UPDATE ledger_entry SET body = '{body}' WHERE seq = 5")  # noqa: S608  # own text

    assert problems[0] == ["ledger.entry_altered", 5, ""]


def test_the_first_bad_entry_comes_first(spoilt: Spoilt) -> None:
    problems = spoilt("UPDATE ledger_entry SET actor = 'x' WHERE seq IN (4, 9)")

    assert [problem[1] for problem in problems[:2]] == [4, 9]


@pytest.mark.parametrize("seq", [1, 7, 12])
def test_a_missing_entry_is_named(spoilt: Spoilt, seq: int) -> None:
    problems = spoilt(f"DELETE FROM ledger_entry WHERE seq = {seq}")  # noqa: S608  # own text

    assert problems[0] == ["ledger.entry_missing", seq, ""]


def test_two_entries_that_changed_places_are_named(spoilt: Spoilt) -> None:
    problems = spoilt(
        "UPDATE ledger_entry SET seq = 100 WHERE seq = 4",
        "UPDATE ledger_entry SET seq = 4 WHERE seq = 5",
        "UPDATE ledger_entry SET seq = 5 WHERE seq = 100",
    )

    assert [problem[:2] for problem in problems[:2]] == [
        ["ledger.entry_altered", 4],
        ["ledger.entry_altered", 5],
    ]


def test_a_tail_cut_off_differs_from_the_frontier(spoilt: Spoilt) -> None:
    assert spoilt("DELETE FROM ledger_entry WHERE seq > 12")[-1] == [
        "ledger.frontier_differs", None, "ledger_frontier"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    ["size = size - 1", "edge = ''", "edge = 'x'", "edge = x'00'", "size = 0, edge = ''"],
)
def test_a_frontier_that_was_changed_is_named(spoilt: Spoilt, change: str) -> None:
    found = spoilt(f"UPDATE ledger_frontier SET {change}")  # noqa: S608  # own text

    assert found == [["ledger.frontier_differs", None, "ledger_frontier"]]


def test_a_frontier_that_is_gone_is_named(spoilt: Spoilt) -> None:
    assert spoilt("DELETE FROM ledger_frontier")[0][0] == "ledger.frontier_differs"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE ledger_personal SET text = 'x' WHERE seq = 6", "ledger.personal_altered"),
        ("UPDATE ledger_personal SET salt = '' WHERE seq = 6", "ledger.personal_altered"),
        ("DELETE FROM ledger_personal WHERE seq = 6", "ledger.personal_missing"),
        ("UPDATE ledger_personal SET name = 'x' WHERE seq = 6", "ledger.personal_missing"),
        ("INSERT INTO ledger_personal (seq, name, salt, text) VALUES (6, 'x', '', '')",
         "ledger.personal_unknown"),
        ("INSERT INTO ledger_personal (seq, name, salt, text) VALUES (6, 'a', '', '')",
         "ledger.personal_unknown"),
    ],
)  # fmt: skip
def test_personal_text_altered_missing_or_added_is_named(
    spoilt: Spoilt, change: str, problem: str
) -> None:
    found = spoilt(change)

    assert (found[0][0], found[0][1]) == (problem, 6)


def test_personal_text_beside_no_entry_is_named(spoilt: Spoilt) -> None:
    found = spoilt("INSERT INTO ledger_personal (seq, name, salt, text) VALUES (99, 'x', '', '')")

    assert found == [["ledger.personal_unknown", 99, "x"]]


def test_an_erasure_covers_only_the_entry_it_names(spoilt: Spoilt) -> None:
    assert spoilt("DELETE FROM ledger_personal") == [
        ["ledger.personal_missing", seq, "words"] for seq in (6, 9, 12)
    ]


def test_an_erasure_of_nothing_readable_does_not_stop_the_verifier(spoilt: Spoilt) -> None:
    found = spoilt("UPDATE ledger_entry SET subject = 'entry:x' WHERE seq = 13")

    assert ["ledger.entry_altered", 13, ""] in found


@pytest.mark.parametrize("name", sorted(TRIGGERS))
def test_a_missing_or_weakened_trigger_is_named(
    sound: Path, tmp_path: Path, ask: Callable[..., Any], name: str
) -> None:
    path = tmp_path / "copy.sqlite3"
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path)) as copy:
        copy.execute(f"DROP TRIGGER {name}")
        copy.commit()
        assert ask(path)[2] == [["ledger.trigger_missing", None, name]]
        weak = f"CREATE TRIGGER {name} BEFORE DELETE ON ledger_entry WHEN 0 BEGIN SELECT 1; END"
        copy.execute(weak)
        copy.commit()
        assert ask(path)[2] == [["ledger.trigger_missing", None, name]]


def test_recursive_triggers_switched_off_are_named(sound: Path, ask: Callable[..., Any]) -> None:
    found = ask(sound, "PRAGMA recursive_triggers=OFF")[2]

    assert found == [["ledger.trigger_missing", None, "recursive_triggers"]]
