"""A simulator and a driver beside it, at the beginning of one story as often as it is wanted."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.prepared import migrated
from tests.sandbox.client import Wechat, start

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Driven:
    """The process that forks workers on copies of one database, and the WeChat they meet."""

    wechat: Wechat
    process: "subprocess.Popen[str]"
    folder: Path
    begun: int = field(default=0)

    def begin(self) -> Path:
        """Let the simulator stand as the story began; return where its database will lie."""
        self.wechat.console("go_back")
        self.begun += 1
        return self.folder / f"{self.begun}.sqlite3"

    def ask(self, home: Path, **order: Any) -> dict[str, Any]:
        """Return the driver's answer to one order; see there."""
        order = {"home": str(home), "later": 0, **order}
        self._sent.write(json.dumps(order) + "\n")
        self._sent.flush()
        line = self._answers.readline()
        if not line:
            raise RuntimeError(f"the driver ended with {self.process.wait(timeout=10)}: {order}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    @property
    def _sent(self) -> Any:
        return self.process.stdin

    @property
    def _answers(self) -> Any:
        return self.process.stdout


def room() -> str | None:
    """Return where databases lie best: in memory where there is such a place.

    A process that is killed loses nothing that it wrote there; only a power cut could tell.
    """
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  nothing secret


@contextmanager
def driven(folder: Path, *, story: str = "article", items: int = 2) -> Iterator[Driven]:
    """Run a simulator and a driver until the block ends; both stand at the story's beginning."""
    simulator, ready = start("--publish-delay", "0", "--exit-with-parent")
    wechat = Wechat(url=ready["url"], appid=ready["appid"], secret=ready["secret"])
    wechat.console("account", kind="verified")
    template = folder / "template"
    template.mkdir()
    shutil.copy(migrated(), template / "hefa.sqlite3")
    told = (template, story, str(items), wechat.url, wechat.appid, wechat.secret)
    driver = subprocess.Popen(
        [sys.executable, "-m", "tests.fault.driver", *told],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": "src:.", "PATH": "/usr/bin:/bin"},
    )
    try:
        if driver.stdout is None or driver.stdout.readline() != "ready\n":
            raise RuntimeError(story)
        wechat.console("clock", freeze=True)
        wechat.console("keep")
        running = Driven(wechat, driver, folder)
        running.ask(running.begin(), rehearses=True)
        yield running
    finally:
        for process in (driver, simulator):
            process.terminate()
            process.wait(timeout=10)
