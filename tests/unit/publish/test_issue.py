"""The day's issue: put together and ordered by buttons, with a reason for each item that may not."""

from collections.abc import Iterator
from datetime import time
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from tests.unit.publish.factory import NOW, House, build_house, package, released
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.core.package import Channel
from hefa.publish.models import Publication
from hefa.registry.changes import the_installation
from hefa.registry.models import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet() -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        yield build_house()


def order_after(house: House, numbers: list[str], **press: str) -> list[str]:
    answer = browser(house.administrator).post("/publish/queue/", {"sheet": numbers, **press})
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query).get("sheet", [])


def test_buttons_put_in_move_and_take_out(quiet: House) -> None:
    assert order_after(quiet, ["a", "b"], add="c") == ["a", "b", "c"]
    assert order_after(quiet, ["a", "b", "c"], move="up:c") == ["a", "c", "b"]
    assert order_after(quiet, ["a", "b", "c"], move="down:a") == ["b", "a", "c"]
    assert order_after(quiet, ["a", "b"], move="up:a") == ["a", "b"]
    assert order_after(quiet, ["a", "b"], move="down:b") == ["a", "b"]
    assert order_after(quiet, ["a", "b"], drop="a") == ["b"]
    assert order_after(quiet, ["a"], drop="a") == []


def test_the_moment_typed_and_the_button_pressed_are_kept(quiet: House) -> None:
    sheets = [released(quiet, package(f"通知 {number}")) for number in (1, 2)]
    first, second = (sheet.number for sheet in sheets)
    client = browser(quiet.administrator)
    sent = {"sheet": [first, second], "move": f"down:{first}", "planned_at": "2026-11-24T09:00"}
    page = client.post("/publish/queue/", sent, follow=True).content.decode()

    assert 'value="2026-11-24T09:00"' in page
    assert page.index("通知 2") < page.index("通知 1")
    assert f'value="up:{first}" autofocus' in page  # down is at its end
    assert not Publication.objects.exists()


def test_the_issue_says_where_how_and_when_it_goes(quiet: House) -> None:
    sheet = released(quiet, package(channel=Channel.DRAFT))
    page = text_of(browser(quiet.administrator), "/publish/", sheet=sheet.number)

    for words in ("今日一期", quiet.account.name, "存入草稿箱，由人发表", "只发布，不群发", "现在"):
        assert words in page


def test_each_item_of_a_mixture_has_its_own_reason_and_nothing_can_be_pressed(
    quiet: House,
) -> None:
    one = released(quiet, package("一"))
    other = released(quiet, package("二", mass_send=True))
    client = browser(quiet.administrator)
    answer = client.get("/publish/", {"sheet": [one.number, other.number]})
    page = answer.content.decode()

    assert page.count("发布和群发不能排在一起") == 1
    assert page.index("二") < page.index("发布和群发不能排在一起")
    press = page[page.index('name="when"\n                    value="now"') :]
    assert "disabled" in press[: press.index("data-confirm")]


def test_a_mass_send_shows_what_is_left_of_the_day(quiet: House) -> None:
    client = browser(quiet.administrator)
    first = released(quiet, package("一", mass_send=True))
    page = text_of(client, "/publish/", sheet=first.number)
    assert "还能群发 1 次" in page
    assert "群发会通知全部粉丝" in page  # asked before it goes
    client.post("/publish/queue/", {"sheet": first.number, "when": "now"})

    second = released(quiet, package("二", mass_send=True))
    page = text_of(client, "/publish/", sheet=second.number)
    assert "还能群发 0 次" in page
    assert "最早明天可以群发" in page


def test_the_quiet_hours_are_shown_before_it_is_queued(quiet: House) -> None:
    the_installation()
    Installation.objects.update(quiet_from=time(16), quiet_until=time(19))  # it is 17:00 here
    sheet = released(quiet)
    client = browser(quiet.administrator)
    page = text_of(client, "/publish/", sheet=sheet.number)
    assert "现在是不发布的时段" in page
    assert "今天 19:00" in page

    client.post("/publish/queue/", {"sheet": sheet.number, "when": "now"})
    assert Publication.objects.get().planned_at == NOW.replace(hour=11)


def test_a_time_typed_and_now_pressed_is_asked_again(quiet: House) -> None:
    sheet = released(quiet)
    sent = {"sheet": sheet.number, "when": "now", "planned_at": "2026-11-24T09:00"}
    answer = browser(quiet.administrator).post("/publish/queue/", sent)

    assert answer.status_code == 422
    assert "现在发，请清空时间" in answer.content.decode()
    assert 'value="2026-11-24T09:00"' in answer.content.decode()
    assert not Publication.objects.exists()


def test_the_issue_outlives_another_look_at_the_list(quiet: House) -> None:
    sheet = released(quiet)
    asked = {"sheet": sheet.number, "state": "published", "planned_at": "2026-11-24T09:00"}
    page = text_of(browser(quiet.administrator), "/publish/", **asked)
    filters = page[page.index('<form class="filters"') :]
    filters = filters[: filters.index("</form>")]

    assert f'name="sheet" value="{sheet.number}"' in filters
    assert 'name="planned_at" value="2026-11-24T09:00"' in filters


def test_whoever_may_not_order_has_no_issue(quiet: House) -> None:
    sheet = released(quiet)
    page = text_of(browser(quiet.author), "/publish/", sheet=sheet.number)

    assert "今日一期" not in page
    assert sheet.version.title in page
