"""What no link leads to: open dialogs and menus, refused forms, empty lists, large letters."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.house import House
from tests.journey.looking import LARGE, MIRRORED, Looking, sticking_out
from tests.journey.steps import (
    confirm,
    declare,
    editor,
    saved,
    write,
)
from tests.journey.test_editor import tool
from tests.journey.test_pictures import drawing

# A browser that asks nothing of a form by itself, so that the page's own words are read.
UNASKING = "document.querySelectorAll('main form').forEach((form) => { form.noValidate = true; })"
PUBLISHED = re.compile(r"/publish/[0-9A-Z]{26}/$")
FORMS = (
    ("/settings/people/new/", "登记人员"),
    ("/respond/", "登记突发事件"),
    ("/account/password/", "换密码"),
)
EMPTY = (
    "/collect/",
    "/review/register/",
    "/check/terms/",
    "/settings/people/",
    "/publish/",
    "/report/ledger/",
)


@pytest.fixture(scope="module")
def house(open_demo: Callable[[str], House]) -> Iterator[House]:
    """Serve a demo of its own, whose account loses its permissions."""
    house = open_demo("accessible")
    yield house
    house.stop()


@pytest.fixture(scope="module")
def looking() -> Looking:
    return Looking()


def test_a_question_takes_the_focus_and_gives_it_back(visitors: Visitors, looking: Looking) -> None:
    page = visitors.page_of("chen")
    page.goto("/settings/people/")
    page.get_by_role("link", name="赵站长").click()
    opener = page.get_by_role("button", name="停用账号")
    opener.click()
    dialog = page.get_by_role("dialog", name=re.compile("停用.*的账号"))
    expect(dialog).to_have_accessible_description(re.compile("不能登录"))
    expect(dialog.get_by_role("button", name="先不停用")).to_be_focused()
    assert looking.wrong_at_both(page) == []
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="停用账号")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_what_opens_in_the_editor_is_for_everybody(visitors: Visitors, looking: Looking) -> None:
    page = visitors.page_of("zhang")
    write(page, "打开的都看一遍", "第一段")
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        for name in ("段落级别", "文字颜色", "框"):
            tool(page, name)
            assert looking.wrong(page) == [], name
            page.keyboard.press("Escape")
            expect(page.get_by_role("menu", name=name)).to_have_count(0)
            expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
        editor(page).click()
    page.keyboard.press("Shift+Home")
    tool(page, "链接")
    expect(page.get_by_label("链接地址")).to_be_focused()
    _wrongly_filled(page, looking, "链接地址", "javascript:1")
    page.keyboard.press("End")
    tool(page, "插入表格")
    tool(page, "单元格底色")
    assert looking.wrong_at_both(page) == []
    page.keyboard.press("Escape")
    editor(page).get_by_text("第一段").click()
    with page.expect_file_chooser() as chooser:
        tool(page, "插入图片")
    chooser.value.set_files([{"name": "a.png", "mimeType": "image/png", "buffer": drawing()}])
    editor(page).locator("img").click()
    _wrongly_filled(page, looking, "宽度（占正文的百分之几）", "999")
    _two_texts(visitors, page, looking)


def _wrongly_filled(page: Page, looking: Looking, label: str, value: str) -> None:
    """Fill one field of the panel under the tools with what cannot stand."""
    field = page.get_by_label(label)
    field.fill(value)
    field.press("Enter")
    expect(field).to_have_accessible_description(re.compile("^请填"))
    assert looking.wrong_at_both(page) == []
    field.press("Escape")
    expect(editor(page)).to_be_focused()


def _two_texts(visitors: Visitors, page: Page, looking: Looking) -> None:
    """Let somebody else save first, so that both texts stand side by side."""
    page.get_by_role("button", name="存草稿").click()
    expect(page.locator("[data-toast]")).to_contain_text("已保存")
    other = visitors.page_of("zhang")
    other.goto(page.url)
    for where, words in ((other, "（别处）"), (page, "（我的）")):
        editor(where).get_by_text("第一段").click()
        where.keyboard.press("End")
        where.keyboard.insert_text(words)
        if where is other:
            saved(other)
    merging = page.get_by_role("region", name="两份文字，选一份")
    expect(merging.get_by_role("heading")).to_be_focused()
    expect(merging.get_by_role("group", name=re.compile("^第 1 处"))).to_be_visible()
    expect(merging.get_by_role("status")).to_contain_text("还有 1 处没选")
    assert looking.wrong_at_both(page) == []


def test_a_form_with_errors_is_heard_and_its_errors_stand_at_their_fields(
    visitors: Visitors, looking: Looking
) -> None:
    page = visitors.page_of("chen")
    for address, verb in FORMS:
        page.goto(address)
        press_unasked(page, verb)
        assert looking.wrong_in_refusal(page) == []
    page.goto("/settings/people/")
    page.get_by_role("link", name="赵站长").click()
    for link, verb in (("任命岗位", "任命"), ("委托", "委托")):
        page.get_by_role("link", name=link).first.click()
        press_unasked(page, verb)
        assert looking.wrong_in_refusal(page) == []
        page.get_by_role("link", name="先不办").click()
    page.goto("/respond/halt/")
    page.get_by_label("我确认停止发布").check()
    page.get_by_role("button", name=re.compile("停止发布")).press("Enter")
    expect(page.locator(".form-errors")).to_be_visible()
    assert looking.wrong_in_refusal(page) == []
    page.goto("/settings/regulation/adopt/")
    page.get_by_role("button", name=re.compile("看这一份.*官方微信")).click()
    page.get_by_role("link", name="接着安排人员").first.click()
    page.locator("select[name$=-unit]").first.select_option("")
    page.get_by_role("button", name="存好，接着定日子").last.click()
    assert looking.wrong_in_refusal(page) == []


def test_manuscripts_that_are_refused_are_for_everybody(
    visitors: Visitors, looking: Looking
) -> None:
    page = visitors.page_of("zhang")
    page.goto("/collect/word/")
    page.get_by_label("Word 文件").set_input_files(
        [{"name": "x.docx", "mimeType": "text/plain", "buffer": b"x"}]
    )
    page.get_by_role("button", name="导入 Word").click()
    expect(page.locator(".form-errors")).to_be_visible()
    assert looking.wrong_in_refusal(page) == []
    page.goto("/collect/")
    expect(page.get_by_role("heading", name="收到了，但没能读出来的文件")).to_be_visible()
    assert looking.wrong_at_both(page) == []
    page.goto("/publish/")
    page.locator("#rows td a").first.click()
    page.get_by_role("button", name=re.compile("^提撤稿")).click()
    page.get_by_role("button", name="送审").click()
    page.get_by_role("main").get_by_role("button", name="送审").click()
    assert looking.wrong_in_refusal(page) == []
    page.goto("/publish/orders/")
    page.get_by_role("button", name="提栏目变动").click()
    page.locator("#id_column-0-days").fill("99999")
    press_unasked(page, "送审")
    assert looking.wrong_in_refusal(page) == []


def test_a_decision_that_is_refused_and_what_follows_are_for_everybody(
    visitors: Visitors, looking: Looking, house: House
) -> None:
    page = visitors.page_of("zhao")
    open_waiting(page, "同意并签名")
    press_unasked(page, "确认签名")
    missing = page.get_by_role("group", name="保密关")
    expect(missing).to_have_accessible_description("还没有选")
    assert looking.wrong_in_refusal(page) == []
    declare(page)
    confirm(page)
    expect(page.locator("[data-toast]")).to_be_visible()
    assert looking.wrong_at_both(page) == []
    page = visitors.page_of("chen")
    open_waiting(page, "核发")
    declare(page)
    password = page.get_by_label("您的登录密码")
    password.fill("不是这个")
    page.get_by_role("button", name="确认核发").click()
    expect(password).to_be_focused()
    expect(password).to_have_accessible_description(re.compile("密码不对"))
    assert looking.wrong_in_refusal(page) == []
    confirm(page)
    page.get_by_role("button", name=re.compile("^加进今日一期")).first.click()
    assert looking.wrong_at_both(page) == []
    page.get_by_role("button", name="定时发布").last.click()
    assert looking.wrong_in_refusal(page) == []
    _publish_by_hand(page, looking, house)


def _publish_by_hand(page: Page, looking: Looking, house: House) -> None:
    house.outsider("account", kind="lapsed")
    page.get_by_role("button", name="现在发布").click()
    assert looking.wrong_at_both(page) == []
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url(PUBLISHED)
    assert looking.wrong_at_both(page) == []
    page.get_by_role("link", name="照着发表").click()
    page.get_by_label("文章链接").fill("https://example.org/")
    page.get_by_role("button", name="打开核对").click()
    assert looking.wrong_in_refusal(page) == []
    page.get_by_text("发出过，线上已经没有了", exact=True).click()
    press_unasked(page, "记下，线上已无")
    assert looking.wrong_in_refusal(page) == []


def test_lists_that_find_nothing_are_for_everybody(visitors: Visitors, looking: Looking) -> None:
    page = visitors.page_of("chen")
    for address in EMPTY:
        page.goto(f"{address}?q=zzz")
        assert looking.wrong_at_both(page) == []


def test_main_pages_hold_large_letters_and_the_other_direction(visitors: Visitors) -> None:
    page = visitors.page_of("wang")
    open_waiting(page, "同意并签名")
    decision = page.url
    author = visitors.page_of("zhang")
    write(author, "放大，再倒过来")
    for who, address in (
        (page, "/"),
        (page, decision.partition("decide/")[0]),
        (page, decision),
        (author, author.url),
        (page, "/publish/"),
        (page, "/review/register/"),
    ):
        who.goto(address)
        who.evaluate(LARGE)
        assert sticking_out(who) == []
        who.evaluate(MIRRORED)
        assert sticking_out(who) == []
        side = who.locator(".side").bounding_box()
        assert side is not None
        assert side["x"] + side["width"] == DESKTOP[0]


def test_whoever_wants_no_motion_sees_none(visitors: Visitors) -> None:
    page = visitors.page_of("chen")
    page.goto("/respond/halt/")
    hold = page.locator("[data-hold]")
    hold.evaluate("button => button.classList.add('is-holding')")
    lasts = "button => getComputedStyle(button, '::before').transitionDuration"
    assert hold.evaluate(lasts) == "0s"
    page.emulate_media(reduced_motion="no-preference")
    assert hold.evaluate(lasts) == "2s"


def open_waiting(page: Page, verb: str) -> None:
    """Open the sheet that waits first for this person, and press what carries it on."""
    page.goto("/review/")
    page.get_by_role("main").locator('a[href^="/review/2026-"]').first.click()
    page.get_by_role("button", name=verb).click()
    expect(page.locator("#decision")).to_be_visible()


def press_unasked(page: Page, verb: str) -> None:
    """Press a form's button in a browser that does not ask for what is missing."""
    page.evaluate(UNASKING)
    page.get_by_role("button", name=verb, exact=True).last.click()
    expect(page.locator(".form-errors")).to_be_visible()
