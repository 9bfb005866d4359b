"""A browser in which nothing goes wrong unseen: every page is watched while it is open."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Response
from tests.journey.house import House

PASSWORD = "qinghe-2026"
DESKTOP = (1440, 900)
PHONE = (390, 844)
# The first draws no window of its own around the page, which takes most of a journey's time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MILLISECONDS = 20_000
# Answers that a page gives on purpose, each of which Chromium writes down; and our own listener
# kept out of the frame that shows an article; and a line that a journey cuts by itself.
MEANT = (
    *(f"status of {code} " for code in (403, 409, 410, 422)),
    "Blocked script execution in",
    "net::ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:afterRequest",
)
LISTENER = """
window.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
window.addEventListener("load", () => {
  const wide = document.scrollingElement.scrollWidth;
  if (top === window && wide > innerWidth) console.error(`${wide} wide in ${innerWidth}`);
});
"""


def launch(playwright: Playwright) -> Browser:
    """Start Debian's Chromium."""
    path = next(found for name in CHROMIUM if (found := shutil.which(name)))
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@dataclass(kw_only=True)  # open to what Playwright sets on a listener's owner
class Visitors:
    """Opens pages for people, each signed in once a house, and gathers what went wrong."""

    browser: Browser
    house: House
    contexts: list[BrowserContext] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def page_of(self, name: str | None, size: tuple[int, int] = DESKTOP) -> Page:
        """Return a fresh page in which the person of that name, if any, is signed in."""
        if name is not None and name not in self.house.sessions:
            self._sign_in(name)
        session = self.house.sessions[name] if name is not None else None
        return self._open(size, session)

    def close(self) -> None:
        """Look at every page once more, then close them."""
        for page in self.pages:
            if not page.is_closed():
                self.look(page)
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        self.pages.clear()

    def look(self, page: Page) -> None:
        """Note a page that must be moved sideways to be read."""
        size = page.viewport_size
        width = page.evaluate("document.scrollingElement.scrollWidth")
        if size is not None and width > size["width"]:
            self.troubles.append(f"{page.url}: {width} wide in {size['width']}")

    def _sign_in(self, name: str) -> None:
        page = self._open(DESKTOP, None)
        sign_in(page, self.house.url, name)
        self.house.sessions[name] = page.context.storage_state()
        page.close()

    def _open(self, size: tuple[int, int], session: Any) -> Page:
        context = self.browser.new_context(
            base_url=self.house.url,
            viewport={"width": size[0], "height": size[1]},
            storage_state=session,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_init_script(LISTENER)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("response", self._receive)
        self.contexts.append(context)
        self.pages.append(page)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        is_meant = any(words in message.text for words in MEANT)
        if message.type == "error" and not is_meant:
            self.troubles.append(f"{message.location.get('url')}: {message.text}")

    def _receive(self, response: Response) -> None:
        if response.status >= 500 and response.url.startswith(self.house.url):
            self.troubles.append(f"{response.url}: {response.status}")


def sign_in(page: Page, url: str, name: str, password: str = PASSWORD) -> None:
    """Sign in through the form."""
    if "/account/login/" not in page.url:
        page.goto(f"{url}/account/login/")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda address: "/account/login/" not in address)


@contextmanager
def watched(browser: Browser, house: House) -> Iterator[Visitors]:
    """Yield the visitors of one test; fail it for anything that went wrong on their pages."""
    visitors = Visitors(browser=browser, house=house)
    try:
        yield visitors
    finally:
        visitors.close()
    assert not visitors.troubles, visitors.troubles
