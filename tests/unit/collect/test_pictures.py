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


def test_a_photo_s_place_and_camera_are_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[274] = 6  # turned by a quarter
    exif[271] = "Phone maker"
    exif.get_ifd(34853).update({1: "N", 2: (39.0, 28.0, 12.0), 3: "E", 4: (75.0, 59.0, 24.0)})
    photo = _bytes(Image.new("RGB", (40, 20), "green"), "JPEG", exif=exif)
    assert _opened(photo).getexif().get_ifd(34853)  # the sample does say where

    picture = prepare_picture(photo)

    kept = _opened(picture.content)
    assert kept.size == (20, 40)
    assert not kept.getexif()
    assert not {"exif", "icc_profile", "comment", "photoshop"} & set(kept.info)
    assert b"Phone maker" not in picture.content


def _animation(size: tuple[int, int] = (60, 40), frames: int = 3, **options: object) -> bytes:
    images = [Image.effect_noise(size, 90).convert("P") for _ in range(frames)]
    return _bytes(
        images[0], "GIF", save_all=True, append_images=images[1:], duration=120, loop=0, **options
    )


def test_an_animation_keeps_its_frames_and_loses_its_comments() -> None:
    content = _animation(comment=b"taken at 39.47 N")

    picture = prepare_picture(content + b"hung on behind")

    kept = _opened(picture.content)
    assert picture.media_type == "image/gif"
    assert (picture.width, picture.height) == (60, 40)
    assert (kept.n_frames, kept.info["duration"], kept.info["loop"]) == (3, 120, 0)
    assert b"39.47" in content
    assert b"39.47" not in picture.content
    assert b"hung on" not in picture.content
    assert prepare_picture(picture.content) == picture


def test_what_is_cropped_out_of_an_animation_does_not_go_out() -> None:
    picture = prepare_picture(_animation(), crop=Crop(left=50_000))

    assert (picture.media_type, picture.width) == ("image/png", 30)


def test_an_animation_above_ten_megabytes_is_refused() -> None:
    with pytest.raises(Refused, match=r"collect\.gif_too_large"):
        prepare_picture(_animation((1200, 1000), frames=12))


def test_an_animation_that_breaks_off_is_refused() -> None:
    with pytest.raises(Refused, match=r"collect\.not_picture"):
        prepare_picture(_animation()[:-400])


def _inked(colour: tuple[int, int, int], ground_alpha: int = 0) -> Image.Image:
    image = Image.new("RGBA", (40, 40), (255, 255, 255, ground_alpha))
    image.paste((*colour, 255), (10, 10, 30, 30))
    return image


@pytest.mark.parametrize("colour", [(20, 20, 20), (0, 0, 90)])
def test_transparent_ink_that_a_dark_page_would_swallow_is_laid_on_white(
    colour: tuple[int, int, int],
) -> None:
    kept = _opened(prepare_picture(_bytes(_inked(colour), "PNG")).content)

    assert kept.mode == "RGB"
    assert kept.getpixel((2, 2)) == (255, 255, 255)
    assert kept.getpixel((20, 20)) == colour


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparent_ink_that_stands_out_stays_transparent(kind: str) -> None:
    content = _bytes(_inked((230, 60, 60)), kind, **({"lossless": True} if kind == "WEBP" else {}))
    picture = prepare_picture(content)

    kept = _opened(picture.content)
    assert (picture.media_type, kept.mode) == ("image/png", "RGBA")
    assert kept.getpixel((2, 2))[3] == 0


def test_a_gif_that_only_claims_to_be_huge_is_refused_before_decoding() -> None:
    content = bytearray(_animation())
    content[6:10] = b"\xff\xff\xff\xff"  # 65535 by 65535 pixels

    with pytest.raises(Refused, match=r"collect\.picture_too_large"):
        prepare_picture(bytes(content))
