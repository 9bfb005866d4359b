"""What WeChat's dark mode makes of colours: grounds first, then the ink and lines on them.

Source: the published principle of mp-darkmode, its thresholds and their order.
"""

from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hefa.render.colours import Rgb, brightness, from_hsl, hsl, rgb, written
from hefa.render.declarations import declarations, styled

PAGE: Final = "#191919"
INK_BY_DAY: Final = "#191919"

_PAGE_BRIGHTNESS: Final = 25.0
_PAGE_LIGHTNESS: Final = 100 * 25 / 255
_MOST_OFFSET: Final = 163.0 - _PAGE_BRIGHTNESS
_LEAST_OFFSET: Final = 65.0
_LIKE_WHITE: Final = 250.0
_MOST_GROUND: Final = 190.0
_LEAST_GROUND_LIGHTNESS: Final = 22.0
_LIGHT_GROUND: Final = 100.0
_GREY_LIGHTNESS: Final = 40.0
_TURN: Final = 90.0
_NEAR_PAGE: Final = 2.0
_LINES: Final = frozenset({"border", "border-top", "border-right", "border-bottom", "border-left"})


@lru_cache(maxsize=4096)
def dark_ground(ground: str) -> str:
    """Return the ground that dark mode shows for `ground`; another notation stays as it is."""
    parts = rgb(ground)
    if parts is None:
        return ground
    hue, saturation, lightness = hsl(parts)
    if (saturation == 0 and lightness > _GREY_LIGHTNESS) or brightness(parts) > _LIKE_WHITE:
        parts = from_hsl(0, 0, min(100, 100 + _PAGE_LIGHTNESS - lightness))
    elif brightness(parts) > _MOST_GROUND:
        parts = _brought_to(_MOST_GROUND, parts)
    elif lightness < _LEAST_GROUND_LIGHTNESS:
        parts = from_hsl(hue, saturation, _LEAST_GROUND_LIGHTNESS)
    return written(parts)


@lru_cache(maxsize=4096)
def dark_ink(ink: str, ground: str = PAGE) -> str:
    """Return the ink that dark mode shows for `ink` on `ground`, a ground already converted."""
    parts, under = rgb(ink), rgb(ground)
    if parts is None or under is None:
        return ink
    return written(_ink(parts, brightness(under)))


def dark_article(html: str) -> str:
    """Return the article `html` with every inline colour as dark mode shows it."""
    root = LexborHTMLParser(html).body
    if root is None:
        return html
    waiting: list[tuple[LexborNode, str, str]] = [
        (child, PAGE, INK_BY_DAY) for child in root.iter()
    ]
    while waiting:
        node, ground, ink = waiting.pop()
        if style := node.attributes.get("style"):
            ground, ink = _convert(node, style, ground, ink)
        waiting.extend((child, ground, ink) for child in node.iter())
    return root.inner_html or ""


def _convert(node: LexborNode, style: str, ground: str, ink: str) -> tuple[str, str]:
    """Rewrite the colours of one element; return the ground and the ink its children stand on."""
    declared = dict(declarations(style))
    has_ground = "background-color" in declared
    if has_ground:
        ground = declared["background-color"] = dark_ground(declared["background-color"])
    ink = declared.get("color", ink)
    if has_ground or "color" in declared:
        declared["color"] = dark_ink(ink, ground)
    for name in _LINES & declared.keys():
        words = declared[name].split(" ")
        declared[name] = " ".join(dark_ink(word) if word[:1] == "#" else word for word in words)
    node.attrs["style"] = styled(declared)
    return ground, ink


def _ink(parts: Rgb, under: float) -> Rgb:
    """Return `parts` moved away from a ground of brightness `under`, where they are too near."""
    own = brightness(parts)
    offset = abs(under - own)
    if own >= _LIKE_WHITE:
        return parts
    if offset > _MOST_OFFSET and under <= _PAGE_BRIGHTNESS + _NEAR_PAGE:
        return _brought_to(_MOST_OFFSET + under, parts)
    if offset >= _LEAST_OFFSET:
        return parts
    hue, saturation, lightness = hsl(parts)
    is_light = under >= _LIGHT_GROUND
    turns = lightness > _TURN - _GREY_LIGHTNESS if is_light else lightness <= _GREY_LIGHTNESS
    if turns:
        return _ink(from_hsl(hue, saturation, _TURN - lightness), under)
    away = -_LEAST_OFFSET if is_light else _LEAST_OFFSET
    return _brought_to(min(_MOST_OFFSET, under + away), parts)


def _brought_to(target: float, parts: Rgb) -> Rgb:
    """Return a colour of about the same hue whose brightness is `target`."""
    scale = target / (brightness(parts) or 1)
    red, green, blue = (min(255.0, part * scale) for part in parts)
    most = 255.0
    if green == 0 or most in (red, blue):
        green = (target * 1000 - red * 299 - blue * 114) / 587
    elif red == 0:
        red = (target * 1000 - green * 587 - blue * 114) / 299
    elif blue == 0 or green == most:
        blue = (target * 1000 - red * 299 - green * 587) / 114
    return red, green, blue
