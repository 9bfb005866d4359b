"""A sheet comes back: with a reason, into a second version, past a reader who saw the first."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journey.steps import agree, editor, submit, write

REASON = "请写明周日是否开门。"


def test_a_returned_notice_is_mended_and_read_by_its_changes(
    page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    title = f"服务站周末开放时间（{size[0]}）"
    zhang, zhao = page_of("zhang"), page_of("zhao")
    write(zhang, title, "服务站周六照常开门，办事请带证件。")
    number = submit(zhang)

    zhao.goto(f"/review/{number}/")
    zhao.get_by_role("button", name="退回").click()
    zhao.get_by_label("理由").fill(" ")
    zhao.get_by_role("button", name="确认退回").click()
    expect(zhao.get_by_role("alert")).to_contain_text("请写明退回的理由")
    expect(zhao.get_by_text(title)).to_be_visible()
    zhao.get_by_label("理由").fill(REASON)
    zhao.get_by_role("button", name="确认退回").click()
    expect(zhao.locator("[data-toast]")).to_contain_text("已退回")

    zhang.goto("/")
    returned = zhang.locator("section", has=zhang.get_by_role("heading", name="退回给您的"))
    returned.get_by_role("link").filter(has_text=title).click()
    expect(zhang.get_by_text(REASON)).to_be_visible()
    zhang.get_by_role("button", name="接着改").click()
    expect(zhang.get_by_text("第 2 版 草稿")).to_be_visible()
    expect(zhang.get_by_text(REASON)).to_be_visible()
    editor(zhang).click()
    zhang.keyboard.press("Control+End")
    zhang.keyboard.insert_text("周日休息。")
    second = submit(zhang)
    assert second != number

    zhao.goto(f"/review/{second}/")
    expect(zhao.get_by_role("heading", name="您上次看过之后，改了 1 处")).to_be_visible()
    expect(zhao.locator(".diff")).to_have_count(1)
    expect(zhao.locator(".diff ins")).to_contain_text("周日休息")
    expect(zhao.locator(".diff ins")).to_be_in_viewport()
    agree(zhao, second)


def test_what_nobody_has_acted_on_can_be_recalled(
    page_of: Callable[[str], Page], size: tuple[int, int]
) -> None:
    zhang = page_of("zhang")
    write(zhang, f"先送审再撤回（{size[0]}）")
    number = submit(zhang)
    zhang.get_by_role("button", name="撤回").click()
    expect(zhang.locator("[data-toast]")).to_contain_text("已撤回")
    zhao = page_of("zhao")
    zhao.goto(f"/review/{number}/")
    expect(zhao.get_by_role("button", name="同意并签名")).to_have_count(0)
    zhang.goto(f"/review/{number}/")
    zhang.get_by_role("button", name="接着改").click()
    expect(zhang.get_by_text("第 2 版 草稿")).to_be_visible()


def test_after_the_first_signature_nothing_is_recalled(page_of: Callable[[str], Page]) -> None:
    zhang = page_of("zhang")
    write(zhang, "已经有人签过")
    number = submit(zhang)
    agree(page_of("zhao"), number)
    zhang.goto(f"/review/{number}/")
    expect(zhang.get_by_role("button", name="撤回")).to_have_count(0)
