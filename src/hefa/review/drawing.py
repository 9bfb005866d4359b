"""Signatures drawn by finger: strokes as a page sends them, and the picture made of them."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from PIL import Image, ImageDraw

from hefa.core.errors import Refused, reason

WIDTH, HEIGHT = 600, 240  # Pixels of the picture.
_FINER = 3
_PEN = 7  # Pixels of the picture.
_LARGEST_TEXT = 200_000
_MOST_POINTS = 20_000
_SHORTEST = 40  # Pixels of pen way on the page; less is a dot.
_WIDEST_PAGE = 10_000

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a finger drew on a frame of `width` × `height` pixels: strokes of points."""

    width: int
    height: int
    strokes: tuple[tuple[Point, ...], ...]


def read_drawing(text: str) -> Drawing | None:
    """Return the drawing in the JSON `text` that the page sent; None when nothing was drawn.

    Raises Refused when it is too long, malformed, leaves its frame by far, or is only a dot.
    """
    if not text.strip():
        return None
    if len(text) > _LARGEST_TEXT:
        raise Refused(reason("review.drawing_too_large"))
    try:
        given = json.loads(text)
        found = _drawing(given)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Refused(reason("review.drawing_unreadable")) from None
    if _way(found) < _SHORTEST:
        raise Refused(reason("review.drawing_is_dot"))
    return found


def drawn(drawing: Drawing) -> bytes:
    """Return the drawing as a PNG of 600 × 240 pixels, black on a clear ground.

    The same drawing makes the same bytes.
    """
    scale = _FINER * min(WIDTH / drawing.width, HEIGHT / drawing.height)
    left = (WIDTH * _FINER - drawing.width * scale) / 2
    upper = (HEIGHT * _FINER - drawing.height * scale) / 2
    ink = Image.new("L", (WIDTH * _FINER, HEIGHT * _FINER), 0)
    pen = ImageDraw.Draw(ink)
    half = _PEN * _FINER / 2
    for stroke in drawing.strokes:
        points = [(left + x * scale, upper + y * scale) for x, y in stroke]
        pen.line(points, fill=255, width=_PEN * _FINER, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    picture = Image.new("LA", (WIDTH, HEIGHT), 0)
    picture.putalpha(ink.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS))
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _drawing(given: Any) -> Drawing:
    width, height = _side(given["width"]), _side(given["height"])
    strokes = tuple(_stroke(flat, width, height) for flat in given["strokes"] if flat)
    if sum(len(stroke) for stroke in strokes) > _MOST_POINTS:
        raise ValueError(strokes)
    return Drawing(width=width, height=height, strokes=strokes)


def _side(given: Any) -> int:
    if not isinstance(given, int) or not 1 <= given <= _WIDEST_PAGE:
        raise ValueError(given)
    return given


def _stroke(flat: Sequence[Any], width: int, height: int) -> tuple[Point, ...]:
    """Return the points of one stroke, held inside the frame."""
    if len(flat) % 2 or not all(isinstance(value, int | float) for value in flat):
        raise ValueError(flat)
    if not all(math.isfinite(value) for value in flat):
        raise ValueError(flat)
    return tuple(
        (min(max(x, 0.0), width), min(max(y, 0.0), height))
        for x, y in zip(flat[::2], flat[1::2], strict=True)
    )


def _way(drawing: Drawing) -> float:
    """Return how far the pen went over the frame, in pixels of the page."""
    return sum(
        math.dist(before, after) for stroke in drawing.strokes for before, after in pairwise(stroke)
    )
