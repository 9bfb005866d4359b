"""Judging the paper: a sheet's copies are accounted for by where they are, not by being printed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from hefa.core.duty import Standing
from hefa.registry.models import Unit
from hefa.report.board import Evidence
from hefa.report.judging import board, months
from hefa.review.models import ReviewSheet
from hefa.review.paper.actions import (
    Receiver,
    attach_scan,
    copy_of,
    file_copy,
    hand_over_copy,
    print_copies,
)
from hefa.review.paper.evidence import paper_told
from hefa.review.paper.facts import Outcome
from hefa.review.paper.models import SheetCopy

pytestmark = pytest.mark.usefixtures("community")
SCAN = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def evidence(at: datetime) -> Evidence:
    found = board(at, only="C12.1")
    assert found is not None
    (judged,) = found.judged
    return judged.evidence


def copy(sheet: ReviewSheet, mark: str) -> SheetCopy:
    found = copy_of(sheet, mark)
    assert found is not None
    return found


def printed(sheet: ReviewSheet, now: datetime, marks: str = "甲乙") -> ReviewSheet:
    print_copies(sheet, tuple(marks), outcome=Outcome(), person=make.named("chen"), now=now)
    return sheet


def handed(sheet: ReviewSheet, mark: str, now: datetime) -> None:
    given = copy(sheet, mark)
    receiver = Receiver(unit=Unit.objects.get(key="office"))
    hand_over_copy(given, receiver, seen=given.revision, person=make.named("chen"), now=now)


def filed(sheet: ReviewSheet, mark: str, now: datetime) -> None:
    given = copy(sheet, mark)
    file_copy(given, "2 号柜", seen=given.revision, person=make.named("chen"), now=now)


def scanned(sheet: ReviewSheet, mark: str, now: datetime) -> None:
    person = make.named("chen")
    attach_scan(copy(sheet, mark), SCAN, name="扫描.pdf", person=person, now=now)


def test_before_the_first_release_there_is_nothing_to_show(now: datetime) -> None:
    make.submitted(now=now)

    assert evidence(now).standing is Standing.MISSING
    assert evidence(now).count == evidence(now).against_count == 0


def test_the_paper_of_a_released_sheet_has_five_working_days(now: datetime) -> None:
    make.released(now=now)
    fifth_day_over = datetime(2026, 11, 30, 16, tzinfo=UTC)  # at midnight here

    found = evidence(now)

    assert (found.standing, found.next_at) == (Standing.EXPIRING, fifth_day_over)
    assert evidence(fifth_day_over - HOUR).standing is Standing.EXPIRING
    assert evidence(fifth_day_over).standing is Standing.MISSING


def test_a_released_sheet_without_paper_lacks_its_evidence_and_says_which(now: datetime) -> None:
    sheet = make.released(now=now)

    found = evidence(now + 9 * DAY)

    assert found.standing is Standing.MISSING
    assert [piece.what for piece in found.against] == [
        f"{sheet.number} 《停水通知》：甲联、乙联没有打印"
    ]
    assert found.against[0].url == f"/review/{sheet.number}/paper/"
    assert "纸件" in found.next


def test_printing_alone_tells_nobody_where_the_paper_is(now: datetime) -> None:
    sheet = printed(make.released(now=now), now)
    filed(sheet, "甲", now)

    (piece,) = evidence(now).against
    assert piece.what.endswith("：乙联打印了，没有记去向")


def test_each_copy_handed_filed_or_scanned_is_accounted_for(now: datetime) -> None:
    first = printed(make.released(now=now), now)
    handed(first, "甲", now + HOUR)
    filed(first, "乙", now + 2 * HOUR)
    second = make.released("停电通知", now=now)
    scanned(second, "甲", now + HOUR)
    scanned(second, "乙", now + HOUR)

    found = evidence(now + DAY)

    assert found.standing is Standing.PROVED
    assert (found.count, found.against_count) == (2, 0)
    assert found.fact == "一年里核发 2 张，各联纸件都有着落。"
    piece = next(piece for piece in found.pieces if first.number in piece.what)
    assert piece.fact_at == piece.recorded_at == now + 2 * HOUR
    assert piece.entry is not None


def test_an_earlier_day_is_judged_by_what_was_on_record_then(now: datetime) -> None:
    sheet = printed(make.released(now=now), now)
    filed(sheet, "甲", now + HOUR)
    filed(sheet, "乙", now + DAY)

    then = board(now + 2 * DAY, at=now + 2 * HOUR, only="C12.1")

    assert then is not None
    assert then.judged[0].evidence.standing is Standing.EXPIRING
    assert evidence(now + 2 * DAY).standing is Standing.PROVED


def test_void_sheets_are_counted_apart_and_owe_no_paper(now: datetime) -> None:
    make.returned(now=now)
    sheet = make.released("停电通知", now=now)
    scanned(sheet, "甲", now)
    scanned(sheet, "乙", now)

    found = evidence(now)

    assert found.standing is Standing.PROVED
    assert found.fact == "一年里核发 1 张，各联纸件都有着落。另有作废的 1 张，编号不再用。"


def test_the_month_counts_releases_and_those_whose_paper_is_unknown(now: datetime) -> None:
    sheet = printed(make.released(now=now), now)
    filed(sheet, "甲", now)
    filed(sheet, "乙", now)
    make.released("停电通知", now=now)
    found = board(now, only="C12.1")
    assert found is not None

    (in_time,) = months(found.judged[0].control, now)
    (late,) = months(found.judged[0].control, now + 8 * DAY)

    assert (in_time.count, in_time.against_count) == (1, 0)  # the other's may be on its way
    assert (late.count, late.against_count) == (2, 1)
    assert late.begins_on == now.date().replace(day=1)


def test_more_sheets_take_no_more_queries(now: datetime) -> None:
    printed(make.released(now=now), now)
    with CaptureQueriesContext(connection) as few:
        paper_told(now - DAY, now + DAY)
    for number in range(3):
        printed(make.released(f"第 {number} 号通知", now=now), now)

    with CaptureQueriesContext(connection) as many:
        assert len(paper_told(now - DAY, now + DAY).lacking) == 4

    assert len(many) == len(few)
