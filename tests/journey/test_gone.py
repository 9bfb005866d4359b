"""What was published by hand and deleted before Hefa saw it: its operator settles it on the page."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import Visitors
from tests.journey.house import House
from tests.journey.test_channels import address, order, release

TITLE = "周五停气"
SIZE = (390, 844)


@pytest.fixture(scope="module")
def house(open_demo: Callable[[str], House]) -> Iterator[House]:
    """Serve a demo of its own, whose account loses its permissions."""
    house = open_demo("gone")
    yield house
    house.stop()


@pytest.fixture(scope="module")
def size() -> tuple[int, int]:
    """Return the size of a phone."""
    return SIZE


def test_it_is_settled_as_gone_once_it_can_no_longer_be_seen(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    house.outsider("account", kind="lapsed")
    release(visitors, size, TITLE)
    chen = page_of("chen")
    order(chen, TITLE)
    expect(chen.get_by_text("权限回来了").first).to_be_visible()
    publication = chen.url
    chen.get_by_role("link", name="照着发表").click()
    html = chen.frame_locator("iframe.article-frame").locator("body").inner_html()
    out = house.outsider("articles", title=TITLE, content=html)
    link = address(house, TITLE)
    house.outsider(f"articles/{out['article_id']}/delete")
    chen.get_by_label("文章链接").fill(link)
    chen.get_by_role("button", name="打开核对").click()
    expect(chen.get_by_role("alert").first).to_contain_text("已删除的文章")

    chen.get_by_text("发出过，线上已经没有了", exact=True).click()
    chen.get_by_label("写明是怎么知道的").fill("手机上打不开，后台有人删了")
    chen.get_by_role("button", name="记下，线上已无").click()
    expect(chen.get_by_role("alert").first).to_contain_text("再勾选确认")
    expect(chen.get_by_label("写明是怎么知道的")).to_have_value("手机上打不开，后台有人删了")
    chen.get_by_label("文章发出过，现在打不开了").check()
    chen.get_by_role("button", name="记下，线上已无").click()

    expect(chen).to_have_url(publication)
    expect(chen.get_by_text("线上已无").first).to_be_visible()
    expect(chen.get_by_text("要再发，请重新送审").first).to_be_visible()
    expect(chen.get_by_text("手机上打不开，后台有人删了")).to_be_visible()
