"""Every page that links lead to, at two widths: axe finds nothing serious in it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Page
from tests.journey.browsing import DESKTOP, Visitors
from tests.journey.looking import Looking, at_both

CAST = ("zhang", "zhao", "wang", "sun", "chen")
# What stands there depends on who looks, so each looks at it.
PERSONAL = frozenset({"desk:home", "review:inbox", "review:sheet"})
LINK = re.compile(r'<(?:a|form)\b[^>]*?\b(?:href|action)="(/[^"#]*)')
FEWEST_VIEWS = 65


@dataclass(slots=True, kw_only=True)
class Walk:
    """Which views the people of this file have looked at, so that each is looked at once."""

    looking: Looking = field(default_factory=Looking)
    looked_at: set[str] = field(default_factory=set)

    def is_new(self, view: str, name: str) -> bool:
        """Note that `name` looks at `view`; return whether it was not looked at before."""
        key = f"{view} {name}" if view.partition(" ")[0] in PERSONAL else view
        is_new = key not in self.looked_at
        self.looked_at.add(key)
        return is_new

    def grave(self, page: Page, address: str) -> list[str]:
        """Return what is serious on the page at `address`, a line each, at both widths."""
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        page.goto(address)
        return at_both(page, self.looking.grave)


@pytest.fixture(scope="module")
def walk() -> Walk:
    """Return the walk that everybody in this file shares."""
    return Walk()


def test_nothing_serious_stands_before_signing_in(visitors: Visitors, walk: Walk) -> None:
    assert walk.grave(visitors.page_of(None), "/account/login/") == []


@pytest.mark.parametrize("name", CAST)
def test_nothing_serious_stands_on_any_page(visitors: Visitors, walk: Walk, name: str) -> None:
    page = visitors.page_of(name)
    new = [address for view, address in _pages(page) if walk.is_new(view, name)]
    found = [line for address in new for line in walk.grave(page, address)]
    assert found == [], "\n".join(found)


def test_the_walk_went_through_the_house(walk: Walk) -> None:
    views = {view.partition(" ")[0] for view in walk.looked_at}
    assert len(views) >= FEWEST_VIEWS, sorted(views)
    assert {"review:sheet", "review:decide", "collect:edit", "publish:publication"} <= views


def _pages(page: Page) -> Iterator[tuple[str, str]]:
    """Yield each view that this person can reach by links, with the address of one page of it."""
    waiting, known = ["/"], set[str]()
    while waiting:
        address = waiting.pop(0)
        view = _view_of(address)
        if not view or view in known:
            continue
        known.add(view)
        answer = page.request.get(address)
        if answer.ok and _is_ours(answer):
            waiting += [html.unescape(found) for found in LINK.findall(answer.text())]
            yield view, address


def _view_of(address: str) -> str:
    """Return which view answers at `address`, with the act where it shows another for each."""
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return " ".join([found.view_name, str(found.kwargs.get("act", ""))]).strip()


def _is_ours(answer: APIResponse) -> bool:
    """Whether a page of the house came back: neither a file nor an article in its sandbox."""
    headers = answer.headers
    is_page = headers.get("content-type", "").startswith("text/html")
    return is_page and "sandbox" not in headers.get("content-security-policy", "")
