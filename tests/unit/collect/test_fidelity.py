import copy

import pytest
from tests.fixtures.docx import paragraph, small, winter_heating_notice

from hefa.collect.fidelity import differences
from hefa.collect.word import read_word
from hefa.core.document import Node, walk


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


def test_a_faithful_reading_has_no_difference() -> None:
    assert differences(WINTER, READ) == ()


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("13800000000", "13800000001", {"fidelity_text", "fidelity_text_added", "fidelity_digits"}),
        ("13800000000", "1380000000", {"fidelity_text", "fidelity_digits"}),
        ("13800000000", "138 00000000", set()),
        ("13800000000", "00000013800", {"fidelity_digits"}),
        ("工作证", "工作", {"fidelity_text"}),
        ("11月24日", "11月24日请提前缴清", {"fidelity_text_added"}),
        ("18℃", "１８℃", {"fidelity_text", "fidelity_text_added", "fidelity_digits"}),
    ],
)
def test_one_changed_character_is_found(old: str, new: str, codes: set[str]) -> None:
    found = {note.code.removeprefix("collect.") for note in differences(WINTER, _changed(old, new))}
    assert found == codes


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("table", "collect.fidelity_tables"),
        ("tableRow", "collect.fidelity_rows"),
        ("image", "collect.fidelity_pictures"),
    ],
)
def test_what_is_missing_is_counted(kind: str, code: str) -> None:
    assert code in {note.code for note in differences(WINTER, _without(kind))}


def test_deleted_text_that_leaks_is_found() -> None:
    leaked = _changed("逾期安排", "逾期安排请提前缴清2025年欠费320元")
    codes = [note.code for note in differences(WINTER, leaked)]

    assert codes == ["collect.fidelity_text_added", "collect.fidelity_digits"]


def test_a_file_that_cannot_be_read_again_is_said_so() -> None:
    (note,) = differences(b"no zip", READ)
    assert note.code == "collect.fidelity_not_checked"

    declared = small(paragraph("x"), members={"word/styles.xml": b"<!DOCTYPE a><a/>"})
    (note,) = differences(declared, READ)
    assert note.code == "collect.fidelity_not_checked"
