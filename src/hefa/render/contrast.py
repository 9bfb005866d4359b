"""Whether ink can be read on its ground by day and in WeChat's dark mode, and how to mend it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hefa.render.colours import WHITE, Rgb, from_hsl, hsl, ratio, rgb, written
from hefa.render.dark import dark_ground, dark_ink

# WeChat's own limit after dark conversion; a text below it is as good as hidden.
LEAST_RATIO: Final = 1.5
# What our renderer never goes below: WCAG's bound for large text.
READABLE_RATIO: Final = 3.0
_STEP: Final = 2.0
_LAST: Final = ("#333333", WHITE, "#000000")


@lru_cache(maxsize=4096)
def legibility(ink: str, ground: str) -> float | None:
    """Return the lower contrast of `ink` on `ground` by day and by night; None if unknown."""
    by_day = _ratio(ink, ground)
    under = dark_ground(ground)
    by_night = _ratio(dark_ink(ink, under), under)
    return None if by_day is None or by_night is None else min(by_day, by_night)


def is_unreadable(ink: str, ground: str) -> bool:
    """Whether text of colour `ink` on `ground` cannot be told from it; unknown colours pass."""
    found = legibility(ink, ground)
    return found is not None and found < LEAST_RATIO


@lru_cache(maxsize=4096)
def readable(ink: str, ground: str) -> str:
    """Return `ink`, or the nearest one of its hue that reads on `ground` by day and by night."""
    parts = rgb(ink)
    if parts is None or (legibility(ink, ground) or READABLE_RATIO) >= READABLE_RATIO:
        return ink
    for candidate in (*_lighter_and_darker(parts), *_LAST):
        if (legibility(candidate, ground) or 0) >= READABLE_RATIO:
            return candidate
    return max(_LAST, key=lambda candidate: legibility(candidate, ground) or 0)


@lru_cache(maxsize=4096)
def ink_on(ground: str, usual: str) -> str:
    """Return the ink for `ground`: the usual one, or white where that reads better."""
    return max((readable(usual, ground), WHITE), key=lambda ink: legibility(ink, ground) or 0)


def _lighter_and_darker(parts: Rgb) -> Iterator[str]:
    """Yield colours of the same hue, ever further from `parts`."""
    hue, saturation, lightness = hsl(parts)
    for step in range(1, int(100 / _STEP) + 1):
        for moved in (lightness - step * _STEP, lightness + step * _STEP):
            if 0 <= moved <= 100:  # noqa: PLR2004  # per cent
                yield written(from_hsl(hue, saturation, moved))


def _ratio(ink: str, ground: str) -> float | None:
    first, second = rgb(ink), rgb(ground)
    return None if first is None or second is None else ratio(first, second)
