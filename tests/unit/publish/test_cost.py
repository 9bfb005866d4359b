"""What a publication costs the database: held, since a worker's speed is little else."""

from django.db import connection
from pytest_django import DjangoAssertNumQueries
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import queued

from hefa.collect.models import Version
from hefa.publish.actions import queue_publication
from hefa.publish.advance import advance
from hefa.publish.door import reasons_against_opening
from hefa.publish.models import Publication, PublicationState
from hefa.publish.orders.ordering import ended_notices

STATEMENTS = 65  # BEGIN and COMMIT among them


def test_a_release_of_text_takes_no_more_statements_than_before(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = _text_only(house, "停水通知"), _text_only(house, "停电通知")
    advance(first.pk, now=NOW)  # the token and the cover are had from here on

    with django_assert_num_queries(STATEMENTS):
        advance(second.pk, now=NOW)

    second.refresh_from_db()
    assert second.state == PublicationState.SUBMITTED


def test_the_door_asks_as_often_for_three_items_as_for_one(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one, three = queued(house), _of_three(house)

    for publication in (one, three):
        with django_assert_num_queries(10):
            assert reasons_against_opening(publication, NOW) == ()


def _text_only(house: House, title: str) -> Publication:
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "明天上午停水。"}]}
    text = package(title, document={"type": "doc", "content": [paragraph]})
    return _queued(house, [released(house, text).version])


def _of_three(house: House) -> Publication:
    titles = ("一号楼通知", "二号楼通知", "三号楼通知")
    return _queued(house, [released(house, package(title)).version for title in titles])


def _queued(house: House, versions: list[Version]) -> Publication:
    return queue_publication(versions, person=house.administrator, planned_at=None, now=NOW)


def test_ended_notices_are_found_without_reading_every_item_for_each(house: House) -> None:
    """Where a hundred thousand articles are out and next to none was ever taken down."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'publish_publicationitem'")
        cursor.execute(
            "INSERT INTO sqlite_stat1 SELECT tbl_name, name, '94000 94000' FROM sqlite_schema"
            " WHERE name LIKE 'publish_publicationitem_acts_on%'"
        )
        cursor.execute("ANALYZE sqlite_schema")
    plan = ended_notices(NOW).explain()

    assert "SEARCH U0 USING INDEX item_acts_on" in plan, plan
