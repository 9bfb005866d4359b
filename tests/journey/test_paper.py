"""A sheet goes to paper: printed, handed over, filed, its code checked by somebody outside."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journey.browsing import Visitors
from tests.journey.steps import submit, write
from tests.unit.review.paper.reading import codes_of


def printed(page: Page, button: str) -> bytes:
    """Return the PDF that opens in a tab of its own when `button` is pressed."""
    with (
        page.context.expect_page() as opened,
        page.context.expect_event(
            "response", lambda answer: answer.url.endswith("/print/")
        ) as answered,
    ):
        page.get_by_role("button", name=button).click()
    del answered
    opened.value.close()
    form = page.locator("form", has=page.get_by_role("button", name=button))
    fields = {
        field.get_attribute("name"): field.get_attribute("value")
        for field in form.locator("input").all()
    }
    again = page.context.request.post(
        form.get_attribute("action") or "", form=fields, headers={"referer": page.url}
    )
    assert again.ok
    return again.body()


def test_paper_is_printed_handed_over_filed_and_checked(
    page_of: Callable[[str], Page], visitors: Visitors, size: tuple[int, int]
) -> None:
    title = f"纸件走一遍（{size[0]}）"
    zhang = page_of("zhang")
    write(zhang, title)
    number = submit(zhang)
    zhang.get_by_role("link", name="纸件").click()
    expect(zhang.get_by_role("heading", level=1)).to_have_text(title)

    codes = codes_of(printed(zhang, "打印全部 2 份"))

    assert len(codes) == 2
    zhang.reload()
    first = zhang.locator("section", has=zhang.get_by_role("heading", name="甲联"))
    expect(first).to_contain_text("2 次")
    first.get_by_text("交给别人").click()
    first.get_by_label("交给哪个单位").select_option(label="办公室")
    first.get_by_role("button", name="记下交接").click()
    expect(zhang.locator("[data-toast]")).to_contain_text("甲联交给办公室")
    first.get_by_text("存放起来").click()
    first.get_by_label("存放处").fill("二号柜")
    first.get_by_role("button", name="记下存放处").click()
    expect(first).to_contain_text("已存放")

    anybody = visitors.page_of(None, size)
    anybody.goto(codes[0])
    expect(anybody.get_by_text("还没有发布")).to_be_visible()
    expect(anybody.get_by_text(number)).to_be_visible()
    expect(anybody.get_by_text(title)).to_have_count(0)
    anybody.get_by_role("link", name="不联网怎么核对").click()
    expect(anybody.get_by_role("heading", name="公钥")).to_be_visible()
    zhang.goto("/review/numbers/")
    expect(zhang.get_by_role("link", name=title)).to_be_visible()
