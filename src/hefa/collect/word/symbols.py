"""Characters of symbol fonts that notices use, as ordinary characters.

Source: ECMA-376 part 1, 17.3.3.30 (sym); the fonts' own tables.
"""

from typing import Final

_PRIVATE_START: Final = 0xF000
_PRIVATE_END: Final = 0xF0FF

_WINGDINGS: Final = {
    0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖",
    0x77: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x97: "●",
}  # fmt: skip
_SYMBOL: Final = {
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xD6: "√", 0xD7: "·", 0xAE: "→", 0xA5: "∞",
}  # fmt: skip
_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(font: str | None, code: str | None) -> str | None:
    """Return the character behind a symbol, or None when the font's sign is not known."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return None
    known = _FONTS.get((font or "").lower())
    if known is not None:
        return known.get(point - _PRIVATE_START if point >= _PRIVATE_START else point)
    if _PRIVATE_START <= point <= _PRIVATE_END or not 0x20 <= point <= 0xFFFF:  # noqa: PLR2004
        return None
    character = chr(point)
    return character if character.isprintable() else None
