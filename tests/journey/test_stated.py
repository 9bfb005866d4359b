"""What the form asks of the content: only what matters stands on the page, and it is all signed."""

import re

from playwright.sync_api import expect
from tests.journey.browsing import Visitors
from tests.journey.steps import drop, saved, write
from tests.journey.test_pictures import drawing


def test_more_is_asked_only_where_it_matters_and_the_reviewer_sees_it(
    visitors: Visitors, size: tuple[int, int]
) -> None:
    page = visitors.page_of("zhang", size)
    write(page, "小学生书画展")
    handling, consent, rights = (
        page.get_by_label(re.compile(label)) for label in ("^个人信息处理", "^监护人", "^图片来源")
    )
    for question in (handling, consent, rights):
        expect(question).to_be_hidden()

    page.get_by_label("是否涉及未成年人").select_option(label="涉及")
    expect(consent).to_be_visible()
    page.get_by_label("是否含个人信息").select_option(label="含")
    expect(handling).to_be_visible()
    drop(page, "书画.png", "image/png", drawing())
    expect(rights).to_be_visible()
    saved(page)

    page.get_by_role("button", name="送审").click()
    missing = page.get_by_text("还没有填。请回去接着改")
    expect(missing).to_have_count(1)
    for label in ("个人信息处理方式", "监护人同意", "图片来源与授权"):
        expect(missing).to_contain_text(f"“{label}”")
    page.get_by_role("link", name="去填内容情况").click()
    consent.fill("家长签的同意书，存办公室")
    handling.select_option(label="经本人同意")
    rights.fill("本社区张三拍摄")
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("送审《")
    page.get_by_role("main").get_by_role("button", name="送审").click()
    expect(page.locator("[data-toast]")).to_contain_text("已送审")
    number = page.url.partition("/review/")[2].partition("/")[0]

    sheet = visitors.page_of("zhao", size)
    sheet.goto(f"/review/{number}/decide/endorse/")
    expect(sheet.get_by_text("家长签的同意书，存办公室")).to_be_visible()
    expect(sheet.get_by_text("本社区张三拍摄")).to_be_visible()
