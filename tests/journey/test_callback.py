"""Messages are connected on their page; then WeChat's word brings the outcome at once."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.house import House
from tests.sandbox.client import Wechat

PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def house(open_demo: Callable[[str], House]) -> Iterator[House]:
    """Serve a demo of this file's own: an alarm stands on its pages in the end."""
    opened = open_demo("callback")
    yield opened
    opened.stop()


def open_page(page: Page) -> None:
    page.goto("/settings/accounts/")
    page.get_by_role("link", name="消息接收").click()
    expect(page.get_by_role("heading", name="消息接收")).to_be_visible()


def keys_on(page: Page) -> dict[str, Any]:
    """Return what the page says to enter at WeChat."""
    return {
        "url": page.get_by_label("服务器地址（URL）").input_value(),
        "token": page.get_by_label("令牌（Token）").input_value(),
        "aes_key": page.get_by_label("消息加解密密钥（EncodingAESKey）").input_value(),
        "mode": "safe",
    }


def state_of(house: House) -> Any:
    """Return all that the sandbox knows."""
    with urllib.request.urlopen(f"{house.console}/api/state", timeout=10) as reply:
        return json.load(reply)


def replies(house: House) -> list[str]:
    """Return what readers were answered."""
    answers = [answer for push in state_of(house)["pushes"] for answer in push["answers"]]
    return [str(answer["reply"].get("Content", "")) for answer in answers]


def reload_until(page: Page, words: str) -> None:
    for _ in range(PATIENCE_SECONDS * 2):
        page.reload()
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("main").inner_text())


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_keys_are_made_entered_at_wechat_and_heard(
    visitors: Visitors, house: House, size: tuple[int, int]
) -> None:
    page = visitors.page_of("chen", size)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page)
    page.get_by_role("button", name=re.compile("生成密钥")).click()
    sure = page.get_by_role("dialog").get_by_role("button", name="重新生成")
    if sure.count():
        sure.click()
    expect(page.get_by_text("密钥只在这一页显示一次")).to_be_visible()
    keys = keys_on(page)
    page.get_by_role("button", name="复制").nth(1).click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == keys["token"]

    house.outsider("callback", **keys)
    page.get_by_role("link", name="填好了").click()
    expect(page.get_by_text("核验通过")).to_be_visible()
    assert keys["token"] not in page.content()

    page.get_by_role("button", name="让微信试连一次").click()
    expect(page.get_by_text("微信找得到、也连得到这里。")).to_be_visible()

    house.outsider("callback/message", type="text", content="今天停水吗")
    reload_until(page, "读者留言（加密）")


def test_who_writes_during_an_incident_reads_the_holding_answer(
    visitors: Visitors, house: House
) -> None:
    page = visitors.page_of("chen")
    open_page(page)
    page.get_by_role("textbox", name="临时答复").fill("正在处理，请看公告。")
    page.get_by_role("button", name="保存临时答复").click()
    expect(page.get_by_text("正在答复")).to_be_visible()

    house.outsider("callback/message", type="text", content="怎么了")
    for _ in range(PATIENCE_SECONDS * 2):
        if "正在处理，请看公告。" in replies(house):
            break
        page.wait_for_timeout(500)
    assert "正在处理，请看公告。" in replies(house)

    page.get_by_role("textbox", name="临时答复").fill("")
    page.get_by_role("button", name="保存临时答复").click()
    expect(page.get_by_text("正在答复")).to_have_count(0)


def test_what_nobody_here_published_is_found_within_seconds_of_wechat_s_word(
    visitors: Visitors, house: House
) -> None:
    account = state_of(house)["account"]
    outsider = Wechat(house.sandbox, account["appid"], account["secret"])
    outsider.token = outsider.stable_token()["access_token"]
    media_id = outsider.draft(title="没有人核发过的通知")
    outsider.call("freepublish/submit", {"media_id": media_id})

    page = visitors.page_of("chen")
    open_page(page)
    reload_until(page, "发布结果（加密）")
    page.goto("/")
    reload_until(page, "没有人核发过的通知")
