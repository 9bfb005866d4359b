import pytest
from tests.fixtures.corpus.rare import THEME
from tests.fixtures.corpus.xml import cell, line, row, run, table
from tests.fixtures.docx import drawing, small

from hefa.collect.word import WordImport, read_word
from hefa.core.document import walk

PARTS = {
    "relations": {"t": ("theme", "theme/theme1.xml")},
    "members": {"word/theme/theme1.xml": THEME.encode()},
}


def _read(body: str) -> WordImport:
    return read_word(small(body, **PARTS), name="x")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("colour", "value"),
    [
        ('w:val="auto" w:themeColor="accent1"', "#4472C4"),
        ('w:val="123456" w:themeColor="accent1"', "#4472C4"),
        ('w:val="AABBCC" w:themeColor="nobody"', "#AABBCC"),
        ('w:val="auto" w:themeColor="accent2" w:themeShade="BF"', "#900000"),
        ('w:val="auto" w:themeColor="accent2" w:themeTint="80"', "#FF5F5F"),
        ('w:val="auto" w:themeColor="text1"', None),
    ],
)
def test_a_colour_is_looked_up_in_the_theme(colour: str, value: str | None) -> None:
    (text,) = [
        node for node in walk(_read(line(run("字", f"<w:color {colour}/>"))).document)
        if node["type"] == "text"
    ]  # fmt: skip
    assert [mark["attrs"]["value"] for mark in text.get("marks", ())] == ([value] if value else [])


def test_a_shading_and_a_line_take_theirs_from_the_theme() -> None:
    shaded = cell(
        "底", properties='<w:shd w:fill="auto" w:themeFill="accent1" w:themeFillTint="33"/>'
    )
    shape = (
        '<wps:wsp><wps:spPr><a:prstGeom prst="line"/><a:ln><a:solidFill><a:schemeClr val="accent1">'
        '<a:lumMod val="75000"/></a:schemeClr></a:solidFill></a:ln></wps:spPr></wps:wsp>'
    )
    imported = _read(table(row(shaded, "无")) + f"<w:p><w:r>{drawing(inside=shape)}</w:r></w:p>")

    grid, rule = imported.document["content"]
    first, second = grid["content"][0]["content"]
    assert first["attrs"]["background"] == "#DAE3F3"
    assert "background" not in second.get("attrs", {})
    assert rule["attrs"]["color"] == "#2F5597"
