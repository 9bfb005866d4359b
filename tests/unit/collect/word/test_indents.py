import pytest
from tests.fixtures.docx import paragraph, small

from hefa.collect.word import read_word
from hefa.core.document import Node


def _attrs(
    properties: str,
    text: str = "内容较长，不会被当作落款的一段正文，一直写到第三十个字以后才停下来。",
    **parts: str,
) -> Node:
    imported = read_word(small(paragraph(text, properties=properties), **parts), name="x")
    found: Node = imported.document["content"][0].get("attrs", {})
    return {name: found[name] for name in ("indent", "inset", "align") if name in found}


@pytest.mark.parametrize(
    ("properties", "attrs"),
    [
        ('<w:ind w:left="420"/>', {"inset": 200}),
        ('<w:ind w:start="840"/>', {"inset": 400}),
        ('<w:ind w:leftChars="150" w:left="9999"/>', {"inset": 150}),
        ('<w:ind w:left="840" w:hanging="420"/>', {"inset": 200}),
        ('<w:ind w:left="420" w:hanging="420"/>', {}),
        ('<w:ind w:left="420" w:firstLine="420"/>', {"indent": 200, "inset": 200}),
        ('<w:ind w:left="-300"/>', {}),
        ('<w:ind w:left="60"/>', {}),
        ('<w:ind w:left="9000"/>', {"inset": 800}),
        ('<w:ind w:left="420"/><w:jc w:val="center"/>', {"align": "center"}),
    ],
)
def test_a_paragraph_stands_in_as_far_as_a_phone_has_room(properties: str, attrs: Node) -> None:
    assert _attrs(properties) == attrs


def test_a_length_counts_in_the_paragraphs_own_characters() -> None:
    imported = read_word(
        small(paragraph("大字" * 20, properties='<w:ind w:left="640"/>', run='<w:sz w:val="32"/>')),
        name="x",
    )

    assert imported.document["content"][0]["attrs"] == {"inset": 200}


def test_characters_of_a_style_go_before_a_length_in_place() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="S"><w:pPr><w:ind w:leftChars="300"/></w:pPr></w:style>'

    assert _attrs('<w:pStyle w:val="S"/><w:ind w:left="420"/>', styles=styles) == {"inset": 300}


@pytest.mark.parametrize(
    ("properties", "align"),
    [
        ("<w:bidi/>", "right"),
        ('<w:bidi/><w:jc w:val="right"/>', None),
        ('<w:bidi/><w:jc w:val="center"/>', "center"),
        ('<w:bidi w:val="0"/>', None),
    ],
)
def test_left_means_the_beginning_from_right_to_left(properties: str, align: str | None) -> None:
    assert _attrs(properties).get("align") == align
