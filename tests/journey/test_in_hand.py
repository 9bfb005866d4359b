"""What a person has in hand: a wall before the page, a stop, and what is known of the account."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import Visitors
from tests.journey.house import House
from tests.journey.test_channels import address, order, release

TITLE_WALLED, TITLE_STOPPED = "周三停水", "周四停电"


@pytest.fixture(scope="module")
def house(open_demo: Callable[[str], House], size: tuple[int, int]) -> Iterator[House]:
    """Serve a demo of its own for each size: a stop reaches everything."""
    house = open_demo(f"in_hand{size[0]}")
    yield house
    house.stop()


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["1440", "390"], scope="module")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Return the size of the screen, one house for each."""
    found: tuple[int, int] = request.param
    return found


def test_what_only_a_person_can_see_is_handed_in(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    house.outsider("account", kind="lapsed")
    release(visitors, size, TITLE_WALLED)
    chen = page_of("chen")
    order(chen, TITLE_WALLED)
    expect(chen.get_by_text("权限回来了").first).to_be_visible()
    chen.get_by_role("link", name="照着发表").click()
    body = chen.frame_locator("iframe.article-frame").locator("body")
    text, html = body.inner_text(), body.inner_html()
    house.outsider("articles", title=TITLE_WALLED, content=html)
    house.outsider("settings", bot_wall=True)
    link = address(house, TITLE_WALLED)
    chen.get_by_label("文章链接").fill(link)
    chen.get_by_role("button", name="打开核对").click()
    expect(chen.get_by_role("alert").first).to_contain_text("要先验证")

    seen = f"{TITLE_WALLED}\n青禾社区\n今天\n{text}\n微信扫一扫"
    chen.get_by_label("粘贴看到的文字").fill(seen)
    chen.get_by_role("button", name="打开核对").click()
    expect(chen.get_by_text("已发布，只有人看过").first).to_be_visible()
    expect(chen.get_by_role("link", name="取当时看到的内容")).to_be_visible()
    house.outsider("settings", bot_wall=False)


def test_a_stop_says_not_to_publish_and_takes_the_draft(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    house.outsider("account", kind="personal")
    chen = page_of("chen")
    try_connection(chen)
    release(visitors, size, TITLE_STOPPED)
    order(chen, TITLE_STOPPED)
    publication = chen.url
    assert house.state()["drafts"]
    wang = page_of("wang")
    wang.goto("/respond/halt/")
    wang.get_by_role("radio").first.check()
    wang.get_by_label("我确认停止发布").check()
    wang.get_by_role("button", name="停止发布").press("Enter")
    expect(wang.get_by_role("button", name="停止发布")).to_have_count(0)
    chen.goto(publication)
    expect(chen.get_by_text("发布已停止，请不要在微信发表").first).to_be_visible()
    chen.get_by_role("link", name="粘贴链接").click()
    expect(chen.get_by_text("点了“发表”")).to_have_count(0)
    chen.wait_for_timeout(3000)
    titles = [one["title"] for draft in house.state()["drafts"] for one in draft["items"]]
    assert TITLE_STOPPED not in titles


def try_connection(page: Page) -> None:
    page.goto("/settings/accounts/")
    page.get_by_role("button", name="测试连接").click()
    expect(page.get_by_text("已连上公众号").first).to_be_visible()


def test_what_is_known_of_a_second_submission_is_kept_by_a_person(
    page_of: Callable[[str], Page],
) -> None:
    chen = page_of("chen")
    chen.goto("/settings/accounts/")
    chen.get_by_role("link", name="答复丢了怎么办").click()
    chen.get_by_label("试过了：同一份草稿，微信不收第二次提交").check()
    chen.get_by_label("怎么知道的").fill("十一月试过，第二次答复 53503")
    chen.get_by_role("button", name="保存").click()
    expect(chen.get_by_text("由系统再提交，最多两次")).to_be_visible()


def test_a_planned_time_outlives_a_filter(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    release(visitors, size, "周末义诊")
    chen = page_of("chen")
    chen.goto("/publish/")
    row = chen.locator(".duty").filter(has_text="周末义诊")
    row.get_by_role("button", name="加进今日一期").click()
    chen.get_by_label("发布时间").fill("2099-01-02T09:30")
    chen.get_by_label("看哪些").select_option("published")
    expect(chen).to_have_url(re.compile("state=published"))
    expect(chen.get_by_label("发布时间")).to_have_value("2099-01-02T09:30")
    chen.get_by_label("看哪些").select_option("")
    expect(chen).not_to_have_url(re.compile("state=published"))
    expect(chen.get_by_label("发布时间")).to_have_value("2099-01-02T09:30")
