"""What a second reading notices: in a changed document, and in readers that lose something."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.fixtures.corpus.grids import merged
from tests.fixtures.corpus.official import red_head, restarts
from tests.fixtures.corpus.xml import field, line, row, run, table
from tests.fixtures.docx import drawing, paragraph, picture_bytes, small, winter_heating_notice

from hefa.collect.fidelity import differences
from hefa.collect.word import blocks as reading_blocks
from hefa.collect.word import drawings as reading_drawings
from hefa.collect.word import read_word
from hefa.collect.word import reader as reading
from hefa.collect.word import signs as reading_signs
from hefa.collect.word import tables as reading_tables
from hefa.collect.word.model import Piece
from hefa.collect.word.words import WORDS
from hefa.core.document import Node, walk

Planted = Callable[[pytest.MonkeyPatch], None]


def _document(content: bytes) -> Node:
    imported = read_word(content, name="x")
    title = {"type": "paragraph", "content": [{"type": "text", "text": imported.title}]}
    return {**imported.document, "content": [title, *imported.document["content"]]}


WINTER = winter_heating_notice()
READ = _document(WINTER)


def _changed(old: str, new: str) -> Node:
    changed = copy.deepcopy(READ)
    (node,) = [node for node in walk(changed) if old in node.get("text", "")]
    node["text"] = node["text"].replace(old, new)
    return changed


def _without(kind: str, place: int = -1) -> Node:
    changed = copy.deepcopy(READ)
    parents = [
        node
        for node in walk(changed)
        if any(child["type"] == kind for child in node.get("content", []))
    ]
    content = parents[0]["content"]
    content.remove([child for child in content if child["type"] == kind][place])
    return changed


def _codes(content: bytes, document: Node) -> set[str]:
    return {note.code.removeprefix("collect.fidelity_") for note in differences(content, document)}


def test_a_faithful_reading_has_no_difference() -> None:
    assert differences(WINTER, READ) == ()


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("13800000000", "13800000001", {"text", "text_added", "digits"}),
        ("13800000000", "1380000000", {"text", "digits"}),
        ("13800000000", "138 00000000", set()),
        ("13800000000", "00000013800", {"digits"}),
        ("工作证", "工作", {"text"}),
        ("11月24日", "11月24日请提前缴清", {"text_added"}),
        ("18℃", "１８℃", {"text", "text_added", "digits"}),
    ],
)
def test_one_changed_character_is_found(old: str, new: str, codes: set[str]) -> None:
    assert _codes(WINTER, _changed(old, new)) == codes


@pytest.mark.parametrize(
    ("kind", "code"),
    [("table", "tables"), ("tableRow", "rows"), ("image", "pictures"), ("footnote", "text")],
)
def test_what_is_missing_is_counted(kind: str, code: str) -> None:
    assert code in _codes(WINTER, _without(kind))


@pytest.mark.parametrize("attribute", ["colspan", "rowspan"])
def test_one_span_that_is_lost_is_found(attribute: str) -> None:
    changed = copy.deepcopy(READ)
    cell = next(node for node in walk(changed) if attribute in node.get("attrs", {}))
    del cell["attrs"][attribute]

    assert _codes(WINTER, changed) == {"spans"}


def test_a_colour_that_is_lost_is_found() -> None:
    changed = copy.deepcopy(READ)
    node = next(node for node in walk(changed) if node.get("text") == "集中补检")
    node["marks"] = [mark for mark in node["marks"] if mark["type"] != "color"]

    (note,) = differences(WINTER, changed)
    assert (note.code, note.count) == ("collect.fidelity_colours", 4)


def test_paragraphs_in_another_order_are_found() -> None:
    changed = copy.deepcopy(READ)
    content = changed["content"]
    content[1], content[2] = content[2], content[1]

    (note,) = differences(WINTER, changed)
    assert (note.code, note.count) == ("collect.fidelity_order", 1)


def test_deleted_text_that_leaks_is_found() -> None:
    leaked = _changed("逾期安排", "逾期安排请提前缴清2025年欠费320元")

    assert _codes(WINTER, leaked) == {"text_added", "digits"}


def test_words_before_a_numbered_paragraph_are_no_number() -> None:
    content = restarts()
    document = _document(content)
    node = next(node for node in walk(document) if node.get("text", "").startswith("②"))
    node["text"] = f"内部{node['text']}"

    assert _codes(content, document) == {"text_added"}


def test_the_number_of_a_red_head_counts() -> None:
    content = red_head()
    document = _document(content)
    head = next(node for node in walk(document) if node["type"] == "redHead")
    head["attrs"]["number"] = "幸街办〔2026〕1号"

    assert _codes(content, document) == {"text", "digits", "order"}  # the title was below the head


def test_a_file_that_cannot_be_read_again_is_said_so() -> None:
    (note,) = differences(b"no zip", READ)
    assert note.code == "collect.fidelity_not_checked"

    declared = small(paragraph("x"), members={"word/styles.xml": b"<!DOCTYPE a><a/>"})
    (note,) = differences(declared, READ)
    assert note.code == "collect.fidelity_not_checked"


@pytest.mark.parametrize("encoding", ["utf-16", "cp037"])
def test_a_part_in_an_encoding_that_could_hide_a_type_is_not_parsed(encoding: str) -> None:
    hidden = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + "<!DOCTYPE a><a/>".encode(
        encoding
    )
    content = small(paragraph("x"), members={"word/numbering.xml": hidden})

    assert [note.code for note in differences(content, READ)] == ["collect.fidelity_not_checked"]


def _drops_digit(plant: pytest.MonkeyPatch) -> None:
    sound = reading_signs._text

    def unsound(*given: Any) -> Iterator[Piece]:
        for piece in sound(*given):
            yield replace(piece, text=piece.text.replace("13800000000", "1380000000"))

    plant.setattr(reading_signs, "_text", unsound)


def _drops_note(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(reading_signs, "cut", lambda _words: [])


def _drops_row(plant: pytest.MonkeyPatch) -> None:
    sound = reading_tables._kept

    def unsound(parent: Any, name: str, story: Any) -> list[Any]:
        found = sound(parent, name, story)
        return found[:-1] if name == "tr" else found

    plant.setattr(reading_tables, "_kept", unsound)


def _drops_table(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(reading_blocks, "read_table", lambda *_given: [])


def _drops_picture(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(reading_drawings, "_picture", lambda *_given: iter(()))


def _drops_span_across(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(reading_tables, "_span", lambda _cell: 1)


def _drops_span_down(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(reading_tables, "_may_grow", lambda *_given: False)


def _drops_paragraph(plant: pytest.MonkeyPatch) -> None:
    sound = reading.read_blocks
    plant.setattr(reading, "read_blocks", lambda *given: sound(*given)[:-1])


PLANTED: tuple[tuple[Planted, str], ...] = (
    (_drops_digit, "digits"),
    (_drops_note, "text"),
    (_drops_row, "rows"),
    (_drops_table, "tables"),
    (_drops_picture, "pictures"),
    (_drops_span_across, "spans"),
    (_drops_span_down, "cells"),
    (_drops_paragraph, "text"),
)


@pytest.mark.parametrize(("planted", "code"), PLANTED)
def test_a_reader_that_loses_one_thing_is_shown(
    planted: Planted, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(monkeypatch)

    told = {note.code: note for note in read_word(WINTER, name="x").report}

    note = told[f"collect.fidelity_{code}"]
    assert note.count > 0
    assert WORDS[note.code].format(count=note.count, text=note.text)


def test_a_reader_that_keeps_everything_is_not_blamed() -> None:
    contents = [
        merged(),
        small(table(row("甲", "1"), row("甲", "1"))),
        small(line(run("见"), field(" REF a ", "第2条")) + paragraph("甲") + paragraph("甲")),
        small(
            f"<w:p><w:r>{drawing()}{drawing()}</w:r></w:p>",
            relations={"rId9": ("image", "media/a.png")},
            members={"word/media/a.png": picture_bytes()},
        ),
    ]
    for content in contents:
        report = read_word(content, name="x").report
        assert [note.code for note in report if "fidelity" in note.code] == []
