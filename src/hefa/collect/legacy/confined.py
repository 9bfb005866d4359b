"""Runs a program on a file nobody here made: little memory, little time, no network, no orphans."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from hefa.collect.legacy import becoming

Program: TypeAlias = "subprocess.Popen[bytes]"

_FOLDER_PREFIX = "hefa-reading-"
_LEFT_BEHIND_SECONDS = 3600
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """Give a folder of its own that is gone afterwards, as are those a crash left behind."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def begin(command: Sequence[str], *, folder: Path, data_bytes: int, cpu_seconds: int) -> Program:
    """Return `command` running in `folder`, confined; it dies with the thread that began it."""
    limits = [str(data_bytes), str(cpu_seconds), str(folder)]
    return subprocess.Popen(
        [sys.executable, "-I", becoming.__file__, *limits, *command],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def finish(process: Program, *, seconds: float) -> bytes | None:
    """Return what the program printed; None when it took too long. Nothing of it runs on."""
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        return None
    finally:
        end(process)


def end(process: Program) -> None:
    """Kill the program with everything it began, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _environment(folder: Path) -> Mapping[str, str]:
    """Return an environment that tells the program nothing of this installation."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}


def _sweep() -> None:
    """Remove the folders of runs whose process was killed long ago."""
    oldest = time.time() - _LEFT_BEHIND_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(_FOLDER_PREFIX + "*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
