import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hefa.core.errors import Refused
from hefa.review.drawing import HEIGHT, WIDTH, drawn, read_drawing

CROSS = {"width": 300, "height": 120, "strokes": [[10, 10, 290, 110], [290, 10, 10, 110]]}


def text_of(**changed: object) -> str:
    return json.dumps({**CROSS, **changed})


def code_of(text: str) -> str:
    with pytest.raises(Refused) as refused:
        read_drawing(text)
    return refused.value.reasons[0].code


def test_a_drawing_becomes_a_picture_that_shows_its_strokes() -> None:
    drawing = read_drawing(text_of())
    assert drawing is not None

    picture = Image.open(BytesIO(drawn(drawing)))

    assert picture.size == (WIDTH, HEIGHT)
    ink = picture.getchannel("A")
    assert ink.getpixel((WIDTH // 2, HEIGHT // 2)) == 255
    assert ink.getpixel((WIDTH // 2, 10)) == 0
    assert drawn(drawing) == drawn(drawing)


def test_an_empty_pad_is_no_drawing() -> None:
    assert read_drawing("") is None
    assert read_drawing("  \n") is None


def test_a_narrow_frame_keeps_its_proportions() -> None:
    drawing = read_drawing(text_of(width=100, height=200, strokes=[[0, 0, 100, 0, 100, 200]]))
    assert drawing is not None

    box = Image.open(BytesIO(drawn(drawing))).getchannel("A").getbbox()

    assert box is not None
    assert abs((box[2] - box[0]) - HEIGHT / 2) < 20


@pytest.mark.parametrize("strokes", [[[5, 5]], [[5, 5, 6, 6, 5, 5]], [], [[]]])
def test_a_dot_is_no_signature(strokes: list[list[int]]) -> None:
    assert code_of(text_of(strokes=strokes)) == "review.drawing_is_dot"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        '"x"',
        text_of(width=0),
        text_of(width=10**9),
        text_of(width="300"),
        text_of(strokes=[[1, 2, 3]]),
        text_of(strokes=[["1", "2"]]),
        text_of(strokes=[{"a": 1}]),
        text_of(strokes=7),
        '{"width": 300, "height": 120, "strokes": [[NaN, 1, 2, 3]]}',
        '{"width": 300, "height": 120, "strokes": [[1e999, 1, 2, 3]]}',
        "[" * 100_000,
        text_of(strokes=[[1, 1] * 30_000]),
    ],
)
def test_a_malformed_drawing_is_refused(text: str) -> None:
    assert code_of(text) == "review.drawing_unreadable"


def test_a_drawing_of_twenty_megabytes_is_refused_unread() -> None:
    assert code_of("1" * 20_000_000) == "review.drawing_too_large"


def test_points_outside_the_frame_are_held_inside() -> None:
    drawing = read_drawing(text_of(strokes=[[-500, -500, 9999, 9999]]))

    assert drawing is not None
    assert drawing.strokes == (((0.0, 0.0), (300, 120)),)


@given(
    st.lists(
        st.lists(st.integers(-50, 400), min_size=2, max_size=40).filter(
            lambda flat: not len(flat) % 2
        ),
        max_size=6,
    )
)
def test_whatever_is_drawn_is_read_or_refused(strokes: list[list[int]]) -> None:
    try:
        drawing = read_drawing(text_of(strokes=strokes))
    except Refused:
        return
    assert drawing is not None
    assert Image.open(BytesIO(drawn(drawing))).size == (WIDTH, HEIGHT)
