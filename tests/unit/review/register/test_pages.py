"""The register as a page: filters, order, views of one's own, the archive in a batch."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import named, released, returned, sheet_awaiting, submitted

from hefa.core.review import Act
from hefa.review.models import ReviewSheet
from hefa.review.register.models import ArchivedSheet, SavedView

SignIn = Callable[..., Client]
LIST = "/review/register/"


def numbers(response: HttpResponse) -> list[str]:
    """Return the sheets of a page in its order."""
    return re.findall(
        r'data-label="审核单"><bdi class="nowrap">([^<]+)<', response.content.decode()
    )


@pytest.fixture
def sheets(community: None, now: datetime) -> dict[str, str]:
    """Return the numbers of a few sheets that differ in everything one may ask for."""
    del community
    made = {
        "waiting": submitted("供暖检查", now=now),
        "approval": sheet_awaiting(Act.APPROVE, "图书上架", now=now, category="convenience"),
        "returned": returned("停水", now=now),
        "released": released("核酸点位", now=now),
        "other_unit": submitted("敬老饭桌", now=now, author="wu", unit=_unit_of("wu")),
    }
    late = ReviewSheet.objects.filter(pk=made["approval"].pk)
    late.update(due_at=now - timedelta(hours=1))
    early = ReviewSheet.objects.filter(pk=made["released"].pk)
    early.update(submitted_at=now - timedelta(days=40))
    return {name: sheet.number for name, sheet in made.items()}


def _unit_of(username: str) -> str:
    return str(named(username).appointments.first().unit.key)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["other_unit", "released", "returned", "approval", "waiting"]),
        ("sort=oldest", ["waiting", "approval", "returned", "released", "other_unit"]),
        ("q=供暖", ["waiting"]),
        ("state=waiting", ["other_unit", "approval", "waiting"]),
        ("state=approve", ["approval"]),
        ("state=void", ["returned"]),
        ("state=released", ["released"]),
        ("state=overdue", ["approval"]),
        ("unit=service", ["released", "returned", "approval", "waiting"]),
        ("category=convenience", ["approval"]),
        ("kind=take_down", []),
        ("route=news", []),
        ("since=2026-11-01", ["other_unit", "returned", "approval", "waiting"]),
        ("until=2026-11-01", ["released"]),
        ("column=notices&unit=service&state=void", ["returned"]),
        ("archived=no", ["released", "returned"]),
        ("archived=yes", []),
        ("state=nonsense&since=tomorrow", ["other_unit", "released", "returned", "approval", "waiting"]),
    ],
)  # fmt: skip
def test_each_filter_gives_what_it_says(
    query: str, expected: list[str], sheets: dict[str, str], sign_in: SignIn
) -> None:
    page = sign_in("chen").get(f"{LIST}?all=1&{query}")

    assert numbers(page) == [sheets[name] for name in expected]


def test_by_author_and_by_who_approved(sheets: dict[str, str], sign_in: SignIn) -> None:
    browser = sign_in("chen")

    assert numbers(browser.get(f"{LIST}?author={named('wu').key}")) == [sheets["other_unit"]]
    assert numbers(browser.get(f"{LIST}?approver={named('wang').key}")) == [sheets["released"]]
    assert numbers(browser.get(f"{LIST}?approver={named('zhao').key}")) == []


def test_other_units_sheets_are_not_there(sheets: dict[str, str], sign_in: SignIn) -> None:
    shown = numbers(sign_in("zhang").get(f"{LIST}?all=1"))

    assert sheets["other_unit"] not in shown
    assert len(shown) == 4


def test_a_void_sheet_keeps_its_number_and_says_so(sheets: dict[str, str], sign_in: SignIn) -> None:
    page = sign_in("chen").get(f"{LIST}?state=void").content.decode()

    assert sheets["returned"] in page
    assert "作废" in page


def test_one_row_or_many_take_the_same_queries(
    sheets: dict[str, str], sign_in: SignIn, now: datetime
) -> None:
    browser = sign_in("chen")
    browser.get(f"{LIST}?q=供暖")
    counts = []
    for query in ("q=供暖", "all=1"):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"{LIST}?{query}").status_code == 200
        counts.append(len(queries))
    assert len(sheets) == 5
    assert counts[0] == counts[1], now


def test_nothing_found_says_what_to_do(sheets: dict[str, str], sign_in: SignIn) -> None:
    assert sheets
    assert "没有符合的审核单" in sign_in("chen").get(f"{LIST}?q=没有这个词").content.decode()


def test_a_view_is_kept_opened_by_default_and_forgotten(
    sheets: dict[str, str], sign_in: SignIn
) -> None:
    browser = sign_in("chen")

    browser.post(f"{LIST}views/", {"name": "要归档的", "query": "archived=no&page=3&evil=1"})
    view = SavedView.objects.get(person=named("chen"))
    assert view.query == "archived=no"

    browser.post(f"{LIST}views/{view.pk}/default/")
    opened = browser.get(LIST, follow=True)
    assert numbers(opened) == [sheets["released"], sheets["returned"]]
    assert "要归档的" in opened.content.decode()
    assert len(numbers(browser.get(f"{LIST}?all=1"))) == 5

    browser.post(f"{LIST}views/{view.pk}/default/")
    assert len(numbers(browser.get(LIST, follow=True))) == 5

    browser.post(f"{LIST}views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_one_view_opens_by_default_at_most(sheets: dict[str, str], sign_in: SignIn) -> None:
    assert sheets
    browser = sign_in("chen")
    for name in ("一", "二"):
        browser.post(f"{LIST}views/", {"name": name, "query": "state=void"})
    for view in SavedView.objects.all():
        browser.post(f"{LIST}views/{view.pk}/default/")

    assert [view.name for view in SavedView.objects.filter(is_default=True)] == ["二"]


def test_nobody_touches_the_views_of_others(sheets: dict[str, str], sign_in: SignIn) -> None:
    assert sheets
    sign_in("chen").post(f"{LIST}views/", {"name": "我的", "query": ""})
    view = SavedView.objects.get()

    for act in ("default", "delete"):
        assert sign_in("wang").post(f"{LIST}views/{view.pk}/{act}/").status_code == 404
    assert "我的" not in sign_in("wang").get(f"{LIST}?view={view.pk}").content.decode()
    view.refresh_from_db()
    assert not view.is_default


def test_a_view_without_a_name_is_refused_in_words(sheets: dict[str, str], sign_in: SignIn) -> None:
    assert sheets
    page = sign_in("chen").post(f"{LIST}views/", {"name": " ", "query": ""}, follow=True)

    assert "请给视图起个名字" in page.content.decode()
    assert not SavedView.objects.exists()


def test_what_is_ticked_is_archived_and_the_rest_is_told(
    sheets: dict[str, str], sign_in: SignIn
) -> None:
    browser = sign_in("zhou")
    ticked = [sheets["released"], sheets["returned"], sheets["waiting"]]

    page = browser.post(f"{LIST}archive/", {"number": ticked}, follow=True).content.decode()

    assert "已归档 2 张" in page
    assert f"{sheets['waiting']} 还没有办完" in page
    assert ArchivedSheet.objects.count() == 2
    assert numbers(browser.get(f"{LIST}?archived=no")) == []


def test_tick_boxes_are_for_those_who_may(sheets: dict[str, str], sign_in: SignIn) -> None:
    assert sheets
    address = f"{LIST}?archived=no"

    assert 'name="number"' in sign_in("zhou").get(address).content.decode()
    assert 'name="number"' not in sign_in("zhao").get(address).content.decode()
    assert sign_in("zhao").post(f"{LIST}archive/", {"number": []}).status_code == 403
