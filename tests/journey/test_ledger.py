"""The ledger is read, narrowed, opened at one entry, and that entry's proof is taken away."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

CODE = re.compile(r"^HEFA-PROOF/1$", re.MULTILINE)


def test_an_entry_is_found_and_its_proof_taken_away(
    page_of: Callable[[str], Page], tmp_path: Path
) -> None:
    page = page_of("chen")
    page.goto("/report/ledger/")
    expect(page.get_by_role("heading", name="证明得了什么，证明不了什么")).to_be_visible()
    expect(page.get_by_text("还没有设发信服务器")).to_be_visible()

    page.get_by_label("事项").select_option(label="审核")
    page.wait_for_url(re.compile("group=review"))
    rows = page.get_by_role("row").filter(has_text="核发")
    expect(rows.first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="登记了一位人员")).to_have_count(0)
    rows.first.get_by_role("link").last.click()
    entry = page.locator("#entry")
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text("核发")

    entry.get_by_role("link", name="下载本条证明").click()
    _sign_if_asked(page)
    expect(page.get_by_role("heading", name="台账记录证明")).to_be_visible()
    code = page.locator("svg.qr")
    expect(code).to_be_visible()
    box = code.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 140, "large enough for a phone"
    expect(page.get_by_text("与签过名的校验点一致")).to_be_visible()
    assert CODE.search(page.locator("pre").inner_text())

    with page.expect_download() as download:
        page.get_by_role("link", name="下载文字版").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert re.fullmatch(r"台账证明-第\d+条\.txt", download.value.suggested_filename)
    _holds_alone(text, tmp_path)

    page.get_by_role("link", name="回到台账").click()
    expect(page.locator("#entry")).to_be_visible()


def test_the_slip_on_paper_has_no_bars(page_of: Callable[[str], Page]) -> None:
    page = page_of("wang")
    page.goto("/report/ledger/1/proof/")
    _sign_if_asked(page)
    page.emulate_media(media="print")

    expect(page.get_by_role("link", name="下载文字版")).to_be_hidden()
    expect(page.locator("svg.qr")).to_be_visible()
    expect(page.locator("nav")).to_have_count(0)


def test_the_checkpoint_is_taken_away(page_of: Callable[[str], Page]) -> None:
    page = page_of("zhang")
    page.goto("/report/ledger/")
    button = page.get_by_role("button", name="给现在的台账签一个校验点")
    if button.count():
        button.click()
        expect(page.locator("[data-toast]")).to_contain_text("已签校验点")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载校验点").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")

    assert "/ledger/" in text
    assert "\n— " in text


def _sign_if_asked(page: Page) -> None:
    """Let the ledger be signed as it stands, where the worker has not done so since."""
    button = page.get_by_role("button", name="给现在的台账签一个校验点")
    if button.count():
        button.click()


def _holds_alone(text: str, place: Path) -> None:
    """Check the slip by the program at its own end."""
    program = text[text.index('"""Checks a proof slip') :]
    (place / "check.py").write_text(program, encoding="utf-8")
    (place / "slip.txt").write_text(text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-I", "-S", "check.py", "slip.txt"], cwd=place, timeout=60, check=False
    )
    assert run.returncode == 0
