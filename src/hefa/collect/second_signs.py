"""What single elements show in the second reading: characters, colours, fields."""

import re
from typing import Final
from xml.etree import ElementTree as ET

from hefa.collect.second_parts import W, val

ANY_SYMBOL: Final = "\ufffc"

_SYMBOL_FONTS: Final = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol"})
_OVERSTRUCK = re.compile(r"\s*EQ\b.*?\\o.*?\((.*)[,;，](.*?)\)\s*$", re.IGNORECASE | re.DOTALL)
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_DARK, _LIGHT = 0x60, 0xE0  # what lies between is a colour beyond doubt
_PRIVATE: Final = range(0xF000, 0xF100)


def goes_on(properties: ET.Element) -> bool:
    """Whether the paragraph goes on in the next: its mark is deleted, or it is a large initial."""
    frame = properties.find(f"{W}framePr")
    is_initial = frame is not None and frame.get(f"{W}dropCap", "none") != "none"
    marks = (properties.find(f"{W}rPr/{W}{name}") for name in ("del", "moveFrom"))
    return is_initial or any(mark is not None for mark in marks)


def written(text: str, run: ET.Element | None) -> str:
    """Return characters as they are; signs of symbol fonts may come out as any character."""
    fonts = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
    font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    is_symbols = font.lower() in _SYMBOL_FONTS
    if not is_symbols and not any(ord(sign) in _PRIVATE for sign in text):
        return text
    return "".join(
        ANY_SYMBOL
        if ord(sign) in _PRIVATE
        or (is_symbols and ord(sign) < 0x100 and sign.isprintable() and not sign.isspace())  # noqa: PLR2004
        else sign
        for sign in text
    )


def is_coloured(run: ET.Element | None) -> bool:
    """Whether the run gives its characters a colour in place that is neither ink nor paper."""
    given = val(run.find(f"{W}rPr/{W}color")) if run is not None else ""
    if not _COLOUR.fullmatch(given):
        return False
    channels = [int(given[place : place + 2], 16) for place in (0, 2, 4)]
    return max(channels) > _DARK and min(channels) < _LIGHT


def shown_by(code: str) -> str:
    """Return what a field shows that has no result: the base of overstruck characters."""
    found = _OVERSTRUCK.match(code)
    if found is None:
        return ANY_SYMBOL if re.match(r"\s*SYMBOL\b", code, re.IGNORECASE) else ""
    words = found[2].strip()
    return ANY_SYMBOL if words.isdecimal() else words


def is_hidden_drawing(element: ET.Element) -> bool:
    """Whether Word does not show the drawing."""
    return any(
        part.tag.endswith("}docPr") and part.get("hidden") in {"1", "true"}
        for part in element.iter()
    )
