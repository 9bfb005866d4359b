"""What cannot be done says why, in place, and nothing that was typed is lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.fixtures.compound import compound
from tests.fixtures.docx import zipped
from tests.journey.browsing import PHONE, Visitors, sign_in
from tests.journey.house import House
from tests.journey.steps import SAMPLE, agree, confirm, declare, editor, sign, submit, write

ENCRYPTED = compound({"EncryptedPackage": b"x"})


def test_the_wrong_post_reads_why_there_is_nothing_to_press(visitors: Visitors) -> None:
    number = _submitted(visitors, "岗位不对的人打开")
    page = visitors.page_of("sun")
    page.goto(f"/review/{number}/")
    expect(page.get_by_text("这一步由科室（网点）负责人办。")).to_be_visible()
    button = page.get_by_role("button", name="同意并签名")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile("负责人办"))


def test_whoever_signed_before_reads_why_beside_the_greyed_button(
    visitors: Visitors, house: House
) -> None:
    number = _submitted(visitors, "同一个人不能签两次")
    _give_post(visitors, "赵站长", "书记", "居委会")
    agree(visitors.page_of("zhao"), number)
    page = visitors.page_of("zhao")
    page.goto(f"/review/{number}/")
    button = page.get_by_role("button", name="同意并签名")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile("前面的步骤是您签的"))
    expect(page.get_by_text("前面的步骤是您签的，这一步要换一个人办。")).to_be_in_viewport()


def test_what_was_typed_outlives_signing_out(visitors: Visitors, house: House) -> None:
    number = _submitted(visitors, "签到一半退出了")
    page = visitors.page_of("zhao")
    address = f"{house.url}/review/{number}/decide/endorse/"
    page.goto(address)
    declare(page)
    page.get_by_label("意见").fill("时间与热力公司核过。")
    page.context.clear_cookies(name="sessionid")
    confirm(page)
    page.wait_for_url(re.compile("/account/login/"))
    sign_in(page, house.url, "zhao")
    expect(page).to_have_url(address)
    expect(page.get_by_label("意见")).to_have_value("时间与热力公司核过。")
    expect(page.get_by_text("您上次填到一半的内容已经放回来了。")).to_be_visible()
    confirm(page)
    expect(page.locator("[data-toast]")).to_have_text("已初审同意。")


def test_an_article_being_written_outlives_signing_out(visitors: Visitors, house: House) -> None:
    page = visitors.page_of("zhang")
    write(page, "写到一半退出了", "第一句。")
    expect(page.locator("[data-editor-status]")).to_contain_text("已自动保存")
    page.context.clear_cookies(name="sessionid")
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("第二句还没保存。")
    page.get_by_role("link", name="重新登录").click()
    sign_in(page, house.url, "zhang")
    page.get_by_role("button", name="用这份").click()
    expect(editor(page)).to_contain_text("第二句还没保存。")


def test_a_double_click_signs_once(visitors: Visitors) -> None:
    number = _submitted(visitors, "连点两下只签一次")
    page = visitors.page_of("zhao")
    page.goto(f"/review/{number}/decide/endorse/")
    declare(page)
    page.get_by_role("button", name="确认签名").dblclick()
    expect(page.locator("[data-toast]")).to_have_text("已初审同意。")
    page.goto(f"/review/{number}/")
    expect(page.locator(".opinion").filter(has_text="赵站长")).to_have_count(1)


def test_the_second_of_two_people_reads_that_someone_was_first(visitors: Visitors) -> None:
    number = _submitted(visitors, "两位审批人同时打开")
    sign(visitors, number, until="zhao", size=PHONE)
    first, second = visitors.page_of("wang"), visitors.page_of("li")
    for page in (first, second):
        page.goto(f"/review/{number}/decide/approve/")
        declare(page)
    second.get_by_label("意见").fill("同意，我写了很久。")
    confirm(first)
    expect(first.locator("[data-toast]")).to_be_visible()
    confirm(second)
    expect(second.get_by_role("alert")).to_contain_text(re.compile("这一步|已经有人"))
    expect(second.get_by_text("两位审批人同时打开")).to_be_visible()
    expect(second.get_by_label("意见")).to_have_value("同意，我写了很久。")
    second.goto(f"/review/{number}/")
    expect(second.locator(".opinion").filter(has_text="审批同意")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("不是Word.docx", b"hello, plain text", "Word"),
        ("有密码.docx", ENCRYPTED, "密码|加密"),
        ("空的.docx", b"", "空"),
        ("坏了一半.docx", SAMPLE.read_bytes()[:4000], "打不开|坏|不完整|读"),
        ("只是压缩包.docx", zipped({"readme.txt": b"x"}), "Word"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_in_place(
    visitors: Visitors, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    page = visitors.page_of("zhang")
    page.goto("/collect/word/")
    page.get_by_label("Word 文件").set_input_files(tmp_path / name)
    page.get_by_role("button", name="导入 Word").click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile(says))
    expect(page.get_by_role("heading", level=1)).to_have_text("导入 Word")
    if content:
        page.goto("/collect/")
        kept = page.locator("section", has=page.get_by_role("heading", name="收到了，但没能读出来"))
        expect(kept).to_contain_text(name)


def _submitted(visitors: Visitors, title: str) -> str:
    """Return the number of a sheet that waits for its first review."""
    page = visitors.page_of("zhang")
    write(page, title)
    number = submit(page)
    page.close()
    return number


def _give_post(visitors: Visitors, who: str, post: str, unit: str) -> None:
    """Let the administrator appoint somebody to one more post."""
    page: Page = visitors.page_of("chen")
    page.goto("/settings/people/")
    page.get_by_role("link", name=who).click()
    page.get_by_role("link", name="任命岗位").click()
    choice = page.get_by_label("岗位").locator("option", has_text=post).first
    page.get_by_label("岗位").select_option(value=choice.get_attribute("value"))
    place = page.get_by_label("所在单位").locator("option", has_text=unit).first
    page.get_by_label("所在单位").select_option(value=place.get_attribute("value"))
    page.get_by_role("main").get_by_role("button", name="任命").click()
    expect(page.locator("[data-toast]")).to_be_visible()
