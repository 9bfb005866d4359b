"""Setting printed pages: a template and its content become a PDF in fonts of our own."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from hefa.core.errors import Refused, Unavailable, reason

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "400Regular", "700Bold"
# By family, asked in this order; the last one has the rare Han characters of names.
FAMILIES = {
    "NotoSerifSC": (REGULAR, BOLD),
    "NotoNaskhArabic": (REGULAR, BOLD),
    "NotoSerifJP": (REGULAR,),
}
# Extension B in full, where the machine has it (Debian: fonts-hanazono).
RARER = Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf")
# Marks of direction and joining, and the break of a line: obeyed, never drawn.
UNDRAWN = frozenset("\n\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")
_SHOWN_MISSING = 10


def typeset(template: Path, content: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return the PDF that the typst `template` makes of `content`; the same for the same content.

    The template reads `content` as JSON from `sys.inputs.content`. Raises Refused, naming them,
    when characters are in none of the fonts, and Unavailable when the fonts are not there.
    """
    lacking = missing_characters(_texts(content))
    if lacking:
        shown = " ".join(lacking[:_SHOWN_MISSING])
        raise Refused(reason("render.characters_missing", shown=shown, count=len(lacking)))
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101  # for the type checker: no output path was given
    return made


def missing_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the characters of `texts` that no font has, each once, in order of code point."""
    used = {character for text in texts for character in text} - UNDRAWN
    return tuple(sorted(used - _drawn()))


def _texts(value: Any) -> Iterable[str]:
    """Yield every string in the JSON `value`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _paths() -> list[Path]:
    """Return the font files; raises Unavailable when the build has not put them there."""
    paths = [FONTS / f"{family}_{weight}.ttf" for family in FAMILIES for weight in FAMILIES[family]]
    if not all(path.is_file() for path in paths):
        raise Unavailable(reason("render.fonts_missing"))
    return [*paths, RARER] if RARER.is_file() else paths


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    places = sorted({str(path.parent) for path in _paths()})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=places)


@lru_cache(maxsize=1)
def _drawn() -> frozenset[str]:
    """Return every character that some family has in all its weights."""
    drawn: dict[str, set[str]] = {}
    for path in _paths():
        family = path.name.partition("_")[0]
        with TTFont(path, lazy=True) as font:
            found = {chr(code) for code in font.getBestCmap()}
        drawn[family] = drawn[family] & found if family in drawn else found
    return frozenset().union(*drawn.values())
