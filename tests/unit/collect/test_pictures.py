import io

import pytest
from PIL import Image
from tests.fixtures.docx import picture_bytes

from hefa.collect.pictures import MAX_BYTES, Crop, prepare_picture
from hefa.core.canonical import sha256_hex
from hefa.core.errors import Refused


def _bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("GIF", "image/png"),
        ("BMP", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/jpeg"),
    ],
)
def test_every_format_becomes_jpg_or_png(kind: str, media_type: str) -> None:
    picture = prepare_picture(picture_bytes(kind=kind))

    assert picture.media_type == media_type
    assert (picture.width, picture.height) == (480, 270)
    assert picture.sha256 == sha256_hex(picture.content)
    assert picture == prepare_picture(picture_bytes(kind=kind))


def test_wide_pictures_are_brought_to_the_width_of_an_article() -> None:
    picture = prepare_picture(picture_bytes(2160, 1000))

    assert (picture.width, picture.height) == (1080, 500)


def test_noise_is_brought_below_one_megabyte() -> None:
    noise = Image.effect_noise((1080, 2400), 120).convert("RGB")
    picture = prepare_picture(_bytes(noise, "PNG"))

    assert len(picture.content) < MAX_BYTES
    assert picture.media_type == "image/jpeg"


def test_orientation_is_applied_and_metadata_gone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Phone of Wang"
    content = _bytes(Image.new("RGB", (40, 20), "red"), "JPEG", exif=exif, comment=b"secret")
    picture = prepare_picture(content)

    assert (picture.width, picture.height) == (20, 40)
    assert not _opened(picture.content).getexif()
    assert b"Wang" not in picture.content
    assert b"secret" not in picture.content


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_lies_on_white(mode: str) -> None:
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0)).convert(mode)
    options = {"transparency": 0} if mode == "P" else {}
    picture = prepare_picture(_bytes(clear, "PNG", **options))

    image = _opened(picture.content)
    assert image.mode == "RGB"
    assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "I;16", "CMYK"])
def test_unusual_modes_are_read(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    assert prepare_picture(_bytes(Image.new(mode, (10, 10)), kind)).width == 10


def test_what_is_cropped_is_cut_off_and_an_impossible_crop_ignored() -> None:
    cropped = prepare_picture(picture_bytes(), crop=Crop(left=25_000, right=25_000, top=50_000))
    whole = prepare_picture(picture_bytes(), crop=Crop(left=60_000, right=60_000))

    assert (cropped.width, cropped.height) == (240, 135)
    assert (whole.width, whole.height) == (480, 270)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\x01\x00\x00\x00" + bytes(80),
        picture_bytes()[:200],
        picture_bytes(kind="JPEG")[:300],
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"collect\.not_picture"):
        prepare_picture(content)


@pytest.mark.parametrize("size", [(8000, 6000), (20000, 9000)])
def test_too_many_pixels_are_refused_before_decoding(size: tuple[int, int]) -> None:
    content = _bytes(Image.new("1", size), "PNG")

    with pytest.raises(Refused, match=r"collect\.picture_too_large"):
        prepare_picture(content)
