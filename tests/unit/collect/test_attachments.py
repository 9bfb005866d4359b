"""Attachments: what is taken in, under which name, with which words, and what is refused."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import kinds_since, ledger_size, named, reloaded, submitted, written
from tests.fixtures.docx import (
    opening_hours_notice,
    paragraph,
    picture_bytes,
    small,
    winter_heating_notice,
    zipped,
)

from hefa.check.queries import look_at
from hefa.collect.actions import Upload
from hefa.collect.attachments import MAX_BYTES, attachment_from, clean_name
from hefa.collect.enclosing import MAX_PICTURE_BYTES, take_in_attachment, take_in_picture
from hefa.collect.files import content_of
from hefa.collect.models import Enclosure
from hefa.core.document import attachment_sha256s
from hefa.core.errors import Conflict, Refused

SignIn = Callable[..., Client]
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")


def workbook(rows: list[list[object]], *, hidden: list[list[object]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if hidden:
        second = book.create_sheet("旧")
        second.sheet_state = "hidden"
        for row in hidden:
            second.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_member(content: bytes, name: str, inside: bytes = b"x") -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, inside)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(opening_hours_notice(), "docx"), (workbook([["甲"]]), "xlsx"), (PDF, "pdf")],
)
def test_what_a_file_is_follows_from_its_bytes(content: bytes, kind: str) -> None:
    found = attachment_from(content, name="通知.exe")

    assert found.name == f"通知.{kind}"
    assert found.content == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-" + bytes(MAX_BYTES), "file_too_large"),
        (b"MZ program", "attachment_unknown"),
        (picture_bytes(), "attachment_unknown"),
        (zipped({"a.txt": b"x"}), "attachment_unknown"),
        (b"PK\x03\x04 cut off", "attachment_broken"),
        (zipped({"word/document.xml": b" " * 30_000_000}), "attachment_bomb"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "attachment_encrypted"),
        (OLE2 + "WordDocument".encode("utf-16-le"), "attachment_legacy"),
        (with_member(opening_hours_notice(), "word/vbaProject.bin"), "attachment_macro"),
        (with_member(workbook([["甲"]]), "xl/macrosheets/sheet1.xml"), "attachment_macro"),
        (PDF + b"<</S/JavaScript/JS(app.alert(1))>>", "attachment_macro"),
        (small("", members={"word/header1.xml": b"<!DOCTYPE a><a/>"}), "attachment_broken"),
    ],
)
def test_what_may_not_go_out_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        attachment_from(content, name="x.docx")

    assert [entry.code for entry in caught.value.reasons] == [f"collect.{code}"]


def test_macro_document_without_its_macro_is_refused_too() -> None:
    types = (
        b'<Types><Override ContentType="application/vnd.ms-word.macroEnabled.main+xml"/></Types>'
    )
    content = zipped({"[Content_Types].xml": types, "word/document.xml": b"<a/>"})

    with pytest.raises(Refused, match="attachment_macro"):
        attachment_from(content, name="x.docx")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("报名表.docx", "报名表.docx"),
        ("C:\\办公\\报名表.DOC", "报名表.docx"),
        ("../../etc/passwd", "passwd.docx"),
        ("报名表\u202excod.exe", "报名表xcod.docx"),
        ('a<b>:"c|?*.docx', "abc.docx"),
        ("  报名   表 .docx", "报名 表.docx"),
        ("", "附件.docx"),
        (".docx", "附件.docx"),
        ("11.5 安排", "11.5 安排.docx"),
        ("长" * 200 + ".docx", "长" * 80 + ".docx"),
    ],
)
def test_name_that_readers_see_is_clean(name: str, clean: str) -> None:
    assert clean_name(name, "docx") == clean


def test_words_of_a_word_file_include_what_nobody_meant_to_show() -> None:
    words = attachment_from(winter_heating_notice(), name="x").words

    assert "13800000000" in words
    assert "请提前缴清" in words  # deleted, yet in the file


def test_words_of_a_workbook_are_its_rows_with_figures_and_hidden_sheets() -> None:
    content = workbook([["姓名", "电话"], ["古丽", 13812345678]], hidden=[["旧名单", "内部"]])

    words = attachment_from(content, name="x").words

    assert "古丽 | 13812345678" in words.splitlines()
    assert "旧名单 | 内部" in words.splitlines()


def test_attachment_is_kept_with_one_ledger_entry(community: None, now: datetime) -> None:
    version = written(now=now)
    size = ledger_size()
    upload = Upload(name="名单.xlsx", content=workbook([["甲"]]))

    kept = take_in_attachment(version, upload, person=named("zhang"), now=now)

    assert (kept.name, kept.words, kept.trouble_code) == ("名单.xlsx", "甲", "")
    assert content_of(kept.result_id or "") == upload.content
    assert kinds_since(size) == ["collect.enclosed"]


@pytest.mark.parametrize("take_in", [take_in_picture, take_in_attachment])
def test_refused_file_is_kept_with_its_reason(
    community: None, now: datetime, take_in: Callable[..., Enclosure]
) -> None:
    version = written(now=now)
    size = ledger_size()

    with pytest.raises(Refused):
        take_in(version, Upload(name="x", content=b"neither"), person=named("zhang"), now=now)

    kept = Enclosure.objects.get()
    assert content_of(kept.original_id) == b"neither"
    assert kept.result is None
    assert kept.trouble_code in {"collect.not_picture", "collect.attachment_unknown"}
    assert kinds_since(size) == ["collect.enclosed"]


@pytest.mark.parametrize("take_in", [take_in_picture, take_in_attachment])
def test_only_the_author_hands_in_and_only_for_an_open_version(
    community: None, now: datetime, take_in: Callable[..., Enclosure]
) -> None:
    upload = Upload(name="图.png", content=picture_bytes())
    with pytest.raises(Refused):
        take_in(written(now=now), upload, person=named("zhao"), now=now)
    with pytest.raises(Conflict):
        take_in(submitted(now=now).version, upload, person=named("zhang"), now=now)

    assert not Enclosure.objects.exists()


def test_picture_file_that_is_too_heavy_says_its_limit(community: None, now: datetime) -> None:
    upload = Upload(name="x.png", content=bytes(MAX_PICTURE_BYTES + 1))

    with pytest.raises(Refused, match="picture_too_heavy"):
        take_in_picture(written(now=now), upload, person=named("zhang"), now=now)


def test_picture_for_the_editor_can_be_shown_before_it_is_saved(
    sign_in: SignIn, now: datetime
) -> None:
    version = written(now=now)
    browser = sign_in("zhang")
    file = SimpleUploadedFile("图.png", picture_bytes())

    said = browser.post(f"/collect/version/{version.pk}/pictures/", {"file": file}).json()

    assert (said["width"], said["height"]) == (480, 270)
    assert browser.get(said["url"])["Content-Type"] == "image/png"
    assert sign_in("wu").get(said["url"]).status_code == 404


@pytest.mark.parametrize("address", ["pictures", "attachment"])
def test_editor_is_told_why_a_file_cannot_be_used(
    sign_in: SignIn, now: datetime, address: str
) -> None:
    version = written(now=now)
    browser = sign_in("zhang")
    for given in ({}, {"file": SimpleUploadedFile("x.exe", b"MZ")}):
        response = browser.post(f"/collect/version/{version.pk}/{address}/", given)
        assert response.status_code == 422
        assert "。" in response.json()["message"]


def test_page_puts_an_attachment_at_the_end_and_takes_it_out(
    sign_in: SignIn, now: datetime
) -> None:
    version = written(now=now)
    browser = sign_in("zhang")
    address = f"/collect/version/{version.pk}/attachments/"

    browser.post(address, {"file": SimpleUploadedFile("报名表.docx", opening_hours_notice())})
    (sha256,) = attachment_sha256s(reloaded(version).document)
    page = browser.get(address).content.decode()
    assert "报名表.docx" in page
    download = browser.get(f"/collect/version/{version.pk}/attachment/{sha256}/")
    assert b"".join(download.streaming_content) == opening_hours_notice()
    assert "attachment" in download["Content-Disposition"]
    browser.post(address, {"remove": sha256})

    assert attachment_sha256s(reloaded(version).document) == ()
    assert browser.post(address, {"remove": sha256}).status_code == 422
    assert Enclosure.objects.count() == 1  # what was uploaded stays


def test_number_inside_an_attached_workbook_stops_submission_until_answered(
    sign_in: SignIn, now: datetime
) -> None:
    version = written(now=now)
    browser = sign_in("zhang")
    content = workbook([["姓名", "电话"], ["古丽", 13812345678], ["艾力", 13912345678]])
    file = SimpleUploadedFile("13700000000.xlsx", content)
    browser.post(f"/collect/version/{version.pk}/attachments/", {"file": file})

    look = look_at(reloaded(version), now=now)
    places = [(found.field, found.ordinal) for found in look.blockers]
    assert places == [("attachment.name", 1), ("attachment.text", 1), ("attachment.text", 1)]
    assert len({found.place for found in look.blockers}) == 3
    shown = browser.get(f"/check/{version.pk}/cards/").content.decode()
    assert "在第 1 个附件的名字里" in shown
    assert "在第 1 个附件的内容里" in shown
    assert "13812345678" not in shown

    for found in look.blockers:
        form = {"rule": found.rule, "place": found.place, "verdict": "accepted", "reason": "公开"}
        browser.post(f"/check/{version.pk}/answer/", form)
    assert look_at(reloaded(version), now=now).blockers == ()


def test_paragraphs_of_a_small_file_are_lines() -> None:
    words = attachment_from(small(paragraph("一") + paragraph("二")), name="x").words

    assert words == "一\n二"
