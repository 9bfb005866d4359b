"""A demo community that really runs: `hefa init` and `hefa serve --demo` on a home of its own."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COMMAND = "import sys; from hefa.config.cli import main; sys.exit(main())"
PATIENCE_SECONDS = 40


@dataclass(slots=True, kw_only=True)
class House:
    """A served installation: its address, the sandbox's, and who has signed in so far."""

    home: Path
    url: str
    sandbox: str
    process: "subprocess.Popen[bytes]"
    sessions: dict[str, Any] = field(default_factory=dict)

    @property
    def console(self) -> str:
        """The address of the sandbox's console, where an outsider acts."""
        return f"{self.sandbox}/console"

    def outsider(self, path: str, **what: Any) -> Any:
        """Act behind Hefa's back through the sandbox's console."""
        body = json.dumps(what, ensure_ascii=False).encode()
        with urllib.request.urlopen(f"{self.console}/api/{path}", body, timeout=10) as reply:
            return json.load(reply)

    def published(self) -> list[dict[str, Any]]:
        """Return the articles that the public can read."""
        articles: list[dict[str, Any]] = self.state()["articles"]
        return articles

    def state(self) -> dict[str, Any]:
        """Return all that the sandbox holds."""
        with urllib.request.urlopen(f"{self.console}/api/state", timeout=10) as reply:
            held: dict[str, Any] = json.load(reply)
        return held

    def stop(self) -> None:
        """End web, worker and sandbox."""
        self.process.terminate()
        try:
            self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()


def open_house(home: Path, *, is_demo: bool = True, made: Path | None = None) -> tuple[House, str]:
    """Make an installation under `home` and serve it; also return what `hefa init` printed.

    It is a copy of the installation `made`, if any; then nothing was printed.
    """
    port = _free_port()
    url = f"http://localhost:{port}"
    environment = _environment(home, url)
    demo = ["--demo"] if is_demo else []
    printed = ""
    if made is None:
        printed = subprocess.run(
            [sys.executable, "-c", COMMAND, "init", *demo],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout
    else:
        shutil.copytree(made, home, dirs_exist_ok=True)
    errors = home / "serve.log"
    with errors.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve", *demo, "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        sandbox = _wait(process, errors, url, is_demo=is_demo)
    except BaseException:
        process.terminate()
        raise
    return House(home=home, url=url, sandbox=sandbox, process=process), printed


def _wait(process: "subprocess.Popen[bytes]", errors: Path, url: str, *, is_demo: bool) -> str:
    """Return the sandbox's address, empty without one, once the house answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"(http://127\.0\.0\.1:\d+)/console", errors.read_text(encoding="utf-8"))
        if found:
            return found[1]
        if not is_demo and _answers(url):
            return ""
        time.sleep(0.05)
    raise AssertionError(errors.read_text(encoding="utf-8"))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/account/login/", timeout=5):
            return True
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(home: Path, url: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HEFA_", "DJANGO_", "PYTEST_"))
    }
    return {**kept, "HEFA_HOME": str(home), "HEFA_BASE_URL": url, "PYTHONUNBUFFERED": "1"}
