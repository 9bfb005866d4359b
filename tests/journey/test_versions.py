"""Journey: versions. What changed is marked for author and reviewer; a draft comes back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journey.browsing import Visitors
from tests.journey.steps import editor, submit, write


def test_change_is_marked_for_author_and_reviewer(
    visitors: Visitors, size: tuple[int, int]
) -> None:
    author = visitors.page_of("zhang", size)
    write(author, "并排看的通知", "服务站周六照常开门，办事请带证件。")
    number = submit(author)
    reviewer = visitors.page_of("zhao", size)
    reviewer.goto(f"/review/{number}/")
    reviewer.get_by_role("button", name="退回").click()
    reviewer.get_by_label("理由").fill("请改成周日")
    reviewer.get_by_role("button", name="确认退回").click()
    expect(reviewer.locator("[data-toast]")).to_be_visible()

    author.goto(f"/review/{number}/")
    author.get_by_role("button", name="接着改").click()
    editor(author).click()
    author.keyboard.press("Control+A")
    author.keyboard.insert_text("服务站周日照常开门，办事请带证件。")
    following = submit(author)

    reviewer.goto(f"/review/{following}/")
    expect(reviewer.get_by_role("heading", name="您上次看过之后，改了")).to_be_visible()
    reviewer.get_by_role("link", name="并排看全文").click()
    for page in (reviewer,):
        expect(page.get_by_text("第 1 版和第 2 版并排看")).to_be_visible()
        text = page.locator("table.sides")
        expect(text.locator("del")).to_have_text("删去六")
        expect(text.locator("ins")).to_have_text("新增日")
    author.goto(reviewer.url)
    expect(author.locator("table.sides ins")).to_have_text("新增日")


def test_draft_in_the_bin_is_taken_back_from_the_message(page_of: Callable[[str], Page]) -> None:
    page = page_of("zhang")
    write(page, "丢错的通知")
    page.get_by_role("button", name="丢进回收站").click()
    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("丢进回收站")
    toast.get_by_role("button", name="撤回").click()

    expect(page.locator("[data-toast]")).to_contain_text("已取回")
    page.goto("/collect/bin/")
    expect(page.get_by_role("heading", level=1)).to_have_text("回收站")


def test_released_item_is_written_anew(page_of: Callable[[str], Page]) -> None:
    page = page_of("zhang")
    page.goto("/collect/")
    page.get_by_role("link", name="照上月的写").click()
    page.get_by_role("button", name="照这篇写").first.click()

    page.wait_for_url(re.compile(r"/collect/version/\d+/$"))
    expect(page.locator("[data-toast]")).to_contain_text("起了新稿")
