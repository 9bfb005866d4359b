"""Imports run downwards only, every package is placed, and nothing hides in a catch-all."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEFA = ROOT / "src" / "hefa"
MOST_LINES = 300
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "service", "services",
                "handler", "handlers", "misc", "data", "info"}  # fmt: skip
ORDER = (
    "config desk report respond operate patrol publish review check collect notify registry "
    "people ledger jobs ui render core|wechat"
)
DATA = {"regulations"}  # files to be read, no code to be called

SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)


def test_the_layers_are_these_and_nothing_is_left_out() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"][0]
    named = [layer.replace(" ", "") for layer in contract["layers"]]
    packages = {path.parent.name for path in HEFA.glob("*/__init__.py")}

    assert " ".join(named) == ORDER
    assert contract["exhaustive"] is True
    assert {name for layer in named for name in layer.split("|")} == packages - DATA


def test_imports_run_downwards() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_named_for_its_subject(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= MOST_LINES
    assert path.stem not in SAYS_NOTHING
    assert path.parent.name not in SAYS_NOTHING


def test_the_submitting_call_stands_behind_one_door() -> None:
    """Promise 1: one module of publish, which does nothing else, hands a draft to the public."""
    address = [path for path in SOURCES if "freepublish/submit" in path.read_text("utf-8")]
    users = [
        path.relative_to(HEFA).as_posix()
        for path in SOURCES
        if path.is_relative_to(HEFA) and re.search(r"\bsubmit_draft\b", path.read_text("utf-8"))
    ]

    inside = [path.relative_to(HEFA).as_posix() for path in address if path.is_relative_to(HEFA)]
    assert inside == ["wechat/publishing.py"]
    assert users == ["publish/send.py", "wechat/publishing.py"]


def test_a_submission_asks_for_a_permit_that_only_the_door_gives() -> None:
    makers = [
        path.relative_to(HEFA).as_posix()
        for path in SOURCES
        if path.is_relative_to(HEFA) and re.search(r"\bOpenPermit\(\s*\n", path.read_text("utf-8"))
    ]
    send = (HEFA / "publish" / "send.py").read_text("utf-8")

    assert makers == ["publish/door.py"]
    assert "def send_submission(wire: Wire, permit: OpenPermit" in send
