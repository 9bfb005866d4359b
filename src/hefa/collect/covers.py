"""Covers 封面: two frames cut out of one picture, joined into the one file that is signed.

WeChat shows a cover 2.35 : 1 at the head of a message and 1 : 1 in lists. Both cuts stand side
by side in one picture of 3.35 : 1, so that its SHA-256 covers both.
Source: the two crops that WeChat takes with a draft.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from PIL import Image

from hefa.collect.files import content_of, keep_picture
from hefa.collect.models import CoverCut, Enclosure, Version
from hefa.collect.pictures import Picture, finished_jpeg, opened_picture
from hefa.core.document import picture_sha256s
from hefa.core.errors import Conflict, Refused, reason

WHOLE: Final = 10_000
WIDE_RATIO: Final = 2.35
SQUARE_RATIO: Final = 1.0
CROPS: Final = ("0_0_0.701493_1", "0.701493_0_1_1")  # 2.35 and 1 parts of 3.35
LEAST_WIDTH: Final = 500
_HEIGHTS: Final = (200, 600)  # pixels of the joined picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is kept of a picture, in 1/10000 of its width and height; the height follows."""

    left: int
    top: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The two frames of a cover."""

    wide: Frame
    square: Frame


def proposed_cut(size: tuple[int, int]) -> Cut:
    """Return the largest frames in the middle of a picture of `size` pixels."""
    return Cut(wide=_middle(size, WIDE_RATIO), square=_middle(size, SQUARE_RATIO))


def fitted(cut: Cut, size: tuple[int, int]) -> Cut:
    """Return `cut` with both frames wholly inside a picture of `size` pixels."""
    return Cut(
        wide=_inside(cut.wide, size, WIDE_RATIO), square=_inside(cut.square, size, SQUARE_RATIO)
    )


def joined_cover(content: bytes, cut: Cut) -> Picture:
    """Return both frames of the picture side by side as one jpg, the wide one at the left.

    Raises Refused when `content` is no picture.
    """
    image = opened_picture(content)
    cut = fitted(cut, image.size)
    wide, square = (_box(cut.wide, image.size, WIDE_RATIO), _box(cut.square, image.size, 1.0))
    least, most = _HEIGHTS
    height = min(max(round(wide[3] - wide[1]), least), most)
    length = round(height * WIDE_RATIO)
    joined = Image.new("RGB", (length + height, height))
    for box, width, at in ((wide, length, 0), (square, height, length)):
        part = image.resize((width, height), Image.Resampling.LANCZOS, box=box)
        joined.paste(part, (at, 0))
    return finished_jpeg(joined)


def crops_of(cover_sha256: str) -> tuple[str, str]:
    """Return the two crops WeChat is told, each empty where nobody cut the cover."""
    return CROPS if CoverCut.objects.filter(pk=cover_sha256).exists() else ("", "")


def cut_of(cover: CoverCut) -> Cut:
    """Return the frames as they were chosen."""
    return Cut(
        wide=Frame(left=cover.wide_left, top=cover.wide_top, width=cover.wide_width),
        square=Frame(left=cover.square_left, top=cover.square_top, width=cover.square_width),
    )


def cover_of(version: Version) -> str:
    """Return the SHA-256 of the cover: the chosen one, else the first picture, else the column's.

    Empty where there is none of the three.
    """
    if version.cover_id:
        return version.cover_id
    column = version.column.default_cover_sha256 if version.column else ""
    return next(iter(picture_sha256s(version.document)), column)


def pictures_to_choose(version: Version) -> tuple[str, ...]:
    """Return the pictures a cover may be cut from: those in the text, then those handed in."""
    handed_in = Enclosure.objects.filter(
        manuscript=version.manuscript_id, use="picture", result__isnull=False
    ).values_list("result_id", flat=True)
    return tuple(dict.fromkeys([*picture_sha256s(version.document), *handed_in.order_by("pk")]))


@transaction.atomic
def choose_cover(version: Version, sha256: str, cut: Cut, *, now: datetime) -> CoverCut:
    """Give the open `version` a cover cut from one of its pictures, and remember the original.

    Raises Refused for a picture that is none of its own, Conflict when it is frozen by now.
    """
    if sha256 not in pictures_to_choose(version):
        raise Refused(reason("collect.not_its_picture"))
    content = content_of(sha256)
    picture = joined_cover(content, cut)
    cut = fitted(cut, opened_picture(content).size)
    cover = keep_picture(picture, name="封面", now=now)
    frames = {
        f"{name}_{part}": getattr(frame, part)
        for name, frame in (("wide", cut.wide), ("square", cut.square))
        for part in ("left", "top", "width")
    }
    kept, _ = CoverCut.objects.update_or_create(
        cover=cover, defaults={"original_id": sha256, **frames}
    )
    _set_cover(version, cover.sha256, now=now)
    return kept


def leave_cover_to_text(version: Version, *, now: datetime) -> None:
    """Take back the choice: the first picture of the text, or the column's, is the cover again."""
    _set_cover(version, None, now=now)


def _set_cover(version: Version, cover_id: str | None, *, now: datetime) -> None:
    """Set the cover alone: the text may be open in the editor, whose next save still fits."""
    is_open = Version.objects.filter(pk=version.pk, frozen_at__isnull=True)
    if not is_open.update(cover_id=cover_id, saved_at=now):
        raise Conflict(reason("collect.saved_by_another"))


def _middle(size: tuple[int, int], ratio: float) -> Frame:
    width, height = _extent(WHOLE, size, ratio)
    return Frame(left=(WHOLE - width) // 2, top=(WHOLE - height) // 2, width=width)


def _inside(frame: Frame, size: tuple[int, int], ratio: float) -> Frame:
    width, height = _extent(max(frame.width, LEAST_WIDTH), size, ratio)
    return Frame(
        left=min(max(frame.left, 0), WHOLE - width),
        top=min(max(frame.top, 0), WHOLE - height),
        width=width,
    )


def _extent(width: int, size: tuple[int, int], ratio: float) -> tuple[int, int]:
    """Return width and height of a frame, narrowed until it is no higher than the picture."""
    shape = size[0] / size[1] / ratio  # the height that a whole width asks for
    width = min(width, WHOLE, max(int(WHOLE / shape), 1))
    return width, min(round(width * shape), WHOLE)


def _box(frame: Frame, size: tuple[int, int], ratio: float) -> tuple[float, float, float, float]:
    width = frame.width * size[0] / WHOLE
    left, top = frame.left * size[0] / WHOLE, frame.top * size[1] / WHOLE
    return left, top, min(left + width, size[0]), min(top + width / ratio, size[1])
