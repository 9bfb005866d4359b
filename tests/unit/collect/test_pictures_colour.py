"""Pictures whose numbers mean other colours than a phone would take them for."""

import io
from typing import Any

import pytest
from PIL import Image, ImageCms
from tests.fixtures.profiles import ADOBE, P3, SRGB, colour_profile, grey_profile, print_profile

from hefa.collect.pictures import prepare_picture

DISPLAY_P3 = colour_profile(P3, name="Display P3")
ADOBE_RGB = colour_profile(ADOBE, name="Adobe RGB (1998)")


def _sent(image: Image.Image, profile: bytes, kind: str = "PNG") -> Image.Image:
    """Return the picture as it would go out."""
    buffer = io.BytesIO()
    image.save(buffer, kind, icc_profile=profile)
    sent = Image.open(io.BytesIO(prepare_picture(buffer.getvalue()).content))
    assert "icc_profile" not in sent.info
    return sent


def _as_told(colour: Any, mode: str, profile: bytes) -> Any:
    """Return the colour in sRGB as ImageCms computes it for one pixel."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    image = Image.new(mode, (1, 1), colour)
    found = ImageCms.profileToProfile(
        image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    assert found is not None
    return found.getpixel((0, 0))


@pytest.mark.parametrize(
    ("profile", "colour", "expected"),
    [
        (DISPLAY_P3, (200, 60, 50), (219, 37, 34)),  # a red that sRGB can still show
        (DISPLAY_P3, (255, 0, 0), (255, 0, 0)),  # one that it cannot
        (ADOBE_RGB, (140, 190, 140), (113, 191, 139)),
    ],
)
def test_a_wider_space_is_brought_to_srgb(
    profile: bytes, colour: tuple[int, int, int], expected: tuple[int, int, int]
) -> None:
    shown = _sent(Image.new("RGB", (20, 20), colour), profile).getpixel((10, 10))

    assert shown == _as_told(colour, "RGB", profile)
    assert shown == pytest.approx(expected, abs=1)


def test_a_print_s_inks_become_the_colours_of_its_profile() -> None:
    inks = (255, 0, 0, 0)
    shown = _sent(Image.new("CMYK", (20, 20), inks), print_profile(), "TIFF").getpixel((10, 10))

    assert shown == _as_told(inks, "CMYK", print_profile())
    assert shown != Image.new("CMYK", (1, 1), inks).convert("RGB").getpixel((0, 0))


def test_grey_stays_grey() -> None:
    sent = _sent(Image.new("L", (20, 20), 100), grey_profile(gamma=1.0))

    assert sent.mode == "L"
    assert sent.getpixel((10, 10)) == 168


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_what_is_transparent_stays_so(mode: str) -> None:
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    image.paste((230, 120, 110, 255), (5, 5, 15, 15))
    sent = _sent(image if mode == "RGBA" else image.quantize(4), DISPLAY_P3)

    assert sent.getpixel((1, 1))[3] == 0  # type: ignore[index]
    assert sent.getpixel((10, 10)) == (*_as_told((230, 120, 110), "RGB", DISPLAY_P3), 255)


@pytest.mark.parametrize(
    "profile",
    [
        b"broken",
        DISPLAY_P3[:300],
        DISPLAY_P3[:132] + bytes(len(DISPLAY_P3) - 132),
        print_profile(),  # of inks, in a picture that has none
        grey_profile(gamma=1.0),
        colour_profile(SRGB, name="sRGB IEC61966-2.1"),
    ],
)
def test_a_profile_that_is_broken_or_not_its_own_or_srgb_changes_nothing(profile: bytes) -> None:
    colour = (200, 60, 50)

    assert _sent(Image.new("RGB", (20, 20), colour), profile).getpixel((10, 10)) == colour
