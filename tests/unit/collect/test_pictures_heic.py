"""HEIC as phones take it, from wherever it comes."""

import io
import struct
import subprocess
import sys
from datetime import datetime
from email.message import EmailMessage

import pytest
from PIL import Image
from tests.factories import named, written
from tests.fixtures.docx import drawing, small
from tests.fixtures.photos import HEIC

from hefa.collect.actions import Upload
from hefa.collect.enclosing import take_in_picture
from hefa.collect.files import content_of
from hefa.collect.mail.drafting import draft_from
from hefa.collect.mail.letter import read_letter
from hefa.collect.pictures import opened_picture, prepare_picture
from hefa.collect.pictures_heic import FORMATS
from hefa.collect.reading import read_file
from hefa.collect.word import read_word
from hefa.core.errors import Refused
from hefa.ui.words import sentence

pytestmark = pytest.mark.skipif(not FORMATS, reason="no decoder for this platform")


def _claiming(width: int, height: int) -> bytes:
    """Return the photo, said to be of another size than its pixels are."""
    at = HEIC.index(b"ispe") + 8
    return HEIC[:at] + struct.pack(">II", width, height) + HEIC[at + 8 :]


def test_a_photo_becomes_jpg_upright_and_in_the_colours_of_every_screen() -> None:
    picture = prepare_picture(HEIC)

    kept = Image.open(io.BytesIO(picture.content))
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 64, 128)
    assert kept.getpixel((32, 20)) == pytest.approx((216, 93, 97), abs=2)  # P3 200, 100, 100
    assert kept.getpixel((32, 108)) == pytest.approx((66, 184, 89), abs=2)  # P3 100, 180, 100
    assert prepare_picture(HEIC) == picture


def test_its_place_and_camera_are_gone() -> None:
    said = Image.open(io.BytesIO(HEIC)).getexif()
    assert said.get_ifd(34853)[2] == (39.0, 28.0, 12.0)  # the sample does say where

    picture = prepare_picture(HEIC)

    kept = Image.open(io.BytesIO(picture.content))
    assert not kept.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(kept.info)
    assert b"Phone maker" in HEIC
    assert b"Phone maker" not in picture.content


def test_a_cover_is_made_of_it_as_well() -> None:
    assert opened_picture(HEIC).size == (64, 128)


def test_one_in_a_word_file_comes_along() -> None:
    relations = {"rId9": ("image", "media/a.heic")}
    body = f"<w:p><w:r><w:t>前文</w:t></w:r><w:r>{drawing()}</w:r></w:p>"
    read = read_word(
        small(body, relations=relations, members={"word/media/a.heic": HEIC}), name="x"
    )

    assert [picture.media_type for picture in read.pictures] == ["image/jpeg"]


@pytest.mark.parametrize("kind", ["image/heic", "application/octet-stream"])
def test_one_in_a_mail_stands_after_the_words(kind: str) -> None:
    made = EmailMessage()
    made.set_content("楼前的照片。")
    main, sub = kind.split("/")
    made.add_attachment(HEIC, maintype=main, subtype=sub, filename="IMG_0412.HEIC")

    draft = draft_from(read_letter(bytes(made)), read_file)

    assert [picture.media_type for picture in draft.read.pictures] == ["image/jpeg"]


@pytest.mark.parametrize("size", [(9000, 9000), (30_000, 30_000)])
def test_too_many_pixels_are_refused_before_decoding(size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match=r"collect\.picture_too_large"):
        prepare_picture(_claiming(*size))


@pytest.mark.parametrize(
    "content",
    [
        HEIC[:40],
        HEIC[:600],
        HEIC[:-20],
        _claiming(4, 4),
        b"\0\0\0\x18ftypheic" + bytes(60),
        b"\0\0\0\x18ftypmif1" + bytes(60),
    ],
)
def test_a_broken_photo_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"collect\.not_picture"):
        prepare_picture(content)


def test_without_a_decoder_it_is_refused_with_the_way_out() -> None:
    script = """
import sys
sys.modules["pi_heif"] = None
from hefa.collect.pictures import prepare_picture
from hefa.core.errors import Refused
try:
    prepare_picture(sys.stdin.buffer.read())
except Refused as refused:
    print(refused.reasons[0].code)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], input=HEIC, capture_output=True, check=True
    )

    assert done.stdout.decode().strip() == "collect.picture_heic"
    assert "JPG" in sentence("collect.picture_heic")


def test_the_original_is_kept(community: None, now: datetime) -> None:
    upload = Upload(name="IMG_0412.HEIC", content=HEIC)

    kept = take_in_picture(written(now=now), upload, person=named("zhang"), now=now)

    assert content_of(kept.original_id) == HEIC
    assert kept.result is not None
    assert (kept.result.media_type, kept.result.width) == ("image/jpeg", 64)
