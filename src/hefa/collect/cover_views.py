"""Choosing and cutting the cover 选封面."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hefa.collect.actions import Upload
from hefa.collect.covers import (
    WHOLE,
    Cut,
    Frame,
    choose_cover,
    cover_of,
    cut_of,
    fitted,
    joined_cover,
    leave_cover_to_text,
    pictures_to_choose,
    proposed_cut,
)
from hefa.collect.enclosing import take_in_picture
from hefa.collect.files import content_of
from hefa.collect.models import CoverCut, StoredFile, Version
from hefa.collect.seeing import draft_written
from hefa.core.errors import Conflict, Refused, reason
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.words import reason_sentence

_PER_PERCENT = WHOLE // 100
_FRAMES = (("wide", "消息里的横图", "2.35 : 1"), ("square", "转发和列表里的方图", "1 : 1"))
_NUMBERS = (("left", "离左边"), ("top", "离上边"), ("width", "宽"))


@staff_page
@require_http_methods(["GET", "POST"])
def cover(request: StaffRequest, version_pk: int) -> HttpResponse:
    """Choose a picture, cut both frames, or leave the cover to the text."""
    version = draft_written(request, version_pk)
    errors: list[str] = []
    if request.method == "POST":
        try:
            return _act(request, version)
        except (Refused, Conflict) as error:
            errors = [reason_sentence(entry) for entry in error.reasons]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    context = {**_cover_page(request, version), "errors": errors}
    return render(request, "collect/cover.html", context, status=status)


@staff_page
@require_GET
def cover_shown(request: StaffRequest, version_pk: int, sha256: str) -> HttpResponse:
    """Show what the frames in the address cut out of a picture of this draft."""
    version = draft_written(request, version_pk)
    if sha256 not in pictures_to_choose(version):
        raise Http404
    size = _size(sha256)
    joined = joined_cover(content_of(sha256), _cut_from(request.GET, proposed_cut(size)))
    return HttpResponse(joined.content, content_type=joined.media_type)


def _act(request: StaffRequest, version: Version) -> HttpResponse:
    """Carry out what was asked and go where it shows."""
    given = request.POST
    if "leave" in given:
        leave_cover_to_text(version, now=request.now)
        messages.success(request, "封面改回正文的第一张图；没有图时用栏目的封面。")
        return redirect("collect:cover", version.pk)
    if "upload" in given:
        file = request.FILES.get("file")
        if file is None or isinstance(file, list):
            raise Refused(reason("collect.no_file_chosen"))
        upload = Upload(name=file.name or "", content=file.read())
        added = take_in_picture(version, upload, person=request.person, now=request.now)
        address = reverse("collect:cover", args=[version.pk])
        return redirect(f"{address}?picture={added.result_id}#cut")
    sha256 = given.get("picture", "")
    if sha256 not in pictures_to_choose(version):
        raise Refused(reason("collect.not_its_picture"))
    choose_cover(version, sha256, _cut_from(given, proposed_cut(_size(sha256))), now=request.now)
    messages.success(request, "封面已定。")
    return redirect("collect:edit", version.pk)


def _cover_page(request: StaffRequest, version: Version) -> dict[str, Any]:
    """Return what the page shows: the pictures, the chosen one, its frames, the present cover."""
    known = pictures_to_choose(version)
    present = CoverCut.objects.filter(pk=version.cover_id).first() if version.cover_id else None
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("picture", "") or (present.original_id if present else "")
    chosen = wanted if wanted in known else ""
    context: dict[str, Any] = {
        "version": version,
        "pictures": [
            {
                "sha256": sha256,
                "url": reverse("collect:picture", args=[version.pk, sha256]),
                "is_chosen": sha256 == chosen,
                "number": number,
            }
            for number, sha256 in enumerate(known, start=1)
        ],
        "present": _address_of(version, cover_of(version)),
        "is_cut": present is not None,
        "is_left": not version.cover_id,
    }
    if chosen:
        size = _size(chosen)
        is_its_own = present is not None and present.original_id == chosen
        base = cut_of(present) if present and is_its_own else proposed_cut(size)
        cut = fitted(_cut_from(given, base), size)
        context |= {"chosen": _chosen(version, chosen, cut), "frames": _frames(cut)}
    return context


def _chosen(version: Version, sha256: str, cut: Cut) -> dict[str, Any]:
    query = QueryDict(mutable=True)
    for frame in _frames(cut):
        query.update({entry["name"]: entry["value"] for entry in frame["numbers"]})
    shown = reverse("collect:cover_shown", args=[version.pk, sha256])
    return {
        "sha256": sha256,
        "url": reverse("collect:picture", args=[version.pk, sha256]),
        "shown": f"{shown}?{query.urlencode()}",
    }


def _frames(cut: Cut) -> list[dict[str, Any]]:
    """Return both frames as fields, in percent of the picture."""
    return [
        {
            "key": key,
            "label": label,
            "ratio": ratio,
            "numbers": [
                {
                    "name": f"{key}_{part}",
                    "part": part,
                    "label": words,
                    "value": f"{getattr(getattr(cut, key), part) / _PER_PERCENT:.2f}",
                }
                for part, words in _NUMBERS
            ],
        }
        for key, label, ratio in _FRAMES
    ]


def _cut_from(given: QueryDict, base: Cut) -> Cut:
    """Return the frames a form carried; what is no number stays as in `base`."""

    def frame(key: str, known: Frame) -> Frame:
        parts = {part: _hundredths(given.get(f"{key}_{part}", "")) for part, _ in _NUMBERS}
        kept = {part: getattr(known, part) for part in parts}
        return Frame(**{part: kept[part] if n is None else n for part, n in parts.items()})

    return Cut(wide=frame("wide", base.wide), square=frame("square", base.square))


def _hundredths(text: str) -> int | None:
    """Return a percentage in 1/100 of a percent, from 0 to the whole; None for what is none."""
    try:
        return round(min(max(float(text), 0.0), 100.0) * _PER_PERCENT)
    except (ValueError, OverflowError):
        return None


def _size(sha256: str) -> tuple[int, int]:
    found = StoredFile.objects.filter(pk=sha256, width__gt=0, height__gt=0).first()
    if found is None:
        raise Refused(reason("collect.not_its_picture"))
    return found.width, found.height


def _address_of(version: Version, sha256: str) -> str:
    return reverse("collect:picture", args=[version.pk, sha256]) if sha256 else ""
