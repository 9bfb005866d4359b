"""Whether ink can be read on its ground, after the WCAG formula."""

import re
from typing import Final

# WeChat's own limit after dark conversion; a text below it is as good as hidden.
_LEAST_RATIO: Final = 1.5
_KNEE: Final = 0.04045
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)")


def is_unreadable(ink: str, ground: str) -> bool:
    """Whether text of colour `ink` on `ground` cannot be told from it; unknown colours pass."""
    first, second = _rgb(ink), _rgb(ground)
    if first is None or second is None:
        return False
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05) < _LEAST_RATIO


def _rgb(colour: str) -> tuple[int, ...] | None:
    value = colour.strip().lower()
    if match := _HEX.fullmatch(value):
        digits = match[1] if len(match[1]) > len("rgb") else "".join(d * 2 for d in match[1])
        return tuple(bytes.fromhex(digits))
    if match := _RGB.fullmatch(value):
        return tuple(min(int(part), 255) for part in match.groups())
    return None


def _luminance(colour: tuple[int, ...]) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _KNEE else float(((part + 0.055) / 1.055) ** 2.4)
