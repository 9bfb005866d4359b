"""The phone's view: the bytes to be published, three widths, day and night, without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.steps import BODY, submit, write

PAGE = "rgb(25, 25, 25)"
GROUND = "node => getComputedStyle(node).backgroundColor"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_width_and_night_are_chosen_in_the_frame(visitors: Visitors, size: tuple[int, int]) -> None:
    page = visitors.page_of("zhang", size)
    write(page, f"预览 {size[0]}")
    number = submit(page)
    page.goto(f"/review/{number}/")
    frame = page.frame_locator("iframe.article-frame")
    day, night = frame.locator(".day"), frame.locator(".night")

    expect(day).to_contain_text(BODY[:8])
    expect(night).to_be_hidden()
    frame.get_by_text("夜间样子", exact=True).click()
    expect(night).to_contain_text(BODY[:8])
    expect(day).to_be_hidden()
    assert frame.locator("main").evaluate(GROUND) == PAGE
    for width in (585, 677, 375):
        frame.locator(f"label[for=w{width}]").click()
        main = frame.locator("main")
        assert (
            main.evaluate("node => Math.round(parseFloat(getComputedStyle(node).width))") == width
        )
        wide = "node => document.scrollingElement.scrollWidth <= innerWidth"
        assert main.evaluate(wide)


def test_the_view_on_a_page_of_its_own_keeps_its_policy(
    page_of: Callable[[str], Page],
) -> None:
    page = page_of("zhang")
    write(page, "单独一页")
    page.get_by_role("button", name="存草稿").click()
    page.wait_for_load_state()
    address = page.locator("iframe.phone-preview").get_attribute("src")
    assert address
    answer = page.goto(address)

    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert {part.strip() for part in policy.split(";")} >= {
        "sandbox", "default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self'",
    }  # fmt: skip
    assert "script-src" not in policy
