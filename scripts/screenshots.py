#!/usr/bin/env python3
"""Takes the pictures of docs/pictures: a fresh demo, the story played on its real pages.

Needs Chromium and, for the page of the report, pdftoppm (Debian: poppler-utils).
"""

import argparse
import re
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from camera import (
    DESKTOP,
    PHONE,
    ROOT,
    Camera,
    database_of,
    launch,
    resize,
    say,
    scroll_to,
    served,
)
from playwright.sync_api import Page, expect, sync_playwright
from publishing_pictures import picture_publishing
from steps import answer, draw, fill_in, sign, submit, text

PICTURES = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "docs" / "samples" / "冬季供暖入户检查通知.docx"
TITLE = "关于开展2026年冬季供暖入户检查的通知"
ID_NUMBER = "11010519491231002X"
LOW, MIDDLE = (1440, 660), (1440, 760)  # for pages with little on them
PUBLISHING_SECONDS = 40
SHANGHAI = ZoneInfo("Asia/Shanghai")
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-0000-4000-8000-000000000000"
LEADERS = (("王书记", "wang@qinghe.example"), ("李主任", "li@qinghe.example"))


def main() -> int:
    """Make the demo, play the story, write the pictures; 0 only when all there are were made."""
    expect.set_options(timeout=15_000)
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--to", type=Path, default=PICTURES, help="folder of the pictures")
    folder = options.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="hefa-pictures-") as home,
        tempfile.TemporaryDirectory(prefix="备份盘-") as disk,
        served(Path(home)) as (url, console),
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        camera = Camera(browser=browser, url=url, console=console, folder=folder)
        _play(camera, disk, database_of(Path(home)))
        browser.close()
    old = {path.name for path in PICTURES.glob("*.png")} - camera.taken
    for name in sorted(old):
        say(f"not taken, and old: {name}")
    say(f"{len(camera.taken)} pictures in {folder}")
    return 1 if old else 0


def _play(camera: Camera, disk: str, database: Path) -> None:
    """Play the story from the sign-in page to the incident."""
    say("login")
    page = camera.page_of(None)
    page.goto("/account/login/")
    camera.take(page, "login.png")
    number = _write_and_submit(camera)
    _review(camera, number)
    _publish(camera)
    _look_back(camera)
    _account(camera)
    _prove(camera)
    _keep_house(camera, disk)
    _tell(camera)
    _adopt(camera)
    _owe(camera)
    picture_publishing(camera, database)
    _tamper(camera)


def _write_and_submit(camera: Camera) -> str:
    """Hand in the Word sample, answer the findings, submit; return the sheet's number."""
    say("zhang hands in the Word sample")
    page = camera.page_of("zhang")
    page.goto("/collect/word/")
    page.get_by_label("Word 文件").set_input_files(SAMPLE)
    camera.take(page, "handin.png")
    page.get_by_role("button", name="导入 Word").click()
    written = text(page)
    expect(written.locator(".mark-must[data-mark]")).to_have_count(3)
    page.get_by_role("textbox", name=re.compile("^标题")).fill(TITLE)
    fill_in(page)
    expect(page.locator("[data-editor-status]")).to_contain_text("已自动保存")
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "editor.png")
    page.get_by_role("button", name="夜间样子").click()
    camera.take(page, "night.png", part=page.locator("#phone"))
    page.get_by_role("button", name="夜间样子").click()

    say("zhang answers the findings and submits")
    _card(page, "日期和星期对不上").get_by_role("button", name="改成星期六").click()
    expect(_card(page, "日期和星期对不上")).to_have_count(0)
    written.focus()
    written.locator(".mark-must", has_text=ID_NUMBER).evaluate(
        "mark => getSelection().selectAllChildren(mark)"
    )
    with page.expect_response(re.compile("/save/$")):
        page.keyboard.press("Delete")
    expect(_card(page, "这里有身份证号")).to_have_count(0)
    expect(page.locator("[data-editor-status]")).to_contain_text("已自动保存")
    phone = _card(page, "这里有手机号")
    phone.get_by_text("说明理由", exact=True).first.click()
    phone.get_by_label("为什么可以保留").fill("物业值班的公开电话。")
    phone.get_by_role("button", name="说明理由").click()
    expect(page.locator("[data-toast]")).to_be_visible()
    expect(_card(page, "这里有手机号")).to_have_count(0)
    return submit(page)


def _review(camera: Camera, number: str) -> None:
    """Let zhao, wang, sun and chen sign; picture the desks and the sheet on the way."""
    say("zhao, wang, sun and chen sign")
    sign(camera, "zhao", number, "同意并签名", "时间与供热公司核对过。")
    for name, size in (("desk.png", DESKTOP), ("phone-desk.png", PHONE)):
        page = camera.page_of("wang", size)
        page.goto("/")
        camera.take(page, name)
    for name, size in (("sheet.png", DESKTOP), ("sheet-phone.png", PHONE)):
        page = camera.page_of("wang", size)
        page.goto(f"/review/{number}/")
        expect(page.frame_locator("iframe.article-frame").locator("body")).to_contain_text("供暖")
        camera.take(page, name)
    page = camera.page_of("wang", PHONE)
    page.goto(f"/review/{number}/decide/approve/")
    answer(page)
    draw(page)
    camera.take(page, "decide-phone.png")
    sign(camera, "wang", number, "同意并签名", "同意。")
    sign(camera, "sun", number, "移交")
    sign(camera, "chen", number, "核发")


def _publish(camera: Camera) -> None:
    """Publish the article through the sandbox."""
    say("chen publishes")
    page = camera.page_of("chen")
    page.goto("/publish/")
    camera.take(page, "publish.png")
    page.locator(".duty").filter(has_text=TITLE).get_by_role("button", name="现在发布").click()
    page.get_by_role("dialog").get_by_role("button", name="现在发布").click()
    for _ in range(PUBLISHING_SECONDS):
        page.reload()
        if page.get_by_role("link", name="打开线上文章").count():
            return
        time.sleep(1)
    raise SystemExit("the article was not published")


def _look_back(camera: Camera) -> None:
    """Check everything once, as on every day."""
    say("he patrols")
    page = camera.page_of("he")
    page.goto("/patrol/")
    page.get_by_role("button", name="再核对一遍").click()
    expect(page.get_by_role("link").filter(has_text=TITLE)).to_contain_text("一致")


def _account(camera: Camera) -> None:
    """Picture the board, one control, an earlier day, and the report."""
    say("chen accounts for it")
    page = camera.page_of("chen")
    for size, name in ((DESKTOP, "board.png"), (PHONE, "board-phone.png")):
        shown = camera.page_of("chen", size)
        shown.goto("/report/")
        camera.take(shown, name)
    page.goto("/report/controls/C12.5/")
    camera.take(page, "control.png")
    yesterday = datetime.now(SHANGHAI).date() - timedelta(days=1)
    page.goto(f"/report/?day={yesterday}")
    camera.take(page, "board-day.png")
    resize(page, LOW)
    page.goto("/report/documents/")
    camera.take(page, "documents.png")
    camera.take_print(page, "/report/documents/report.pdf", "report.png")


def _prove(camera: Camera) -> None:
    """Picture the ledger with one entry in full, and that entry's slip."""
    say("chen proves the ledger")
    page = camera.page_of("chen")
    page.goto("/report/ledger/?group=review")
    entry = page.get_by_role("row").filter(has_text=TITLE).filter(has_text="核发").first
    entry.get_by_role("link").last.click()
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "ledger.png")
    page.get_by_role("link", name="下载本条证明").click()
    sign = page.get_by_role("button", name="给现在的台账签一个校验点")
    if sign.count():
        sign.click()
    expect(page.get_by_role("heading", name="台账记录证明")).to_be_visible()
    phone = camera.page_of("chen", PHONE)
    phone.goto(page.url)
    scroll_to(phone, "article")
    for shown, name in ((page, "slip.png"), (phone, "slip-phone.png")):
        camera.take(shown, name)


def _keep_house(camera: Camera, disk: str) -> None:
    """Name the leaders who get the checkpoint, take a backup, picture both."""
    say("chen names witnesses and takes a backup")
    page = camera.page_of("chen")
    for name, address in LEADERS:
        page.goto("/settings/people/")
        page.get_by_role("main").get_by_role("link", name=name).first.click()
        page.get_by_role("main").get_by_role("link", name="修改信息").click()
        page.get_by_label("邮箱").fill(address)
        page.get_by_role("main").get_by_role("button", name="保存").click()
    page.goto("/settings/mail-and-backup/")
    page.get_by_label("备份文件夹").fill(disk)
    page.get_by_role("button", name="登记备份位置").click()
    for number, (name, _) in zip(("第一位", "第二位"), LEADERS, strict=True):
        page.get_by_label(number).select_option(label=name)
    page.get_by_role("button", name="定下这几位").click()
    camera.take(page, "witnesses.png", part=page.locator("[aria-labelledby=witnesses-title]"))
    resize(page, LOW)
    page.goto("/operate/")
    page.get_by_role("button", name="现在备份").click()
    expect(page.get_by_role("row").filter(has_text="一致").first).to_be_visible()
    camera.take(page, "backup.png")


def _tell(camera: Camera) -> None:
    """Enter a group's robot, which says nothing here; picture it and a leader's messages."""
    say("chen enters a robot, wang looks at the messages")
    page = camera.page_of("chen", MIDDLE)
    page.goto("/notify/robots/new/")
    page.get_by_label("名称").fill("便民服务站工作群")
    page.get_by_label("机器人的地址").fill(ROBOT)
    for kind in ("有审核单等着办", "审核单快到期", "审核单过期未办"):
        page.get_by_label(kind).check()
    page.get_by_role("button", name="保存").click()
    camera.take(page, "messages-settings.png")
    page = camera.page_of("wang", LOW)
    page.goto("/notify/")
    camera.take(page, "messages.png")


def _adopt(camera: Camera) -> None:
    """Picture the four steps of an adoption that is then given up."""
    say("chen looks at another regulation")
    page = camera.page_of("chen")
    resize(page, MIDDLE)
    page.goto("/settings/regulation/adopt/")
    camera.take(page, "adopt-choose.png")
    resize(page, DESKTOP)
    page.get_by_role("button", name=re.compile("看这一份")).click()
    camera.take(page, "adopt-read.png")
    page.get_by_role("link", name="接着安排人员").first.click()
    camera.take(page, "adopt-people.png")
    page.get_by_role("button", name="存好，接着定日子").last.click()
    camera.take(page, "adopt-confirm.png")
    page.get_by_role("link", name="回去改人员").click()
    page.get_by_role("link", name="回去看内容").click()
    page.get_by_role("button", name="放弃采用").first.click()
    page.get_by_role("dialog").get_by_role("button", name="放弃采用").click()
    expect(page.locator("[data-toast]")).to_contain_text("现行制度不变")


def _owe(camera: Camera) -> None:
    """Picture the duties of liu once the minute in which they were worked out is over."""
    say("liu sees what the regulation asks")
    time.sleep(60 - datetime.now(SHANGHAI).second + 1)
    desk, phone = (camera.page_of("liu", size) for size in (DESKTOP, PHONE))
    for shown in (desk, phone):
        shown.goto("/")
        expect(shown.locator("#duties-title")).to_be_visible()
    scroll_to(phone, "#duties-title")
    camera.take(desk, "duties.png")
    camera.take(phone, "duties-phone.png")


def _tamper(camera: Camera) -> None:
    """Change a word as an outsider; picture what patrol shows and where it is dealt with."""
    say("an outsider changes the article; he patrols again")
    article = next(
        entry
        for entry in camera.published()
        if any(item["title"] == TITLE for item in entry["items"])
    )
    camera.outsider(
        f"articles/{article['article_id']}/edit", idx=1, find="11月28日", replace="11月29日"
    )
    page = camera.page_of("he")
    page.goto("/patrol/")
    page.get_by_role("button", name="再核对一遍").click()
    row = page.locator(".list a").filter(has_text=TITLE)
    expect(row).to_contain_text("不同")
    row.click()
    expect(page.locator(".compare .online").first).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "patrol.png")
    page = camera.page_of("chen")
    page.goto("/respond/")
    camera.take(page, "incident.png")
    page.goto("/respond/halt/")
    camera.take(page, "halt.png")


def _card(page: Page, words: str) -> Any:
    return page.locator("[data-findings] > .stack").filter(has_text=words)


if __name__ == "__main__":
    raise SystemExit(main())
