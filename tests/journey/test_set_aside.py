"""What was released and is not wanted after all: set aside with a reason, and put back."""

import re

from playwright.sync_api import expect
from tests.journey.browsing import Visitors
from tests.journey.steps import sign, submit, write


def test_a_released_notice_is_set_aside_and_put_back(
    visitors: Visitors, size: tuple[int, int]
) -> None:
    title = f"取消的活动 {size[0]}"
    page = visitors.page_of("zhang", size)
    write(page, title)
    sign(visitors, submit(page), until="chen", size=size)
    page = visitors.page_of("chen", size)
    page.goto("/publish/")
    waiting = page.locator(".duty").filter(has_text=title)

    waiting.get_by_role("link", name="不发了").click()
    page.get_by_role("button", name="不发了").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明原因")
    page.get_by_label("写明原因").fill("活动取消了")
    page.get_by_role("button", name="不发了").click()

    expect(page.get_by_role("main")).to_contain_text("活动取消了")
    expect(page.locator(".chip").filter(has_text="不发了")).to_be_visible()
    back = page.get_by_role("button", name=re.compile("放回去"))
    page.goto("/publish/")
    expect(waiting).to_have_count(0)
    page.locator("#rows").get_by_role("link", name=title).click()
    back.click()
    page.goto("/publish/")
    expect(waiting).to_be_visible()
