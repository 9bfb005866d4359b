"""Colours as numbers: read and written as #rrggbb, lightness, brightness, contrast."""

import colorsys
import re
from collections.abc import Iterable
from typing import Final, TypeAlias

Rgb: TypeAlias = tuple[float, float, float]

WHITE: Final = "#ffffff"
_KNEE: Final = 0.04045
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)")
_SHORT: Final = 3


def rgb(colour: str) -> Rgb | None:
    """Return the parts of `colour`, 0 to 255 each; None when it is written in another way."""
    value = colour.strip().lower()
    if match := _HEX.fullmatch(value):
        digits = match[1] if len(match[1]) > _SHORT else "".join(d * 2 for d in match[1])
        red, green, blue = bytes.fromhex(digits)
        return red, green, blue
    if match := _RGB.fullmatch(value):
        red, green, blue = (min(int(part), 255) for part in match.groups())
        return red, green, blue
    return None


def written(parts: Iterable[float]) -> str:
    """Return a colour as #rrggbb; each part is rounded and kept within 0 to 255."""
    return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in parts)


def brightness(parts: Rgb) -> float:
    """Return how bright a colour seems, 0 to 255, by the W3C's older formula."""
    red, green, blue = parts
    return (red * 299 + green * 587 + blue * 114) / 1000


def hsl(parts: Rgb) -> tuple[float, float, float]:
    """Return hue 0 to 1, saturation and lightness 0 to 100."""
    red, green, blue = parts
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    return hue, saturation * 100, lightness * 100


def from_hsl(hue: float, saturation: float, lightness: float) -> Rgb:
    """Return the colour of a hue 0 to 1, saturation and lightness 0 to 100."""
    red, green, blue = colorsys.hls_to_rgb(hue, lightness / 100, saturation / 100)
    return red * 255, green * 255, blue * 255


def ratio(first: Rgb, second: Rgb) -> float:
    """Return the contrast of two colours, 1 to 21, after the WCAG formula."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(parts: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _KNEE else float(((part + 0.055) / 1.055) ** 2.4)
