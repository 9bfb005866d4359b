"""Versions 版次 side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from hefa.collect import queries
from hefa.collect.covers import cover_of
from hefa.collect.models import Version
from hefa.collect.pages import band_row, state_of
from hefa.collect.versions import difference_of
from hefa.collect.versions_difference import in_bands
from hefa.core.document import picture_sha256s
from hefa.registry.request import StaffRequest, staff_page


@staff_page
@require_GET
def versions(request: StaffRequest, manuscript_pk: int) -> HttpResponse:
    """Show two versions of a manuscript beside each other; the last two unless asked otherwise."""
    manuscript = queries.seen_by(request.actor).filter(pk=manuscript_pk).first()
    if manuscript is None:
        raise Http404
    known = list(
        queries.versions_of(manuscript).select_related(
            "manuscript", "column", "account", "cover", "sheet__regulation"
        )
    )
    old, new = _chosen(known, request)
    difference = difference_of(old, new) if old.pk != new.pk else None
    pictures = {**_addresses(old), **_addresses(new)}
    context = {
        "manuscript": manuscript,
        "title": known[0].title or "未命名",
        "versions": [
            {"number": found.number, "state": state_of(found), "at": found.saved_at}
            for found in known
        ],
        "old": old,
        "new": new,
        "difference": difference,
        "lines": [band_row(band, pictures) for band in in_bands(difference.lines)]
        if difference
        else [],
        "covers": [pictures.get(sha256, "") for sha256 in difference.covers] if difference else [],
    }
    return render(request, "collect/versions.html", context)


def _addresses(version: Version) -> dict[str, str]:
    """Return where each picture of a version and its cover are shown, by SHA-256."""
    shown = (*picture_sha256s(version.document), cover_of(version))
    return {
        sha256: reverse("collect:picture", args=[version.pk, sha256]) for sha256 in shown if sha256
    }


def _chosen(known: list[Version], request: StaffRequest) -> tuple[Version, Version]:
    """Return the older and the newer of the two that were asked for; `known` is newest first."""
    by_number = {str(found.number): found for found in known}
    new = by_number.get(request.GET.get("new", ""), known[0])
    before = next((found for found in known if found.number < new.number), new)
    old = by_number.get(request.GET.get("old", ""), before)
    return (old, new) if old.number <= new.number else (new, old)
