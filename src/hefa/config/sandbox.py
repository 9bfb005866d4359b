"""Starts the WeChat sandbox as a process of its own, for the demo and the tour."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Iterator
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


def start_sandbox(
    *, state: Path | None = None, publish_delay: float = 0, name: str = ""
) -> Sandbox:
    """Return the sandbox once it is ready. Raises RuntimeError when it does not start.

    Its account bears `name` on public pages, as the register has it. With a state it comes back
    on its last port where that is free: published articles keep their
    addresses.
    """
    command = [sys.executable, "-m", "mpsandbox", "--exit-with-parent"]
    command += ["--publish-delay", str(publish_delay)]
    if state is None:
        return _named(_started(command), name)
    command += ["--state", str(state)]
    memory = state.with_suffix(".port")
    if memory.exists():
        try:
            again = _started([*command, "--port", memory.read_text(encoding="ascii")])
            return _named(again, name)
        except RuntimeError:
            sys.stderr.write("沙箱原来的端口被占用，换了一个；以前的演示文章打不开了。\n")
    sandbox = _started(command)
    memory.write_text(sandbox.url.rpartition(":")[2], encoding="ascii")
    return _named(sandbox, name)


def let_follow(sandbox: Sandbox, wechat_names: Iterable[str]) -> None:
    """Let people of these names follow the sandbox's account."""
    for wechat_name in wechat_names:
        _act(sandbox, "followers", wxname=wechat_name)


def _named(sandbox: Sandbox, name: str) -> Sandbox:
    """Return `sandbox` after giving its account `name`, if any."""
    if name:
        _act(sandbox, "account", name=name)
    return sandbox


def _act(sandbox: Sandbox, act: str, **fields: str) -> None:
    """Do something in the sandbox's back office."""
    body = json.dumps(fields, ensure_ascii=False).encode()
    request = urllib.request.Request(f"{sandbox.url}/console/api/{act}", body)  # noqa: S310  # on this machine
    urllib.request.urlopen(request, timeout=5).close()  # noqa: S310


def _started(command: list[str]) -> Sandbox:
    """Return the sandbox that `command` starts, once it says that it is ready."""
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
