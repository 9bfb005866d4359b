"""The camera of the pictures: a fresh demo, its people signed in, what they see written small."""

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

ROOT = Path(__file__).resolve().parents[1]
HEFA = ROOT / ".venv" / "bin" / "hefa"
PASSWORD = "qinghe-2026"  # noqa: S105  # the demo's, printed for everybody
DESKTOP = (1440, 900)
PHONE = (390, 844)
MOST_BYTES = 200_000
COLOURS = 256
PATIENCE_SECONDS = 40
PRINT_DOTS_PER_INCH = 90
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--disable-features=IsolateSandboxedIframes",
]


@dataclass(slots=True, kw_only=True)
class Camera:
    """Opens pages of the demo for its people and keeps what they show."""

    browser: Browser
    url: str
    console: str
    folder: Path
    sessions: dict[str, Any] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def page_of(self, name: str | None, size: tuple[int, int] = DESKTOP) -> Page:
        """Return a fresh page in which the person of that name, if any, is signed in."""
        page = self._open(size, self.sessions.get(name or ""))
        if name is not None and name not in self.sessions:
            page.goto("/account/login/")
            page.get_by_label("登录名").fill(name)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda address: "/account/login/" not in address)
            self.sessions[name] = page.context.storage_state()
        return page

    def take(self, page: Page, name: str, *, part: Locator | None = None) -> None:
        """Write what `page` shows now as the picture `name`, or one part of it alone."""
        page.wait_for_load_state("networkidle")
        toast = page.locator("[data-toast]")
        if toast.count():
            expect(toast.first).to_be_hidden(timeout=10_000)
        page.evaluate("document.fonts.ready")
        page.mouse.move(1, 1)
        self.keep((part or page).screenshot(animations="disabled"), name)

    def take_print(self, page: Page, path: str, name: str) -> None:
        """Write the first page of the PDF at `path` as `name`."""
        content = page.context.request.get(path).body()
        command = [
            "pdftoppm",
            "-r",
            str(PRINT_DOTS_PER_INCH),
            "-png",
            "-f",
            "1",
            "-singlefile",
            "-",
        ]
        self.keep(
            subprocess.run(command, input=content, capture_output=True, check=True).stdout, name
        )

    def keep(self, content: bytes, name: str) -> None:
        """Write the picture `content` under `name`, as a small one."""
        size = _write(content, self.folder / name)
        self.taken.add(name)
        say(f"  {name}  {size // 1000} kB")

    def outsider(self, path: str, **what: Any) -> None:
        """Act behind the demo's back through the sandbox's console."""
        body = json.dumps(what, ensure_ascii=False).encode()
        address = f"{self.console}/api/{path}"
        urllib.request.urlopen(address, body, timeout=10).close()  # noqa: S310  # this machine

    def published(self) -> list[dict[str, Any]]:
        """Return the articles that the public can read."""
        address = f"{self.console}/api/state"
        with urllib.request.urlopen(address, timeout=10) as reply:  # noqa: S310  # this machine
            articles: list[dict[str, Any]] = json.load(reply)["articles"]
        return articles

    def _open(self, size: tuple[int, int], session: Any) -> Page:
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=2 if size == PHONE else 1,
            storage_state=session,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        return context.new_page()


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give the screen another size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def scroll_to(page: Page, selector: str) -> None:
    """Bring what `selector` finds near the head of what is seen."""
    page.locator(selector).first.evaluate(
        "found => scrollTo(0, found.getBoundingClientRect().top + scrollY - 16)"
    )


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium where there is one, else the one Playwright brings."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    environment = {**os.environ, "LANGUAGE": "zh_CN"}
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS, env=environment)


def database_of(home: Path) -> Path:
    """Return where the demo that is served from `home` keeps its database."""
    return home / "demo" / "hefa.sqlite3"


@contextmanager
def served(home: Path) -> Iterator[tuple[str, str]]:
    """Serve a fresh demo; yield its address and the address of the sandbox's console."""
    say("making the demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HEFA_", "DJANGO_"))}
    environment |= {
        "HEFA_HOME": str(database_of(home).parent),
        "HEFA_BASE_URL": url,
        "PYTHONUNBUFFERED": "1",
    }
    subprocess.run([HEFA, "init", "--demo"], env=environment, check=True, timeout=120)
    log = home / "serve.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [HEFA, "serve", "--demo", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        yield url, _console(process, log)
    finally:
        process.terminate()
        process.wait(timeout=40)


def _console(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Return the console's address once the demo answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+/console", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise SystemExit(log.read_text(encoding="utf-8"))


def _write(content: bytes, path: Path) -> int:
    """Write the picture as a palette PNG; return its bytes on disk."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    for colours in (COLOURS, COLOURS // 2, COLOURS // 4):
        small = image.quantize(
            colors=colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
        small.save(path, "PNG", optimize=True)
        if path.stat().st_size < MOST_BYTES:
            break
    return path.stat().st_size


def say(words: str) -> None:
    """Print one line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
