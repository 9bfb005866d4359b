import time
import unicodedata

import pytest
from tests.fixtures.docx import (
    opening_hours_notice,
    paragraph,
    small,
    winter_heating_notice,
)

from hefa.collect.word import WordImport, read_word
from hefa.collect.word.words import WORDS
from hefa.core.document import normalise, text_of, walk


@pytest.fixture(scope="module")
def winter() -> WordImport:
    return read_word(winter_heating_notice(), name="通知.docx")


def test_the_notice_keeps_its_text_in_order(winter: WordImport) -> None:
    assert winter.title == "关于开展2026年冬季供暖入户检查的通知"
    lines = [line for line in text_of(winter.document).split("\n") if line]
    assert lines[:4] == [
        "各住户：",
        "为保障居民温暖过冬，社区定于近期对辖区住户的供暖设施开展入户检查。现将有关事项通知如下：",
        "一、检查时间",
        "2026年11月28日（星期五）至12月6日，每日9:00至18:00，逾期安排集中补检。",
    ]
    assert lines[-2:] == ["幸福里社区居民委员会", "2026年11月24日"]
    notes = [node["attrs"]["words"] for node in walk(winter.document) if node["type"] == "footnote"]
    assert notes == ["室温以客厅中央离地1.5米处测量为准。"]


@pytest.mark.parametrize(
    "leak", ["欠费320", "是否公开姓名", "内部掌握", "内部资料", "审稿", "编辑"]
)
def test_nothing_dropped_shows_in_text_or_report(winter: WordImport, leak: str) -> None:
    assert leak not in text_of(winter.document)
    assert leak not in winter.title
    assert leak not in str(winter.report)


def test_everything_dropped_is_reported_once(winter: WordImport) -> None:
    assert [(note.code, note.count) for note in winter.report] == [
        ("collect.deleted_text_dropped", 1),
        ("collect.comment_dropped", 1),
        ("collect.text_box_moved", 1),
        ("collect.hidden_text_dropped", 1),
        ("collect.header_dropped", 1),
    ]
    for note in winter.report:
        assert "13800000000" not in note.text
        assert "11010519491231002X" not in note.text
        assert WORDS[note.code].format(count=note.count, text=note.text)


def test_digits_and_marks_survive(winter: WordImport) -> None:
    text = text_of(winter.document)
    assert text.count("13800000000") == 1
    assert text.count("11010519491231002X") == 1
    marked = {
        node["text"]: [mark["type"] for mark in node["marks"]]
        for node in walk(winter.document)
        if node["type"] == "text" and "marks" in node
    }
    assert marked == {
        "集中补检": ["bold", "color"],
        "不收取任何费用": ["bold"],
    }


def test_headings_are_numbered_and_levelled(winter: WordImport) -> None:
    headings = [
        (node.get("attrs", {}).get("level", 1), node["content"][0]["text"])
        for node in walk(winter.document)
        if node["type"] == "heading"
    ]
    assert headings == [
        (1, "一、检查时间"),
        (1, "二、检查内容"),
        (2, "（一）室内管道"),
        (2, "（二）燃气设施"),
        (1, "三、各楼栋安排"),
        (1, "四、注意事项"),
    ]


def test_the_picture_is_described_and_listed(winter: WordImport) -> None:
    images = [node["attrs"] for node in walk(winter.document) if node["type"] == "image"]
    assert [image["alt"] for image in images] == ["供暖检查示意图"]
    assert [picture.sha256 for picture in winter.pictures] == [images[0]["sha256"]]
    assert winter.pictures[0].alt == "供暖检查示意图"
    assert 6500 < images[0]["percent"] < 7500


def test_the_plain_notice_has_nothing_to_report() -> None:
    imported = read_word(opening_hours_notice(), name="x.docx")

    assert imported.title == "关于调整便民服务站开放时间的通知"
    assert imported.report == ()
    assert imported.document == normalise(imported.document)


def test_reading_twice_gives_the_same(winter: WordImport) -> None:
    content = winter_heating_notice()
    assert read_word(content, name="a") == read_word(content, name="a")


def test_without_a_title_the_file_name_stands_in_and_is_reported() -> None:
    imported = read_word(small(paragraph("只有正文。")), name="停水通知.docx")

    assert imported.title == "停水通知"
    assert [note.code for note in imported.report] == ["collect.title_from_name"]


def test_empty_paragraphs_leave_one_gap_between_paragraphs_only() -> None:
    empty = "<w:p/>"
    body = empty * 2 + paragraph("甲") + empty * 3 + paragraph("乙") + empty
    imported = read_word(small(body), name="x")

    assert [node.get("content", []) for node in imported.document["content"]] == [
        [{"type": "text", "text": "甲"}],
        [],
        [{"type": "text", "text": "乙"}],
    ]


def test_every_word_is_chinese_and_has_known_places() -> None:
    for code, words in WORDS.items():
        assert code.startswith("collect.")
        assert words.format(count=1, text="…", megabytes=50)
        assert any(unicodedata.name(sign).startswith("CJK") for sign in words)


def test_speed_is_shown_and_never_judged(capsys: pytest.CaptureFixture[str]) -> None:
    content = winter_heating_notice()
    begun = time.perf_counter()
    read_word(content, name="x")
    with capsys.disabled():
        print(f"\nread_word, two pages: {(time.perf_counter() - begun) * 1000:.0f} ms (aim 25)")  # noqa: T201
