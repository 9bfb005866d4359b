"""What the pages about paper show: prepared values for templates, nothing decided."""

from datetime import datetime
from typing import Any

from hefa.review.models import ReviewSheet
from hefa.review.paper.facts import is_void, marks_of
from hefa.review.paper.models import SheetCopy
from hefa.review.paper.qr import NO_MARK
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import sentence

Row = dict[str, Any]


def copies_of(sheet: ReviewSheet, now: datetime, *, may_act: bool) -> list[Row]:
    """Return every copy the form asks for, those never printed too. One query."""
    known = {
        copy.mark: copy
        for copy in SheetCopy.objects.filter(sheet=sheet).select_related(
            "printed_by", "holder_unit", "holder", "handed_by", "filed_by", "scan", "scanned_by"
        )
    }
    marks = [*marks_of(sheet), *(mark for mark in known if mark not in marks_of(sheet))]
    return [
        _row(known.get(mark) or SheetCopy(sheet=sheet, mark=mark), now, may_act=may_act)
        for mark in marks
    ]


def void_of(sheet: ReviewSheet) -> str:
    """Return why the sheet counts no more, in a word; empty for one that counts."""
    return sentence(sheet.ended) if is_void(sheet) else ""


def label_of(mark: str) -> str:
    """Return `甲联`, 存根联, or 纸件 for a copy without a mark."""
    if not mark:
        return "纸件"
    return mark if mark.endswith("联") else f"{mark}联"


def _row(copy: SheetCopy, now: datetime, *, may_act: bool) -> Row:
    is_printed = bool(copy.printed_count) or copy.scan_id is not None
    return {
        "mark": copy.mark,
        "place_in_address": copy.mark or NO_MARK,
        "label": label_of(copy.mark),
        "seen": copy.revision,
        "state": _state(copy),
        "tone": "ok" if copy.filed_at else "soon" if is_printed else "neutral",
        "printed": _by(copy.printed_by, copy.printed_at, now),
        "printed_count": copy.printed_count,
        "holder": "，".join(
            part.name if hasattr(part, "name") else part.display_name
            for part in (copy.holder_unit, copy.holder)
            if part is not None
        ),
        "handed": _by(copy.handed_by, copy.handed_at, now),
        "place": copy.place,
        "filed": _by(copy.filed_by, copy.filed_at, now),
        "scan": copy.scan_name,
        "scanned": _by(copy.scanned_by, copy.scanned_at, now),
        "may_move": may_act and is_printed,
    }


def _state(copy: SheetCopy) -> str:
    if copy.filed_at:
        return "已存放"
    if copy.handed_at:
        return "已交出"
    return "已打印" if copy.printed_count else "还没打印"


def _by(person: Any, at: datetime | None, now: datetime) -> str:
    return f"{person.display_name} {moment(at, now)}" if person is not None and at else ""
