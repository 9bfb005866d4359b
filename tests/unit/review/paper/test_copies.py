"""Copies on paper: each printing is counted, hand-overs and filings are recorded, scans are kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.factories import kinds_since, ledger_size, named, released, returned
from tests.unit.review.paper.reading import codes_of, text_of

from hefa.collect.files import content_of
from hefa.core.errors import Conflict, Refused
from hefa.registry.models import Unit
from hefa.review.models import ReviewSheet
from hefa.review.paper.actions import (
    Receiver,
    attach_scan,
    copy_of,
    file_copy,
    hand_over_copy,
    print_copies,
)
from hefa.review.paper.facts import Outcome
from hefa.review.paper.models import SheetCopy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"


def print_them(sheet: ReviewSheet, *marks: str, now: datetime, by: str = "chen") -> bytes:
    return print_copies(sheet, marks, outcome=Outcome(), person=named(by), now=now)


def copy(sheet: ReviewSheet, mark: str = "甲") -> SheetCopy:
    found = copy_of(sheet, mark)
    assert found is not None
    return found


def png() -> bytes:
    kept = BytesIO()
    Image.new("L", (600, 800), 255).save(kept, "PNG")
    return kept.getvalue()


def test_each_printing_of_each_copy_is_counted_and_entered(now: datetime) -> None:
    sheet, size = released(now=now), ledger_size()

    print_them(sheet, "甲", "乙", now=now)
    second = print_them(sheet, "甲", now=now)

    assert [copy(sheet, mark).printed_count for mark in "甲乙"] == [2, 1]
    assert "打印，第2次" in text_of(second)
    assert kinds_since(size) == ["review.copy_printed"] * 2


def test_what_could_not_be_printed_is_not_counted(now: datetime) -> None:
    sheet = released("通知𓀀", now=now)
    size = ledger_size()

    with pytest.raises(Refused):
        print_them(sheet, "甲", now=now)

    assert not SheetCopy.objects.exists()
    assert ledger_size() == size


def test_a_copy_is_handed_over_and_filed_and_then_handed_on(now: datetime) -> None:
    sheet = released(now=now)
    print_them(sheet, "甲", now=now)
    office = Receiver(unit=Unit.objects.get(key="office"), person=named("zhou"))
    size = ledger_size()

    handed = hand_over_copy(copy(sheet), office, seen=1, person=named("sun"), now=now)
    filed = file_copy(handed, " 2 号柜 ", seen=2, person=named("zhou"), now=now)
    again = hand_over_copy(filed, office, seen=3, person=named("zhou"), now=now + timedelta(days=1))

    assert (handed.holder, handed.holder_unit) == (named("zhou"), office.unit)
    assert (filed.place, filed.filed_at, filed.filed_by) == ("2 号柜", now, named("zhou"))
    assert (again.place, again.filed_at) == ("", None)
    assert kinds_since(size) == ["review.copy_handed", "review.copy_filed", "review.copy_handed"]


def test_where_the_copy_is_stands_on_its_next_printing(now: datetime) -> None:
    sheet = released(now=now)
    print_them(sheet, "甲", now=now)
    file_copy(copy(sheet), "办公室2号柜", seen=1, person=named("zhou"), now=now)

    assert "办公室2号柜" in text_of(print_them(sheet, "甲", now=now))


def test_who_acts_on_what_has_changed_meanwhile_is_told(now: datetime) -> None:
    sheet = released(now=now)
    print_them(sheet, "甲", now=now)
    stale = copy(sheet)
    file_copy(copy(sheet), "一号柜", seen=1, person=named("zhou"), now=now)

    with pytest.raises(Conflict):
        file_copy(stale, "二号柜", seen=1, person=named("zhou"), now=now)

    assert copy(sheet).place == "一号柜"


def test_paper_that_never_was_cannot_be_filed(now: datetime) -> None:
    sheet = released(now=now)

    with pytest.raises(Refused) as refused:
        file_copy(copy(sheet), "柜", seen=0, person=named("zhou"), now=now)

    assert [entry.code for entry in refused.value.reasons] == ["review.copy_not_printed"]


@pytest.mark.parametrize("content", [PDF, png()], ids=["pdf", "png"])
def test_a_scan_is_kept_byte_for_byte(now: datetime, content: bytes) -> None:
    sheet = released(now=now)

    kept = attach_scan(copy(sheet), content, name="../扫描.exe", person=named("zhou"), now=now)

    assert kept.scan is not None
    assert content_of(kept.scan.sha256) == content
    assert kept.scan_name in ("扫描.pdf", "扫描.png")
    file_copy(kept, "柜", seen=kept.revision, person=named("zhou"), now=now)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "collect.file_empty"),
        (b"MZ\x90", "review.scan_unknown"),
        (b"<svg/>", "review.scan_unknown"),
        (PDF + b"/JavaScript", "collect.attachment_macro"),
        (PDF + b"/Encrypt", "review.scan_encrypted"),
        (b"\x89PNG\r\n\x1a\n broken", "collect.not_picture"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "collect.file_too_large"),
    ],
)
def test_what_is_no_scan_is_refused(now: datetime, content: bytes, code: str) -> None:
    sheet = released(now=now)

    with pytest.raises(Refused) as refused:
        attach_scan(copy(sheet), content, name="a.pdf", person=named("zhou"), now=now)

    assert [entry.code for entry in refused.value.reasons] == [code]


@pytest.mark.parametrize("login", ["wu", "wang", "he", "stranger"])
def test_others_neither_print_nor_move_paper(
    now: datetime, login: str, person: Callable[[str], object]
) -> None:
    person(login)
    sheet = released(now=now)

    with pytest.raises(Refused):
        print_them(sheet, "甲", now=now, by=login)
    with pytest.raises(Refused):
        attach_scan(copy(sheet), PDF, name="a.pdf", person=named(login), now=now)


def test_the_page_prints_hands_over_files_and_scans(sign_in: SignIn, now: datetime) -> None:
    sheet = released(now=now)
    browser = sign_in("zhou")
    base = f"/review/{sheet.number}/paper/"

    made = browser.post(f"/report/sheets/{sheet.number}/print/")
    assert made["Content-Type"] == "application/pdf"
    assert len(codes_of(made.content)) == 2
    office = Unit.objects.get(key="office")
    form = {"seen": 1, "unit": office.pk, "person": named("zhou").pk}
    assert browser.post(f"{base}甲/hand/", form).status_code == 302
    assert browser.post(f"{base}甲/file/", {"seen": 2, "place": "三号柜"}).status_code == 302
    scan = SimpleUploadedFile("扫描.pdf", PDF)
    assert browser.post(f"{base}乙/scan/", {"file": scan}).status_code == 302

    page = browser.get(base).content.decode()
    assert all(words in page for words in ("三号柜", "周主任", "已存放", "扫描.pdf", "1 次"))
    taken = browser.get(f"{base}乙/scan.file")
    assert b"".join(taken.streaming_content) == PDF
    assert taken["Content-Disposition"].startswith("attachment")


def test_a_refusal_keeps_what_was_typed(sign_in: SignIn, now: datetime) -> None:
    sheet = released(now=now)
    print_them(sheet, "甲", now=now)

    refused = sign_in("zhou").post(
        f"/review/{sheet.number}/paper/甲/file/", {"seen": 0, "place": "三号柜"}
    )

    assert refused.status_code == 409
    assert 'value="三号柜"' in refused.content.decode()


def test_a_void_sheet_is_told_on_its_page(sign_in: SignIn, now: datetime) -> None:
    sheet = returned(now=now)

    page = sign_in("zhang").get(f"/review/{sheet.number}/paper/").content.decode()

    assert "作废" in page
    assert sign_in("wu").get(f"/review/{sheet.number}/paper/").status_code == 404
    assert sign_in("zhang").get(f"/review/{sheet.number}/paper/丙/scan.file").status_code == 404
