"""Charts as values: where each bar of a small column chart stands, and its numbers as a table.

Across is in per cent of the width and down in pixels, so that a chart fits any screen while its
words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HEIGHT = 168
_TOP, _BOTTOM = 22, 30
_LEFT, _RIGHT = 8.0, 1.0
_SHARE = 0.62
_LABELS = 6
_MOST_SUMS = 12  # more would run into each other on a phone
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One kind of thing counted: its name, its tone, and one number a column."""

    name: str
    tone: str
    numbers: Sequence[int]


def columns(heading: str, labels: Sequence[str], series: Sequence[Series]) -> dict[str, Any]:
    """Return a chart of stacked columns, one a label; empty when there is nothing to count.

    `heading` names what the labels are, for the table.
    """
    sums = [sum(numbers) for numbers in zip(*(entry.numbers for entry in series), strict=True)]
    if not any(sums):
        return {}
    step = _step(max(sums))
    most = -(-max(sums) // step) * step
    scale = (HEIGHT - _TOP - _BOTTOM) / most
    width = (100 - _LEFT - _RIGHT) / len(labels)
    every = -(-len(labels) // _LABELS)
    places = [_LEFT + width * (number + 0.5) for number in range(len(labels))]
    return {
        "height": HEIGHT,
        "base": HEIGHT - _BOTTOM,
        "ticks": [
            {"at": round(HEIGHT - _BOTTOM - value * scale, 1), "label": value}
            for value in range(0, most + 1, step)
        ],
        "bars": [
            bar
            for number, place in enumerate(places)
            for bar in _stack(number, place - width * _SHARE / 2, width * _SHARE, scale, series)
        ],
        "labels": [
            {"at": round(place, 2), "text": label}
            for number, (place, label) in enumerate(zip(places, labels, strict=True))
            if number % every == 0
        ],
        "sums": [
            {"at": round(place, 2), "down": round(HEIGHT - _BOTTOM - value * scale - 5, 1),
             "text": value}
            for place, value in zip(places, sums, strict=True)
            if value and len(sums) <= _MOST_SUMS
        ],
        "keys": series,
        "heads": [heading, *(entry.name for entry in series)],
        "rows": list(zip(labels, *(entry.numbers for entry in series), strict=True)),
    }  # fmt: skip


def share_bar(parts: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return one line cut into (tone, number) parts, each with its place in per cent."""
    whole = sum(number for _, number in parts) or 1
    found, begun = [], 0
    for tone, number in parts:
        if number:
            found.append(
                {
                    "tone": tone,
                    "at": round(100 * begun / whole, 2),
                    "width": round(100 * number / whole, 2),
                }
            )
        begun += number
    return found


def _stack(
    number: int, left: float, width: float, scale: float, series: Sequence[Series]
) -> list[dict[str, Any]]:
    """Return the parts of one column from the ground up."""
    found, below = [], 0
    for entry in series:
        value = entry.numbers[number]
        below += value
        if value:
            found.append(
                {
                    "tone": entry.tone,
                    "at": round(left, 2),
                    "down": round(HEIGHT - _BOTTOM - below * scale, 1),
                    "width": round(width, 2),
                    "height": round(value * scale, 1),
                }
            )
    return found


def _step(most: int) -> int:
    """Return the smallest of 1, 2, 5, 10, … that makes at most four lines up to `most`."""
    factor = 1
    while True:
        for step in _STEPS:
            if most <= 4 * step * factor:
                return step * factor
        factor *= 10
