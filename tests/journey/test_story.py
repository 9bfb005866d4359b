"""The whole story: one Word notice from the contributor's file to a proved ledger."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import Visitors
from tests.journey.house import House
from tests.journey.steps import SAMPLE, TITLE_LABEL, agree, card, editor, fill_in, submit

ID_NUMBER = "11010519491231002X"
TITLE = "关于开展2026年冬季供暖入户检查的通知"


def test_a_word_notice_goes_all_the_way(
    visitors: Visitors, house: House, page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    title = f"{TITLE}（{size[0]}）"
    number = _hand_in(page_of("zhang"), title)
    _decide_in_one_screen(page_of("zhao"), number, title)
    agree(page_of("zhao"), number, words="时间与供热公司核对过。")
    agree(page_of("wang"), number)
    agree(page_of("sun"), number, "移交")
    chen = page_of("chen")
    agree(chen, number, "核发")
    address = _publish(chen, title)

    reader = visitors.page_of(None, size)
    reader.goto(address)
    expect(reader.locator("#activity-name")).to_have_text(title)
    expect(reader.locator("#js_content")).to_contain_text("星期六")
    expect(reader.locator("#js_content")).not_to_contain_text(ID_NUMBER)

    _patrol(page_of("he"), title)
    chen.goto("/report/ledger/")
    chen.get_by_role("button", name="现在核对").click()
    expect(chen.get_by_role("heading", level=1)).to_have_text("核对结果")
    expect(chen.locator(".notice.tone-ok")).to_be_visible()
    assert any(item["title"] == title for article in house.published() for item in article["items"])


def _hand_in(page: Page, title: str) -> str:
    """Hand in the Word file, mend what the machine found, submit; return the sheet's number."""
    page.goto("/collect/word/")
    page.get_by_label("Word 文件").set_input_files(SAMPLE)
    page.get_by_role("button", name="导入 Word").click()
    expect(page.get_by_text("读 Word 时改动或没带进来的，共 5 处")).to_be_visible()
    expect(page.get_by_text("批注没有带进来")).to_be_visible()
    text = editor(page)
    expect(text.locator(".mark-must[data-mark]")).to_have_count(3)
    for words in ("日期和星期对不上", "这里有手机号", "这里有身份证号"):
        expect(card(page, words)).to_have_count(1)
    expect(page.locator("[data-findings]")).not_to_contain_text(ID_NUMBER)

    card(page, "日期和星期对不上").get_by_role("button", name="改成星期六").click()
    expect(card(page, "日期和星期对不上")).to_have_count(0)
    expect(text).to_contain_text("2026年11月28日（星期六）")

    text.focus()
    text.locator(".mark-must", has_text=ID_NUMBER).evaluate(
        "mark => getSelection().selectAllChildren(mark)"
    )
    page.keyboard.press("Delete")
    expect(card(page, "这里有身份证号")).to_have_count(0)
    page.get_by_role("textbox", name=TITLE_LABEL).fill(title)
    fill_in(page)
    page.get_by_role("button", name="存草稿").click()
    expect(page.locator("[data-toast]")).to_have_text("已保存。")

    phone = card(page, "这里有手机号")
    phone.get_by_text("说明理由", exact=True).first.click()
    phone.get_by_label("为什么可以保留").fill("物业值班的公开电话。")
    phone.get_by_role("button", name="说明理由").click()
    expect(page.locator("[data-toast]")).to_have_text(re.compile("已记下您的说明"))
    expect(card(page, "这里有手机号")).to_have_count(0)
    expect(editor(page)).not_to_contain_text(ID_NUMBER)
    return submit(page)


def _decide_in_one_screen(page: Page, number: str, title: str) -> None:
    """See title, 退回 and 同意并签名 without moving the page, from the desk's list."""
    page.goto("/")
    page.get_by_role("link").filter(has_text=number).or_(
        page.get_by_role("link", name="开始初审")
    ).first.click()
    page.goto(f"/review/{number}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    for part in (
        page.get_by_role("heading", level=1),
        page.get_by_role("button", name="退回"),
        page.get_by_role("button", name="同意并签名"),
    ):
        expect(part).to_be_in_viewport(ratio=1)
    article = page.frame_locator("iframe.article-frame")
    expect(article.locator("body")).to_contain_text("星期六")


def _publish(page: Page, title: str) -> str:
    """Publish at once; return the article's public address."""
    page.goto("/publish/")
    page.locator(".duty").filter(has_text=title).get_by_role("button", name="现在发布").click()
    page.get_by_role("dialog").get_by_role("button", name="现在发布").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("已发布", exact=True).first).to_be_visible(timeout=20_000)
    page.reload()
    address = page.get_by_role("link", name="打开线上文章").get_attribute("href")
    assert address
    return address


def _patrol(page: Page, title: str) -> None:
    """Look at everything the public can see; this article is as it was released."""
    page.goto("/patrol/")
    page.get_by_role("button", name="再核对一遍").click()
    row = page.get_by_role("link").filter(has_text=title)
    expect(row).to_contain_text("一致")
    row.click()
    expect(page.locator("#detail")).to_contain_text("与核准稿一致")


@pytest.mark.usefixtures("house")
def test_a_public_article_needs_no_signing_in(visitors: Visitors, house: House) -> None:
    reader = visitors.page_of(None)
    reader.goto(house.published()[0]["items"][0]["url"])
    expect(reader.locator("#activity-name")).to_be_visible()
