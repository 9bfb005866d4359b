"""The pages of publishing: useful, refusing plainly, at a fixed number of queries."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, build_house, package, released
from tests.unit.publish.sandbox import run_until_rest

from hefa.people.models import Person
from hefa.publish.models import Publication, PublicationState
from hefa.review.models import ReviewSheet

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def quiet() -> Iterator[House]:
    """A house whose account nobody answers for: pages never call WeChat."""
    with time_machine.travel(LATER, tick=False):
        yield build_house()


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def publish(client: Client, sheet: ReviewSheet) -> Publication:
    client.post("/publish/queue/", {"only": sheet.number})
    return Publication.objects.get()


def test_what_was_released_waits_with_its_button(quiet: House) -> None:
    sheet = released(quiet)
    page = text_of(browser(quiet.administrator), "/publish/")

    assert sheet.version.title in page
    assert "现在发布" in page
    assert "定时发布" in page


def test_whoever_may_not_publish_reads_why_and_gets_no_button(quiet: House) -> None:
    sheet = released(quiet)
    client = browser(quiet.author)
    page = text_of(client, "/publish/")

    assert sheet.version.title in page
    assert "还不能发布：" in page
    assert 'name="only"' not in page
    answer = client.post("/publish/queue/", {"only": sheet.number})
    assert answer.status_code == 422
    assert "不归您的岗位办" in answer.content.decode()
    assert not Publication.objects.exists()


def test_a_stranger_sees_neither_sheets_nor_publications(quiet: House) -> None:
    sheet = released(quiet)
    publication = publish(browser(quiet.administrator), sheet)
    client = browser(quiet.stranger)

    assert sheet.version.title not in text_of(client, "/publish/")
    assert client.get(f"/publish/{publication.op_id}/").status_code == 404


def test_the_button_publishes_one_and_shows_its_page(quiet: House) -> None:
    sheet = released(quiet)
    client = browser(quiet.administrator)
    answer = client.post("/publish/queue/", {"only": sheet.number}, follow=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert Publication.objects.get().state == PublicationState.QUEUED
    for words in (
        "存入草稿箱",
        "首次核对一致",
        sheet.number,
        'hx-trigger="every 2s"',
        "<noscript>",
    ):
        assert words in page


def test_a_second_press_is_refused_and_publishes_nothing(quiet: House) -> None:
    sheet = released(quiet)
    client = browser(quiet.administrator)
    publish(client, sheet)
    answer = client.post("/publish/queue/", {"only": sheet.number})

    assert answer.status_code == 422
    assert "已经在发布了" in answer.content.decode()
    assert Publication.objects.count() == 1


def test_several_go_out_together_in_the_order_of_the_issue(quiet: House) -> None:
    sheets = [released(quiet, package(f"通知 {number}")) for number in (1, 2, 3)]
    first, second, third = (sheet.number for sheet in sheets)
    browser(quiet.administrator).post(
        "/publish/queue/", {"sheet": [third, first, second], "when": "now"}
    )

    items = Publication.objects.get().items.order_by("position")
    assert [item.version.title for item in items] == ["通知 3", "通知 1", "通知 2"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"planned_at": "昨天"}, "时间没有写对"),
        ({"planned_at": ""}, "定时发布要选时间"),
        ({"planned_at": "2026-11-23T09:00"}, "已经过了"),
        ({"planned_at": "2026-11-24T09:00", "sheet": ""}, "还没有稿件"),
    ],
)
def test_wrong_input_is_said_and_kept(quiet: House, given: dict[str, str], words: str) -> None:
    sheet = released(quiet)
    released(quiet, package("另一篇"))
    sent = {"when": "planned", "sheet": sheet.number, **given}
    sent = {name: value for name, value in sent.items() if value or name == "planned_at"}
    answer = browser(quiet.administrator).post("/publish/queue/", sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert (f'name="sheet" value="{sheet.number}"' in page) is ("sheet" in sent)
    assert not Publication.objects.exists()


def test_a_planned_one_waits_for_its_time(quiet: House) -> None:
    sheet = released(quiet)
    client = browser(quiet.administrator)
    client.post(
        "/publish/queue/",
        {"when": "planned", "sheet": sheet.number, "planned_at": "2026-11-24T09:00"},
    )

    publication = Publication.objects.get()
    assert publication.planned_at is not None
    assert "定时 明天 09:00" in text_of(client, f"/publish/{publication.op_id}/")


def test_cancelling_wants_words_and_gives_the_sheet_back(quiet: House) -> None:
    sheet = released(quiet)
    client = browser(quiet.administrator)
    publication = publish(client, sheet)
    address = f"/publish/{publication.op_id}/cancel/"

    answer = client.post(address, {"words": " "})
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()

    client.post(address, {"words": "改时间"})
    publication.refresh_from_db()
    assert publication.state == PublicationState.CANCELLED
    assert f'value="{sheet.number}"' in text_of(client, "/publish/")


def test_retrying_what_is_under_way_is_refused(quiet: House) -> None:
    client = browser(quiet.administrator)
    publication = publish(client, released(quiet))
    answer = client.post(f"/publish/{publication.op_id}/retry/", {"words": "再来"})

    assert answer.status_code == 422
    assert "再来" not in answer.content.decode() or "没办成" in answer.content.decode()


def test_what_failed_says_why_and_goes_on_with_words(quiet: House) -> None:
    client = browser(quiet.administrator)
    publication = publish(client, released(quiet))
    Publication.objects.update(
        state=PublicationState.FAILED,
        trouble_code="wechat.title_too_long",
        trouble_detail={"from": "drafting"},
    )
    page = text_of(client, f"/publish/{publication.op_id}/")
    assert "标题太长" in page
    assert "重新发布" in page

    client.post(f"/publish/{publication.op_id}/retry/", {"words": "已改"})
    publication.refresh_from_db()
    assert publication.state == PublicationState.QUEUED


def test_the_progress_ends_by_asking_for_the_whole_page(quiet: House) -> None:
    client = browser(quiet.administrator)
    publication = publish(client, released(quiet))
    address = f"/publish/{publication.op_id}/progress/"
    assert "HX-Refresh" not in client.get(address)

    Publication.objects.update(state=PublicationState.CANCELLED)
    assert client.get(address)["HX-Refresh"] == "true"


def test_the_whole_chain_is_done_once_it_is_out(house: House, wechat: Wechat) -> None:
    with time_machine.travel(NOW, tick=False):
        client = browser(house.administrator)
        publication = publish(client, released(house))
    run_until_rest(publication)
    with time_machine.travel(LATER, tick=False):
        page = text_of(client, f"/publish/{publication.op_id}/")

    assert page.count('class="is-done"') >= 6
    assert "打开线上文章" in page
    assert "every 2s" not in page


def test_what_differs_stands_side_by_side(quiet: House) -> None:
    client = browser(quiet.administrator)
    publication = publish(client, released(quiet))
    publication.items.update(rendered_html="<p>前一段</p><p>九点集合</p>", published_at=NOW)
    seen = {"kind": "text", "where": 2, "released": "九点集合", "seen": "十点集合"}
    Publication.objects.update(
        state=PublicationState.NEEDS_HUMAN,
        trouble_code="publish.out_differs",
        trouble_detail={"from": "submitted", "out": 1, "differences": [seen]},
    )
    page = text_of(client, f"/publish/{publication.op_id}/")

    assert '<span class="approved">九</span>' in page
    assert '<span class="online">十</span>' in page
    assert "前一段" in page


@pytest.mark.parametrize(
    ("state", "words", "is_found"),
    [("", "", True), ("going", "停水", True), ("published", "", False), ("", "没有", False)],
)
def test_the_list_is_filtered_and_searched(
    quiet: House, state: str, words: str, *, is_found: bool
) -> None:
    client = browser(quiet.administrator)
    publication = publish(client, released(quiet))
    page = text_of(client, "/publish/", state=state, q=words)

    assert (publication.op_id in page) is is_found


def test_the_number_of_queries_does_not_grow(quiet: House) -> None:
    client = browser(quiet.administrator)

    def add(count: int) -> int:
        for number in range(count):
            publish_one = released(quiet, package(f"发布 {number}"))
            client.post("/publish/queue/", {"only": publish_one.number})
            released(quiet, package(f"等候 {number}"))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            text_of(client, "/publish/")
        return len(captured)

    assert add(1) == add(29)
