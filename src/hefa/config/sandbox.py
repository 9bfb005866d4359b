"""Starts the WeChat sandbox as a process of its own, for the demo and the tour."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A running sandbox: its addresses, the account's id and secret, and its process."""

    url: str
    console: str
    appid: str
    secret: str
    process: "subprocess.Popen[str]"


def start_sandbox(*, state: Path | None = None, publish_delay: float = 0) -> Sandbox:
    """Return the sandbox once it is ready. Raises RuntimeError when it does not start."""
    command = [sys.executable, "-m", "mpsandbox", "--exit-with-parent"]
    command += ["--publish-delay", str(publish_delay)]
    if state is not None:
        command += ["--state", str(state)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError("mpsandbox")
    ready = json.loads(line)
    return Sandbox(
        url=ready["url"],
        console=ready["console"],
        appid=ready["appid"],
        secret=ready["secret"],
        process=process,
    )


@contextmanager
def running_sandbox(publish_delay: float = 0) -> Iterator[Sandbox]:
    """Run a sandbox that forgets everything when the block ends."""
    sandbox = start_sandbox(publish_delay=publish_delay)
    try:
        yield sandbox
    finally:
        sandbox.process.terminate()
        sandbox.process.wait(timeout=5)
