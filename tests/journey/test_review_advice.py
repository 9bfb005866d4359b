"""Asking somebody's advice on a phone: it is answered from the desk and decides nothing."""

from playwright.sync_api import Locator, Page, expect
from tests.journey.browsing import PHONE, Visitors
from tests.journey.steps import agree, submit, write

TITLE = "请文化站看看活动日期"
QUESTION, ANSWER = "活动是这周五吗？", "是这周五下午两点。"


def test_advice_is_asked_answered_and_then_the_asker_decides(visitors: Visitors) -> None:
    author = visitors.page_of("zhang", PHONE)
    write(author, TITLE)
    number = submit(author)
    zhao = visitors.page_of("zhao", PHONE)
    zhao.goto(f"/review/{number}/")
    _ask(zhao)
    expect(zhao.locator("[data-toast]")).to_have_text("已请吴干事说说意见。")
    expect(_advice(zhao)).to_contain_text("还没有答复")
    expect(zhao.get_by_role("button", name="同意并签名")).to_be_enabled()

    wu = visitors.page_of("wu", PHONE)
    wu.goto("/")
    asked = wu.locator("section", has=wu.get_by_role("heading", name="请您说说意见的"))
    expect(asked).to_contain_text(QUESTION)
    visitors.look(wu)
    asked.get_by_role("link").filter(has_text=TITLE).click()
    article = wu.frame_locator("iframe.article-frame").locator("body")
    expect(article).to_contain_text("服务站周末照常开门")
    expect(wu.get_by_role("button", name="同意并签名")).to_have_count(0)
    wu.get_by_role("link", name="写答复").click()
    expect(_advice(wu).get_by_label("答复")).to_be_in_viewport()
    _advice(wu).get_by_label("答复").fill(ANSWER)
    _advice(wu).get_by_role("button", name="答复").click()
    expect(wu.locator("[data-toast]")).to_have_text("已答复。")
    wu.goto("/")
    expect(wu.get_by_text(QUESTION)).to_have_count(0)

    zhao.goto(f"/review/{number}/")
    expect(_advice(zhao)).to_contain_text(ANSWER)
    expect(zhao.get_by_text("等初审").first).to_be_visible()
    agree(zhao, number, words="已问过文化站。")
    expect(zhao.locator("[data-toast]")).to_have_text("已初审同意。")


def _ask(page: Page) -> None:
    """Ask somebody of another unit."""
    page.get_by_text("请别人说说意见").click()
    page.get_by_label("问谁").select_option(label="吴干事")
    page.get_by_label("想问什么").fill(QUESTION)
    page.get_by_role("button", name="发出").click()


def _advice(page: Page) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name="征求意见"))
