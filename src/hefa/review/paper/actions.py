"""The acts on paper: a copy is printed, handed over, filed, its scan attached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from hefa.collect.files import keep_file
from hefa.collect.seeing import item_of
from hefa.core.canonical import Json, sha256_hex
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.rights import Right, demand
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import Unit
from hefa.review.models import ReviewSheet
from hefa.review.paper.facts import Outcome, facts_of, marks_of
from hefa.review.paper.models import SheetCopy
from hefa.review.paper.printing import pdf_of
from hefa.review.paper.scans import scan_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who a copy is handed to: a unit, and the person there who takes it, where told."""

    unit: Unit
    person: Person | None = None


def print_copies(
    sheet: ReviewSheet,
    marks: Sequence[str],
    *,
    outcome: Outcome,
    person: Person,
    now: datetime,
) -> bytes:
    """Return the PDF of the copies `marks`, each counted as printed once more.

    Raises Refused with the characters that no font has, and Conflict when somebody printed at the
    same time; nothing is counted then. Source: 12(1) made out twice.
    """
    _demand(sheet, person, now)
    copies = [_copy(sheet, mark) for mark in marks]
    facts = [facts_of(sheet, mark, now=now, outcome=outcome) for mark in marks]
    counts = [copy.printed_count + 1 for copy in copies]
    made = pdf_of(list(zip(facts, counts, strict=True)), made_at=now)
    with transaction.atomic():
        for copy, count in zip(copies, counts, strict=True):
            values = {"printed_count": count, "printed_at": now, "printed_by": person}
            _set(copy, values, seen=copy.revision)
        body: dict[str, Json] = {"copies": list(marks), "counts": list(counts)}
        body["pdf_sha256"] = sha256_hex(made)
        _enter("review.copy_printed", sheet, body, person=person, now=now)
    return made


@transaction.atomic
def hand_over_copy(
    copy: SheetCopy, receiver: Receiver, *, seen: int, person: Person, now: datetime
) -> SheetCopy:
    """Return the copy, now with `receiver`; it is filed nowhere until it is filed again.

    Raises Refused before it was printed, Conflict when somebody acted since `seen`.
    """
    _demand(copy.sheet, person, now)
    _demand_paper(copy)
    values = {
        "holder_unit": receiver.unit,
        "holder": receiver.person,
        "handed_at": now,
        "handed_by": person,
        "place": "",
        "filed_at": None,
        "filed_by": None,
    }
    _set(copy, values, seen=seen)
    body: dict[str, Json] = {"copy": copy.mark, "unit": receiver.unit.key}
    if receiver.person is not None:
        body["to"] = receiver.person.key
    _enter("review.copy_handed", copy.sheet, body, person=person, now=now)
    return _fresh(copy)


@transaction.atomic
def file_copy(
    copy: SheetCopy, place: str, *, seen: int, person: Person, now: datetime
) -> SheetCopy:
    """Return the copy, filed at `place`.

    Raises Refused without a place or before it was printed, Conflict when somebody acted since.
    """
    _demand(copy.sheet, person, now)
    _demand_paper(copy)
    where = " ".join(place.split())[:80]
    if not where:
        raise Refused(reason("review.copy_place_missing", clause="12(1)"))
    _set(copy, {"place": where, "filed_at": now, "filed_by": person}, seen=seen)
    body: dict[str, Json] = {"copy": copy.mark, "place": where}
    _enter("review.copy_filed", copy.sheet, body, person=person, now=now)
    return _fresh(copy)


@transaction.atomic
def attach_scan(
    copy: SheetCopy, content: bytes, *, name: str, person: Person, now: datetime
) -> SheetCopy:
    """Return the copy with the scan of its signed paper; an earlier scan stays in the files.

    Raises Refused for a file that is no scan (`scan_from`).
    """
    _demand(copy.sheet, person, now)
    found = scan_from(content, name=name)
    file = keep_file(found.content, name=found.name, media_type=found.media_type, now=now)
    values = {"scan": file, "scan_name": found.name, "scanned_at": now, "scanned_by": person}
    _set(copy, values, seen=copy.revision)
    body: dict[str, Json] = {"copy": copy.mark, "scan_sha256": file.sha256}
    _enter("review.copy_scanned", copy.sheet, body, person=person, now=now)
    return _fresh(copy)


def copy_of(sheet: ReviewSheet, mark: str) -> SheetCopy | None:
    """Return the copy `mark` as it stands, unsaved before its first act; None for no such mark."""
    return _copy(sheet, mark) if mark in marks_of(sheet) else None


def _copy(sheet: ReviewSheet, mark: str) -> SheetCopy:
    found = SheetCopy.objects.filter(sheet=sheet, mark=mark).first()
    return found or SheetCopy(sheet=sheet, mark=mark)


def _demand(sheet: ReviewSheet, person: Person, now: datetime) -> None:
    demand(Right.KEEP_PAPER, actor_of(person, now), item_of(sheet.version))


def _demand_paper(copy: SheetCopy) -> None:
    if not copy.printed_count and copy.scan_id is None:
        raise Refused(reason("review.copy_not_printed", clause="12(1)", copy=copy.mark))


def _set(copy: SheetCopy, values: Mapping[str, Any], *, seen: int) -> None:
    """Write `values`; the revision is compared and set. Raises Conflict when it is another."""
    SheetCopy.objects.get_or_create(sheet=copy.sheet, mark=copy.mark)
    changed = {**values, "revision": seen + 1}
    found = SheetCopy.objects.filter(sheet=copy.sheet, mark=copy.mark, revision=seen)
    if not found.update(**changed):
        raise Conflict(reason("review.copy_changed"))


def _fresh(copy: SheetCopy) -> SheetCopy:
    return SheetCopy.objects.select_related("sheet").get(sheet=copy.sheet, mark=copy.mark)


def _enter(
    kind: str, sheet: ReviewSheet, body: Mapping[str, Json], *, person: Person, now: datetime
) -> None:
    """Write the ledger entry of one act on paper."""
    append(
        Fact(kind=kind, subject=f"sheet:{sheet.number}", body=dict(body)),
        actor=person.key,
        now=now,
    )
