"""我不在时 on a phone: a leader names a deputy for some days, who signs for them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from tests.journey.browsing import PHONE, Visitors
from tests.journey.house import House, open_house
from tests.journey.steps import agree, submit, write

from hefa.core.workdays import HERE

TITLE = "站长请假时的一张单"
LEADER, DEPUTY = "赵站长", "周主任"
FOR_THE_LEADER = f"{DEPUTY}（代{LEADER}）"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Serve a demo of its own: a deputy stays one for the others."""
    house, _ = open_house(tmp_path_factory.mktemp("away"))
    yield house
    house.stop()


def test_a_deputy_signs_for_a_leader_who_is_away(visitors: Visitors) -> None:
    zhang = visitors.page_of("zhang", PHONE)
    write(zhang, TITLE)
    number = submit(zhang)
    deputy = visitors.page_of("zhou", PHONE)
    deputy.goto("/review/")
    expect(deputy.get_by_text(TITLE)).to_have_count(0)

    _delegate(visitors)

    deputy.goto("/me/")
    expect(deputy.get_by_text(f"（代{LEADER}）")).to_be_visible()
    deputy.goto("/review/")
    deputy.get_by_role("link").filter(has_text=TITLE).first.click()
    expect(deputy.get_by_role("button", name="同意并签名")).to_be_enabled()
    agree(deputy, number, words="代站长看过，属实。")
    expect(deputy.locator("[data-toast]")).to_have_text("已初审同意。")

    zhang.goto(f"/review/{number}/")
    opinions = zhang.locator("section", has=zhang.get_by_role("heading", name="意见", exact=True))
    expect(opinions).to_contain_text(FOR_THE_LEADER)
    expect(opinions).to_contain_text("代站长看过，属实。")
    zhang.goto(f"/report/sheets/{number}/timeline/")
    expect(zhang.get_by_role("listitem").filter(has_text="初审同意")).to_contain_text(f"代{LEADER}")

    leader = visitors.page_of("zhao", PHONE)
    leader.goto("/settings/away/")
    leader.get_by_role("button", name="收回").click()
    expect(leader.locator("[data-toast]")).to_contain_text("已收回，从明天起由您自己办")


def _delegate(visitors: Visitors) -> None:
    """Put the leader's post into the deputy's hands from today until the day after tomorrow."""
    today = datetime.now(UTC).astimezone(HERE).date()
    leader = visitors.page_of("zhao", PHONE)
    leader.goto("/me/")
    leader.get_by_role("link", name="我不在时").click()
    leader.get_by_role("link", name="委托给别人").click()
    expect(leader.get_by_label("第一天")).to_have_value(today.isoformat())
    leader.get_by_label("委托给谁").select_option(label=DEPUTY)
    leader.get_by_label("最后一天").fill((today - timedelta(days=1)).isoformat())
    leader.get_by_role("button", name="委托", exact=True).click()
    expect(leader.get_by_role("alert").first).to_be_visible()
    expect(leader.get_by_label("委托给谁").locator(":checked")).to_have_text(DEPUTY)
    leader.get_by_label("最后一天").fill((today + timedelta(days=2)).isoformat())
    visitors.look(leader)
    leader.get_by_role("button", name="委托", exact=True).click()
    expect(leader.locator("[data-toast]")).to_contain_text("已委托")
    expect(leader.get_by_text(DEPUTY)).to_be_visible()
