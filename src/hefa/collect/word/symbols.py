"""Characters of symbol fonts that notices use, as ordinary characters.

Source: ECMA-376 part 1, 17.3.3.30 (sym); the fonts' own tables.
"""

from collections.abc import Mapping
from typing import Final

_PRIVATE_START: Final = 0xF000
_PRIVATE_END: Final = 0xF0FF
_GBK_PRIVATE: Final = range(0xE000, 0xF000)

_WINGDINGS: Final = {
    0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x46: "☞", 0x4A: "☺", 0x6C: "●",
    0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0x80: "⓪", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□",
    0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + place: sign for place, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8C + place: sign for place, sign in enumerate("❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x97: "●",
    **{0x6A + place: sign for place, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
}  # fmt: skip
_GREEK: Final = dict(
    zip(
        range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True
    )
) | dict(
    zip(
        range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True
    )
)  # fmt: skip
_SYMBOL: Final = {
    **{point: chr(point) for point in range(0x20, 0x40)},
    **_GREEK,
    0x2D: "\u2212", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xD7: "·",
}  # fmt: skip
_FONTS: Final[Mapping[str, Mapping[int, str]]] = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {},
    "webdings": {},
    "symbol": _SYMBOL,
}


def symbol(font: str | None, code: str | None) -> str | None:
    """Return the character behind a symbol, or None when the font's sign is not known."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return None
    known = _FONTS.get((font or "").lower())
    if known is not None:
        return known.get(point - _PRIVATE_START if point >= _PRIVATE_START else point)
    if _PRIVATE_START <= point <= _PRIVATE_END or not 0x20 <= point <= 0x10FFFF:  # noqa: PLR2004
        return None
    character = chr(point)
    return character if character.isprintable() else None


def is_symbol_font(font: str) -> bool:
    """Whether the font shows signs in place of letters."""
    return font.lower() in _FONTS


def is_of_symbol_font(character: str) -> bool:
    """Whether the character stands where symbol fonts keep their signs."""
    return _PRIVATE_START <= ord(character) <= _PRIVATE_END


def is_private(character: str) -> bool:
    """Whether only the author's own fonts know the character; on a phone it may be an empty box."""
    return ord(character) in _GBK_PRIVATE
