"""The colours that a file names by their part in its theme.

Source: ECMA-376 part 1, 17.18.97 (ST_ThemeColor), 17.3.2.6 (tint and shade), 20.1.6 (scheme).
"""

import colorsys
from collections.abc import Callable, Mapping
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.colours import hex_colour
from hefa.collect.word.markup import A, W, whole

_FULL: Final = 255
_PERCENT: Final = 100_000
_PARTS: Final[Mapping[str, str]] = {
    "dark1": "dk1",
    "text1": "dk1",
    "tx1": "dk1",
    "light1": "lt1",
    "background1": "lt1",
    "bg1": "lt1",
    "dark2": "dk2",
    "text2": "dk2",
    "tx2": "dk2",
    "light2": "lt2",
    "background2": "lt2",
    "bg2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}


class Theme:
    """The colour scheme of one file; its part is read when the first colour is asked for."""

    def __init__(self, load: Callable[[], _Element | None]) -> None:
        self._load = load
        self._colours: dict[str, str] | None = None

    def of(self, element: _Element | None, name: str = "") -> str | None:
        """Return the colour that `element` names, None when it names none of the theme.

        `name` tells the attributes apart: none for text, `Fill` for the ground.
        """
        if element is None:
            return None
        base = self._base(element.get(f"{W}theme{name or 'Color'}"))
        if base is None:
            return None
        tint = _share(element.get(f"{W}theme{name}Tint"))
        shade = _share(element.get(f"{W}theme{name}Shade"))
        return _lightened(base, tint=tint, shade=shade)

    def of_drawing(self, element: _Element | None) -> str | None:
        """Return the colour of an `a:schemeClr` with its changes of lightness."""
        base = self._base(element.get("val")) if element is not None else None
        if element is None or base is None:
            return None
        hue, light, strength = colorsys.rgb_to_hls(*_channels(base))
        for change in element:
            share = whole(change.get("val"), _PERCENT) / _PERCENT
            if change.tag == A + "lumMod":
                light *= share
            elif change.tag == A + "lumOff":
                light += share
            elif change.tag == A + "tint":
                light = 1 - (1 - light) * share
            elif change.tag == A + "shade":
                light *= share
        return _hex(hue, min(max(light, 0.0), 1.0), strength)

    def _base(self, name: str | None) -> str | None:
        if not name or name == "none":
            return None
        if self._colours is None:
            self._colours = _scheme(self._load())
        return self._colours.get(_PARTS.get(name, name))


def _scheme(root: _Element | None) -> dict[str, str]:
    """Return the colours of the scheme by their short names."""
    scheme = root.find(f".//{A}clrScheme") if root is not None else None
    found: dict[str, str] = {}
    for entry in scheme if scheme is not None else ():
        for colour in entry:
            given = colour.get("lastClr") or colour.get("val")
            if value := hex_colour(given):
                found[str(entry.tag).removeprefix(A)] = value
    return found


def _share(text: str | None) -> float | None:
    """Return a byte in hexadecimal digits as a share of 1."""
    try:
        return int(text, 16) / _FULL if text else None
    except ValueError:
        return None


def _lightened(colour: str, *, tint: float | None, shade: float | None) -> str:
    if tint is None and shade is None:
        return colour
    hue, light, strength = colorsys.rgb_to_hls(*_channels(colour))
    if tint is not None:
        light = light * tint + (1 - tint)
    if shade is not None:
        light *= shade
    return _hex(hue, light, strength)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / _FULL for place in (1, 3, 5))
    return red, green, blue


def _hex(hue: float, light: float, strength: float) -> str:
    red, green, blue = colorsys.hls_to_rgb(hue, light, strength)
    return f"#{round(red * _FULL):02X}{round(green * _FULL):02X}{round(blue * _FULL):02X}"
