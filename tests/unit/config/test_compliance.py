"""`hefa compliance`: the board on a terminal, now and as known at an earlier time."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hefa.config.cli.compliance import _moment

if TYPE_CHECKING:
    from subprocess import CompletedProcess

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
Hefa = Callable[..., "CompletedProcess[str]"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2026-11-23", "2026-11-24T00:00:00+08:00"),
        ("2026-11-23T14:30", "2026-11-23T14:30:00+08:00"),
        ("2026-11-23T14:30+00:00", "2026-11-23T22:30:00+08:00"),
        ("2026-11-23T14:30Z", "2026-11-23T22:30:00+08:00"),
        ("2026-11-30", NOW.isoformat()),
    ],
)
def test_a_time_without_a_zone_is_of_this_place(given: str, meant: str) -> None:
    assert _moment(given, NOW) == datetime.fromisoformat(meant)


def test_the_whole_regulation_is_told_as_json(hefa: Hefa, fresh_home: Path) -> None:
    done = hefa("compliance", "--json", home=fresh_home)
    told = json.loads(done.stdout)
    states = [
        control["state"] for clause in told["clauses"] for control in clause["controls"]
        if control["clause"] == clause["clause"]
    ]  # fmt: skip

    assert done.returncode == 0
    assert told["regulation"]["key"] == "community"
    assert len(states) == sum(told["counts"].values()) == 53
    assert {state: states.count(state) for state in told["counts"]} == told["counts"]
    assert all(clause["controls"] for clause in told["clauses"])
    assert (told["extra_forms"], told["pending"], told["benchmarks"]) == (0, 0, [])
    assert all(told["own_choices"])
    assert told["own_choices"]
    text = next(
        control for clause in told["clauses"] for control in clause["controls"]
        if control["id"] == "C1.1"
    )  # fmt: skip
    assert text["state"] == "proved"
    assert {"fact_at", "recorded_at", "url", "entry"} <= set(text["pieces"][0])


def test_the_same_in_words_for_a_terminal(hefa: Hefa, fresh_home: Path) -> None:
    done = hefa("compliance", home=fresh_home)

    assert done.returncode == 0
    assert "第十二条（四）" in done.stdout
    assert "C12.5" in done.stdout
    assert "额外填表 0 份" in done.stdout


@pytest.mark.parametrize("nonsense", ["昨天", "2026-13-01", "2026-11-23T25:00", "--json"])
def test_a_time_that_is_none_is_told_plainly(nonsense: str, hefa: Hefa, fresh_home: Path) -> None:
    done = hefa("compliance", f"--at={nonsense}", home=fresh_home)

    assert done.returncode == 2
    assert "请写成 2026-11-23 或 2026-11-23T14:30" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_time_before_adoption_or_to_come_has_no_board(hefa: Hefa, fresh_home: Path) -> None:
    before = hefa("compliance", "--at", "2001-01-01", home=fresh_home)
    to_come = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    later = hefa("compliance", "--at", to_come, home=fresh_home)

    assert (before.returncode, before.stdout) == (1, "")
    assert "还没有采用制度" in before.stderr
    assert later.returncode == 2
    assert "还没有到" in later.stderr
