"""One copy of a sheet as PDF: every field in words, handed to the template of both forms."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from unicodedata import east_asian_width

from hefa.core.regulation import FormField
from hefa.render.typeset import typeset
from hefa.review.paper import qr
from hefa.review.paper.boxes import OPINIONS, OTHERS, Box, boxes_of
from hefa.review.paper.facts import Facts
from hefa.review.paper.fields import at, short_digest, value_of, void_words

TEMPLATE: Final = Path(__file__).with_name("sheet.typ")
# In the head of every page rather than in the table.
IN_HEAD: Final = frozenset({"form_no", "copy"})
_HALF_WIDTH: Final = 32  # Latin letters that fit beside a label on half a line
_EMPTY_TALL: Final = frozenset({"seal", "image_rights", "proofs", "pledge"})

Row = dict[str, Any]


def pdf_of(copies: Sequence[tuple[Facts, int]], *, made_at: datetime) -> bytes:
    """Return copies of sheets as one PDF, each with pages of its own count; same in, same out.

    Beside each copy stands which printing of it this is, 0 for a look that is none. Raises
    Refused, naming them, when it has characters that no font of ours has.
    """
    each = [content_of(facts, printing=printing, made_at=made_at) for facts, printing in copies]
    return typeset(TEMPLATE, {"copies": each}, made_at=made_at)


def content_of(facts: Facts, *, printing: int, made_at: datetime) -> dict[str, Any]:
    """Return what the template sets: words only, and two kinds of pictures."""
    sheet = facts.sheet
    address = qr.address_of(qr.code_of(sheet.number, facts.mark, sheet.package_sha256))
    return {
        "organisation": facts.organisation,
        "title": facts.form.label,
        "number_label": _label(facts, "form_no", "编号"),
        "number": sheet.number,
        "copy_label": _label(facts, "copy", "联次"),
        "copy": facts.mark,
        "void": void_words(facts),
        "parts": _parts(facts),
        "digest": short_digest(sheet.package_sha256),
        "made": f"{at(made_at)}打印" + (f"，第 {printing} 次" if printing else ""),
        "code": qr.drawn(address),
    }


def _label(facts: Facts, key: str, usual: str) -> str:
    return next((field.label for field in facts.form.fields if field.key == key), usual)


def _parts(facts: Facts) -> list[Row]:
    """Return rows of fields and boxes of opinions in the form's order.

    Two short fields share a row, a long one has its own; a box without an opinion waits for a
    pen; opinions that no field takes stand at the end.
    """
    found = boxes_of(facts.opinions, facts.form, facts.regulation)
    parts: list[Row] = []
    waiting: list[Row] = []
    for field in facts.form.fields:
        if not field.is_printed or field.key in IN_HEAD:
            continue
        if field.key in OPINIONS:
            parts += [*_shared(waiting), _box(field.label, found.get(field.key, ()))]
            waiting = []
            continue
        cell = _cell(field, facts)
        if cell["is_long"]:
            parts += [*_shared(waiting), *_shared([cell])]
            waiting = []
        else:
            waiting.append(cell)
    parts += _shared(waiting)
    return [*parts, _box(OTHERS, found[""])] if "" in found else parts


def _shared(cells: Sequence[Row]) -> list[Row]:
    """Return short fields side by side, two a row."""
    return [{"cells": list(cells[at : at + 2])} for at in range(0, len(cells), 2)]


def _box(label: str, opinions: Iterable[Box]) -> Row:
    return {"cells": [], "label": label, "opinions": [asdict(opinion) for opinion in opinions]}


def _cell(field: FormField, facts: Facts) -> Row:
    text = value_of(field.key, facts)
    is_tall = field.key in _EMPTY_TALL and not text
    is_long = "\n" in text or _width(text) > _HALF_WIDTH or is_tall
    return {"label": field.label, "text": text, "is_long": is_long, "is_tall": is_tall}


def _width(text: str) -> int:
    """Return how wide `text` is, a Latin letter counting one and a Han character two."""
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in text)
