"""Publishing by hand: our draft tapped out by a person, and the text pasted, on desk and phone."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import Visitors
from tests.journey.house import House
from tests.journey.steps import sign, submit, write

CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def house(open_demo: Callable[[str], House], size: tuple[int, int]) -> Iterator[House]:
    """Serve a demo of its own for each size: what WeChat refuses is remembered."""
    house = open_demo(f"channels{size[0]}")
    yield house
    house.stop()


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["1440", "390"], scope="module")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Return the size of the screen, one house for each."""
    found: tuple[int, int] = request.param
    return found


def release(visitors: Visitors, size: tuple[int, int], title: str) -> None:
    """Write an article and carry it through its route until it waits to be published."""
    page = visitors.page_of("zhang", size)
    write(page, title)
    number = submit(page)
    page.close()
    sign(visitors, number, until="chen", size=size)


def order(page: Page, title: str) -> None:
    """Order one article; the page of its publication stays open."""
    page.goto("/publish/")
    page.locator(".duty").filter(has_text=title).get_by_role("button", name="现在发布").click()
    page.get_by_role("dialog").get_by_role("button", name="现在发布").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("等人在微信发表").first).to_be_visible(timeout=20_000)


def test_our_draft_is_published_by_a_person_and_told_by_its_link(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    title = "周末照常开门"
    house.outsider("account", kind="personal")
    release(visitors, size, title)
    chen = page_of("chen")
    order(chen, title)
    expect(chen.get_by_text("改用人工的办法")).to_be_visible()
    expect(chen.get_by_text("存入草稿箱，由人发表")).to_be_visible()

    chen.goto("/")
    chen.get_by_role("link").filter(has_text=title).filter(has_text="等您发表").click()
    expect(chen.get_by_text("找到这份草稿，没有改动")).to_be_visible()
    chen.get_by_label("找到这份草稿，没有改动").check()
    expect(chen.get_by_text("已办 1 步")).to_be_visible()
    link = chen.get_by_label("文章链接")
    link.fill(house.published()[0]["items"][0]["url"])
    chen.get_by_role("button", name="打开核对").click()
    expect(chen.get_by_role("alert").first).to_contain_text("不是要发的")

    (draft,) = state(house)["drafts"]
    house.outsider(f"drafts/{draft['media_id']}/publish")
    chen.get_by_label("文章链接").fill(address(house, title))
    chen.get_by_role("button", name="打开核对").click()
    expect(chen.get_by_text("已发布", exact=True).first).to_be_visible()
    expect(chen.get_by_role("link", name="打开线上文章")).to_be_visible()


def test_the_text_is_pasted_by_a_person_with_ticks_that_outlive_the_tab(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    title = "服务站换了电话"
    house.outsider("account", kind="lapsed")
    release(visitors, size, title)
    chen = page_of("chen")
    order(chen, title)
    chen.get_by_role("link", name="照着发表").click()
    expect(chen.get_by_text("由人在后台发布").first).to_be_visible()
    expect(chen.get_by_label("标题", exact=True)).to_have_value(title)
    chen.context.grant_permissions(CLIPBOARD)
    chen.get_by_role("button", name="复制排好的正文").click()
    expect(chen.get_by_text("已复制，去公众号后台粘贴")).to_be_visible()
    html = copied(chen)
    assert "服务站周末照常开门" in html
    assert "style=" in html
    expect(chen.frame_locator("iframe.article-frame").locator("body")).to_contain_text("照常开门")

    chen.get_by_label("已粘贴").last.check()
    steps, context = chen.url, chen.context
    chen.close()
    chen = context.new_page()
    chen.goto(steps)
    expect(chen.get_by_label("已粘贴").last).to_be_checked()

    house.outsider("articles", title=title, content=html)
    chen.get_by_label("文章链接").fill(address(house, title))
    chen.get_by_role("button", name="打开核对").click()
    expect(chen.get_by_text("已发布", exact=True).first).to_be_visible()


def test_what_was_not_published_is_taken_back(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    title = "活动改期"
    house.outsider("account", kind="lapsed")
    release(visitors, size, title)
    chen = page_of("chen")
    order(chen, title)
    chen.get_by_role("link", name="照着发表").click()
    chen.get_by_text("不发了，收回").click()
    chen.get_by_role("button", name="收回").click()
    expect(chen.get_by_role("alert").first).to_contain_text("请写明原因")

    chen.get_by_label("我到公众号后台看过，没有发表").check()
    chen.get_by_label("写明原因").fill("改到下周")
    chen.get_by_role("button", name="收回").click()
    expect(chen.get_by_text("已取消").first).to_be_visible()
    chen.goto("/publish/")
    expect(chen.locator(".duty").filter(has_text=title)).to_have_count(1)


def test_the_day_s_issue_is_ordered_by_keyboard_and_stopped_at_a_touch(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    titles = ["第一件事", "第二件事"]
    house.outsider("account", kind="verified")
    for title in titles:
        release(visitors, size, title)
    chen = page_of("chen")
    chen.goto("/publish/")
    for title in titles:
        chen.locator(".duty").filter(has_text=title).get_by_role(
            "button", name="加进今日一期"
        ).click()
        issue = chen.locator("#issue")
        expect(issue.locator(".duty").filter(has_text=title)).to_have_count(1)
    issue.get_by_role("button", name=re.compile("上移.*第二件事")).focus()
    chen.keyboard.press("Enter")
    expect(issue.locator(".duty").first).to_contain_text("第二件事")
    expect(issue.locator(".duty").first).to_contain_text("头条")
    expect(issue.get_by_role("button", name=re.compile("下移.*第二件事"))).to_be_focused()

    chen.get_by_label("发布时间").fill("2030-01-01T09:00")
    chen.get_by_role("button", name="定时发布").last.click()
    expect(chen.get_by_role("heading", level=1)).to_have_text("第二件事")
    expect(chen.get_by_text("等 2 篇").first).to_be_visible()
    chen.get_by_role("button", name="停下，先不发").click()
    expect(chen.get_by_text("已停止").first).to_be_visible()
    expect(chen.get_by_text("有人停下了这次发布")).to_be_visible()


def state(house: House) -> dict[str, list[dict[str, str]]]:
    """Return everything inside the sandbox."""
    with urllib.request.urlopen(f"{house.console}/api/state", timeout=10) as reply:
        found: dict[str, list[dict[str, str]]] = json.load(reply)
    return found


def address(house: House, title: str) -> str:
    """Return where the article of this title can be read."""
    items = (item for article in house.published() for item in article["items"])
    return str(next(item["url"] for item in items if item["title"] == title))


def copied(page: Page) -> str:
    """Return the rich text that another page is given when a person pastes there."""
    other = page.context.new_page()
    other.set_content("<div id=place contenteditable>x</div>")
    other.evaluate(
        "document.addEventListener('paste', (event) =>"
        " (window.pasted = event.clipboardData.getData('text/html')))"
    )
    other.locator("#place").focus()
    other.keyboard.press("Control+V")
    html: str = other.evaluate("window.pasted")
    other.close()
    return re.sub(r"<!--.*?-->|</?(?:html|body|head|meta)[^>]*>", "", html)
