"""PDF: its text for reference, and a plain reason for every one that has none."""

import io
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from hefa.collect.legacy.pdf import joined, read_pdf
from hefa.core.document import text_of
from hefa.core.errors import Refused
from hefa.render.typeset import FONTS

SOURCE = """#set page(width: 12cm, height: 9cm, numbering: "— 1 —")
#set text(font: "Noto Serif SC", lang: "zh", cjk-latin-spacing: none)
#align(center)[关于停水的通知]

各位居民：

因管道检修，定于2026年11月28日9:00至18:00停水，请提前储水。联系电话13800000000，咨询时间为工作日。

一、范围

#table(columns: 2, [楼栋], [时间], [1号楼], [9:00])
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("typst") / "it.typ"
    path.write_text(SOURCE, encoding="utf-8")
    fonts = [str(path) for path in Path(FONTS).iterdir()] if FONTS.exists() else []
    made = typst.compile(path, font_paths=[str(FONTS), *fonts])
    assert isinstance(made, bytes)
    return made


def test_text_comes_as_paragraphs_under_a_warning(pdf: bytes) -> None:
    read = read_pdf(pdf, name="停水.pdf")

    text = "".join(text_of(read.document).split())
    assert read.title == "关于停水的通知"
    for part in ("2026年11月28日9:00至18:00停水", "13800000000", "1号楼"):
        assert part in text
    assert {node["type"] for node in read.document["content"]} == {"paragraph", "heading"}
    assert [note.code for note in read.report] == [
        "collect.pdf_text_only",
        "collect.pdf_page_number_dropped",
    ]


def test_lines_of_one_paragraph_are_joined(pdf: bytes) -> None:
    lines = text_of(read_pdf(pdf, name="停水.pdf").document).split("\n")

    assert any(line.startswith("因管道检修") and line.endswith("工作日。") for line in lines)


def test_line_goes_on_only_when_it_is_full_and_nothing_new_begins() -> None:
    full = "甲" * 20

    assert joined([full, "乙乙。", "丙"]) == [full + "乙乙。", "丙"]
    assert joined([full, "一、丙"]) == [full, "一、丙"]
    assert joined([full + "。", "丁"]) == [full + "。", "丁"]
    assert joined([full + "1380", "0000000"]) == [full + "13800000000"]
    assert joined(["短", "行"]) == ["短", "行"]
    assert joined(["many words on one line of text", "and more"]) == [
        "many words on one line of text and more"
    ]


def encrypted(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("secret")
    return written(writer)


def blank() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_pdf_without_text_is_refused_with_its_reason(pdf: bytes) -> None:
    for content, code in (
        (encrypted(pdf), "collect.pdf_encrypted"),
        (blank(), "collect.pdf_no_text"),
        (pdf[:900], "collect.pdf_broken"),
        (b"%PDF-1.7\n" + b"\xff" * 5000, "collect.pdf_broken"),
    ):
        with pytest.raises(Refused) as caught:
            read_pdf(content, name="停水.pdf")
        assert [entry.code for entry in caught.value.reasons] == [code]
