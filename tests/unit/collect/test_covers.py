"""The cover: which one it is, how it is cut, and what of it is signed and sent."""

import io
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.factories import document, named, released, reloaded, submit, written
from tests.fixtures.docx import picture_bytes

from hefa.collect.actions import Upload
from hefa.collect.covers import (
    CROPS,
    WHOLE,
    Cut,
    Frame,
    choose_cover,
    cover_of,
    crops_of,
    fitted,
    joined_cover,
    leave_cover_to_text,
    proposed_cut,
)
from hefa.collect.enclosing import take_in_picture
from hefa.collect.files import content_of
from hefa.collect.models import CoverCut, Enclosure, Version
from hefa.collect.packages import package_of
from hefa.core.errors import Conflict, Refused
from hefa.registry.models import Column

SignIn = Callable[..., Client]
SIZES = [(480, 270), (270, 480), (300, 300), (2350, 1000), (40, 1000)]


def halves() -> bytes:
    """Return a picture that is red at the left and blue at the right."""
    image = Image.new("RGB", (400, 300), "red")
    image.paste("blue", (200, 0, 400, 300))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def with_picture(now: datetime) -> tuple[Version, str]:
    version = written(now=now)
    upload = Upload(name="图.png", content=halves())
    kept = take_in_picture(version, upload, person=named("zhang"), now=now)
    assert kept.result_id
    return version, kept.result_id


def colour_at(image: Image.Image, place: tuple[int, int]) -> str:
    red, _, blue = image.getpixel(place)
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("size", SIZES)
def test_proposed_frames_lie_inside_and_have_their_shape(size: tuple[int, int]) -> None:
    cut = proposed_cut(size)

    assert fitted(cut, size) == cut
    for frame, ratio in ((cut.wide, 2.35), (cut.square, 1.0)):
        width = frame.width * size[0] / WHOLE
        height = width / ratio
        assert frame.left + frame.width <= WHOLE
        assert frame.top * size[1] / WHOLE + height <= size[1] + 1
        assert width == pytest.approx(min(size[0], size[1] * ratio), abs=1)


@pytest.mark.parametrize("size", SIZES)
def test_frame_that_sticks_out_is_moved_back(size: tuple[int, int]) -> None:
    far = Frame(left=99_999, top=99_999, width=99_999)

    cut = fitted(Cut(wide=far, square=far), size)

    assert cut.wide.left + cut.wide.width <= WHOLE
    assert cut.square.top <= WHOLE
    assert fitted(cut, size) == cut


def test_both_frames_stand_side_by_side_in_what_is_signed() -> None:
    cut = Cut(wide=Frame(left=0, top=0, width=4000), square=Frame(left=6000, top=2000, width=3000))

    picture = joined_cover(halves(), cut)

    image = Image.open(io.BytesIO(picture.content))
    assert image.width / image.height == pytest.approx(3.35, abs=0.02)
    edge = float(CROPS[0].split("_")[2]) * image.width
    assert edge == pytest.approx(image.width - image.height, abs=2)
    assert colour_at(image, (int(edge) - 5, 50)) == "red"
    assert colour_at(image, (int(edge) + 5, 50)) == "blue"
    assert picture == joined_cover(halves(), cut)


def test_cover_is_the_chosen_one_else_the_first_picture_else_the_column_s(
    community: None, now: datetime
) -> None:
    version, sha256 = with_picture(now)
    column = Column.objects.get(key="notices")
    assert cover_of(version) == column.default_cover_sha256

    shown = {"type": "image", "attrs": {"sha256": sha256}}
    text = document("正文。")
    Version.objects.filter(pk=version.pk).update(
        document={**text, "content": [*text["content"], shown]}
    )
    version = reloaded(version)
    assert cover_of(version) == sha256

    cut = choose_cover(version, sha256, proposed_cut((400, 300)), now=now)
    version = reloaded(version)
    assert cover_of(version) == cut.cover_id != sha256
    assert package_of(submit(version, now=now).version).cover_sha256 == cut.cover_id


def test_chosen_cover_remembers_its_original_and_can_be_taken_back(
    community: None, now: datetime
) -> None:
    version, sha256 = with_picture(now)

    kept = choose_cover(version, sha256, proposed_cut((400, 300)), now=now)
    assert (kept.original_id, crops_of(kept.cover_id)) == (sha256, CROPS)
    leave_cover_to_text(version, now=now)

    assert reloaded(version).cover_id is None
    assert crops_of(sha256) == ("", "")


def test_picture_of_another_manuscript_is_no_cover(community: None, now: datetime) -> None:
    _, foreign = with_picture(now)
    version = written(now=now)

    with pytest.raises(Refused) as caught:
        choose_cover(version, foreign, proposed_cut((400, 300)), now=now)

    assert caught.value.reasons[0].code == "collect.not_its_picture"
    assert not CoverCut.objects.exists()


def test_cover_of_a_frozen_version_stays(community: None, now: datetime) -> None:
    version, sha256 = with_picture(now)
    submit(version, now=now)

    with pytest.raises(Conflict):
        choose_cover(version, sha256, proposed_cut((400, 300)), now=now)

    assert reloaded(version).cover_id is None


def test_choosing_a_cover_leaves_the_open_editor_able_to_save(
    sign_in: SignIn, now: datetime
) -> None:
    version, sha256 = with_picture(now)
    browser = sign_in("zhang")
    form = {"title": "新题", "document": json.dumps(version.document), "lock": version.edit}

    browser.post(f"/collect/version/{version.pk}/cover/", {"picture": sha256})
    saved = browser.post(f"/collect/version/{version.pk}/save/", form)

    assert saved.status_code == 200
    assert reloaded(version).cover_id


def test_page_without_script_uploads_cuts_and_shows(sign_in: SignIn, now: datetime) -> None:
    version = written(now=now)
    browser = sign_in("zhang")
    address = f"/collect/version/{version.pk}/cover/"

    file = SimpleUploadedFile("封面.png", halves())
    sent = browser.post(address, {"upload": "1", "file": file})
    sha256 = Enclosure.objects.get().result_id
    assert sent["Location"] == f"{address}?picture={sha256}#cut"
    numbers = {"wide_left": "10", "wide_top": "20", "wide_width": "50", "square_left": "0"}
    page = browser.get(address, {"picture": sha256, **numbers}).content.decode()
    assert 'value="10.00"' in page
    shown = browser.get(f"{address}{sha256}/", numbers)
    assert shown["Content-Type"] == "image/jpeg"

    assert browser.post(address, {"picture": sha256, **numbers}).status_code == 302
    cut = CoverCut.objects.get()
    assert (cut.wide_left, cut.wide_top, cut.wide_width) == (1000, 2000, 5000)
    assert content_of(cut.cover_id) == shown.content


@pytest.mark.parametrize("given", [{}, {"picture": "x"}, {"upload": "1"}])
def test_page_says_what_is_missing(sign_in: SignIn, now: datetime, given: dict[str, str]) -> None:
    version = written(now=now)

    response = sign_in("zhang").post(f"/collect/version/{version.pk}/cover/", given)

    assert response.status_code == 422
    assert "封面还没有定" in response.content.decode()


def test_numbers_that_are_none_leave_the_proposal(sign_in: SignIn, now: datetime) -> None:
    version, sha256 = with_picture(now)
    numbers = {"wide_left": "abc", "wide_width": "nan", "square_width": "1e999"}

    sign_in("zhang").post(f"/collect/version/{version.pk}/cover/", {"picture": sha256, **numbers})

    cut = CoverCut.objects.get()
    assert (cut.wide_left, cut.wide_width) == (0, WHOLE)


def test_released_version_shows_its_cover_to_who_may_see_it(sign_in: SignIn, now: datetime) -> None:
    version = released(now=now).version
    sha256 = package_of(version).cover_sha256

    assert (
        sign_in("wang").get(f"/collect/version/{version.pk}/picture/{sha256}/").status_code == 200
    )
    other = "0" * 64
    assert sign_in("wang").get(f"/collect/version/{version.pk}/picture/{other}/").status_code == 404
    assert picture_bytes() != content_of(sha256)
