"""The phone's view: the bytes to be published, three widths, day and night, without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.steps import BODY, editor, phone, saved, submit, write

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
    answer = page.goto(address.partition("?")[0])

    assert answer is not None
    page.get_by_text("585", exact=True).click()
    expect(page.locator("main")).to_have_css("width", "585px")
    policy = answer.headers["content-security-policy"]
    assert {part.strip() for part in policy.split(";")} >= {
        "sandbox", "default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self'",
    }  # fmt: skip
    assert "script-src" not in policy


def test_what_is_chosen_beside_the_text_outlives_a_save_and_the_page(
    visitors: Visitors, size: tuple[int, int]
) -> None:
    page = visitors.page_of("zhang", size)
    write(page, "接着看夜间")
    saved(page)
    if size == PHONE:
        page.get_by_role("button", name="看手机样子").click()
    looks = page.get_by_role("group", name="怎么看")
    expect(looks.get_by_role("button", name="宽 375 像素")).to_have_attribute(
        "aria-pressed", "true"
    )
    looks.get_by_role("button", name="宽 585 像素").click()
    looks.get_by_role("button", name="夜间样子").click()
    _expect_night(page, 585)
    expect(phone(page).locator("nav")).to_have_count(0)
    before = phone(page).locator(".night").inner_text()

    if size == PHONE:
        page.get_by_role("button", name="回去写稿").click()
    editor(page).click()
    page.keyboard.insert_text("再写一句。")
    saved(page)
    if size == PHONE:
        page.get_by_role("button", name="看手机样子").click()
    expect(phone(page).locator(".night")).not_to_have_text(before)
    _expect_night(page, 585)

    page.reload()
    if size == PHONE:
        page.get_by_role("button", name="看手机样子").click()
    _expect_night(page, 585)
    expect(looks.get_by_role("button", name="夜间样子")).to_have_attribute("aria-pressed", "true")
    looks.get_by_role("button", name="夜间样子").click()
    expect(phone(page).locator(".day")).to_be_visible()


def _expect_night(page: Page, width: int) -> None:
    expect(phone(page).locator(".night")).to_be_visible()
    expect(phone(page).locator(f"#w{width}")).to_be_checked()
