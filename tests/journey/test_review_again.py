"""Looking again on a phone: what changed since and what is still open, then the decision."""

import re

from playwright.sync_api import Page, expect
from tests.journey.browsing import PHONE, Visitors
from tests.journey.steps import agree, confirm, editor, submit, write

TITLE = "居家养老服务改时间"
FIRST = "服务站周一到周五上门，请提前一天预约。"
ADDED = "周末请打服务站电话。"
REASON = "请写明周末怎么办。"
HEADING = re.compile("^您上次看过之后，改了 [0-9] 处$")


def test_an_approver_sees_what_changed_and_what_is_open(visitors: Visitors) -> None:
    zhang, wang = visitors.page_of("zhang", PHONE), visitors.page_of("wang", PHONE)
    write(zhang, TITLE, FIRST)
    number = submit(zhang)
    agree(visitors.page_of("zhao", PHONE), number)
    _return(wang, number)
    second = _mended(zhang, number)
    agree(visitors.page_of("zhao", PHONE), second)

    wang.goto(f"/review/{second}/")

    expect(wang.get_by_role("heading", name=HEADING)).to_be_in_viewport()
    changes = wang.locator(".diff")
    expect(changes.filter(has_text=ADDED).locator("ins")).to_contain_text(ADDED)
    expect(changes.filter(has_text=FIRST).locator("del")).to_have_count(0)
    whole = wang.locator("iframe.article-frame")
    expect(whole).to_be_hidden()
    expect(wang.get_by_text("机审还有 1 处没有答复").first).to_be_visible()
    expect(wang.get_by_role("button", name="同意并签名")).to_be_disabled()
    expect(wang.locator("#decision-reason")).to_contain_text("机审发现还有 1 处没有答复")
    visitors.look(wang)

    wang.get_by_text("说明理由").first.click()
    wang.get_by_label("为什么可以保留").fill("服务站自己的通知。")
    wang.get_by_role("button", name="说明理由").click()
    expect(wang.get_by_role("heading", name=HEADING)).to_be_visible()
    expect(wang.get_by_text("机审 1 处都已处理")).to_be_visible()
    wang.locator("summary").filter(has_text="看全文").click()
    expect(wang.frame_locator("iframe.article-frame").locator("body")).to_contain_text(FIRST)
    agree(wang, second)


def test_the_signature_waits_until_every_change_was_in_view(visitors: Visitors) -> None:
    title = "体检日程"
    lines = [f"第 {number} 楼请在第 {number} 天上午空腹来。" for number in range(1, 25)]
    zhang, zhao = visitors.page_of("zhang", PHONE), visitors.page_of("zhao", PHONE)
    write(zhang, title, FIRST)
    number = submit(zhang)
    _return(zhao, number)
    second = _mended(zhang, number, lines)

    zhao.goto(f"/review/{second}/")
    sign = zhao.get_by_role("button", name="同意并签名")
    expect(zhao.get_by_text(re.compile("还有 [0-9]+ 处改动没看到，看完就能签"))).to_be_visible()
    expect(sign).to_be_disabled()
    for change in zhao.locator(".diff").all():
        change.scroll_into_view_if_needed()
        expect(change).to_have_class(re.compile("is-seen"))
    expect(sign).to_be_enabled()
    expect(zhao.get_by_text("签名只对第 2 版有效")).to_be_visible()


def _return(page: Page, number: str) -> None:
    """Send the sheet back to its author."""
    page.goto(f"/review/{number}/")
    page.get_by_role("button", name="退回").click()
    author = page.get_by_label(re.compile("^退给拟稿人"))
    if author.count():
        author.check()
    page.get_by_label("理由").fill(REASON)
    confirm(page)
    expect(page.locator("[data-toast]")).to_contain_text("已退回")


def _mended(page: Page, number: str, lines: list[str] | None = None) -> str:
    """Write on, leave out where it comes from, and submit; return the number of the new sheet."""
    page.goto(f"/review/{number}/")
    page.get_by_role("button", name="接着改").click()
    expect(page.get_by_text("第 2 版 草稿")).to_be_visible()
    editor(page).click()
    page.keyboard.press("Control+End")
    if lines is None:
        page.keyboard.insert_text(ADDED)
        page.get_by_label("信息来源").fill("")
    for line in lines or ():
        page.keyboard.press("Enter")
        page.keyboard.insert_text(line)
    return submit(page)
