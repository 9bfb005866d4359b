"""Handing in a Word file: what is kept of it, and what is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.fixtures.compound import compound
from tests.fixtures.docx import small, winter_heating_notice, zipped
from tests.unit.collect.pages import SignIn, text_of

from hefa.collect.files import content_of
from hefa.collect.models import Version, WordFile
from hefa.registry.models import Unit

ENCRYPTED = compound({"EncryptedPackage": b"x"})


BOMB = zipped({"word/document.xml": b" " * 30_000_000})


def hand_in(browser: Client, content: bytes, name: str = "通知.docx") -> HttpResponse:
    unit = Unit.objects.get(key="service").pk
    file = SimpleUploadedFile(name, content)
    return browser.post("/collect/word/", {"file": file, "unit": unit})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 cut off", "这个 PDF 已损坏"),
        (b"\x7fELF", "这种文件读不了"),
        (ENCRYPTED, "设有密码"),
        (b"PK\x03\x04 cut off", "已损坏"),
        (BOMB, "异常庞大"),
        (small(""), "没有文字"),
    ],
)
def test_file_that_cannot_be_read_is_kept_and_its_reason_shown_twice(
    sign_in: SignIn, content: bytes, told: str
) -> None:
    browser = sign_in("zhang")

    response = hand_in(browser, content)

    assert response.status_code == 422
    assert told in text_of(response)
    assert content_of(WordFile.objects.get().file_id) == content
    listed = text_of(browser.get("/collect/"))
    assert "没能读出来" in listed
    assert told in listed
    download = browser.get(f"/collect/file/{WordFile.objects.get().pk}/")
    assert b"".join(download.streaming_content) == content
    assert "attachment" in download["Content-Disposition"]


def test_file_of_sixty_megabytes_is_told_its_limit(sign_in: SignIn) -> None:
    browser = sign_in("zhang")

    response = hand_in(browser, b"PK" + bytes(60_000_000))

    assert response.status_code == 422
    assert "文件超过 50 MB" in text_of(response)
    assert "文件超过 50 MB" in text_of(browser.get("/collect/"))


@pytest.mark.parametrize("given", [{}, {"unit": "x"}, {"file": "text"}])
def test_form_without_a_file_says_so(sign_in: SignIn, given: dict[str, str]) -> None:
    response = sign_in("zhang").post("/collect/word/", given)

    assert response.status_code == 422
    assert "请先选一个文件，或者粘贴文字" in text_of(response)


def test_empty_file_says_so(sign_in: SignIn) -> None:
    response = hand_in(sign_in("zhang"), b"")

    assert response.status_code == 422
    assert "这个文件是空的" in text_of(response)


def test_word_file_opens_in_the_editor(sign_in: SignIn) -> None:
    browser = sign_in("zhang")

    response = hand_in(browser, winter_heating_notice())
    shown = text_of(browser.get(response["Location"]))

    version = Version.objects.get()
    assert response.status_code == 302
    assert version.title in shown
    assert "读 Word 时改动或没带进来的" in shown
