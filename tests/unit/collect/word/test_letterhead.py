import pytest
from tests.fixtures.corpus.official import CENTRED, NUMBER, RED, RED_LINE
from tests.fixtures.corpus.xml import body, title
from tests.fixtures.docx import paragraph, small

from hefa.collect.word import WordImport, read_word
from hefa.core.document import Node

RULE = f"<w:p><w:pPr>{RED_LINE}</w:pPr></w:p>"
ISSUER = paragraph("幸福街道办事处", properties=CENTRED, run=RED)
NUMBERED = paragraph("幸街办〔2026〕12号", properties=CENTRED, run=NUMBER)
TITLE = title("关于供暖的通知")
BODY = body("各住户：请在本月底以前完成自查，并把结果告诉楼长。")


def _read(*parts: str) -> WordImport:
    return read_word(small("".join(parts)), name="文件.docx")


def _heads(imported: WordImport) -> list[Node]:
    return [node for node in imported.document["content"] if node["type"] == "redHead"]


def _kinds(imported: WordImport) -> list[str]:
    return [node["type"] for node in imported.document["content"]]


def test_issuer_number_and_rule_are_one_node() -> None:
    imported = _read(ISSUER, "<w:p/>", NUMBERED, RULE, TITLE, BODY)

    assert _kinds(imported) == ["redHead", "paragraph"]
    assert _heads(imported)[0] == {
        "type": "redHead",
        "attrs": {"number": "幸街办〔2026〕12号"},
        "content": [{"type": "text", "text": "幸福街道办事处"}],
    }
    assert imported.title == "关于供暖的通知"


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("幸街办〔2026〕12号      签发人：王建国", "幸街办〔2026〕12号\u2003签发人：王建国"),
        ("幸街办[2026]第3号", "幸街办[2026]第3号"),
        ("（2026）7号", "（2026）7号"),
        ("根据幸街办〔2026〕12号要求，请各住户自查", ""),
    ],
)
def test_only_a_number_is_a_number(number: str, kept: str) -> None:
    imported = _read(ISSUER, RULE, paragraph(number, run=NUMBER), TITLE, BODY)

    assert _heads(imported)[0].get("attrs", {}).get("number", "") == kept


@pytest.mark.parametrize(
    "head",
    [
        paragraph("幸福街道办事处", properties=CENTRED, run=RED.replace("FF0000", "0000FF")),
        paragraph("幸福街道办事处", properties=CENTRED, run=RED.replace("72", "24")),
        paragraph("幸福街道办事处", run=RED),
    ],
)
def test_what_is_not_red_large_and_centred_is_none(head: str) -> None:
    assert _heads(_read(head, NUMBERED, TITLE, BODY)) == []


def test_red_words_without_number_or_rule_are_none() -> None:
    assert _heads(_read(ISSUER, TITLE, BODY)) == []
    assert len(_heads(_read(ISSUER.replace("办事处", "简报"), TITLE, BODY))) == 1


def test_a_red_line_over_a_rule_is_the_title_when_there_is_no_other() -> None:
    imported = _read(ISSUER, RULE, BODY)

    assert imported.title == "幸福街道办事处"
    assert _heads(imported) == []


def test_a_rule_of_another_colour_stays() -> None:
    blue = RULE.replace("FF0000", "0000FF")

    assert _kinds(_read(ISSUER, NUMBERED, blue, TITLE, BODY)) == [
        "redHead", "horizontalRule", "paragraph",
    ]  # fmt: skip
