"""What pages about writing show: prepared values for templates, nothing decided."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from hefa.collect.models import Manuscript, Version, WordFile
from hefa.collect.queries import versions_of
from hefa.registry.labels import step_label
from hefa.ui.words import sentence

STATE_TONES = {"returned": "miss", "released": "ok", "recalled": "neutral", "": "pri"}


def state_of(version: Version) -> dict[str, str]:
    """Return the chip of a version: its word and its tone."""
    if version.manuscript.binned_at:
        return {"label": "在回收站", "tone": "neutral"}
    if version.frozen_at is None:
        return {"label": "草稿", "tone": "soon"}
    sheet = version.sheet
    if sheet.ended:
        label = sentence(sheet.ended)
    else:
        label = f"等{step_label(sheet.regulation, sheet.route, sheet.position)}"
    return {"label": label, "tone": STATE_TONES.get(sheet.ended, "neutral")}


def row_of(version: Version, categories: Mapping[str, str]) -> dict[str, Any]:
    """Return one row of the list of manuscripts; `categories` are labels by key."""
    is_open = version.frozen_at is None
    return {
        "title": version.title or "未命名",
        "url": reverse("collect:edit", args=[version.pk])
        if is_open
        else reverse("review:sheet", args=[version.sheet.number]),
        "number": "" if is_open else version.sheet.number,
        "unit": version.manuscript.unit.name,
        "author": version.manuscript.author.display_name,
        "category": categories.get(version.category, version.category) or "未选",
        "column": version.column.name if version.column else "未选",
        "round": version.number,
        "at": version.saved_at,
        "state": state_of(version),
    }


def notes_of(file: WordFile | None) -> list[str]:
    """Return in words what reading the Word file changed or dropped."""
    if file is None:
        return []
    return [
        sentence(note["code"], {"count": note["count"], "text": note["text"]})
        for note in file.report
    ]


def trouble_of(file: WordFile) -> dict[str, Any]:
    """Return a file that could not be read as a row: its name, when it came, and why."""
    detail = file.report[0] if file.trouble_code and file.report else {}
    return {
        "pk": file.pk,
        "name": file.name,
        "received_at": file.received_at,
        "why": sentence(file.trouble_code or "collect.reading_broke_off", detail),
    }


def return_of(version: Version) -> dict[str, Any] | None:
    """Return why the version before this one came back, and from whom; None when it did not."""
    before = version.manuscript.versions.filter(
        number=version.number - 1, sheet__opinions__act="return"
    ).values_list("sheet__opinions__person__display_name", "sheet__opinions__words")
    found = before.filter(sheet__opinions__act="return").first()
    return {"who": found[0], "words": found[1]} if found else None


def trail_of(manuscript: Manuscript) -> list[dict[str, Any]]:
    """Return the versions of a manuscript as rows, newest first."""
    return [
        {
            "number": version.number,
            "title": version.title or "未命名",
            "state": state_of(version),
            "at": version.frozen_at or version.saved_at,
        }
        for version in versions_of(manuscript).select_related("manuscript")
    ]
