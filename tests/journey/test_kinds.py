"""Corrections, take-downs and column changes, from the wish to what readers find."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.house import House
from tests.journey.steps import agree, editor, submit

ARTICLES = {DESKTOP: "社区图书角新书上架", PHONE: "冬季用电用气安全提示"}
ADDED = "（已更正）"
BOTH = (
    ("zhao", "同意并签名"),
    ("wang", "同意并签名"),
    ("li", "同意并签名"),
    ("sun", "移交"),
    ("chen", "核发"),
)
ONE = tuple(step for step in BOTH if step[0] != "li")

Opens = Callable[[str], Page]


@pytest.fixture(scope="module")
def house(open_demo: Callable[..., House]) -> Iterator[House]:
    """Serve a demo of its own: what is published here is changed and taken down."""
    house = open_demo("kinds", afresh=True)
    yield house
    house.stop()


def test_a_small_edit_is_signed_made_by_hand_and_seen(
    page_of: Opens, visitors: Visitors, house: House, size: tuple[int, int]
) -> None:
    title = ARTICLES[size]
    page = page_of("zhang")
    ask(page, title, "提更正")
    page.get_by_label("怎么改").select_option("edit")
    page.get_by_label("更正的理由").fill("少写了一句")
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(ADDED)
    number = submit(page)
    expect(page.get_by_role("main")).to_contain_text("与已发布的相比，改了 1 处")
    carry(visitors, number, ONE, size)

    page = order(page_of, title, "现在更正")
    expect(page.get_by_role("main")).to_contain_text("请您在公众号后台“发表记录”里点“修改”")
    expect(page.locator("ins").first).to_contain_text(ADDED)
    published = article(house, title)
    last = re.findall(r">([^<>]+)<", published["items"][0]["content"])[-1]
    house.outsider(
        f"articles/{published['article_id']}/edit", find=f">{last}<", replace=f">{last}{ADDED}<"
    )
    expect(page.locator(".chip").filter(has_text="已更正")).to_be_visible()

    page = page_of("he")
    page.goto("/patrol/")
    with page.expect_response(lambda answer: answer.url.endswith("/patrol/run/")):
        page.get_by_role("button", name="再核对一遍").click()
    row = page.locator(".list a").filter(has_text=title)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("一致")


def test_what_is_wrong_altogether_is_taken_down(
    page_of: Opens, visitors: Visitors, house: House, size: tuple[int, int]
) -> None:
    title = ARTICLES[size]
    page = page_of("zhang")
    ask(page, title, "提撤稿")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"撤下《{title}》")
    page.get_by_role("button", name="送审").click()
    page.get_by_role("main").get_by_role("button", name="送审").click()
    expect(page.locator(".form-errors")).to_contain_text("还没有写理由")
    page.go_back()
    page.go_back()
    page.get_by_label("撤下的理由").fill("内容已经过时")
    number = submit(page)
    carry(visitors, number, ONE, size)

    page = order(page_of, title, "现在撤下")
    expect(page.locator(".chip").filter(has_text="已撤下")).to_be_visible()
    assert article(house, title)["items"][0]["is_deleted"]


def test_a_new_menu_goes_up_and_the_former_comes_back(
    page_of: Opens, visitors: Visitors, house: House, size: tuple[int, int]
) -> None:
    former = f"办事{size[0]}"
    buttons = [{"type": "view", "name": former, "url": "https://example.org/a"}]
    house.outsider("menu", button=buttons)
    page = page_of("zhang")
    open_menu(page)
    page.get_by_role("button", name="看现在的菜单").click()
    expect(page.get_by_role("main")).to_contain_text(f"{former}：打开网页 https://example.org/a")
    page.get_by_role("button", name="提栏目变动").click()
    fill_in(page, "方便居民办事")
    page.locator("#id_menu-0-name").fill("新办事")
    number = submit(page)
    trees = page.locator(".compare")
    expect(trees.locator("section").first).to_contain_text(former)
    expect(trees.locator("section").last).to_contain_text("新办事")
    carry(visitors, number, BOTH, size)
    page = order(page_of, "方便居民办事", "现在改")
    expect(page.locator(".chip").filter(has_text="已改好")).to_be_visible()
    assert menu(house) == ["新办事"]

    page = page_of("zhang")
    open_menu(page)
    page.locator(".card").filter(has_text=former).get_by_role(
        "button", name="提出换回这个菜单"
    ).click()
    expect(page.locator("#id_menu-0-name")).to_have_value(former)
    page.get_by_label("变动理由与依据").fill("换回原来的")
    page.get_by_role("button", name="送审").click()
    main = page.get_by_role("main")
    expect(main.get_by_role("button", name="送审")).to_be_disabled()
    expect(main).to_contain_text("“栏目定位与主要内容”、“历史内容处理”")
    main.get_by_role("link", name="接着改").last.click()
    expect(page.get_by_label("变动理由与依据")).to_have_value("换回原来的")
    fill_in(page, "换回原来的")
    number = submit(page)
    carry(visitors, number, BOTH, size)
    page = order(page_of, "换回原来的", "现在改")
    expect(page.locator(".chip").filter(has_text="已改好")).to_be_visible()
    assert menu(house) == [former]


def fill_in(page: Page, reason: str) -> None:
    """Fill in the form of a column change; who provides it and who answers for it stand there."""
    page.get_by_label("变动类型").select_option("menu")
    page.get_by_label("变动理由与依据").fill(reason)
    page.get_by_label("栏目定位与主要内容").fill("常用的办事入口")
    expect(page.get_by_label("信息提供单位")).to_have_value("便民服务站")
    expect(page.get_by_label("责任人")).not_to_have_value("")
    page.get_by_label("历史内容处理").select_option("keep")
    page.get_by_label("影响").fill("菜单一项")


def ask(page: Page, title: str, button: str) -> None:
    """Open the last publication of that article and press one of its buttons."""
    page.goto(f"/publish/?q={title}")
    page.locator("#rows").get_by_role("link", name=title).first.click()
    page.get_by_role("button", name=re.compile(f"^{button}")).click()
    page.wait_for_url(re.compile("/collect/version/"))


def carry(
    visitors: Visitors, number: str, route: tuple[tuple[str, str], ...], size: tuple[int, int]
) -> None:
    """Carry the sheet along its route to its release."""
    for name, verb in route:
        page = visitors.page_of(name, size)
        agree(page, number, verb)
        page.close()


def order(page_of: Opens, words: str, verb: str) -> Page:
    """Let the administrator carry out the released sheet; return the page of what came of it."""
    page = page_of("chen")
    page.goto("/publish/")
    page.get_by_role("link", name="去办理").click()
    row = page.locator("form.duty").filter(has_text=words)
    row.get_by_role("button", name=verb).click()
    page.get_by_role("dialog").get_by_role("button", name=verb).click()
    page.wait_for_url(re.compile(r"/publish/[0-9A-Z]{26}/$"))
    return page


def open_menu(page: Page) -> None:
    page.goto("/publish/orders/")
    page.get_by_role("link", name="看菜单").click()


def article(house: House, title: str) -> dict[str, Any]:
    """Return the article of that title as the sandbox holds it."""
    return next(entry for entry in house.published() if entry["items"][0]["title"] == title)


def menu(house: House) -> list[str]:
    """Return the names of the menu's buttons at the sandbox."""
    found: Any = house.state()["menu"]
    return [button["name"] for button in found["button"]]
