"""The page of the figures: what one may see, by day of publication, in sums and as a workbook."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.unit.publish.factory import NOW, House, build_house, package, released

from hefa.people.models import Person
from hefa.publish.actions import queue_publication
from hefa.publish.counts.reading import NOT_GIVEN
from hefa.publish.models import Publication, PublicationState, ReadCount
from hefa.registry.models import Column, OfficialAccount

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
DAY = date(2026, 11, 23)


@pytest.fixture
def house() -> Iterator[House]:
    with time_machine.travel(LATER, tick=False):
        yield build_house()


def published(house: House, title: str, *reads: int, days_ago: int = 0) -> Publication:
    """Return a publication whose one item was read as often as this on the days after."""
    version = released(house, package(title)).version
    version.column = Column.objects.get(key="notices")
    version.save(update_fields=["column"])
    publication = queue_publication([version], person=house.administrator, planned_at=None, now=NOW)
    at = NOW - timedelta(days=days_ago)
    publication.items.update(published_at=at)
    Publication.objects.filter(pk=publication.pk).update(state=PublicationState.PUBLISHED)
    for number, users in enumerate(reads):
        ReadCount.objects.create(
            item=publication.items.get(),
            day=DAY + timedelta(days=number - days_ago),
            read_users=users,
            share_users=users // 10,
            is_final=True,
            seen_at=LATER,
        )
    return publication


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, address: str = "/publish/counts/", **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_sums_stand_by_item_and_by_column(house: House) -> None:
    published(house, "停水通知", 1200, 34)
    published(house, "供暖通知", 20)
    shown = page(browser(house.administrator))

    assert "1,234" in shown
    assert "2 篇，阅读 1,254，分享 125" in shown
    assert shown.count("业务公告") >= 3


def test_the_newest_stands_first_and_not_the_most_read(house: House) -> None:
    published(house, "人人都读", 9000, days_ago=5)
    published(house, "少有人读", 5)
    shown = page(browser(house.administrator))

    assert shown.index("少有人读") < shown.index("人人都读")


def test_nobody_reads_of_items_that_are_not_theirs_to_see(house: House) -> None:
    published(house, "停水通知", 1200)
    client = browser(house.stranger)

    assert "停水通知" not in page(client)
    assert "1,200" not in page(client)
    book = load_workbook(BytesIO(client.get("/publish/counts/xlsx/").content))
    assert all(sheet.max_row == 1 for sheet in book)


def test_what_is_not_known_is_not_called_nought(house: House) -> None:
    published(house, "还没数的")
    published(house, "少有人读", 0)
    shown = page(browser(house.administrator))

    assert "还没有数" in shown
    assert "不到 3 人" in shown


def test_an_account_without_figures_says_so(house: House) -> None:
    OfficialAccount.objects.update(count_code=NOT_GIVEN, counted_at=NOW)
    publication = published(house, "停水通知")
    client = browser(house.administrator)

    said = "微信不给“英巴扎社区”提供阅读量"
    assert said in page(client)
    assert said in page(client, f"/publish/{publication.op_id}/")


def test_filters_choose_by_month_column_and_title(house: House) -> None:
    published(house, "停水通知", 10)
    published(house, "上月通知", 20, days_ago=30)
    client = browser(house.administrator)

    assert "停水通知" not in page(client, month="2026-10")
    assert "上月通知" in page(client, month="2026-10")
    assert "上月通知" not in page(client, q="停水")
    assert "没有发布过的文章" in page(client, q="没有的")
    assert "停水通知" in page(client, month="不是月份")


def test_the_workbook_holds_items_columns_and_days(house: House) -> None:
    published(house, "=1+1", 120, 30)
    answer = browser(house.administrator).get("/publish/counts/xlsx/", {"month": "2026-11"})
    book = load_workbook(BytesIO(answer.content))

    assert book.sheetnames == ["逐篇", "按栏目", "逐日"]
    assert book["逐篇"]["A2"].value == "=1+1"
    assert book["逐篇"]["A2"].data_type == "s"
    assert book["逐篇"]["E2"].value == 150
    assert [cell.value for cell in book["按栏目"][2]] == ["业务公告", 1, 150, 15]
    assert book["逐日"].max_row == 3


def test_the_page_of_a_publication_shows_its_days_as_chart_and_table(house: House) -> None:
    publication = published(house, "停水通知", 120, 30)
    shown = page(browser(house.administrator), f"/publish/{publication.op_id}/")

    assert shown.count('<rect class="tone-pri"') == 2
    assert "11-24" in shown
    assert '<th scope="row">11-23</th>' in shown


def test_the_number_of_queries_does_not_grow_with_the_items(house: House) -> None:
    client = browser(house.administrator)
    asked = []
    for count in (1, 3):
        for number in range(count):
            published(house, f"通知 {count} {number}", 10)
        client.get("/publish/counts/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/publish/counts/")
        asked.append(len(queries))

    assert asked[0] == asked[1]
