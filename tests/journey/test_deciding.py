"""A leader decides on a phone: declares, signs by finger, and a dropped line loses nothing."""

import re

from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.steps import agree, confirm, declare, submit, write

LONGEST_KILOBYTES = 60


def test_a_signature_by_finger_stands_on_the_sheet(visitors: Visitors) -> None:
    number = _submitted(visitors, "手指签名")
    page = visitors.page_of("zhao", PHONE)
    page.goto(f"/review/{number}/")
    page.get_by_role("button", name="同意并签名").click()
    declare(page)
    _draw(page)
    visitors.look(page)
    confirm(page)
    expect(page.locator("[data-toast]")).to_have_text("已初审同意。")
    page.goto(f"/review/{number}/")
    picture = page.get_by_role("img", name=re.compile("赵站长 的签名"))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 600


def test_a_dot_is_no_signature_and_rewriting_empties_the_frame(visitors: Visitors) -> None:
    number = _submitted(visitors, "只点了一下")
    page = visitors.page_of("zhao", PHONE)
    page.goto(f"/review/{number}/decide/endorse/")
    declare(page)
    page.locator(".pad canvas").click()
    confirm(page)
    expect(page.get_by_text("只有一点，不像签名。")).to_be_visible()
    page.get_by_role("button", name="重写").click()
    confirm(page)
    expect(page.locator("[data-toast]")).to_have_text("已初审同意。")


def test_a_dropped_line_loses_neither_words_nor_strokes(visitors: Visitors) -> None:
    number = _submitted(visitors, "签到一半断网")
    page = visitors.page_of("zhao", PHONE)
    page.goto(f"/review/{number}/decide/endorse/")
    declare(page)
    page.get_by_role("button", name="同意。", exact=True).click()
    expect(page.get_by_label("意见")).to_have_value("同意。")
    _draw(page)
    page.context.set_offline(True)
    confirm(page)
    expect(
        page.get_by_text("没有连上核发：网络断了。您填的都还在，连上后再点一次。")
    ).to_be_visible()
    expect(page.get_by_label("意见")).to_have_value("同意。")
    page.context.set_offline(False)
    confirm(page)
    expect(page.locator("[data-toast]")).to_have_text("已初审同意。")
    page.goto(f"/review/{number}/")
    expect(page.get_by_role("img", name=re.compile("赵站长 的签名"))).to_be_visible()


def test_strokes_are_kept_when_the_phone_turns_and_when_one_goes_back(visitors: Visitors) -> None:
    number = _submitted(visitors, "横过来再竖回去")
    page = visitors.page_of("zhao", PHONE)
    page.goto(f"/review/{number}/decide/endorse/")
    declare(page)
    _draw(page)
    page.set_viewport_size({"width": PHONE[1], "height": PHONE[0]})
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert _ink(page) > 0
    page.get_by_role("link", name="返回").click()
    page.get_by_role("button", name="同意并签名").click()
    expect(page.get_by_text("您上次填到一半的内容已经放回来了。")).to_be_visible()
    assert _ink(page) > 0


def test_who_is_unsure_hands_the_question_up(visitors: Visitors) -> None:
    number = _submitted(visitors, "有一处拿不准")
    page = visitors.page_of("zhao", DESKTOP)
    page.goto(f"/review/{number}/decide/endorse/")
    row = page.get_by_role("listitem").filter(has_text="不侵权")
    row.get_by_text("拿不准", exact=True).click()
    declare(page)
    confirm(page)
    expect(page.locator("[data-toast]")).to_have_text("已初审同意。")
    above = visitors.page_of("wang", PHONE)
    above.goto(f"/review/{number}/decide/approve/")
    expect(above.get_by_text("赵站长拿不准，请您定")).to_be_visible()


def test_release_asks_for_the_password_and_refuses_a_wrong_one(visitors: Visitors) -> None:
    number = _submitted(visitors, "核发前再认一次人")
    for name, verb in (("zhao", "同意并签名"), ("wang", "同意并签名"), ("sun", "移交")):
        agree(visitors.page_of(name), number, verb)
    page = visitors.page_of("chen")
    page.goto(f"/review/{number}/")
    page.get_by_role("button", name="核发").click()
    declare(page)
    page.get_by_label("您的登录密码").fill("不是这个")
    page.get_by_role("button", name="确认核发").click()
    expect(page.get_by_role("alert")).to_contain_text("密码")
    confirm(page)
    expect(page.locator("[data-toast]")).to_contain_text("已核发")


def test_a_sheet_on_a_phone_weighs_little(visitors: Visitors) -> None:
    number = _submitted(visitors, "老手机也打得开")
    page = visitors.page_of("zhao", PHONE)
    weighed = page.context.new_cdp_session(page)
    weighed.send("Network.enable")
    weighed.send("Network.setCacheDisabled", {"cacheDisabled": True})
    bytes_seen: list[float] = []
    weighed.on(
        "Network.loadingFinished", lambda event: bytes_seen.append(event["encodedDataLength"])
    )
    page.goto(f"/review/{number}/", wait_until="networkidle")
    assert 0 < sum(bytes_seen) / 1024 <= LONGEST_KILOBYTES
    size = page.locator("main").evaluate("main => parseFloat(getComputedStyle(main).fontSize)")
    assert size >= 17


def _submitted(visitors: Visitors, title: str) -> str:
    page = visitors.page_of("zhang")
    write(page, title)
    number = submit(page)
    page.close()
    return number


def _draw(page: Page) -> None:
    """Draw a cross into the frame."""
    frame = page.locator(".pad canvas")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box
    for start, end in ((0.2, 0.8), (0.8, 0.2)):
        page.mouse.move(box["x"] + box["width"] * start, box["y"] + box["height"] * 0.2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * end, box["y"] + box["height"] * 0.8, steps=12)
        page.mouse.up()


def _ink(page: Page) -> int:
    """Return how many points of the frame are drawn on."""
    found: int = page.locator(".pad canvas").evaluate(
        "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
        ".data.filter((value, at) => at % 4 === 3 && value > 0).length"
    )
    return found
