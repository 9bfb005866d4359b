"""合规 is read, narrowed, looked at as of a day, opened at one control, and taken as a report."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

ORGANISATION = "青禾街道办事处青禾社区居委会"


def test_the_wall_is_narrowed_and_a_control_opened(page_of: Callable[[str], Page]) -> None:
    page = page_of("wang")
    page.goto("/report/")
    main = page.get_by_role("main")
    expect(main.get_by_role("article")).to_have_count(15)
    expect(main.get_by_text("额外填表 0 份")).to_be_visible()

    page.get_by_label("谁来办").select_option(label="报送专人")
    page.wait_for_url(re.compile("post=sender"))
    expect(main.get_by_text("符合的有")).to_be_visible()
    article = main.locator("#article-12")
    expect(article.locator(".control-chip", has_text="专人报送")).to_be_visible()
    expect(main.locator("#article-2")).to_have_count(0)

    article.get_by_text("条文").click()
    expect(article.get_by_text("第十二条（三）")).to_be_visible()
    article.locator(".control-chip", has_text="专人报送").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("专人报送")
    expect(page.get_by_role("heading", name="制度怎么要求")).to_be_visible()
    expect(page.get_by_text("第十二条（三）")).to_be_visible()


def test_a_rhythm_shows_each_time_in_words_and_its_numbers_one_press_away(
    page_of: Callable[[str], Page],
) -> None:
    page = page_of("chen")
    page.goto("/report/controls/C5.8.1/")
    strip = page.locator("section", has=page.get_by_role("heading", name="逐次"))
    expect(strip).to_contain_text("按时")
    numbers = strip.get_by_role("table")
    expect(numbers).to_be_hidden()
    strip.get_by_text("看数字").click()
    expect(numbers.get_by_role("columnheader", name="没有做")).to_be_visible()

    page.goto("/report/controls/C13.0/")
    slot = page.locator(".slots li").first
    expect(slot).to_contain_text(re.compile(r"\d{4}年"))
    expect(slot).to_contain_text(re.compile("按时|晚了|没有做|还没到期|还不要求"))


def test_a_day_gone_by_and_a_day_to_come(page_of: Callable[[str], Page]) -> None:
    page = page_of("wang")
    page.goto("/report/?day=2026-01-05")
    expect(page.get_by_text("您在看 2026年1月5日 那天的样子")).to_be_visible()
    page.get_by_role("link", name="回到今天").click()
    expect(page.get_by_text("那天的样子")).to_have_count(0)

    page.goto("/report/?day=2999-01-01")
    expect(page.get_by_text("这一天还没有到，看不了")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(15)


def test_the_report_is_taken_as_pdf_and_as_workbook(page_of: Callable[[str], Page]) -> None:
    page = page_of("wang")
    page.goto("/report/")
    page.get_by_role("link", name="导出报告").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导出报告")

    pages = PdfReader(BytesIO(_taken(page, "取 PDF", "pdf"))).pages
    words = "".join("".join(entry.extract_text() for entry in pages).split())
    assert ORGANISATION in words
    assert "专人报送" in words
    assert f"第1页，共{len(pages)}页" in words

    book = load_workbook(BytesIO(_taken(page, "取 Excel 表格", "xlsx")))
    assert book["概况"]["A1"].value == f"{ORGANISATION}合规报告"
    assert "专人报送" in [cell.value for cell in book["逐条"]["D"]]


def _taken(page: Page, button: str, ending: str) -> bytes:
    """Press `button` and return the file; its name says whose and which period."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    name = download.value.suggested_filename
    assert re.fullmatch(rf"{ORGANISATION}合规报告\d+年\d+月\.{ending}", name), name
    return Path(download.value.path()).read_bytes()
