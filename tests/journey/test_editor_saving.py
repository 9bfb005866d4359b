"""Two who write at once, and words that could not be saved: in a real browser."""

import re

from playwright.sync_api import Page, expect
from tests.journey.browsing import Visitors, sign_in
from tests.journey.steps import (
    blocks,
    editor,
    paragraph,
    phone,
    saved,
    told,
    write,
)

# Cut within the page: what a closing page still sends is beyond the browser's own switch.
CUT = "() => { window.fetch = () => Promise.reject(new TypeError('cut')); }"


def test_whoever_saves_second_sees_both_texts_and_chooses(
    visitors: Visitors, size: tuple[int, int]
) -> None:
    page = visitors.page_of("zhang", size)
    write(page, "两处一起写", "第一段")
    for words in ("第二段", "第三段"):
        page.keyboard.press("Enter")
        page.keyboard.insert_text(words)
    saved(page)
    other = visitors.page_of("zhang")
    other.goto(page.url)
    append(other, "第一段", "（别处）")
    append(other, "第三段", "（别处）")
    other.locator("#id_title").fill("别处改的标题")
    saved(other)

    append(page, "第二段", "（我的）")
    append(page, "第三段", "（我的）")

    merging = page.get_by_role("region", name="两份文字，选一份")
    expect(merging.get_by_role("heading")).to_contain_text("张干事")
    expect(merging.locator("mark").filter(has_text="我的")).to_have_count(2)
    expect(merging.get_by_text("还有 2 处没选")).to_be_visible()
    finish = merging.get_by_role("button", name="按选好的保存")
    expect(finish).to_be_disabled()
    title, first, second, third = merging.locator(".editor-hunk").all()
    expect(first.get_by_role("button", name="用先保存的")).to_have_attribute("aria-pressed", "true")
    expect(second.get_by_role("button", name="用我写的")).to_have_attribute("aria-pressed", "true")
    title.get_by_role("button", name="用先保存的").click()
    third.get_by_role("button", name="用我写的").click()
    with page.expect_response(re.compile("/save/$")) as caught:
        finish.click()

    assert caught.value.ok
    assert blocks(page) == [
        paragraph("第一段（别处）"),
        paragraph("第二段（我的）"),
        paragraph("第三段（我的）"),
    ]
    expect(page.locator("#id_title")).to_have_value("别处改的标题")
    page.reload()
    expect(editor(page)).to_contain_text("第三段（我的）")


def append(page: Page, after: str, words: str) -> None:
    """Write `words` at the end of the paragraph that reads `after`."""
    editor(page).get_by_text(after, exact=True).click()
    page.keyboard.press("End")
    page.keyboard.insert_text(words)


def test_what_a_closed_page_could_not_save_is_offered_again(visitors: Visitors) -> None:
    page = visitors.page_of("zhang")
    write(page, "会断的", "存过的")
    saved(page)
    address = page.url

    page.evaluate(CUT)
    page.keyboard.insert_text("，没存上的")
    page.locator("#id_title").fill("没存上的标题")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(address)
    expect(told(again)).to_contain_text("没来得及保存的文字")
    again.get_by_role("button", name="用这份").click()

    expect(editor(again)).to_contain_text("存过的，没存上的")
    expect(again.locator("#id_title")).to_have_value("没存上的标题")
    saved(again)


def test_words_written_after_the_session_ended_are_offered_again(visitors: Visitors) -> None:
    page = visitors.page_of("zhang")
    write(page, "退出过的", "存过的")
    saved(page)
    expect(phone(page).get_by_text("存过的").first).to_be_visible()

    page.context.clear_cookies()
    page.keyboard.insert_text("，退出后写的")
    expect(told(page)).to_contain_text("您已经退出登录")
    page.get_by_role("link", name="重新登录").click()
    sign_in(page, visitors.house.url, "zhang")
    page.get_by_role("button", name="用这份").click()

    expect(editor(page)).to_contain_text("存过的，退出后写的")
    saved(page)
