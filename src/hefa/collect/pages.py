"""What pages about writing show: prepared values for templates, nothing decided."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from hefa.collect.change_words import KINDS
from hefa.collect.models import Manuscript, StoredFile, Version, WordFile
from hefa.collect.purging import leaves_at
from hefa.collect.queries import versions_of
from hefa.collect.versions_difference import COME, GONE, SAME, Line, Part
from hefa.collect.versions_pieces import Piece
from hefa.core.document import attachment_sha256s, walk
from hefa.core.package import Kind
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
        "kind": kind_label(version),
        "category": categories.get(version.category, version.category) or "未选",
        "column": version.column.name if version.column else "未选",
        "round": version.number,
        "at": version.saved_at,
        "state": state_of(version),
    }


def kind_label(version: Version) -> str:
    """Return what a manuscript asks for in a word; empty for an article."""
    kind = version.manuscript.kind
    return "" if kind == Kind.ARTICLE else KINDS[kind]


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


def binned_row(manuscript: Manuscript) -> dict[str, Any]:
    """Return a manuscript in the bin as a row: its title, and the day it goes for good."""
    last = max(manuscript.versions.all(), key=lambda version: version.number)
    return {
        "pk": manuscript.pk,
        "title": last.title or "未命名",
        "unit": manuscript.unit.name,
        "binned_at": manuscript.binned_at,
        "leaves_at": leaves_at(manuscript),
    }


def attachment_rows(version: Version) -> list[dict[str, Any]]:
    """Return the attachments in the text of `version`, as rows with what each of them holds."""
    stored = StoredFile.objects.in_bulk(attachment_sha256s(version.document))
    return [
        {
            "name": node["attrs"]["name"],
            "sha256": node["attrs"]["sha256"],
            "url": reverse("collect:attachment", args=[version.pk, node["attrs"]["sha256"]]),
            "size_bytes": stored[node["attrs"]["sha256"]].size_bytes
            if node["attrs"]["sha256"] in stored
            else 0,
        }
        for node in walk(version.document)
        if node["type"] == "attachment"
    ]


def band_row(band: tuple[Line, ...], pictures: Mapping[str, str]) -> dict[str, Any]:
    """Return lines of two texts side by side; `pictures` are addresses by SHA-256."""
    return {
        "before": _side([(line.before, line.parts, GONE) for line in band], pictures),
        "after": _side([(line.after, line.parts, COME) for line in band], pictures),
        "is_changed": any(line.is_changed for line in band),
        "is_restyled": any(line.is_restyled for line in band),
    }


def _side(
    cells: list[tuple[Piece | None, tuple[Part, ...], str]], pictures: Mapping[str, str]
) -> dict[str, Any]:
    """Return one side: where it is, and its cells with the words that stayed and its own."""
    shown = [
        {
            "words": piece.text,
            "parts": [part for part in parts if part.kind in (SAME, kind)],
            "picture": pictures.get(piece.sha256, ""),
        }
        for piece, parts, kind in cells
        if piece
    ]
    first = next((piece for piece, _, _ in cells if piece), None)
    return {"where": (first.band or first.where) if first else "", "cells": shown}
