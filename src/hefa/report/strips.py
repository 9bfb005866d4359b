"""How the slots of a rhythm are drawn: days as a strip a month, longer slots one by one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.templatetags.static import static

from hefa.core.duty import Kept, Mark, Rhythm
from hefa.report.looks import MARKS
from hefa.report.times_in_words import due_label, month_label, slot_label
from hefa.ui.templatetags.hefa import SHEET, day, full_day

OPEN_MONTHS = 3
OPEN_SLOTS = 12
_DAYS_IN_LINE = 16


def strip_of(every: Rhythm, kept: Sequence[Kept]) -> dict[str, Any]:
    """Return what the control's page draws of `kept`, newest first; empty without a slot.

    `heads` and `rows` are the same as a table of numbers.
    """
    if not kept:
        return {}
    grouped = _by_month(kept) if every is Rhythm.DAY else _by_year(kept)
    heads = ["月份" if every is Rhythm.DAY else "年份", *(look["label"] for look in MARKS.values())]
    rows = [
        [label, *(Counter(entry.mark for entry in group)[mark] for mark in MARKS)]
        for label, group in grouped
    ]
    drawn: dict[str, Any] = {"heads": heads, "rows": rows, "keys": list(MARKS.values())}
    if every is Rhythm.DAY:
        months = [_month(label, group) for label, group in grouped]
        drawn["sheet"] = static(SHEET)
        return {**drawn, "months": months[:OPEN_MONTHS], "older_months": months[OPEN_MONTHS:]}
    slots = [_slot(every, entry) for entry in reversed(kept)]
    return {**drawn, "slots": slots[:OPEN_SLOTS], "older_slots": slots[OPEN_SLOTS:]}


def tally(kept: Iterable[Kept]) -> str:
    """Return `按时 22，晚了 1`: each mark that occurs, with its number."""
    counted = Counter(entry.mark for entry in kept)
    return "，".join(f"{MARKS[mark]['label']} {counted[mark]}" for mark in MARKS if counted[mark])


def _by_month(kept: Sequence[Kept]) -> list[tuple[str, list[Kept]]]:
    grouped = groupby(kept, key=lambda entry: month_label(entry.slot.begins_on))
    return [(label, list(group)) for label, group in grouped][::-1]


def _by_year(kept: Sequence[Kept]) -> list[tuple[str, list[Kept]]]:
    grouped = groupby(kept, key=lambda entry: f"{entry.slot.begins_on.year}年")
    return [(label, list(group)) for label, group in grouped][::-1]


def _month(label: str, kept: Sequence[Kept]) -> dict[str, Any]:
    """Return one month of days: a cell each, and in words the days that were not kept."""
    return {
        "label": label,
        "tally": tally(kept),
        "lines": [_line(kept, first) for first in (1, 1 + _DAYS_IN_LINE)],
        "exceptions": [
            {**MARKS[entry.mark], "on": day(entry.slot.begins_on), "done": _done(entry)}
            for entry in kept
            if entry.mark in (Mark.LATE, Mark.MISSED)
        ],
    }


def _line(kept: Sequence[Kept], first: int) -> list[dict[str, Any]]:
    """Return the cells of half a month from its day `first` on, each at its place in per cent."""
    return [
        {
            "tone": MARKS[entry.mark]["tone"],
            "icon": MARKS[entry.mark]["icon"],
            "at": 100 * (entry.slot.begins_on.day - first) / _DAYS_IN_LINE,
        }
        for entry in kept
        if first <= entry.slot.begins_on.day < first + _DAYS_IN_LINE
    ]


def _slot(every: Rhythm, entry: Kept) -> dict[str, Any]:
    return {
        **MARKS[entry.mark],
        "name": slot_label(every, entry.slot),
        "due": due_label(entry.slot.due_at) if entry.mark is Mark.DUE else "",
        "done": _done(entry),
    }


def _done(entry: Kept) -> str:
    """Return the two dates of what was done in a slot, in words; empty when nothing was."""
    if entry.done is None:
        return ""
    fact_at, recorded_at = entry.done.fact_at, entry.done.recorded_at
    if fact_at == recorded_at:
        return f"{full_day(fact_at)}办的，当时记下"
    return f"{full_day(fact_at)}办的，{full_day(recorded_at)}记下"
