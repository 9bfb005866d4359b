"""The page that shows two versions side by side."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import attempt, document, named, submit, written
from tests.unit.collect.versions import two_versions

from hefa.collect.actions import revise
from hefa.core.review import Act
from hefa.review.actions import act_on

SignIn = Callable[..., Client]


@pytest.mark.parametrize("name", ["zhang", "zhao", "wang", "chen"])
def test_author_and_reviewers_see_versions_side_by_side(
    sign_in: SignIn, now: datetime, name: str
) -> None:
    before, _ = two_versions(now, document=document("明天下午停水检修，请提前蓄水。"))

    page = sign_in(name).get(f"/collect/{before.manuscript_id}/versions/").content.decode()

    assert "第 1 版和第 2 版并排看" in page
    assert '<span class="visually-hidden">删去</span>上' in page
    assert '<span class="visually-hidden">新增</span>下' in page


def test_page_takes_the_two_that_were_asked_for_in_either_order(
    sign_in: SignIn, now: datetime
) -> None:
    before, _ = two_versions(now)
    address = f"/collect/{before.manuscript_id}/versions/"
    browser = sign_in("zhang")

    swapped = browser.get(address, {"old": "2", "new": "1"}).content.decode()
    same = browser.get(address, {"old": "2", "new": "2"})
    wrong = browser.get(address, {"old": "x", "new": "99"})

    assert "第 1 版和第 2 版并排看" in swapped
    assert (same.status_code, wrong.status_code) == (200, 200)


def test_page_of_a_single_version_says_so(sign_in: SignIn, now: datetime) -> None:
    version = written(now=now)

    page = sign_in("zhang").get(f"/collect/{version.manuscript_id}/versions/").content.decode()

    assert "只有一版" in page


def test_page_asks_the_same_number_of_queries_for_three_versions(
    sign_in: SignIn, now: datetime
) -> None:
    before, after = two_versions(now)
    browser = sign_in("zhang")
    address = f"/collect/{before.manuscript_id}/versions/"
    browser.get(address)
    with CaptureQueriesContext(connection) as two:
        browser.get(address, {"old": "1", "new": "2"})
    asked = len(two)  # the next request forgets them
    sheet = submit(after, now=now)
    act_on(sheet, attempt(sheet, Act.RETURN, "再改"), person=named("zhao"), now=now)
    revise(before.manuscript, person=sheet.author, now=now)
    browser.get(address)
    with CaptureQueriesContext(connection) as three:
        browser.get(address, {"old": "1", "new": "2"})

    assert len(three) == asked - 1  # while open, the second asks what its category is set in
