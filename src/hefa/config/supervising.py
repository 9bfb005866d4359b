"""The supervisor: starts web and workers, restarts what dies, and stops both in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.error import URLError

from hefa.config import home
from hefa.config.cli.ground import set_up_django
from hefa.config.demo.cast import ACCOUNT_NAME
from hefa.config.sandbox import start_sandbox
from hefa.jobs.registry import Lane

DRAIN_SECONDS = 30
PATIENCE_SECONDS = 20
LONGEST_BACK_OFF_SECONDS = 30
CALM_SECONDS = 120
PR_SET_PDEATHSIG = 1


@dataclass(slots=True, kw_only=True)
class Child:
    """A process kept alive: how to start it, and how long to wait before the next start."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    back_off: float = 1.0
    start_at: float = field(default=0.0)


def supervise(*, port: int, is_demo: bool) -> int:
    """Run the house on `port` until SIGTERM or SIGINT; return the exit status."""
    held = home.hold()
    if held is None:
        sys.stderr.write("这里已经在运行，或者正在恢复备份。\n")
        return 1
    stopping = _stop_on_signal()
    sandbox = None
    if is_demo:
        state = home.home() / "sandbox.sqlite3"
        sandbox = start_sandbox(state=state, publish_delay=2, name=ACCOUNT_NAME)
        os.environ["HEFA_SANDBOX_URL"] = sandbox.url
        _point_the_account_at(sandbox.url, sandbox.appid, sandbox.secret)
    children = [_web(port), *_workers(is_demo=is_demo)]
    try:
        for child in children:
            _start(child)
        if not _answers(port, stopping):
            sys.stderr.write("网页没有起来，请看上面的提示。\n")
            return 1
        sys.stdout.write(f"http://localhost:{port}\n")
        sys.stdout.flush()
        if sandbox is not None:
            sys.stderr.write(f"微信沙箱（外人视角）：{sandbox.console}\n")
        _keep_alive(children, stopping)
    finally:
        _stop(children)
        if sandbox is not None:
            sandbox.process.terminate()
        held.close()
    return 0


def is_of_this_version() -> bool:
    """Whether the tables of the database are those that this code wants."""
    set_up_django()
    from django.db import connection  # noqa: PLC0415  # needs the settings
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    return not behind


def web_command(port: int) -> list[str]:
    """Return the command that serves the pages on `port` with one worker."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    return [*command, "--no-ws", "--log-level", "warning", "hefa.config.wsgi:application"]


def _web(port: int) -> Child:
    return Child(name="web", command=web_command(port))


def _workers(*, is_demo: bool) -> list[Child]:
    """Return a worker for each lane, so that no long job keeps a publication waiting."""
    seconds = "0.5" if is_demo else "2"
    command = [sys.executable, "-m", "hefa.config.working"]
    return [Child(name=f"worker ({lane})", command=[*command, lane, seconds]) for lane in Lane]


def _start(child: Child) -> None:
    """Start the child in a group of its own that dies with this process."""
    child.process = subprocess.Popen(  # prctl only
        child.command,
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509  # one prctl call, no thread runs yet
    )
    child.started_at = time.monotonic()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _keep_alive(children: list[Child], stopping: Callable[[], bool]) -> None:
    """Restart what dies, waiting longer each time while it keeps dying."""
    while not stopping():
        for child in children:
            if child.process is not None and child.process.poll() is not None:
                _note_death(child)
            if child.process is None and time.monotonic() >= child.start_at:
                _start(child)
        time.sleep(0.2)


def _note_death(child: Child) -> None:
    now = time.monotonic()
    if now - child.started_at > CALM_SECONDS:
        child.back_off = 1.0
    sys.stderr.write(f"{child.name} 停了，{child.back_off:.0f} 秒后重新启动。\n")
    _kill_group(child, signal.SIGKILL)
    child.process = None
    child.start_at = now + child.back_off
    child.back_off = min(child.back_off * 2, LONGEST_BACK_OFF_SECONDS)


def _stop(children: list[Child]) -> None:
    """Let each child finish what it is doing, then end it."""
    for child in children:
        _kill_group(child, signal.SIGTERM)
    deadline = time.monotonic() + DRAIN_SECONDS
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _kill_group(child, signal.SIGKILL)


def _kill_group(child: Child, number: signal.Signals) -> None:
    if child.process is None:
        return
    try:
        os.killpg(child.process.pid, number)
    except ProcessLookupError:
        return


def _stop_on_signal() -> Callable[[], bool]:
    """Return a question that turns true once the process was told to stop."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: told.append(received))
    return lambda: bool(told)


def _answers(port: int, stopping: Callable[[], bool]) -> bool:
    """Wait until the page to sign in is served."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not stopping():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5):
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def _point_the_account_at(url: str, appid: str, secret: str) -> None:
    set_up_django()
    from hefa.config import installing  # noqa: PLC0415  # needs the settings
    from hefa.config.clock import now  # noqa: PLC0415

    installing.account_of_the_demo(url, appid, secret, now())
