"""The measure `word`: what it counts, and that a missing peer is named."""

from pathlib import Path

import pytest
from tests.fixtures.docx import winter_heating_notice

from hefa.collect.word import read_word
from hefa.config import measuring_word
from hefa.config.measuring_seen import Seen, seen_in_document, seen_in_html, seen_in_xml
from hefa.config.measuring_word import File, measure_word


def test_html_is_seen_line_by_line_with_its_looks() -> None:
    seen = seen_in_html(
        '<p style="text-align: center">一<b>二</b></p><ol><li>三</li></ol>'
        '<p style="background-color:#fff">四<span style="color:#f00">红12</span></p>'
        '<table><tr><td colspan="2">五</td></tr></table>'
    )

    assert seen.lines == ["一二", "三", "四红12", "五"]
    assert (seen.aligned, seen.coloured, seen.spans) == (1, 3, 1)
    assert seen.digits == {"12": 1}


def test_number_counts_only_when_it_is_typed_before_the_words() -> None:
    wanted = Seen(numbered=["检查时间", "检查内容"])

    assert wanted.numbers_typed_in(Seen(lines=["一、检查时间", "检查内容"])) == 1
    assert wanted.numbers_typed_in(wanted) == 2


def test_reader_keeps_all_that_the_raw_xml_of_a_notice_shows() -> None:
    content = winter_heating_notice()
    made = seen_in_document(read_word(content, name="供暖.docx"))

    wanted = seen_in_xml(content, title=made.title)

    assert min(wanted.aligned, wanted.coloured, wanted.spans, len(wanted.numbered)) > 0
    assert made.aligned >= wanted.aligned
    assert made.coloured >= wanted.coloured
    assert made.spans == wanted.spans
    assert wanted.numbers_typed_in(made) == len(wanted.numbered)
    assert not wanted.digits - made.digits


def test_missing_peers_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = File(content=winter_heating_notice(), must=("18℃",), must_not=("欠费",))
    monkeypatch.setattr(measuring_word, "_files", lambda: iter([("供暖.docx", file)]))
    monkeypatch.setattr(measuring_word, "_pandoc", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))

    rows = {name: (figure, told) for name, figure, _, _, told in measure_word(tmp_path / "x")}

    assert rows["word 核发"][0] > 0
    assert "该有的 1/1" in rows["word 核发"][1]
    assert "露出不该有的 0" in rows["word 核发"][1]
    assert rows["word pandoc"][1].startswith("没有装")
    assert rows["word .doc"][1] == "没有装 LibreOffice"
