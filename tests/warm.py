"""Commands in processes of their own that need not load the house first.

Loading it takes most of a second of every command. One process loads it once, over an empty home
that is gone at once, and forks: each child forgets that home, takes the environment it is given
and runs as any interpreter would, to its own exit status. What a start from nothing does is not
seen this way; tests of that run an interpreter themselves.

Run as a process: reads one JSON object a line (script, arguments, environment, files to read
from and for output and errors, seconds) and answers with the exit status; with the signal below zero, as subprocess.
"""

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
# Loaded by a command only when it gets there.
LATER = (
    "hefa.config.adopting",
    "hefa.config.installing",
    "hefa.config.restoring",
    "hefa.config.urls",
    "hefa.config.walking",
    "hefa.config.demo.items",
    "hefa.people.hashers",
    "hefa.registry.routes_in_words",
    "hefa.render.article",
    "hefa.report.documents.pdf",
    "hefa.report.documents.workbook",
)
TIMED_OUT = 124


@dataclass(slots=True)
class Warm:
    """The process that has loaded the house; it begins with the first command."""

    process: "subprocess.Popen[str] | None" = field(default=None)
    owner: int = field(default=0)

    def run(
        self,
        script: str,
        *arguments: str,
        environment: Mapping[str, str],
        terminal: str = os.devnull,
        seconds: int = 60,
    ) -> "subprocess.CompletedProcess[str]":
        """Run `script` with `arguments`, as `python -c` does, and return how it ended.

        It reads what it is told from the file or `terminal` of that path.
        Raises TimeoutExpired when it takes longer than `seconds`; then it is killed.
        """
        with tempfile.TemporaryDirectory(prefix="warm-") as folder:
            files = [Path(folder) / name for name in ("out", "err")]
            status = self._ask(
                script=script,
                arguments=["-c", *arguments],
                environment=dict(environment),
                files=[terminal, *(str(path) for path in files)],
                seconds=seconds,
            )
            out, err = (path.read_text(encoding="utf-8") for path in files)
        if status == TIMED_OUT:
            raise subprocess.TimeoutExpired(list(arguments), seconds, out, err)
        return subprocess.CompletedProcess(list(arguments), status, out, err)

    def close(self) -> None:
        """End the process that this one began."""
        if self.process is not None and self.owner == os.getpid():
            self.process.communicate()

    def _ask(self, **order: Any) -> int:
        if self.process is None or self.owner != os.getpid():  # no fork shares the pipe
            self.owner = os.getpid()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.warm"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def serve() -> dict[str, Any] | None:
    """Answer each order with the exit status of a child; in a child, return its order."""
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        child = os.fork()
        if not child:
            return order
        sys.stdout.write(f"{_status_of(child, order['seconds'])}\n")
        sys.stdout.flush()
    return None


def _status_of(child: int, seconds: int) -> int:
    """Return how the child ended; kill it when that takes too long."""
    is_late = False

    def end(*_: object) -> None:
        nonlocal is_late
        is_late = True
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    _, status = os.waitpid(child, 0)
    signal.alarm(0)
    return TIMED_OUT if is_late else os.waitstatus_to_exitcode(status)


def load() -> None:
    """Load all that commands need, over a home that is gone at once."""
    from hefa.config.cli import COMMANDS  # noqa: PLC0415  # the parent needs none of it
    from hefa.config.throwaway import set_up_throwaway  # noqa: PLC0415

    set_up_throwaway()
    for name in (*(f"hefa.config.cli.{command}" for command in COMMANDS), *LATER):
        import_module(name)
    gc.freeze()  # a child that looks for garbage would copy all of it


def become(order: Mapping[str, Any]) -> None:
    """Make this child the process that the order asks for, which knows of no home yet."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for number, path in enumerate(order["files"]):
        with Path(path).open("wb" if number else "rb", buffering=0) as file:
            os.dup2(file.fileno(), number)
    sys.argv[:] = order["arguments"]
    os.environ.clear()
    os.environ.update(order["environment"])
    forget_home()


def forget_home() -> None:
    """Let Django read the settings anew when they are next asked for."""
    from django.conf import empty, settings  # noqa: PLC0415  # the parent needs none of it
    from django.db import connections  # noqa: PLC0415

    settings._wrapped = empty
    sys.modules.pop("hefa.config.settings")
    vars(connections).pop("settings", None)
    connections.__init__()  # type: ignore[misc]  # as when it was loaded


def end(script: str) -> NoReturn:
    """Run `script` to its exit status, without taking the loaded house apart afterwards."""
    status: object = 0
    try:
        exec(compile(script, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
    except SystemExit as done:
        status = done.code or 0
    except BaseException:  # noqa: BLE001  as an interpreter does
        traceback.print_exc()
        status = 1
    if not isinstance(status, int):
        sys.stderr.write(f"{status}\n")
        status = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(status)


warm = Warm()
atexit.register(warm.close)

if __name__ == "__main__":
    load()
    told = serve()
    if told is not None:
        become(told)
        end(told["script"])
