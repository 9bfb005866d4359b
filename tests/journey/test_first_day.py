"""The first day: a one-time link, a password, and a list of what must be done before anything."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.house import House, open_house

PASSWORD = "qing-he-di-yi-tian"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """Serve an installation that nobody has entered yet; also give what `hefa init` printed."""
    house, printed = open_house(tmp_path_factory.mktemp("first"), is_demo=False)
    yield house, printed
    house.stop()


@pytest.fixture(scope="module")
def house(opened: tuple[House, str]) -> House:
    """Return the installation of the first day."""
    return opened[0]


@pytest.fixture
def link(opened: tuple[House, str]) -> str:
    """Return the one-time link that `hefa init` printed."""
    found = re.search(r"https?://\S+/first/\S+/", opened[1])
    assert found, opened[1]
    return found[0]


def test_the_first_administrator_sets_the_house_up(visitors: Visitors, link: str) -> None:
    page = visitors.page_of(None)
    page.goto(link)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_role("button", name="设好密码并登录").click()
    page.goto("/")
    lines = page.locator("section", has=page.get_by_role("heading", name="头一天要办的事"))
    expect(lines.locator("li")).to_have_count(6)
    expect(lines.get_by_text("必办", exact=True)).to_have_count(4)

    _describe_the_organisation(page)
    page.goto("/")
    expect(lines.get_by_text("必办", exact=True)).to_have_count(2)
    address = _enter_a_person(page, "马干事", "ma")
    _see_that_nothing_can_go_out(page)

    other = visitors.page_of(None, PHONE)
    other.goto(address)
    expect(other.get_by_role("heading", level=1)).to_contain_text("马干事")
    other.locator("#id_password1").fill(PASSWORD)
    other.locator("#id_password2").fill(PASSWORD)
    other.get_by_role("button", name="设好密码并登录").click()
    other.goto("/")
    expect(other.get_by_role("heading", level=1)).to_contain_text("马干事")
    expect(other.get_by_role("heading", name="头一天要办的事")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_a_link_used_twice_says_so(visitors: Visitors, link: str, size: tuple[int, int]) -> None:
    page = visitors.page_of(None, size)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("这个链接不能用了")
    page.get_by_role("link", name="去登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")


def _describe_the_organisation(page: Page) -> None:
    page.goto("/settings/organisation/")
    page.get_by_label("单位全称").fill("青禾社区居民委员会")
    page.get_by_label("简称").fill("青禾社区")
    page.get_by_label(re.compile("印发|发布日期|施行|制度")).first.fill("2026-11-01")
    page.get_by_role("main").get_by_role("button", name=re.compile("保存")).click()
    expect(page.locator("[data-toast]")).to_be_visible()
    expect(page.locator(".brand").first).to_contain_text("青禾社区")


def _enter_a_person(page: Page, name: str, username: str) -> str:
    """Enter a person, appoint them, and return their one-time link."""
    page.goto("/settings/people/new/")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("登录名").fill(username)
    page.get_by_role("main").get_by_role("button", name="登记人员").click()
    page.goto("/settings/people/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="任命岗位").click()
    page.get_by_label("岗位").select_option(label="供稿员")
    page.get_by_label("所在单位").select_option(label="便民服务站")
    page.get_by_role("main").get_by_role("button", name="任命").click()
    expect(page.locator("[data-toast]")).to_be_visible()
    expect(page.get_by_role("rowheader", name="供稿员")).to_be_visible()
    page.get_by_role("button", name="开一次性登录链接").click()
    return page.get_by_label(re.compile("^链接")).input_value()


def _see_that_nothing_can_go_out(page: Page) -> None:
    page.goto("/publish/")
    expect(page.get_by_text("没有等发布的稿件")).to_be_visible()
    expect(page.get_by_role("button", name="现在发布")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_text("必办的办完，才能核发稿件")).to_be_visible()
