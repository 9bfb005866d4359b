"""What dark mode makes of colours, and that ours can be read by day and by night."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.render.documents import ADDRESSES, NOTICE, box, package, paragraph, red_head

from hefa.render.article import render
from hefa.render.colours import brightness, ratio, rgb
from hefa.render.compare import differences, fingerprint_of_html
from hefa.render.contrast import READABLE_RATIO, ink_on, is_unreadable, legibility, readable
from hefa.render.dark import PAGE, dark_article, dark_ground, dark_ink
from hefa.render.themes import Style, names, theme_named

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
OFFERED = sorted(names() - {"community@1"})
BOXES = ("box_notice", "box_quote", "box_contact")
IN_BOX = ("box_title", "caption")


def bright(colour: str) -> float:
    parts = rgb(colour)
    assert parts is not None
    return brightness(parts)


@pytest.mark.parametrize(
    ("ground", "dark"),
    [
        ("#ffffff", PAGE),  # the page
        ("#f2f2f2", "#262626"),  # grey turns over
        ("#666666", "#666666"),  # grey of lightness 40 or less stays
        ("#fffaf5", "#1e1e1e"),  # brighter than 250 counts as white
        ("#000080", "#000080"),
        ("#000040", "#000070"),  # too dark is lifted to lightness 22
        ("rgb(255, 255, 255)", PAGE),
        ("red", "red"),
    ],
)
def test_a_ground_is_converted_as_the_published_principle_says(ground: str, dark: str) -> None:
    assert dark_ground(ground) == dark


def test_a_bright_colour_as_ground_is_brought_to_the_limit() -> None:
    assert bright(dark_ground("#ffff00")) == pytest.approx(190, abs=1)


@pytest.mark.parametrize(
    ("ink", "ground", "dark"),
    [
        ("#333333", PAGE, "#a3a3a3"),  # black text becomes the usual grey
        ("#595959", PAGE, "#8c8c8c"),
        ("#ffffff", PAGE, "#ffffff"),  # near white stays
        ("#333333", "#bebe00", "#333333"),  # far enough from a bright ground
    ],
)
def test_an_ink_is_converted_by_what_it_stands_on(ink: str, ground: str, dark: str) -> None:
    assert dark_ink(ink, ground) == dark


@given(COLOURS, COLOURS)
def test_an_ink_is_never_nearer_to_its_ground_than_the_principle_allows(
    ink: str, ground: str
) -> None:
    under = bright(dark_ground(ground))
    shown = bright(dark_ink(ink, dark_ground(ground)))

    # White stays white; 138 is the brightest that other ink on a middling ground is brought to.
    assert shown >= 249 or abs(shown - under) >= 60 or shown == pytest.approx(138, abs=2)


@given(COLOURS, COLOURS)
def test_any_ink_on_any_ground_is_mended_to_one_that_reads_by_day_and_by_night(
    ink: str, ground: str
) -> None:
    mended = readable(ink, ground)

    assert (legibility(mended, ground) or 0) >= READABLE_RATIO
    assert readable(mended, ground) == mended
    assert (legibility(ink_on(ground, "#333333"), ground) or 0) >= READABLE_RATIO


def test_what_reads_already_is_left_alone() -> None:
    assert readable("#c00000", "#ffffff") == "#c00000"
    assert readable("inherit", "#ffffff") == "inherit"


def test_contrast_is_judged_by_night_too() -> None:
    # By day 4 to 1; at night both come to nearly the same grey.
    by_day_only = [
        (ink, ground)
        for ink in ("#8c8c8c", "#bfbfbf", "#d0d0d0")
        for ground in ("#404040", "#4d4d4d", "#595959", "#666666")
        if (legibility(ink, ground) or 0) < ratio(rgb(ink) or (0, 0, 0), rgb(ground) or (0, 0, 0))
    ]
    assert by_day_only
    assert is_unreadable("#fefefe", "#ffffff")
    assert not is_unreadable("#333333", "#ffffff")


def needed(style: Style) -> float:
    """WCAG's bound: 3 for large text, 4.5 for all other."""
    size = int(style.get("font-size", "17px").removesuffix("px"))
    is_bold = style.get("font-weight") == "bold"
    return 3.0 if size >= 24 or (is_bold and size >= 19) else 4.5


@pytest.mark.parametrize("name", OFFERED)
def test_every_text_of_a_theme_reads_well_by_day_and_by_night(name: str) -> None:
    theme = theme_named(name)
    stands = [(style, style.get("background-color", "#ffffff")) for style in theme.values()]
    stands += [(theme[part], theme[box]["background-color"]) for part in IN_BOX for box in BOXES]
    judged = [(style, ground) for style, ground in stands if "color" in style]

    assert len(judged) >= 25
    for style, ground in judged:
        assert (legibility(style["color"], ground) or 0) >= needed(style), (style, ground)


@pytest.mark.parametrize("name", OFFERED)
def test_no_ground_of_a_theme_shines_at_night(name: str) -> None:
    grounds = [s["background-color"] for s in theme_named(name).values() if "background-color" in s]

    assert grounds
    assert all(bright(dark_ground(ground)) < 60 for ground in grounds)


def test_the_night_s_look_changes_colours_and_nothing_else() -> None:
    html = render(package(red_head("甲"), box(paragraph("乙")), *NOTICE), ADDRESSES)
    dark = dark_article(html)

    assert dark != html
    assert "#333333" not in dark
    assert "color:#a3a3a3" in dark
    assert differences(fingerprint_of_html(html), fingerprint_of_html(dark)) == ()
