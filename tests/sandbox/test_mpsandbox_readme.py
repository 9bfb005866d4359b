"""The README: its examples run, and it names all there is."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.sandbox.client import SOURCE, Wechat, png

from mpsandbox.accounts import Kind
from mpsandbox.console.acts import ACTS
from mpsandbox.console.platform import PLATFORM_ACTS
from mpsandbox.console.settings import SETTINGS
from mpsandbox.events import EventFault
from mpsandbox.faults import HABITS, FaultKind
from mpsandbox.routes import ENDPOINTS

README = (Path(SOURCE) / "mpsandbox" / "README.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([^`\n]+)`", README))


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which `mpsandbox` is a command."""
    command = tmp_path / "mpsandbox"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mpsandbox "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    return os.environ | {"PATH": path, "PYTHONPATH": SOURCE}


def test_the_python_example_runs(environment: dict[str, str]) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", example("python") + "\nprint(token)"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    )

    assert shown.stdout.startswith("86_")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_node_example_runs(environment: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "example.mjs"
    script.write_text(example("js") + "\nconsole.log(access_token);\n")
    shown = subprocess.run(
        ["node", str(script)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    )

    assert shown.stdout.startswith("86_")


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_curl_examples_run(wechat: Wechat, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(png())
    lines = [line for line in README.splitlines() if line.startswith("curl ")]
    environment = os.environ | {
        "URL": wechat.url,
        "APPID": wechat.appid,
        "SECRET": wechat.secret,
        "TOKEN": wechat.token,
    }
    answers = [
        json.loads(
            subprocess.run(
                ["sh", "-c", line], cwd=tmp_path, env=environment, check=True, capture_output=True
            ).stdout
        )
        for line in lines
    ]

    assert [min(answer) for answer in answers] == ["access_token", "url", "effect", "account"]


def test_it_names_every_endpoint_and_no_other() -> None:
    table = README[README.index("| tokens |") : README.index("| public |")]
    named, group = set(), ""
    for name in re.findall(r"`(?:POST |GET )?([^`]+)`", table):
        if name in {"news", "newspic"}:
            continue
        if name.startswith("/"):
            group = name.rpartition("/")[0]
        named.add(name if name.startswith("/") else f"{group}/{name}")

    assert named == set(ENDPOINTS)


def test_it_names_every_act_setting_fault_and_kind() -> None:
    patterns = {re.sub(r"\(.*?\)", "*", pattern.pattern) for pattern, _ in ACTS}
    acts = {re.sub(r"<\w+>", "*", name) for name in NAMED}

    assert patterns - acts == set()
    assert set(PLATFORM_ACTS) - NAMED == set()
    assert set(SETTINGS) - NAMED == set()
    assert {*FaultKind, *EventFault, *HABITS, *Kind} - NAMED == set()


def test_it_names_every_option_of_the_command() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "mpsandbox", "--help"],
        env=os.environ | {"PYTHONPATH": SOURCE},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    options = set(re.findall(r"--[a-z-]+", told)) - {"--help"}

    assert options <= set(re.findall(r"--[a-z-]+", " ".join(NAMED)))
