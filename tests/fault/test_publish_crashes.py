"""Kill the worker at every named point, start another, and count what went out."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.client import Wechat

from hefa.publish.crash import EXIT_STATUS, POINTS

Driver = Callable[..., dict[str, Any]]
AFTER_THE_LEASE = 121
UNSURE = "submit_intent"


@pytest.fixture(scope="module")
def drive(running: Wechat, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    running.console("reset")
    running.console("account", kind="verified")
    home = tmp_path_factory.mktemp("template")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.fault.driver",
            home,
            running.url,
            running.appid,
            running.secret,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": "src:.", "PATH": "/usr/bin:/bin"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    sent, answers = process.stdin, process.stdout

    def run(home: Path, **order: Any) -> dict[str, Any]:
        sent.write(json.dumps({"home": str(home), "later": 0, **order}) + "\n")
        sent.flush()
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer

    yield run
    sent.close()
    assert process.wait(timeout=10) == 0


@pytest.fixture
def emptied(running: Wechat) -> Wechat:
    running.console("reset")
    running.console("account", kind="verified")
    return running


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_anywhere_leaves_at_most_one_effect(
    drive: Driver, emptied: Wechat, tmp_path: Path, point: str
) -> None:
    database = tmp_path / "hefa.sqlite3"
    killed = drive(database, crash=point)
    assert killed["exits"] == [EXIT_STATUS]
    assert killed["sound"]

    resumed = drive(database, later=AFTER_THE_LEASE, seconds=2 if point == UNSURE else 20)
    assert resumed["exits"] == [0]
    assert resumed["sound"]
    effects = list(emptied.state()["effective_publications"].values())
    assert len(effects) <= 1
    assert sum(effects) <= 1
    if point == UNSURE:
        # Whether the call was made is not known to anybody: it is looked for, not repeated.
        assert resumed["state"] == "submit_unknown"
        assert effects == []
        again = drive(database, later=AFTER_THE_LEASE + 1900)
        assert again["state"] == "needs_human"
    else:
        assert resumed["state"] == "published", resumed
        assert effects == [1]


def test_two_workers_at_once_make_one_effect(
    drive: Driver, emptied: Wechat, tmp_path: Path
) -> None:
    for path in ("draft/add", "freepublish/submit"):
        emptied.console("faults", path=f"/cgi-bin/{path}", kind="hang", seconds=0.5, effect=True)
    done = drive(tmp_path / "hefa.sqlite3", workers=3)

    assert done["exits"] == [0, 0, 0]
    assert done["state"] == "published"
    state = emptied.state()
    assert list(state["effective_publications"].values()) == [1]
    assert state["calls"]["/cgi-bin/freepublish/submit"] == 1
    assert state["calls"]["/cgi-bin/draft/add"] == 1
