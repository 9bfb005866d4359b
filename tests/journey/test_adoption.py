"""Adopting another regulation without seeing a file: choose, read, name the people, confirm."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journey.browsing import DESKTOP, PHONE, Visitors
from tests.journey.house import House

from hefa.registry.delivered import profile_text

SEATS = (
    ("宣传科科长", "周主任"),
    ("宣传科编辑", "陈管理员"),
    ("医务科专家", "郑科长"),
    ("科室主任", "赵站长"),
    ("科室通讯员", "张干事"),
)


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["1440", "390"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Return the size of the screen, the same for a whole house."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture(scope="module")
def house(open_demo: Callable[[str], House], size: tuple[int, int]) -> Iterator[House]:
    """Serve a demo of its own for each size: an adoption changes everybody's posts."""
    house = open_demo(f"adoption{size[0]}")
    yield house
    house.stop()


def test_a_hospital_adopts_its_own_regulation(
    visitors: Visitors, page_of: Callable[[str], Page]
) -> None:
    page = page_of("chen")
    page.goto("/settings/")
    page.get_by_role("navigation", name="各项设置").get_by_role("link", name="制度").click()
    page.get_by_role("link", name="采用新版制度").click()
    page.get_by_role("button", name=re.compile("看这一份.*官方微信")).click()

    _read(page)
    page.get_by_role("link", name="接着安排人员").first.click()
    _name_the_people(page)
    page.get_by_role("button", name="存好，接着定日子").last.click()
    _confirm(page)

    expect(page.locator("[data-toast]")).to_contain_text("已采用官方微信发布管理规定")
    expect(page.get_by_role("heading", name="《官方微信发布管理规定》第 1 版")).to_be_visible()
    post = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="宣传科编辑"))
    expect(post).to_contain_text("陈管理员")
    versions = page.locator("section", has=page.get_by_role("heading", name="采用过的版次"))
    expect(versions.locator("li")).to_have_count(2)
    with page.expect_download() as download:
        versions.get_by_role("link", name="下载原文").first.click()
    assert 'key = "hospital"' in download.value.path().read_text(encoding="utf-8")

    _see_the_desks(page_of)


def test_a_file_with_faults_is_answered_line_by_line(page_of: Callable[[str], Page]) -> None:
    page = page_of("chen")
    page.goto("/settings/regulation/adopt/")
    wrong = profile_text("hospital").replace('route = "science"', 'route = "nowhere"')
    before = wrong[: wrong.index('route = "nowhere"')]
    line = before[: before.rindex("[[categories]]")].count("\n") + 1
    page.get_by_label("制度文件").set_input_files(
        {"name": "x.toml", "mimeType": "text/plain", "buffer": wrong.encode()}
    )
    page.get_by_role("button", name="看这份文件").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("这份文件还不能采用")
    expect(page.get_by_role("rowheader", name=f"第 {line} 行")).to_be_visible()
    page.get_by_role("button", name="放弃采用").click()
    page.get_by_role("dialog").get_by_role("button", name="放弃采用").click()
    expect(page.locator("[data-toast]")).to_contain_text("现行制度不变")


def _read(page: Page) -> None:
    """See what changes for whom, then what the regulation says, folded out."""
    expect(page.get_by_role("heading", level=1)).to_have_text("官方微信发布管理规定")
    changes = page.locator("section", has=page.get_by_role("heading", name="改了什么、对谁"))
    expect(changes).to_contain_text("不再有岗位“报送专人”")
    chapter = page.locator("details", has=page.get_by_text("内容与审核", exact=True))
    chapter.locator("summary").click()
    expect(chapter.get_by_text("科室主任初审，对事实和用语负责。")).to_be_visible()


def _name_the_people(page: Page) -> None:
    """Change what is proposed where it does not fit, and see it said what still stops."""
    for post, name in SEATS:
        seat = _post(page, post)
        holder = seat.get_by_label("正岗").first
        holder.select_option(value=_option(holder, name))
    chief = _post(page, "科室主任")
    chief.get_by_label("正岗").nth(1).select_option(value="")
    _post(page, "分管院领导").get_by_role("button", name="再加一行").click()
    expect(_post(page, "分管院领导").get_by_label("正岗")).to_have_count(3)
    expect(_post(page, "科室通讯员").get_by_label("正岗").first).to_have_value(
        _option(_post(page, "科室通讯员").get_by_label("正岗").first, "张干事")
    )


def _confirm(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "采用《官方微信发布管理规定》第 1 版？"
    )
    expect(page.get_by_text("已送审的稿件按送审时的版次办完")).to_be_visible()
    page.get_by_label("从哪一天起").fill("2020-01-01")
    page.get_by_role("button", name="采用制度").click()
    expect(page.locator(".field .errors")).to_contain_text("生效日期已经过去")
    today = page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)")
    page.get_by_label("从哪一天起").fill(today)
    page.get_by_role("button", name="采用制度").click()


def _see_the_desks(page_of: Callable[[str], Page]) -> None:
    """Everybody named comes in, sees the new post, and finds their day."""
    for name, post in (("chen", "宣传科编辑"), ("zhao", "科室主任"), ("zhang", "科室通讯员")):
        page = page_of(name)
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if page.viewport_size == {"width": DESKTOP[0], "height": DESKTOP[1]}:
            expect(page.locator(".top .person-chip")).to_contain_text(post)
    page = page_of("zhang")
    page.goto("/collect/")
    page.get_by_role("button", name="新建稿件").click()
    kinds = page.get_by_label("信息类别")
    expect(kinds).to_contain_text("健康科普")
    expect(kinds).not_to_contain_text("业务通知")


def _post(page: Page, name: str) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name=name, exact=True))


def _option(select: Locator, name: str) -> str:
    """Return the value of the option that begins with the person's name."""
    option = select.locator("option", has_text=re.compile(f"^{name}")).first
    return option.get_attribute("value") or ""
