"""A mailbox is named on its page, and a mail becomes its sender's draft."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.house import House
from tests.unit.collect.mail import imap
from tests.unit.collect.mail.certificates import certificate
from tests.unit.collect.mail.mails import ZHANG, mail, with_word

PAGE = "/settings/mail-and-backup/"
PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[imap.Server]:
    """A mailbox behind a certificate that this house trusts."""
    if not imap.is_there():
        pytest.skip("dovecot is not installed: apt-get install dovecot-imapd")
    both, alone = certificate(tmp_path_factory.mktemp("certificate"))
    with imap.served(certificate=both) as server, trusting(alone):
        yield server


@contextmanager
def trusting(alone: Path) -> Iterator[None]:
    """Let the house that is opened now trust one more certificate."""
    before = os.environ.get("SSL_CERT_FILE")
    os.environ["SSL_CERT_FILE"] = str(alone)
    try:
        yield
    finally:
        del os.environ["SSL_CERT_FILE"]
        if before is not None:
            os.environ["SSL_CERT_FILE"] = before


@pytest.fixture(scope="module")
def house(trusted: imap.Server, open_demo: Callable[[str], House]) -> Iterator[House]:
    """Serve a demo of this file's own."""
    opened = open_demo("mail")
    yield opened
    opened.stop()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_a_mailbox_on_its_page_says_what_is_wrong_and_then_that_it_works(
    visitors: Visitors, trusted: imap.Server, size: tuple[int, int]
) -> None:
    page = visitors.page_of("chen", size)
    page.goto(PAGE)
    box = page.locator("section", has=page.get_by_role("heading", name="收稿邮箱"))
    fill(page, trusted, secret="wrong")
    expect(page.get_by_text("已登记收稿邮箱，正在试收")).to_be_visible()
    reload_until(page, "收信服务器不认登录名或密码")

    fill(page, trusted, secret=imap.PASSWORD)
    reload_until(page, "连接正常")
    box.get_by_text("冒名的信挡得住多少").click()
    expect(box.get_by_text("发件人一栏谁都能写成别人")).to_be_visible()


def test_a_mail_becomes_its_sender_s_draft(visitors: Visitors, trusted: imap.Server) -> None:
    enter_address(visitors.page_of("chen"))
    trusted.deliver(
        with_word(mail("您好，十一月的开放时间，请查收。", message_id="<journey@q.example>")),
        at=datetime.now(UTC),
    )
    manager = visitors.page_of("chen")
    manager.goto(PAGE)
    manager.get_by_role("button", name="现在收信").click()
    expect(manager.get_by_text("正在收信")).to_be_visible()

    page = visitors.page_of("zhang", PHONE)
    page.goto("/collect/")
    row = page.locator("#rows tr", has_text="开放")
    expect_after_reloading(page, row)
    row.first.get_by_role("link").first.click()

    letter = page.locator("section", has=page.get_by_role("heading", name="来信"))
    expect(letter).to_contain_text("请查收")
    with page.expect_download() as download:
        letter.get_by_role("link", name="下载原信").click()
    assert download.value.suggested_filename == "停水通知.eml"


def fill(page: Page, server: imap.Server, *, secret: str) -> None:
    """Enter the mailbox on its page."""
    page.get_by_role("textbox", name="收稿邮箱").fill("gao@qinghe.example")
    page.get_by_label("收信服务器（IMAP）").fill("localhost")
    page.get_by_label("端口").fill(str(server.port))
    page.get_by_label("密码或授权码").fill(secret)
    page.get_by_role("button", name="登记收稿邮箱").click()


def enter_address(page: Page) -> None:
    """Enter the address of 张干事 in the register."""
    page.goto("/settings/people/?q=张干事")
    page.get_by_role("link", name=re.compile("张干事")).first.click()
    page.get_by_role("link", name=re.compile("改|修改")).first.click()
    page.get_by_label("邮箱").fill(ZHANG)
    page.get_by_role("button", name=re.compile("保存|改")).click()


def reload_until(page: Page, words: str) -> None:
    """Reload the page until it says `words`, as one is told to."""
    expect_after_reloading(page, page.get_by_text(words))


def expect_after_reloading(page: Page, wanted: Locator) -> None:
    for _ in range(PATIENCE_SECONDS):
        page.reload()
        if wanted.count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(page.locator("main").inner_text())
