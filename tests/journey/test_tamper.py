"""Somebody changes or deletes a published article behind Hefa's back, and the alarm is raised."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.house import House

RELOADS = 40


@pytest.fixture(scope="module")
def house(open_demo: Callable[[str], House]) -> Iterator[House]:
    """Serve a demo of its own: the alarm stands on every page from now on."""
    house = open_demo("tampered")
    yield house
    house.stop()


def test_an_edited_article_raises_the_alarm_on_every_page(visitors: Visitors, house: House) -> None:
    title, text = "社区图书角新书上架", "图书角"
    _open_in_console(visitors, house, title).get_by_label("把").fill(text)
    outsider = visitors.pages[-1]
    outsider.get_by_label("换成").fill("麻将室")
    outsider.get_by_role("button", name="替换").click()

    page = visitors.page_of("he")
    _look_again(page)
    row = page.locator(".list a").filter(has_text=title)
    expect(row).to_contain_text("不同")
    row.click()
    compared = page.locator(".compare")
    expect(compared.locator("section").first).to_contain_text("核准稿")
    expect(compared.locator("section").last).to_contain_text("线上文章")
    expect(compared.locator(".approved").first).to_have_text(text)
    expect(compared.locator(".online").first).to_have_text("麻将室")

    _wait_for_alarm(page, title)
    for name, size in (("chen", DESKTOP), ("zhang", PHONE)):
        other = visitors.page_of(name, size)
        for address in ("/", "/collect/", "/review/", "/publish/"):
            other.goto(address)
            banner = other.locator("section.banner")
            expect(banner).to_contain_text(title)
            expect(banner.get_by_role("link", name="去处置")).to_be_visible()
    page.goto("/")
    expect(page.locator(".tile").filter(has_text="巡检")).to_contain_text("1 篇不对")
    page.locator("section.banner").get_by_role("link", name="去处置").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_one_change_is_one_incident_however_often_it_is_seen(visitors: Visitors) -> None:
    page = visitors.page_of("he")
    _look_again(page)
    _look_again(page)
    page.goto("/")
    expect(page.locator("section.banner")).to_have_count(1)


def test_a_deleted_article_is_missing(visitors: Visitors, house: House) -> None:
    title = "冬季用电用气安全提示"
    _say_published_earlier(house)
    outsider = _open_in_console(visitors, house, title)
    outsider.get_by_role("button", name="删除").click()

    page = visitors.page_of("he", PHONE)
    _look_again(page)
    row = page.locator(".list a").filter(has_text=title)
    expect(row).to_contain_text("线上没有")
    _wait_for_alarm(page, title)


def _open_in_console(visitors: Visitors, house: House, title: str) -> Page:
    """Open the sandbox's console as an outsider at the article of that title."""
    page = visitors.page_of(None)
    page.goto(house.console)
    page.get_by_role("link", name="已发表").click()
    page.get_by_role("link").filter(has_text=title).first.click()
    return page


def _look_again(page: Page) -> None:
    """Press the button and wait for the round to be over."""
    page.goto("/patrol/")
    with page.expect_response(lambda answer: answer.url.endswith("/patrol/run/")):
        page.get_by_role("button", name="再核对一遍").click()
    page.wait_for_load_state()


def _wait_for_alarm(page: Page, title: str) -> None:
    """Come back to the desk until the worker has raised the alarm."""
    alarm = page.locator("section.banner").filter(has_text=title)
    for _ in range(RELOADS):
        page.goto("/")
        if alarm.count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(title)


def _say_published_earlier(house: House) -> None:
    """Let an hour have gone by since publishing: a new article has ten minutes' grace."""
    earlier = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")
    with sqlite3.connect(house.home / "hefa.sqlite3", timeout=10) as database:
        database.execute("UPDATE publish_publicationitem SET published_at = ?", (earlier,))
    database.close()
