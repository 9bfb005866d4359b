"""Handing in files of other kinds: read at once, or kept and converted by a job."""

import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.factories import kinds_since, ledger_size
from tests.fixtures.compound import old_word_file
from tests.fixtures.docx import opening_hours_notice

from hefa.collect import actions
from hefa.collect.actions import Upload, convert_waiting, hand_in
from hefa.collect.files import content_of
from hefa.collect.models import Manuscript, Version, WordFile
from hefa.collect.queries import unread_files
from hefa.core.document import text_of
from hefa.core.errors import Conflict, Refused
from hefa.jobs.models import JobRun
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import Unit

Find = Callable[[str], Person]
SignIn = Callable[..., Client]
TEXT = "关于停水的通知\n定于11月28日停水。"
STAND_IN_OFFICE = """#!{python}
import pathlib, sys
names = [name for name in sys.argv[1:] if name[0].isdigit()]
place = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
place.mkdir()
for name in names:
    content = pathlib.Path(name).read_bytes()
    if b"POISON" in content:
        sys.exit(1)
    made = {docx!r} if b"BROKEN" not in content else b"PK cut off"
    (place / name).with_suffix(".docx").write_bytes(made)
"""


def unit() -> Unit:
    return Unit.objects.get(key="service")


def put(browser: Client, **given: object) -> HttpResponse:
    return browser.post("/collect/word/", {"unit": unit().pk, **given})


def old_file(mark: bytes = b"") -> bytes:
    return old_word_file(others={"1Table": mark})


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a small program in LibreOffice's place; some files break it, of some it makes rubbish."""
    text = STAND_IN_OFFICE.format(python=sys.executable, docx=opening_hours_notice())
    program = tmp_path / "soffice"
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{Path(sys.executable).parent}:/usr/bin:/bin")


@pytest.fixture
def no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("soffice") is None


def test_pasted_text_becomes_a_draft_and_is_kept_as_a_file(sign_in: SignIn) -> None:
    response = put(sign_in("zhang"), text=TEXT)

    version = Version.objects.get()
    assert response.status_code == 302
    assert version.title == "关于停水的通知"
    assert text_of(version.document) == "定于11月28日停水。"
    assert content_of(WordFile.objects.get().file_id).decode().split() == TEXT.split()


def test_markdown_is_told_by_its_name_and_a_file_counts_before_text(sign_in: SignIn) -> None:
    file = SimpleUploadedFile("停水.md", "# 停水\n\n- 一".encode())

    put(sign_in("zhang"), file=file, text="别的")

    version = Version.objects.get()
    assert (version.title, text_of(version.document)) == ("停水", "• 一")


def test_text_that_cannot_be_read_stays_in_the_form(sign_in: SignIn) -> None:
    response = put(sign_in("zhang"), text="x" * 100_001)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "文字超过 10 万字" in shown
    assert "x" * 100_001 in shown


@pytest.mark.usefixtures("no_office")
def test_without_libreoffice_the_file_is_kept_and_the_way_out_told(sign_in: SignIn) -> None:
    browser = sign_in("zhang")

    response = put(browser, file=SimpleUploadedFile("通知.doc", old_file()))

    assert response.status_code == 422
    assert "另存为 .docx" in response.content.decode()
    assert content_of(WordFile.objects.get().file_id) == old_file()
    assert "另存为 .docx" in browser.get("/collect/").content.decode()
    assert not JobRun.objects.filter(kind=actions.CONVERT).exists()


@pytest.mark.usefixtures("office")
def test_old_file_waits_and_its_page_leads_on_when_it_is_read(
    sign_in: SignIn, now: datetime
) -> None:
    browser = sign_in("zhang")
    size = ledger_size()

    response = put(browser, file=SimpleUploadedFile("通知.doc", old_file()))
    waiting = WordFile.objects.get()
    address = response["Location"]
    before = browser.get(address)
    part = browser.get(address, headers={"HX-Request": "true"})
    stranger = sign_in("wang", Client()).get(address)
    convert_waiting(waiting.pk, now=now)
    after = browser.get(address)
    refreshed = browser.get(address, headers={"HX-Request": "true"})

    assert address == f"/collect/word/{waiting.pk}/"
    assert "正在转换旧格式" in before.content.decode()
    assert "正在转换旧格式" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert stranger.status_code == 404
    assert JobRun.objects.get(kind=actions.CONVERT).key == str(waiting.pk)
    assert after["Location"] == f"/collect/version/{Version.objects.get().pk}/"
    assert refreshed["HX-Refresh"] == "true"
    assert Version.objects.get().title == "关于调整便民服务站开放时间的通知"
    assert kinds_since(size) == ["collect.file_received", "collect.imported"]
    assert WordFile.objects.get().report[0]["code"] == "collect.converted"


@pytest.mark.usefixtures("office")
def test_waiting_files_are_converted_in_one_run_and_one_bad_file_stops_no_other(
    person: Find, now: datetime
) -> None:
    zhang = person("zhang")
    marks = (b"a", b"BROKEN", b"b", b"POISON", b"c")
    rows = [
        hand_in(zhang, Upload(name=f"{mark}.doc", content=old_file(mark)), unit=unit(), now=now)
        for mark in marks
    ]

    convert_waiting(rows[0].pk, now=now)
    first = [row.name for row in WordFile.objects.filter(waits_for__isnull=False)]
    for row in rows[1:]:
        convert_waiting(row.pk, now=now)

    assert first == [str(b"POISON") + ".doc", str(b"c") + ".doc"]
    assert not WordFile.objects.filter(waits_for__isnull=False).exists()
    assert {file.name: file.trouble_code for file in unread_files(actor_of(zhang, now))} == {
        str(b"BROKEN") + ".doc": "collect.word_broken",
        str(b"POISON") + ".doc": "collect.office_gave_up",
    }
    assert Manuscript.objects.count() == 3


@pytest.mark.usefixtures("office")
def test_converting_twice_makes_one_manuscript(person: Find, now: datetime) -> None:
    upload = Upload(name="通知.doc", content=old_file())
    row = hand_in(person("zhang"), upload, unit=unit(), now=now)

    for _ in range(2):
        convert_waiting(row.pk, now=now)
    with pytest.raises(Conflict):  # another worker, who saw it wait before it was read
        actions._read_made(row, opening_hours_notice(), now=now)

    assert Manuscript.objects.count() == 1


@pytest.mark.usefixtures("office")
def test_page_of_a_file_that_could_not_be_converted_says_why(
    sign_in: SignIn, now: datetime
) -> None:
    browser = sign_in("zhang")
    address = put(browser, file=SimpleUploadedFile("通知.doc", old_file(b"POISON")))["Location"]

    convert_waiting(WordFile.objects.get().pk, now=now)

    assert "转换不出来" in browser.get(address).content.decode()
    assert "转换不出来" in browser.get("/collect/").content.decode()


@pytest.mark.usefixtures("office")
def test_files_before_this_one_are_counted(sign_in: SignIn) -> None:
    browser = sign_in("zhang")
    addresses = [
        put(browser, file=SimpleUploadedFile("通知.doc", old_file(mark)))["Location"]
        for mark in (b"a", b"b", b"c")
    ]

    assert "前面还有 2 份" in browser.get(addresses[2]).content.decode()
    assert "前面还有" not in browser.get(addresses[0]).content.decode()


def test_encrypted_old_file_is_refused_before_it_waits(person: Find, now: datetime) -> None:
    upload = Upload(name="通知.doc", content=old_word_file(flags=1))

    with pytest.raises(Refused) as caught:
        hand_in(person("zhang"), upload, unit=unit(), now=now)

    assert [entry.code for entry in caught.value.reasons] == ["collect.word_encrypted"]
    assert WordFile.objects.get().trouble_code == "collect.word_encrypted"
