"""The pictures of publishing: three roads, the day's issue, corrections, columns, figures."""

import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from camera import DESKTOP, PHONE, Camera, resize, say
from playwright.sync_api import Page, expect
from steps import release, sign, submit, text

OPEN: Final = "便民服务站周末照常开门"
MEALS: Final = "社区食堂十二月菜单公布"
CLASSES: Final = "老年大学冬季班开始报名"
ARTICLES: Final = {
    OPEN: (
        "便民服务站周六、周日照常开门，上午9时开始，下午5时结束。",
        "来办社保和医保业务，请带身份证件。不方便出门的老人，可以请家人代办。",
    ),
    MEALS: (
        "社区食堂十二月的菜单已经排好，每周一更换，贴在食堂门口。",
        "需要送餐的老人，请提前一天告诉楼门长。",
    ),
    CLASSES: (
        "老年大学冬季班开设书法、合唱和手机使用三门课，每门二十人。",
        "报名请到便民服务站，报满为止。",
    ),
}
TALL: Final = (1440, 1250)
PATIENCE_SECONDS: Final = 20
HOURS: Final = "每天 9:30 到 17:30，午间不闭馆。"
SELECT: Final = "(block) => getSelection().selectAllChildren(block)"
READ: Final = "社区图书角新书上架"
READS: Final = {READ: (412, 655, 231, 118, 64, 37, 20), "冬季用电用气安全提示": (286, 190, 77)}
MENU: Final = [
    {
        "name": "办事",
        "sub_button": [
            {"type": "view", "name": "社保医保", "url": "https://example.org/insurance"},
            {"type": "view", "name": "居住证", "url": "https://example.org/residence"},
        ],
    },
    {"type": "view", "name": "公告", "url": "https://example.org/notices"},
]
READERS: Final = (("王书记", "wang-qinghe"), ("李主任", "li-qinghe"))


def picture_publishing(camera: Camera, database: Path) -> None:
    """Play the stories of publishing; the account is as it was in the end."""
    say("three articles are released")
    for title, lines in ARTICLES.items():
        release(camera, title, lines)
    _issue(camera)
    _preview(camera)
    _by_hand(camera)
    _correction(camera)
    _column_change(camera)
    _messages(camera)
    _figures(camera, database)


def _issue(camera: Camera) -> None:
    say("chen puts the day's issue together")
    page = camera.page_of("chen")
    page.goto("/publish/")
    for title in (OPEN, MEALS):
        waiting = page.locator(".duty").filter(has_text=title)
        waiting.get_by_role("button", name="加进今日一期").click()
        expect(page.locator("#issue .duty").filter(has_text=title)).to_have_count(1)
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "issue.png")


def _preview(camera: Camera) -> None:
    say("chen shows an article to two colleagues")
    page = camera.page_of("chen")
    for name, wechat_name in READERS:
        camera.outsider("followers", wxname=wechat_name)
        page.goto("/settings/people/")
        page.get_by_role("main").get_by_role("link", name=name).first.click()
        page.get_by_role("main").get_by_role("link", name="修改信息").click()
        page.get_by_label("个人微信号").fill(wechat_name)
        page.get_by_role("main").get_by_role("button", name="保存").click()
    page.goto("/publish/")
    waiting = page.locator(".duty").filter(has_text=OPEN)
    waiting.get_by_role("link", name="先预览").click()
    _tick_readers(page)
    page.get_by_role("button", name="发预览").click()
    for _ in range(PATIENCE_SECONDS):
        page.wait_for_timeout(1000)
        page.goto(page.url)
        if page.get_by_text("已发到微信").count():
            break
    else:
        raise SystemExit("nobody was shown the article")
    _tick_readers(page)
    resize(page, (DESKTOP[0], 1200))
    camera.take(page, "preview.png")


def _tick_readers(page: Page) -> None:
    for name, _ in READERS:
        page.get_by_label(name).check()


def _by_hand(camera: Camera) -> None:
    """Picture what is left to a person where WeChat refuses to publish, and to keep drafts."""
    say("WeChat refuses; chen publishes by hand")
    page = _handed(camera, OPEN, kind="personal")
    phone = camera.page_of("chen", PHONE)
    phone.goto(page.url)
    for shown, name in ((page, "draft.png"), (phone, "draft-phone.png")):
        shown.get_by_label("找到这份草稿，没有改动").check()
        camera.take(shown, name)
    page = _handed(camera, MEALS, kind="lapsed")
    page.get_by_label("已粘贴").first.check()
    resize(page, TALL)
    camera.take(page, "paste.png")
    page.goto("/publish/")
    camera.take(page, "roads.png")
    camera.outsider("account", kind="verified")
    page.goto("/settings/accounts/")
    page.get_by_role("button", name="测试连接").click()
    expect(page.get_by_text("连接正常").first).to_be_visible()


def _handed(camera: Camera, title: str, *, kind: str) -> Page:
    """Order an article while the account is of a lesser kind; return the page of its steps."""
    camera.outsider("account", kind=kind)
    page = camera.page_of("chen")
    page.goto("/publish/")
    waiting = page.locator(".duty").filter(has_text=title)
    waiting.get_by_role("button", name="现在发布").click()
    page.get_by_role("dialog").get_by_role("button", name="现在发布").click()
    page.get_by_role("link", name="照着发表").click(timeout=20_000)
    expect(page.locator("#links")).to_be_visible()
    return page


def _correction(camera: Camera) -> None:
    say("zhang asks for a small edit")
    page = camera.page_of("zhang")
    page.goto(f"/publish/?q={READ}")
    page.locator("#rows").get_by_role("link", name=READ).first.click()
    page.get_by_role("button", name=re.compile("^提更正")).click()
    page.get_by_label("怎么改").select_option("edit")
    page.get_by_label("更正的理由").fill("冬季闭馆改早半小时，发布时没有改过来。")
    text(page).get_by_text(HOURS).click()
    text(page).get_by_text(HOURS).evaluate(SELECT)
    page.keyboard.insert_text(HOURS.replace("17:30", "17:00"))
    expect(page.locator("[data-editor-status]")).to_contain_text("已自动保存")
    number = submit(page)
    page = camera.page_of("zhao")
    page.goto(f"/review/{number}/")
    camera.take(page, "correction.png")


def _column_change(camera: Camera) -> None:
    say("zhang asks for another menu")
    camera.outsider("menu", button=MENU)
    page = camera.page_of("zhang")
    page.goto("/publish/orders/")
    page.get_by_role("link", name="看菜单").click()
    page.get_by_role("button", name="看现在的菜单").click()
    page.get_by_role("button", name="提栏目变动").click()
    page.get_by_label("变动类型").select_option(label="菜单调整")
    page.get_by_label("变动理由与依据").fill("居民常问食堂菜单")
    page.get_by_label("栏目定位与主要内容").fill("点开就是食堂本月的菜单")
    page.get_by_label("历史内容处理").select_option(label="保留")
    page.get_by_label("影响").fill("菜单多一个按钮，别的不变")
    page.locator("summary").filter(has_text="第 3 个一级按钮").click()
    page.locator("#id_menu-2-name").fill("食堂")
    page.locator("#id_menu-2-type").select_option("view")
    page.locator("#id_menu-2-value").fill("https://example.org/meals")
    number = submit(page)
    sign(camera, "zhao", number, "同意并签名")
    page = camera.page_of("wang")
    page.goto(f"/review/{number}/")
    camera.take(page, "menu-change.png")


def _messages(camera: Camera) -> None:
    say("chen connects WeChat's messages")
    page = camera.page_of("chen")
    page.goto("/settings/accounts/")
    page.get_by_role("link", name="消息接收").click()
    page.get_by_role("button", name=re.compile("生成密钥")).click()
    expect(page.get_by_text("密钥只在这一页显示一次")).to_be_visible()
    camera.take(page, "callback.png")
    camera.outsider("callback", **_keys_on(page))
    page.get_by_role("link", name="填好了").click()
    page.get_by_role("button", name="让微信试连一次").click()
    expect(page.get_by_text("微信找得到、也连得到这里。")).to_be_visible()
    camera.take(page, "callback-on.png")


def _keys_on(page: Page) -> dict[str, Any]:
    return {
        "url": page.get_by_label("服务器地址（URL）").input_value(),
        "token": page.get_by_label("令牌（Token）").input_value(),
        "aes_key": page.get_by_label("消息加解密密钥（EncodingAESKey）").input_value(),
        "mode": "safe",
    }


def _figures(camera: Camera, database: Path) -> None:
    """Picture figures that WeChat would only give from tomorrow on: they are put in by hand."""
    say("chen looks at the figures")
    for title, reads in READS.items():
        _count(database, title, reads)
    page = camera.page_of("chen")
    page.goto("/publish/counts/")
    camera.take(page, "counts.png")
    page.get_by_role("row").filter(has_text=READ).get_by_role("link").click()
    resize(page, (DESKTOP[0], 1060))
    camera.take(page, "publication.png")


def _count(database: Path, title: str, reads: Sequence[int]) -> None:
    now = datetime.now(UTC)
    with sqlite3.connect(database, timeout=10) as db:
        (item,) = db.execute(
            "SELECT item.id FROM publish_publicationitem item"
            " JOIN collect_version version ON version.id = item.version_id"
            " WHERE version.title = ? AND item.published_at IS NOT NULL",
            (title,),
        ).fetchone()
        rows = [
            (item, f"{now.date() + timedelta(days=number)}", users, users // 9, f"{now}")
            for number, users in enumerate(reads)
        ]
        db.executemany(
            "INSERT INTO publish_readcount"
            " (item_id, day, read_users, share_users, is_final, seen_at)"
            " VALUES (?, ?, ?, ?, 1, ?)",
            rows,
        )
