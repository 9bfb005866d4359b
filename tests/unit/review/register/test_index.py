"""Sheets are found by what stands in them, at once, and by those who may see them only."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from tests.factories import attempt, named, released, returned, signed, submitted

from hefa.core.review import Act
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.review.actions import act_on
from hefa.review.models import ReviewSheet
from hefa.review.register.index import index_missing, rebuild_index
from hefa.review.register.models import RegisterLine
from hefa.review.register.queries import Wanted, sheets_wanted

TEXT = "便民服务站从 11 月 28 日起入户检查供暖，请居民留人。قىشلىق ئىسسىنىش。联系 0903-6821。"

pytestmark = pytest.mark.usefixtures("community")


def found(words: str, *, now: datetime, by: str = "chen") -> set[str]:
    """Return the numbers of the sheets that somebody finds."""
    actor = actor_of(named(by), now)
    sheets = sheets_wanted(actor, Wanted(words=words), now=now)
    return set(sheets.values_list("number", flat=True))


@pytest.mark.parametrize(
    "words",
    ["供暖", "暖", "入户检查", "11月28日", "11 月 28 日", "冬季", "张", "服务站 供暖", "ئىسسىنىش",
     "0903-6821", "6821。", "自采"],
)  # fmt: skip
def test_a_sheet_is_found_by_its_text_title_author_and_unit(words: str, now: datetime) -> None:
    sheet = submitted("冬季供暖入户检查通知", TEXT, now=now)
    submitted("图书角新书上架", "新到图书一百册。", now=now)

    assert sheet.number in found(words, now=now)


@pytest.mark.parametrize("words", ["暖供", "检查入户", "供暖 图书", '"供暖" OR "图书"', "供*"])
def test_a_sheet_is_not_found_by_what_does_not_stand_in_it(words: str, now: datetime) -> None:
    submitted("冬季供暖入户检查通知", TEXT, now=now)

    assert found(words, now=now) == set()


def test_a_sheet_is_found_by_its_number(now: datetime) -> None:
    first, second = submitted(now=now), submitted("另一篇", now=now)

    assert found(first.number, now=now) == {first.number}
    assert found(second.number[-4:], now=now) == {second.number}


def test_the_words_of_an_opinion_are_found_at_once(now: datetime) -> None:
    sheet, other = submitted(now=now), submitted("另一篇", now=now)
    back = attempt(sheet, Act.RETURN, "请补上咨询电话")
    act_on(sheet, back, person=named("zhao"), now=now)

    assert found("咨询电话", now=now) == {sheet.number}
    assert found("停水 咨询", now=now) == {sheet.number}  # one in the title, one in an opinion
    assert other.number not in found("咨询", now=now)


def test_only_those_who_may_see_a_sheet_find_it(now: datetime) -> None:
    sheet = submitted("冬季供暖", TEXT, now=now)

    assert found("供暖", now=now, by="zhang") == {sheet.number}
    assert found("供暖", now=now, by="zhou") == {sheet.number}
    assert found("供暖", now=now, by="wu") == set()


def test_the_index_comes_out_the_same_when_it_is_built_anew(now: datetime) -> None:
    sheets = [
        submitted("冬季供暖", TEXT, now=now),
        returned(now=now),
        released("已核发的", now=now),
    ]
    words = ["供暖", "停水", "范围", "已核发", sheets[0].number]
    before = {word: found(word, now=now) for word in words}

    assert rebuild_index() == ReviewSheet.objects.count()
    assert {word: found(word, now=now) for word in words} == before
    assert all(before.values())


def test_sheets_older_than_the_index_come_into_it(now: datetime) -> None:
    sheet = returned("冬季供暖", now=now)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO review_sheet_words (review_sheet_words) VALUES ('delete-all')")
    RegisterLine.objects.all().delete()
    assert found("供暖", now=now) == set()

    assert index_missing() >= 1
    assert found("供暖", now=now) == found("范围", now=now) == {sheet.number}
    assert index_missing() == 0


def test_indexing_twice_finds_once(now: datetime) -> None:
    sheet = signed(submitted(now=now), Act.ENDORSE, now=now)
    rebuild_index()
    rebuild_index()

    assert list(found("停水", now=now)) == [sheet.number]


def test_a_submission_that_is_refused_leaves_nothing(
    person: Callable[[str], Person], now: datetime
) -> None:
    del person
    count = RegisterLine.objects.count()
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever stands against it
        submitted("没有正文", now=now, category="")

    assert RegisterLine.objects.count() == count
    assert found("没有正文", now=now) == set()
