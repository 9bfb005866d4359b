"""Routine sheets agreed to together on a phone: each by itself, and nothing typed is lost."""

import re

from playwright.sync_api import Locator, Page, expect
from tests.journey.browsing import PHONE, Visitors
from tests.journey.steps import submit, write

KEPT, CHANGED, LATER = "周六图书角开放", "周日义剪", "广场舞改到七点"
WORDS = {KEPT: "同意，照此发布。", CHANGED: "请写明在哪一栋楼。", LATER: "等文化站回话再签。"}


def test_routine_sheets_are_signed_together_and_nothing_typed_is_lost(visitors: Visitors) -> None:
    numbers = {title: _submitted(visitors, title) for title in WORDS}
    zhao = visitors.page_of("zhao", PHONE)
    zhao.goto("/review/")
    zhao.get_by_role("link", name="一起审").click()
    for title, words in WORDS.items():
        _card(zhao, title).get_by_label(re.compile("^意见")).fill(words)
    for title in (KEPT, CHANGED):
        for box in _card(zhao, title).get_by_role("checkbox").all():
            box.check()
    visitors.look(zhao)

    _recall(visitors, numbers[CHANGED])
    zhao.get_by_role("button", name="签勾选的几件").click()

    done = zhao.locator("section", has=zhao.get_by_role("heading", name="刚才办的"))
    expect(done.get_by_role("listitem").filter(has_text=KEPT)).to_contain_text("已签")
    refused = done.get_by_role("listitem").filter(has_text=CHANGED)
    expect(refused).to_contain_text("没办成")
    expect(refused).to_contain_text("刚才已经有人办了这一步")
    expect(refused).to_contain_text(WORDS[CHANGED])
    expect(done.get_by_role("listitem").filter(has_text=LATER)).to_have_count(0)
    expect(_card(zhao, LATER).get_by_label(re.compile("^意见"))).to_have_value(WORDS[LATER])
    expect(_card(zhao, KEPT)).to_have_count(0)
    visitors.look(zhao)

    zhao.goto(f"/review/{numbers[KEPT]}/")
    expect(zhao.get_by_text(WORDS[KEPT])).to_be_visible()
    zhao.goto(f"/review/{numbers[LATER]}/")
    expect(zhao.get_by_role("button", name="同意并签名")).to_be_enabled()


def test_a_tick_alone_is_no_declaration(visitors: Visitors) -> None:
    title = "便民理发延长一小时"
    _submitted(visitors, title)
    zhao = visitors.page_of("zhao", PHONE)
    zhao.goto("/review/together/")
    _card(zhao, title).get_by_label("同意并签名").check()
    _card(zhao, title).get_by_label(re.compile("^意见")).fill("可以。")
    zhao.get_by_role("button", name="签勾选的几件").click()

    expect(zhao.get_by_role("status").get_by_text("没办成")).to_be_visible()
    card = _card(zhao, title)
    expect(card.get_by_label("同意并签名")).to_be_checked()
    expect(card.get_by_label(re.compile("^意见"))).to_have_value("可以。")
    card.get_by_label(re.compile("^我看过")).check()
    zhao.get_by_role("button", name="签勾选的几件").click()
    expect(zhao.get_by_role("status").get_by_text("已签")).to_be_visible()


def _submitted(visitors: Visitors, title: str) -> str:
    page = visitors.page_of("zhang", PHONE)
    write(page, title)
    page.get_by_label("信息类别").select_option(label="便民信息")
    number = submit(page)
    page.close()
    return number


def _recall(visitors: Visitors, number: str) -> None:
    author = visitors.page_of("zhang", PHONE)
    author.goto(f"/review/{number}/")
    author.get_by_role("button", name="撤回").click()
    expect(author.locator("[data-toast]")).to_contain_text("已撤回")
    author.close()


def _card(page: Page, title: str) -> Locator:
    """Return the sheet of that title on the page where several are agreed to."""
    return page.locator("form section").filter(has_text=title)
