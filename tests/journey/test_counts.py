"""How often articles were read: the page, a publication's days, and the workbook."""

import sqlite3
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from tests.journey.browsing import Visitors
from tests.journey.house import House


def count(house: House, *reads: int) -> str:
    """Have the first published item read so often on the days up to yesterday; return its title."""
    today = datetime.now(UTC).date()
    with sqlite3.connect(house.home / "hefa.sqlite3", timeout=10) as db:
        item, title = db.execute(
            "SELECT item.id, version.title FROM publish_publicationitem item"
            " JOIN collect_version version ON version.id = item.version_id"
            " WHERE item.published_at IS NOT NULL ORDER BY item.id LIMIT 1"
        ).fetchone()
        db.execute("DELETE FROM publish_readcount")
        for number, users in enumerate(reversed(reads), start=1):
            day = today - timedelta(days=number)
            db.execute(
                "INSERT INTO publish_readcount"
                " (item_id, day, read_users, share_users, is_final, seen_at)"
                " VALUES (?, ?, ?, ?, 1, ?)",
                (item, day.isoformat(), users, users // 10, f"{datetime.now(UTC)}"),
            )
    return str(title)


def test_the_figures_are_found_read_and_taken_along(
    visitors: Visitors, house: House, size: tuple[int, int]
) -> None:
    title = count(house, 1200, 300, 45)
    page = visitors.page_of("chen", size)
    page.goto("/publish/")
    page.get_by_role("link", name="阅读量").click()
    expect(page.get_by_role("heading", name="阅读量", level=1)).to_be_visible()
    row = page.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("1,545")
    expect(page.get_by_text("同一个人两天各读一次，算两次")).to_be_visible()

    page.get_by_label("标题").fill("没有这样的标题")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_text("没有发布过的文章")).to_be_visible()
    page.goto("/publish/counts/")
    with page.expect_download() as download:
        page.get_by_role("link", name="取 Excel 表格").click()
    assert download.value.suggested_filename == "阅读量.xlsx"

    row.get_by_role("link").click()
    chart = page.locator("figure.chart")
    expect(chart).to_contain_text("每天的阅读人数")
    chart.get_by_text("看数字").click()
    expect(chart.get_by_role("table")).to_contain_text("1200")
    expect(chart.locator("svg")).to_have_attribute("aria-hidden", "true")
