"""A program on a foreign file: killed on time, with all that it began, and seeing little."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from hefa.collect.legacy.confined import begin, finish, own_folder

MEGABYTE = 1024 * 1024


def run(*command: str, seconds: float = 10) -> tuple[bytes | None, int | None, Path]:
    with own_folder() as folder:
        process = begin(command, folder=folder, data_bytes=150 * MEGABYTE, cpu_seconds=5)
        printed = finish(process, seconds=seconds)
    return printed, process.returncode, folder


def running(mark: str) -> bool:
    done = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return any(line.startswith(f"sleep {mark}") for line in done.stdout.splitlines())


def test_program_runs_in_a_folder_that_is_gone_afterwards() -> None:
    printed, code, folder = run("sh", "-c", "echo words > it; cat it; pwd")

    assert printed is not None
    assert printed.decode().split() == ["words", str(folder)]
    assert code == 0
    assert not folder.exists()


def test_program_that_takes_too_long_is_killed_with_all_that_it_began() -> None:
    begun = time.monotonic()

    printed, _, folder = run("sh", "-c", "sleep 311 & sleep 311", seconds=0.5)

    assert printed is None
    assert time.monotonic() - begun < 5
    assert not running("311")
    assert not folder.exists()


def test_memory_is_limited() -> None:
    printed, code, _ = run(sys.executable, "-c", "bytearray(300 * 1024 * 1024); print(1)")

    assert code != 0
    assert not printed


def test_environment_tells_nothing_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEFA_HOME", "/somewhere")
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")

    printed, _, _ = run("env")

    assert printed is not None
    assert b"HEFA" not in printed
    assert b"secret" not in printed


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock and name spaces are Linux's")
def test_other_files_and_the_network_are_out_of_reach(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("words")
    printed, _, _ = run("sh", "-c", f"cat {secret}; tail -n +3 /proc/net/dev")
    if printed is None or b"words" in printed or b"eth" in printed:
        pytest.skip("the kernel offers neither here")

    assert {line.split(b":")[0].strip() for line in printed.splitlines()} <= {b"lo"}
