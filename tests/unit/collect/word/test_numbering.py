import pytest
from tests.fixtures.docx import paragraph, small

from hefa.collect.word import read_word
from hefa.collect.word.numerals import numeral
from hefa.core.document import text_of


def _level(level: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _item(text: str, level: int = 0, number: int = 1) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=place)


def _lines(body: str, levels: str, *, more: str = "", styles: str = "") -> list[str]:
    numbering = (
        f'<w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>{more}'
    )
    imported = read_word(small(body, numbering=numbering, styles=styles), name="x")
    assert [note.code for note in imported.report if "fidelity" in note.code] == []
    return text_of(imported.document).split("\n")


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("chineseCounting", 1, "一"),
        ("chineseCountingThousand", 10, "十"),
        ("taiwaneseCounting", 11, "十一"),
        ("taiwaneseCountingThousand", 20, "二十"),
        ("japaneseCounting", 99, "九十九"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 10010, "一万零一十"),
        ("ideographDigital", 10, "一〇"),
        ("taiwaneseDigital", 11, "一一"),
        ("japaneseDigitalTenThousand", 20, "二〇"),
        ("chineseLegalSimplified", 3, "叁"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographLegalTraditional", 2, "貳"),
        ("japaneseLegal", 3, "参"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 1, "①"),
        ("ideographEnclosedCircle", 3, "㊂"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalFullWidth", 10, "10".translate({48: 0xFF10, 49: 0xFF11})),
        ("decimalZero", 1, "01"),
        ("decimal", 12, "12"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 26, "Z"),
        ("lowerLetter", 28, "bb"),
        ("ordinal", 1, "1st"),
        ("ordinal", 112, "112th"),
        ("none", 3, ""),
        ("hebrew1", 3, None),
    ],
)
def test_numerals_are_written_as_word_does(form: str, number: int, text: str | None) -> None:
    assert numeral(number, form) == text


def test_a_higher_level_restarts_the_lower_ones() -> None:
    levels = _level(0, "chineseCounting", "%1、") + _level(1, "chineseCounting", "（%2）")
    body = _item("甲") + _item("子", 1) + _item("丑", 1) + _item("乙") + _item("寅", 1)

    assert _lines(body, levels) == ["一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅"]


def test_levels_that_never_restart_count_on() -> None:
    levels = _level(0, "decimal", "%1.") + _level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    body = _item("甲") + _item("子", 1) + _item("乙") + _item("丑", 1)

    assert _lines(body, levels) == ["1. 甲", "1) 子", "2. 乙", "2) 丑"]


def test_each_place_is_written_in_its_own_format_and_legal_ones_in_digits() -> None:
    mixed = _level(0, "chineseCounting", "第%1章") + _level(1, "decimal", "%1.%2")
    legal = _level(0, "chineseCounting", "第%1章") + _level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = _item("总则") + _item("目的", 1)

    assert _lines(body, mixed) == ["第一章总则", "一.1 目的"]
    assert _lines(body, legal) == ["第一章总则", "1.1 目的"]


def test_two_lists_over_one_definition_share_a_counter_unless_one_starts_anew() -> None:
    shared = '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    anew = shared.replace(
        "</w:num>",
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>',
    )
    levels = _level(0, "decimal", "%1.")
    body = _item("甲") + _item("乙", number=2) + _item("丙", number=2)

    assert _lines(body, levels, more=shared) == ["1. 甲", "2. 乙", "3. 丙"]
    assert _lines(body, levels, more=anew) == ["1. 甲", "7. 乙", "8. 丙"]


def test_a_style_may_carry_the_number_and_number_zero_switches_it_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Item">'
        '<w:basedOn w:val="Base"/></w:style>'
    )
    styled = '<w:pStyle w:val="Item"/>'
    off = styled + '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("甲", properties=styled) + paragraph("乙", properties=off)

    assert _lines(body, _level(0, "decimal", "%1."), styles=styles) == ["1. 甲", "乙"]


def test_bullets_are_dots_and_unknown_formats_are_reported() -> None:
    assert _lines(_item("甲"), _level(0, "bullet", "\uf06c")) == ["• 甲"]
    content = small(
        _item("甲"),
        numbering=f'<w:abstractNum w:abstractNumId="5">{_level(0, "hebrew1", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>',
    )
    imported = read_word(content, name="x")
    assert text_of(imported.document) == "1. 甲"
    assert "collect.number_format_unknown" in [note.code for note in imported.report]
