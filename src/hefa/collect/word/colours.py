"""Colours of a Word file as the document knows them."""

import re
from typing import Final

WHITE: Final = "#FFFFFF"

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_NEAR_BLACK_UP_TO = 0x40
_NEAR_WHITE_FROM = 0xF0

# The names that VML uses besides figures. Source: ECMA-376 part 4, 14.1 (colour values).
_NAMED: Final = {"red": "#FF0000", "blue": "#0000FF", "green": "#008000", "black": "#000000"}

# ECMA-376 part 1, 17.18.40 (ST_HighlightColor).
_HIGHLIGHTS: Final = {
    "black": "#000000",
    "blue": "#0000FF",
    "cyan": "#00FFFF",
    "darkBlue": "#00008B",
    "darkCyan": "#008B8B",
    "darkGray": "#A9A9A9",
    "darkGreen": "#006400",
    "darkMagenta": "#800080",
    "darkRed": "#8B0000",
    "darkYellow": "#808000",
    "green": "#00FF00",
    "lightGray": "#D3D3D3",
    "magenta": "#FF00FF",
    "red": "#FF0000",
    "yellow": "#FFFF00",
}


def hex_colour(given: str | None) -> str | None:
    """Return `given` as #RRGGBB, or None for `auto` and whatever is no colour."""
    text = (given or "").lstrip("#")
    return f"#{text.upper()}" if _HEX.fullmatch(text) else _NAMED.get(text)


def ink(given: str | None) -> str | None:
    """Return the colour of text; near-black is none, since the theme sets the ink."""
    colour = hex_colour(given)
    if colour is None or max(_channels(colour)) <= _NEAR_BLACK_UP_TO:
        return None
    return colour


def ground(given: str | None) -> str | None:
    """Return the colour behind text; white is none, since dark mode needs the ground free."""
    colour = hex_colour(given)
    return None if colour is None or is_near_white(colour) else colour


def highlight(name: str | None) -> str | None:
    """Return the colour of a highlighter by its name."""
    return _HIGHLIGHTS.get(name or "")


def is_near_white(colour: str) -> bool:
    """Whether text of this colour cannot be seen on paper."""
    return min(_channels(colour)) >= _NEAR_WHITE_FROM


def is_red(colour: str) -> bool:
    """Whether this is the red of a letterhead."""
    red, green, blue = _channels(colour)
    return red >= 0xB0 and green <= 0x50 and blue <= 0x50  # noqa: PLR2004  channel values


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
