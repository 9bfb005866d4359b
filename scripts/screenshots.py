#!/usr/bin/env python3
"""Takes the pictures of docs/pictures: a fresh demo, the story played on its real pages."""

import argparse
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HEFA = ROOT / ".venv" / "bin" / "hefa"
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "docs" / "samples" / "冬季供暖入户检查通知.docx"
TITLE = "关于开展2026年冬季供暖入户检查的通知"
ID_NUMBER = "11010519491231002X"
PASSWORD = "qinghe-2026"  # noqa: S105  # the demo's, printed for everybody
DESKTOP = (1440, 900)
PHONE = (390, 844)
MOST_BYTES = 200_000
COLOURS = 256
PATIENCE_SECONDS = 40
WANTED = frozenset(
    {
        "login.png",
        "handin.png",
        "editor.png",
        "desk.png",
        "phone-desk.png",
        "sheet.png",
        "sheet-phone.png",
        "publish.png",
        "board.png",
        "ledger.png",
        "patrol.png",
        "incident.png",
        "halt.png",
    }
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
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

    def take(self, page: Page, name: str) -> None:
        """Write what `page` shows now as the picture `name`."""
        page.wait_for_load_state("networkidle")
        toast = page.locator("[data-toast]")
        if toast.count():
            expect(toast.first).to_be_hidden(timeout=10_000)
        page.evaluate("document.fonts.ready")
        page.mouse.move(1, 1)
        size = _write(page.screenshot(animations="disabled"), self.folder / name)
        self.taken.add(name)
        _say(f"  {name}  {size // 1000} kB")

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


def main() -> int:
    """Make the demo, play the story, write the pictures; 0 only when all were made."""
    expect.set_options(timeout=15_000)
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--to", type=Path, default=PICTURES, help="folder of the pictures")
    folder = options.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="hefa-pictures-") as home,
        _served(Path(home)) as (url, console),
        sync_playwright() as playwright,
    ):
        browser = _launch(playwright)
        camera = Camera(browser=browser, url=url, console=console, folder=folder)
        _play(camera)
        browser.close()
    missing = WANTED - camera.taken
    for name in sorted(missing):
        _say(f"missing: {name}")
    _say(f"{len(camera.taken)} pictures in {folder}")
    return 1 if missing else 0


def _play(camera: Camera) -> None:
    """Play the story from the sign-in page to the incident."""
    _say("login")
    page = camera.page_of(None)
    page.goto("/account/login/")
    camera.take(page, "login.png")
    number = _write_and_submit(camera)
    _review(camera, number)
    _publish(camera)
    _look_back(camera)
    _tamper(camera)


def _write_and_submit(camera: Camera) -> str:
    """Hand in the Word sample, answer the findings, submit; return the sheet's number."""
    _say("zhang hands in the Word sample")
    page = camera.page_of("zhang")
    page.goto("/collect/word/")
    page.get_by_label("Word 文件").set_input_files(SAMPLE)
    camera.take(page, "handin.png")
    page.get_by_role("button", name="导入 Word").click()
    text = page.get_by_role("textbox", name="正文", exact=True)
    expect(text.locator(".mark-must[data-mark]")).to_have_count(3)
    page.get_by_role("textbox", name=re.compile("^标题")).fill(TITLE)
    page.get_by_label("信息类别").select_option(label="业务通知")
    page.get_by_label("栏目").select_option(label="业务公告")
    page.get_by_label("发布事由").fill("告知居民")
    page.get_by_label("信息来源").fill("自采")
    expect(page.locator("[data-editor-status]")).to_contain_text("已自动保存")
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "editor.png")

    _say("zhang answers the findings and submits")
    _card(page, "日期和星期对不上").get_by_role("button", name="改成星期六").click()
    expect(_card(page, "日期和星期对不上")).to_have_count(0)
    text.focus()
    text.locator(".mark-must", has_text=ID_NUMBER).evaluate(
        "mark => getSelection().selectAllChildren(mark)"
    )
    with page.expect_response(re.compile("/save/$")):
        page.keyboard.press("Delete")
    expect(_card(page, "这里有身份证号")).to_have_count(0)
    expect(page.locator("[data-editor-status]")).to_contain_text("已自动保存")
    phone = _card(page, "这里有手机号")
    phone.get_by_text("说明理由", exact=True).first.click()
    phone.get_by_label("为什么可以保留").fill("物业值班的公开电话。")
    phone.get_by_role("button", name="说明理由").click()
    expect(page.locator("[data-toast]")).to_be_visible()
    expect(_card(page, "这里有手机号")).to_have_count(0)
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("送审《")
    page.get_by_role("main").get_by_role("button", name="送审").click()
    page.wait_for_url(re.compile(r"/review/\d{4}-\d+/$"))
    return page.url.rstrip("/").rpartition("/")[2]


def _review(camera: Camera, number: str) -> None:
    """Let zhao, wang, sun and chen sign; picture the desks and the sheet on the way."""
    _say("zhao, wang, sun and chen sign")
    _sign(camera, "zhao", number, "同意并签名", "时间与供热公司核对过。")
    for name, size in (("desk.png", DESKTOP), ("phone-desk.png", PHONE)):
        page = camera.page_of("wang", size)
        page.goto("/")
        camera.take(page, name)
    for name, size in (("sheet.png", DESKTOP), ("sheet-phone.png", PHONE)):
        page = camera.page_of("wang", size)
        page.goto(f"/review/{number}/")
        expect(page.frame_locator("iframe.article-frame").locator("body")).to_contain_text("供暖")
        camera.take(page, name)
    _sign(camera, "wang", number, "同意并签名", "同意。")
    _sign(camera, "sun", number, "移交", "")
    _sign(camera, "chen", number, "核发", "")


def _sign(camera: Camera, name: str, number: str, verb: str, words: str) -> None:
    page = camera.page_of(name)
    page.goto(f"/review/{number}/")
    if words:
        page.get_by_label(re.compile("^意见")).fill(words)
    page.get_by_role("button", name=verb).click()
    expect(page.locator("[data-toast]")).to_be_visible()
    page.context.close()


def _publish(camera: Camera) -> None:
    """Publish the article through the sandbox."""
    _say("chen publishes")
    page = camera.page_of("chen")
    page.goto("/publish/")
    camera.take(page, "publish.png")
    page.locator(".duty").filter(has_text=TITLE).get_by_role("button", name="现在发布").click()
    page.get_by_role("dialog").get_by_role("button", name="现在发布").click()
    for _ in range(PATIENCE_SECONDS):
        page.reload()
        if page.get_by_role("link", name="打开线上文章").count():
            return
        time.sleep(1)
    raise SystemExit("the article was not published")


def _look_back(camera: Camera) -> None:
    """Check everything once, then picture the report and the ledger."""
    _say("he patrols; chen proves the ledger")
    page = camera.page_of("he")
    page.goto("/patrol/")
    page.get_by_role("button", name="再核对一遍").click()
    expect(page.get_by_role("link").filter(has_text=TITLE)).to_contain_text("一致")
    page = camera.page_of("chen")
    page.goto("/report/")
    camera.take(page, "board.png")
    page.goto("/report/ledger/")
    camera.take(page, "ledger.png")


def _tamper(camera: Camera) -> None:
    """Change a word as an outsider; picture what patrol shows and where it is dealt with."""
    _say("an outsider changes the article; he patrols again")
    article = next(
        entry
        for entry in camera.published()
        if any(item["title"] == TITLE for item in entry["items"])
    )
    camera.outsider(
        f"articles/{article['article_id']}/edit", idx=1, find="11月28日", replace="11月29日"
    )
    page = camera.page_of("he")
    page.goto("/patrol/")
    page.get_by_role("button", name="再核对一遍").click()
    row = page.locator(".list a").filter(has_text=TITLE)
    expect(row).to_contain_text("不同")
    row.click()
    expect(page.locator(".compare .online").first).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "patrol.png")
    page = camera.page_of("chen")
    page.goto("/respond/")
    camera.take(page, "incident.png")
    page.goto("/respond/halt/")
    camera.take(page, "halt.png")


def _card(page: Page, words: str) -> Any:
    return page.locator("[data-findings] > .stack").filter(has_text=words)


def _launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium where there is one, else the one Playwright brings."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    environment = {**os.environ, "LANGUAGE": "zh_CN"}
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS, env=environment)


@contextmanager
def _served(home: Path) -> Iterator[tuple[str, str]]:
    """Serve a fresh demo; yield its address and the address of the sandbox's console."""
    _say("making the demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HEFA_", "DJANGO_"))}
    environment |= {"HEFA_HOME": str(home / "demo"), "HEFA_BASE_URL": url, "PYTHONUNBUFFERED": "1"}
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


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
