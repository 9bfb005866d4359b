"""The pages of patrol: what is wrong comes first, both texts stand side by side."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, build_house, package, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.jobs.models import JobRun
from hefa.patrol import ordering
from hefa.patrol.actions import run_round
from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.people.models import Person
from hefa.publish.actions import queue_publication
from hefa.publish.models import Publication, PublicationItem

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def quiet() -> Iterator[House]:
    with time_machine.travel(LATER, tick=False):
        yield build_house()


@pytest.fixture
def published(house: House) -> Publication:
    publication, _ = run_until_rest(queued(house, 2))
    return publication


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def out(house: House, number: int) -> PublicationItem:
    """Return an item that was published, without asking WeChat."""
    sheet = released(house, package(f"文章 {number}"))
    publication = queue_publication(
        [sheet.version], person=house.administrator, planned_at=None, now=NOW
    )
    Publication.objects.filter(pk=publication.pk).update(state="published")
    publication.items.update(published_at=NOW, rendered_html="<p>九点</p>")
    item: PublicationItem = publication.items.get()
    return item


def observed(house: House, items: list[PublicationItem], *, wrong: bool) -> PatrolRound:
    patrol = PatrolRound.objects.create(account=house.account, started_at=NOW, finished_at=NOW)
    seen = [{"kind": "text", "where": 1, "released": "九点", "seen": "十点"}]
    for item in items:
        Observation.objects.create(
            round=patrol,
            item=item,
            title=item.version.title,
            result=Result.CHANGED if wrong else Result.SAME,
            differences=seen if wrong else [],
            seen_at=NOW,
        )
    return patrol


def test_before_the_first_round_the_page_says_so(quiet: House) -> None:
    page = text_of(browser(quiet.administrator), "/patrol/")

    assert "还没有巡检过" in page
    assert "再核对一遍" in page


def test_a_round_is_made_by_the_button_and_all_is_the_same(
    house: House, published: Publication
) -> None:
    client = browser(house.administrator)
    with time_machine.travel(LATER, tick=False):
        answer = client.post("/patrol/run/", follow=True)

    page = answer.content.decode()
    assert PatrolRound.objects.get().ordered_by == house.administrator
    assert "2 篇一致" in page
    assert "与核准稿一致" in page


def test_a_changed_word_stands_first_with_both_sides_and_what_to_do(
    house: House, wechat: Wechat, published: Publication
) -> None:
    run_round(house.account, ordered_by=None, now=NOW + timedelta(minutes=15))
    wechat.console(f"articles/{published.article_id}/edit", idx=2, find="上午", replace="下午")
    run_round(house.account, ordered_by=None, now=LATER)
    with time_machine.travel(LATER, tick=False):
        page = text_of(browser(house.administrator), "/patrol/")

    assert "线上内容与核准稿不同" in page
    assert '<span class="approved">上</span>' in page
    assert '<span class="online">下</span>' in page
    assert "今天 17:15 到 今天 17:20 之间" in page
    assert page.index("通知 2") < page.index("通知 1")
    assert "1 次巡检一致" in page


def test_an_article_nobody_released_is_shown_without_a_chain(quiet: House) -> None:
    patrol = PatrolRound.objects.create(account=quiet.account, started_at=NOW, finished_at=NOW)
    Observation.objects.create(
        round=patrol, title="低价团购", result=Result.UNAUTHORISED, article_id="a", seen_at=NOW
    )
    page = text_of(browser(quiet.administrator), "/patrol/")

    assert "低价团购" in page
    assert "没有审核单" in page
    assert "补走审核" in page


def test_whoever_may_not_patrol_reads_why(quiet: House) -> None:
    client = browser(quiet.author)
    assert "由巡检人来核对" in text_of(client, "/patrol/")

    answer = client.post("/patrol/run/")
    assert answer.status_code == 422
    assert "不归您的岗位办" in answer.content.decode()
    assert not PatrolRound.objects.exists()


def test_a_stranger_sees_nothing(quiet: House) -> None:
    for address in ("/patrol/", "/patrol/rounds/", "/patrol/item/1/"):
        assert browser(quiet.stranger).get(address).status_code == 403


def test_a_long_round_is_left_to_the_worker(quiet: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "SHORT", 0)
    out(quiet, 1)
    answer = browser(quiet.administrator).post("/patrol/run/", follow=True)

    assert JobRun.objects.filter(kind="patrol.round").exists()
    assert "正在核对" in answer.content.decode()


def test_the_history_of_an_item_lists_every_look(quiet: House) -> None:
    item = out(quiet, 1)
    observed(quiet, [item], wrong=False)
    observed(quiet, [item], wrong=True)
    page = text_of(browser(quiet.author), f"/patrol/item/{item.pk}/")

    assert "有 1 处不同" in page
    assert "一致" in page


def test_what_stays_unseen_for_a_day_is_asked_of_a_person(quiet: House) -> None:
    item = out(quiet, 1)
    patrol = PatrolRound.objects.create(account=quiet.account, started_at=NOW, finished_at=NOW)
    Observation.objects.create(
        round=patrol, item=item, title="文章 1", result=Result.UNKNOWN, seen_at=NOW
    )
    client = browser(quiet.administrator)
    assert "请您看一眼" not in text_of(client, "/patrol/")

    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert "请您看一眼" in text_of(browser(quiet.administrator), "/patrol/")


@pytest.mark.parametrize("address", ["/patrol/", "/patrol/rounds/"])
def test_the_number_of_queries_does_not_grow(quiet: House, address: str) -> None:
    client = browser(quiet.administrator)

    def count_with(items: list[PublicationItem]) -> int:
        observed(quiet, items, wrong=True)
        with CaptureQueriesContext(connection) as captured:
            text_of(client, address)
        return len(captured)

    few = count_with([out(quiet, 0)])
    assert count_with([out(quiet, number) for number in range(1, 31)]) == few
