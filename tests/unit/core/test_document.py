"""The schema refuses what it does not know, by name, and gives a reader's view of the rest."""

from typing import Any

import pytest

from hefa.core.document import (
    MAX_DEPTH,
    block_text,
    blocks,
    is_empty,
    normalise,
    picture_sha256s,
    text_of,
)
from hefa.core.errors import Refused


def doc(*content: Any) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def par(*content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": attrs, "content": list(content)}


def text(value: Any, *marks: Any) -> dict[str, Any]:
    return {"type": "text", "text": value, "marks": list(marks)}


def cell(*content: Any, **attrs: Any) -> dict[str, Any]:
    inside = {"type": "tableCell", "attrs": attrs, "content": list(content)}
    return {"type": "table", "content": [{"type": "tableRow", "content": [inside]}]}


def deep() -> dict[str, Any]:
    node: dict[str, Any] = {"type": "doc"}
    for _ in range(MAX_DEPTH + 2):
        node = {"type": "doc", "content": [node]}
    return node


UNKNOWN, MALFORMED = "core.document_node_unknown", "core.document_malformed"
MISSING, WRONG = "core.document_attribute_missing", "core.document_attribute_wrong"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (None, MALFORMED),
        ([], MALFORMED),
        ("doc", MALFORMED),
        ({}, UNKNOWN),
        (par(), UNKNOWN),
        (deep(), UNKNOWN),
        (doc("text"), MALFORMED),
        (doc(text("bare")), UNKNOWN),
        (doc({"type": "iframe"}), UNKNOWN),
        (doc({"type": ["paragraph"]}), UNKNOWN),
        (doc(par(par())), UNKNOWN),
        (doc({"type": "paragraph", "content": "x"}), MALFORMED),
        (doc({"type": "paragraph", "attrs": [1]}), MALFORMED),
        (doc({"type": "horizontalRule", "content": [text("x")]}), MALFORMED),
        (doc(par(text(None))), MALFORMED),
        (doc(par(text(5))), MALFORMED),
        (doc(par({"type": "text", "text": "x", "marks": "bold"})), MALFORMED),
        (doc(par(text("a\x00b"))), "core.text_control_character"),
        (doc(par(text("a\nb"))), "core.text_control_character"),
        (doc(par(text("a\x7fb"))), "core.text_control_character"),
        (doc(par(text("x", {"type": "blink"}))), "core.document_mark_unknown"),
        (doc(par(text("x", "bold"))), "core.document_mark_unknown"),
        (doc(par(text("x", {"type": "bold", "attrs": {"style": "x"}}))),
         "core.document_attribute_unknown"),
        (doc(par(onclick="x")), "core.document_attribute_unknown"),
        (doc(par(align="middle")), WRONG),
        (doc(par(indent=-1)), WRONG),
        (doc(par(indent=2001)), WRONG),
        (doc(par(indent=True)), WRONG),
        (doc(par(indent=1.0)), WRONG),
        (doc(par(indent="1")), WRONG),
        (doc(par(indent=0.0)), WRONG),
        (doc(par(indent=False)), WRONG),
        (doc({"type": "heading", "attrs": {"level": 4}}), WRONG),
        (doc({"type": "image"}), MISSING),
        (doc({"type": "image", "attrs": {"sha256": "A" * 64}}), WRONG),
        (doc({"type": "image", "attrs": {"sha256": "a" * 63}}), WRONG),
        (doc({"type": "image", "attrs": {"sha256": "a" * 64 + "\n"}}), WRONG),
        (doc({"type": "image", "attrs": {"sha256": "a" * 64, "src": "http://x"}}),
         "core.document_attribute_unknown"),
        (doc(cell(background="red")), WRONG),
        (doc(cell(background="#ff0000")), WRONG),
        (doc(cell(text("x"))), UNKNOWN),
        (doc(par(text("x", {"type": "link"}))), MISSING),
        (doc(par(text("x", {"type": "link", "attrs": {"href": "javascript:alert(1)"}}))), WRONG),
        (doc(par(text("x", {"type": "link", "attrs": {"href": "https://a b"}}))), WRONG),
        (doc(par(text("x", {"type": "color", "attrs": {"value": "#00000"}}))), WRONG),
    ],
)  # fmt: skip
def test_what_the_schema_does_not_know_is_refused_by_name(document: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise(document)

    assert [entry.code for entry in refused.value.reasons] == [code]


def test_an_empty_document_has_one_empty_paragraph() -> None:
    assert normalise({"type": "doc"}) == doc({"type": "paragraph"})
    assert is_empty(normalise({"type": "doc"}))


def test_an_empty_cell_has_one_empty_paragraph() -> None:
    row = normalise(doc(cell()))["content"][0]["content"][0]

    assert row["content"] == [{"type": "tableCell", "content": [{"type": "paragraph"}]}]


def test_a_picture_alone_is_not_empty() -> None:
    assert not is_empty(normalise(doc({"type": "image", "attrs": {"sha256": "a" * 64}})))
    assert is_empty(normalise(doc(par(text(" 　")))))


def test_a_reader_reads_blocks_in_order_also_in_tables() -> None:
    document = normalise(
        doc(par(text("一"), {"type": "hardBreak"}, text("二")), cell(par(text("三"))))
    )

    assert text_of(document) == "一\n二\n三"
    assert [block_text(block) for block in blocks(document)] == ["一\n二", "三"]


def test_pictures_are_counted_once_in_reading_order() -> None:
    document = doc(
        *({"type": "image", "attrs": {"sha256": letter * 64}} for letter in ("b", "a", "b"))
    )

    assert picture_sha256s(normalise(document)) == ("b" * 64, "a" * 64)


def test_another_mark_between_keeps_text_apart() -> None:
    bold = {"type": "bold"}
    found = normalise(doc(par(text("一"), text("二", bold), text("三", bold), text("四"))))

    assert [node["text"] for node in found["content"][0]["content"]] == ["一", "二三", "四"]
