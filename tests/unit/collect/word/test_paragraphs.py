import io
import zipfile

import pytest
from tests.fixtures.docx import paragraph, small, zipped

from hefa.collect.word import WordImport, read_word
from hefa.core.document import Node, text_of


def _read(*body: str, styles: str = "") -> WordImport:
    return read_word(small("".join(body), styles=styles), name="文件.docx")


def _first(*body: str, styles: str = "") -> Node:
    node: Node = _read(*body, styles=styles).document["content"][0]
    return node


@pytest.mark.parametrize(
    ("given", "align"),
    [
        ("both", "justify"),
        ("distribute", "justify"),
        ("center", "center"),
        ("right", "right"),
        ("end", "right"),
        ("start", "left"),
        ("left", "left"),
    ],
)
def test_alignment_is_one_of_four(given: str, align: str) -> None:
    node = _first(paragraph("字", properties=f'<w:jc w:val="{given}"/>'))
    assert node.get("attrs", {}).get("align", "left") == align


@pytest.mark.parametrize(
    ("properties", "text", "indent"),
    [
        ('<w:ind w:firstLineChars="200" w:firstLine="640"/>', "字", 200),
        ('<w:ind w:firstLine="420"/>', "字", 200),
        ('<w:ind w:firstLineChars="0" w:firstLine="0"/>', "字", 0),
        ('<w:ind w:hanging="420"/>', "字", 0),
        ("", "\u3000\u3000字", 200),
        ("", "\u3000字", 100),
        ("", "    字", 200),
        ('<w:ind w:firstLineChars="200"/>', "\u3000\u3000字", 200),
        ('<w:ind w:firstLineChars="999999"/>', "字", 2000),
        ('<w:ind w:firstLineChars="many"/>', "字", 0),
    ],
)
def test_indent_comes_from_properties_or_blanks_never_from_both(
    properties: str, text: str, indent: int
) -> None:
    node = _first(paragraph(text, properties=properties))
    assert node.get("attrs", {}).get("indent", 0) == indent
    assert node["content"][0]["text"] == "字"


def test_a_signature_pushed_right_by_blanks_is_aligned_right() -> None:
    imported = _read(paragraph("正文。"), paragraph("\u3000" * 14 + "2026年11月24日"))

    assert imported.document["content"][1]["attrs"] == {"align": "right"}
    assert "collect.blanks_made_right" in [note.code for note in imported.report]


@pytest.mark.parametrize(
    ("text", "run", "level"),
    [
        ("一、检查时间", "<w:b/>", 1),
        ("一、检查时间", '<w:rFonts w:eastAsia="黑体"/>', 1),
        ("（一）室内管道", '<w:rFonts w:eastAsia="楷体_GB2312"/>', 2),
        ("(二)燃气设施", "<w:b/>", 2),
        ("1.准备材料", "<w:b/>", 3),
        ("（3）现场确认", "<w:b/>", 3),
        ("一、检查时间", "", 0),
        ("一、本次检查由社区统一组织。", "<w:b/>", 0),
        ("一、" + "长" * 40, "<w:b/>", 0),
        ("2026.11.28前完成", "<w:b/>", 0),
        ("重要提示", "<w:b/>", 0),
    ],
)
def test_a_heading_by_pattern_needs_number_brevity_and_emphasis(
    text: str, run: str, level: int
) -> None:
    node = _first(paragraph(text, run=run))
    assert node["type"] == ("heading" if level else "paragraph")
    assert not level or node.get("attrs", {}).get("level", 1) == level


def test_headings_by_style_go_by_name_or_outline() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:pPr><w:outlineLvl w:val="4"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a3"><w:basedOn w:val="a2"/></w:style>'
    )
    body = [paragraph("节", properties=f'<w:pStyle w:val="a{number}"/>') for number in (1, 2, 3)]
    imported = _read(*body, styles=styles)

    assert [node["attrs"]["level"] for node in imported.document["content"]] == [2, 3, 3]


CENTRED = '<w:jc w:val="center"/>'
LARGE = '<w:sz w:val="44"/>'
BODY = paragraph(
    "各住户：正文用三号字，字数要比标题多一些才算得上是正文的字号。", run='<w:sz w:val="32"/>'
)


def test_a_title_over_two_lines_below_a_red_letterhead_is_one() -> None:
    imported = _read(
        paragraph(
            "幸福街道办事处文件", properties=CENTRED, run=LARGE + '<w:color w:val="FF0000"/>'
        ),
        paragraph("幸街办〔2026〕12号", properties=CENTRED, run='<w:sz w:val="32"/>'),
        paragraph("关于做好2026年冬季", properties=CENTRED, run=LARGE),
        paragraph("供暖工作的通知", properties=CENTRED, run=LARGE),
        BODY,
    )

    assert imported.title == "关于做好2026年冬季供暖工作的通知"
    assert imported.document["content"][0] == {
        "type": "redHead",
        "attrs": {"number": "幸街办〔2026〕12号"},
        "content": [{"type": "text", "text": "幸福街道办事处文件"}],
    }
    assert "供暖工作的通知" not in text_of(imported.document)


def test_the_title_style_wins_over_looks() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    imported = _read(
        paragraph("大字", properties=CENTRED, run=LARGE),
        paragraph("真正的标题", properties='<w:pStyle w:val="T"/>'),
        BODY,
        styles=styles,
    )

    assert imported.title == "真正的标题"


def test_paragraph_borders_are_rules_with_their_colour_and_a_frame_is_none() -> None:
    line = '<w:bottom w:val="single" w:color="ff0000"/>'
    frame = '<w:left w:val="single"/>' + line
    ruled = _read(paragraph("红头", properties=f"<w:pBdr>{line}</w:pBdr>"), BODY)
    framed = _read(paragraph("红头", properties=f"<w:pBdr>{frame}</w:pBdr>"), BODY)

    assert ruled.document["content"][1] == {"type": "horizontalRule", "attrs": {"color": "#FF0000"}}
    assert [node["type"] for node in framed.document["content"]] == ["paragraph", "paragraph"]


def test_the_strict_form_of_the_format_reads_the_same() -> None:
    usual = small(paragraph("严格格式", run="<w:b/>"))
    strict = _replaced(
        usual,
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert strict != usual
    assert read_word(strict, name="x") == read_word(usual, name="x")


def _replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: archive.read(name).replace(old, new) for name in archive.namelist()})
