"""The course of a sheet: every act and round in words, and what came of it at WeChat."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.factories import attempt, named, released, reloaded, returned, signed, submit, submitted

from hefa.collect.actions import revise
from hefa.core.review import Act
from hefa.report.sheets.timeline import rounds_of
from hefa.review.actions import act_on
from hefa.review.models import ReviewSheet
from hefa.review.register.actions import archive_sheet

SignIn = Callable[..., Client]


def told(sheet: ReviewSheet) -> list[list[str]]:
    """Return what each round says, the newest round and entry first."""
    return [[entry["title"] for entry in one["entries"]] for one in rounds_of(sheet)]


def test_every_act_is_told_in_order_by_whom_and_with_its_words(
    community: None, now: datetime
) -> None:
    del community
    sheet = submitted(now=now)
    sheet = signed(sheet, Act.ENDORSE, now=now + timedelta(hours=1))
    back = attempt(sheet, Act.RETURN, "请补上咨询电话")
    act_on(sheet, back, person=named("wang"), now=now + timedelta(hours=2))

    entries = rounds_of(sheet)[0]["entries"]

    assert [entry["title"] for entry in entries[:3]] == ["退回", "初审同意", "送审"]
    assert entries[0]["who"].startswith("王书记（")
    assert entries[1]["who"] == "赵站长（科室（网点）负责人）"
    assert (entries[0]["reason"], entries[0]["state"]) == ("请补上咨询电话", "wrong")
    assert [entry["at"] for entry in entries] == sorted(
        (entry["at"] for entry in entries), reverse=True
    )


def test_rounds_stand_by_themselves_the_newest_first(community: None, now: datetime) -> None:
    del community
    first = returned(now=now)
    version = revise(first.version.manuscript, person=named("zhang"), now=now)
    second = submit(reloaded(version), now=now)

    rounds = rounds_of(first)

    assert [(one["number"], one["sheet"], one["is_this"]) for one in rounds] == [
        (2, second.number, False),
        (1, first.number, True),
    ]
    assert "退回" not in [entry["title"] for entry in rounds[0]["entries"]]
    assert "退回" in [entry["title"] for entry in rounds[1]["entries"]]


def test_archiving_is_told_with_number_and_term(community: None, now: datetime) -> None:
    del community
    sheet = released(now=now)
    archive_sheet(sheet, person=named("zhou"), now=now)

    assert told(sheet)[0][0] == "归档，归档号 2026-D30-0001，保管到 2056-12-31"


def test_the_page_shows_it_to_those_who_see_the_sheet(sign_in: SignIn, now: datetime) -> None:
    sheet = returned(now=now)
    address = f"/report/sheets/{sheet.number}/timeline/"

    page = sign_in("zhang").get(address).content.decode()

    assert re.search(r"<b>退回</b>.*请写明停水的范围.*<b>送审</b>", page, re.DOTALL)
    assert sign_in("wu").get(address).status_code == 404
    assert sign_in("zhang").get("/report/sheets/2026-9999/timeline/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_takes_the_same_queries_however_much_happened(
    count: int, community: None, now: datetime, django_assert_max_num_queries: Callable[..., object]
) -> None:
    del community
    sheet = released(now=now) if count == 3 else returned(now=now)

    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]  # a context manager
        rounds_of(sheet)
