"""Older formats through the real LibreOffice; skipped, with a plain line, where there is none."""

import shutil
import subprocess
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.fixtures.compound import old_word_file
from tests.fixtures.docx import winter_heating_notice, zipped

from hefa.collect.legacy import Kind, kind_of
from hefa.collect.legacy.office import to_docx, to_docx_together
from hefa.collect.reading import read_file
from hefa.core.document import picture_sha256s, text_of, walk
from hefa.core.errors import Refused

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="没有装 LibreOffice，旧格式的转换没有测（apt-get install libreoffice-writer-nogui）",
)
ODT = b"application/vnd.oasis.opendocument.text"


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return one notice in each older format, written by LibreOffice."""
    place = tmp_path_factory.mktemp("old")
    (place / "it.docx").write_bytes(winter_heating_notice())
    made = {}
    for ending in ("doc", "rtf", "odt"):
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", ending, "it.docx"]
        subprocess.run(command, cwd=place, capture_output=True, check=True, timeout=120)
        made[ending] = (place / f"it.{ending}").read_bytes()
    return made


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_older_format_keeps_what_counts_and_hides_what_was_deleted(
    old_files: dict[str, bytes], ending: str
) -> None:
    read = read_file(old_files[ending], name=f"供暖.{ending}")

    text = text_of(read.document)
    codes = [note.code for note in read.report]
    marks = {mark["type"] for node in walk(read.document) for mark in node.get("marks", ())}
    assert read.title == "关于开展2026年冬季供暖入户检查的通知"
    for part in ("2026年11月28日（星期五）", "13800000000", "11010519491231002X", "18℃"):
        assert part in text
    assert "欠费" not in text
    assert len(picture_sha256s(read.document)) == 1
    assert any(node.get("attrs", {}).get("rowspan") == 2 for node in walk(read.document))
    assert any(node.get("attrs", {}).get("align") == "right" for node in walk(read.document))
    assert {"bold", "color"} <= marks
    assert codes[0] == "collect.converted"
    assert "collect.deleted_text_dropped" in codes
    assert not [code for code in codes if code.startswith("collect.fidelity")]


def test_numbers_of_an_old_file_are_computed(old_files: dict[str, bytes]) -> None:
    lines = text_of(read_file(old_files["doc"], name="供暖.wps").document).split("\n")

    assert {"一、检查时间", "（一）室内管道", "二、检查内容"} <= set(lines)


def test_several_files_are_converted_in_one_run(old_files: dict[str, bytes]) -> None:
    broken = b"no Word file at all"

    made = to_docx_together([old_files["doc"], broken, old_files["doc"]], Kind.OLD_WORD)

    assert [content is not None for content in made] == [True, False, True]
    assert all(content.startswith(b"PK") for content in made if content)


@pytest.mark.parametrize("content", [old_word_file(), rb"{\rtf1", rb"{\rtf1 \bin9999999 x"])
def test_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        read_file(content, name="坏.doc")

    assert caught.value.reasons[0].code in {"collect.office_gave_up", "collect.word_empty"}


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm"])  # noqa: S108  # a folder of its own in there
def test_files_of_this_machine_are_not_drawn_in(place: str) -> None:
    with tempfile.TemporaryDirectory(dir=place) as folder:
        _draw_in(Path(folder))


def _draw_in(folder: Path) -> None:
    picture = folder / "secret.png"
    Image.new("RGB", (300, 300), (255, 0, 0)).save(picture)
    words = folder / "secret.txt"
    words.write_text("SECRETWORDS")
    rtf = (
        r"{\rtf1\ansi text {\field{\*\fldinst INCLUDEPICTURE "
        rf'"{picture}" \\d}}{{\fldrslt p}}}} {{\field{{\*\fldinst INCLUDETEXT "{words}"}}'
        r"{\fldrslt t}} end\par}"
    )

    made = to_docx(rtf.encode(), Kind.RICH_TEXT)

    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("word/media/")]
        assert b"SECRETWORDS" not in archive.read("word/document.xml")


def test_renewed_date_is_told() -> None:
    rtf = rb'{\rtf1\ansi on {\field{\*\fldinst DATE \\@ "yyyy-MM-dd"}{\fldrslt 2020-01-02}}\par}'

    read = read_file(rtf, name="a.rtf")

    assert [note.code for note in read.report][:2] == ["collect.converted", "collect.date_renewed"]


def test_kind_of_what_libreoffice_writes_is_told(old_files: dict[str, bytes]) -> None:
    assert kind_of(old_files["doc"], name="x") is Kind.OLD_WORD
    assert kind_of(old_files["rtf"], name="x") is Kind.RICH_TEXT
    assert kind_of(old_files["odt"], name="x") is Kind.OPEN_DOCUMENT


def test_entity_bomb_in_an_open_document_ends_soon() -> None:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 12)]
    content = (
        f"<?xml version='1.0'?><!DOCTYPE x [{''.join(lines)}]>"
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        "<text:p>&a11;</text:p></office:text></office:body></office:document-content>"
    )
    bomb = zipped({"mimetype": ODT, "content.xml": content.encode()})

    with pytest.raises(Refused):
        read_file(bomb, name="a.odt")
