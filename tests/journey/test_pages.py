"""Every page of the menu for each role, at four widths: it fits, it reads aloud, it is quiet."""

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, Visitors
from tests.journey.steps import submit, write

CAST = ("zhang", "zhao", "sun", "wang", "chen", "he", "zhou", "liu")
WIDTHS = (1440, 768, 390, 320)
UNNAMED = """
() => [...document.querySelectorAll("input, select, textarea")]
  .filter((field) => !["hidden", "submit", "button"].includes(field.type) && !field.hidden)
  .filter((field) => !(field.labels?.length || field.ariaLabel || field.title))
  .map((field) => field.outerHTML)
"""
FOCUSED = "document.activeElement.textContent.trim()"


@pytest.mark.parametrize("name", CAST)
def test_every_page_of_the_menu_fits_and_reads_aloud(visitors: Visitors, name: str) -> None:
    page = visitors.page_of(name)
    page.goto("/")
    menu = page.locator("nav[aria-label=主菜单] a, nav[aria-label=常用] a, a.person-chip")
    addresses = dict.fromkeys(menu.evaluate_all("links => links.map(link => link.pathname)"))
    assert len(addresses) >= 6
    for address in addresses:
        _walk(visitors, page, address)


def _walk(visitors: Visitors, page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate(UNNAMED) == [], address
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "跳到正文", address
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        visitors.look(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def test_the_signed_out_page_fits_too(visitors: Visitors) -> None:
    page = visitors.page_of(None)
    _walk(visitors, page, "/account/login/")


def test_a_sheet_can_be_decided_by_keyboard_alone(visitors: Visitors) -> None:
    author = visitors.page_of("zhang")
    write(author, "只用键盘办的一张单")
    number = submit(author)
    page = visitors.page_of("zhao")
    page.goto(f"/review/{number}/")
    for wanted in ("退回", "同意并签名"):
        _tab_to(page, wanted)
    page.keyboard.press("Enter")
    expect(page.locator("#decision")).to_be_visible()
    for wanted in ("都没问题", "都没有"):
        _tab_to(page, wanted)
        page.keyboard.press("Enter")
    for wanted in ("意见", "返回", "确认签名"):
        _tab_to(page, wanted)
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_have_text("已初审同意。")


def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what has the focus is called `wanted`."""
    name = """() => {
      const at = document.activeElement;
      return at.labels?.[0]?.textContent ?? at.textContent.trim();
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        if str(page.evaluate(name)).strip().startswith(wanted):
            return
    raise AssertionError(wanted)
