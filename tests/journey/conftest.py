"""One served demo a worker, one browser a file, and pages that are watched."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.journey.browsing import DESKTOP, PATIENCE_MILLISECONDS, PHONE, Visitors, launch, watched
from tests.journey.house import House, open_house

JOURNEYS = Path(__file__).parent
WAITED_IN_VAIN = [r"(Locator|Page|Download)\S* expected", r"Timeout \d+ms exceeded"]
expect.set_options(timeout=PATIENCE_MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as driving a real browser.

    On a machine with much else to do a browser may miss its time, so a journey that waited for it
    in vain has a second go; one that saw what is wrong has not, nor one of a walk that remembers
    where it was. What the first go failed of is told at the end: it is to be looked into.
    """
    for item in items:
        if item.path.is_relative_to(JOURNEYS):
            item.add_marker(pytest.mark.journey)
            if "walk" not in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=WAITED_IN_VAIN))


@pytest.fixture(scope="session")
def open_demo(tmp_path_factory: pytest.TempPathFactory, demo_home: Path) -> Callable[..., House]:
    """Return what serves a demo of its own, in a folder of that name.

    It is a copy of one that all share, unless it is `afresh`: what was published before can only
    be read there where its sandbox got the port that it had.
    """

    def opened(name: str, *, afresh: bool = False) -> House:
        made = None if afresh else demo_home
        house, _ = open_house(tmp_path_factory.mktemp(name), made=made)
        return house

    return opened


@pytest.fixture(scope="session")
def shared_house(open_demo: Callable[..., House]) -> Iterator[House]:
    """Serve one demo for all files that do not ask for their own."""
    house = open_demo("house", afresh=True)
    yield house
    house.stop()


@pytest.fixture(scope="module")
def house(shared_house: House) -> House:
    """Return the demo this file plays in; a file may serve one of its own instead."""
    return shared_house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run one browser for the file; outside it no event loop is left behind."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visitors(browser: Browser, house: House) -> Iterator[Visitors]:
    """Open pages for people; the test fails for anything that goes wrong on one of them."""
    with watched(browser, house) as found:
        yield found


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1440", "390"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Return the size of the screen: a desktop's, then a phone's."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture
def page_of(visitors: Visitors, size: tuple[int, int]) -> Callable[[str], Page]:
    """Return what opens a page of this test's size for a person."""
    return lambda name: visitors.page_of(name, size)
