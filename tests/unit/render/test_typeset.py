"""Printed pages: the content stands in them, and what no font has is named first."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from hefa.core.errors import Refused
from hefa.render.typeset import missing_characters, typeset

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
TEMPLATE = """
#let it = json(bytes(sys.inputs.content))
#set text(font: ("Noto Serif SC", "Noto Naskh Arabic"))
#it.title *#it.title*
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_han_and_uyghur_are_set_in_fonts_of_our_own(template: Path) -> None:
    made = typeset(template, {"title": "停水通知 ئۇيغۇر"}, made_at=NOW)

    assert "停水通知" in text_of(made)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for font in PdfReader(BytesIO(made)).pages[0]["/Resources"]["/Font"].values()
    }
    assert {name.partition("-")[0] for name in fonts} == {"NotoSerifSC", "NotoNaskhArabic"}


def test_rare_characters_of_names_come_from_the_packaged_fallback(template: Path) -> None:
    made = typeset(template, {"title": "𠮷㼆𬭎 ئابدۇ"}, made_at=NOW)

    assert all(character in text_of(made) for character in "𠮷㼆𬭎")
    assert missing_characters(["𠮷㼆𬭎ئابدۇ"]) == ()


def test_the_same_content_makes_the_same_bytes(template: Path) -> None:
    first, second = (typeset(template, {"title": "通知"}, made_at=NOW) for _ in range(2))

    assert first == second


def test_a_character_no_font_has_is_named_and_nothing_is_set(template: Path) -> None:
    with pytest.raises(Refused) as refused:
        typeset(template, {"rows": [{"title": "通知🎉"}, "𓀀"]}, made_at=NOW)

    (reason,) = refused.value.reasons
    assert reason.code == "render.characters_missing"
    assert reason.detail == {"shown": "𓀀 🎉", "count": 2}


def test_marks_that_are_obeyed_and_not_drawn_are_not_missed() -> None:
    assert missing_characters(["一\u200b二\u2067三\n"]) == ()
    assert missing_characters(["一", "🎉一🎉"]) == ("🎉",)
