"""Moments, due times and slots as staff say them: 11月27日 周五 24:00, 2026年四季度."""

from datetime import date, datetime, timedelta

from hefa.core.duty import Rhythm, Slot
from hefa.core.workdays import day_of
from hefa.ui.templatetags.hefa import clock, day, full_day, moment

_MOMENT = timedelta(microseconds=1)
_HALVES = ("上半年", "下半年")


def due_label(due_at: datetime, now: datetime | None = None) -> str:
    """Return a due time as a moment; the end of a day as `11月27日 周五 24:00`, not the next's."""
    if day_of(due_at) == day_of(due_at - _MOMENT):
        return moment(due_at, now)
    return f"{day(due_at - _MOMENT, now)} 24:00"


def in_full(at: datetime) -> str:
    """Return a moment that reads alike whenever it is read: `2026年11月23日 14:30`."""
    return f"{full_day(at)} {clock(at)}"


def due_in_full(due_at: datetime) -> str:
    """Return a due time that reads alike whenever it is read: `2026年11月27日 24:00`."""
    if day_of(due_at) == day_of(due_at - _MOMENT):
        return in_full(due_at)
    return f"{full_day(due_at - _MOMENT)} 24:00"


def slot_label(every: Rhythm, slot: Slot, now: date | None = None) -> str:
    """Return what a slot is called: 11月23日 周一, 11月16日起的一周, 2026年11月, 2026年四季度."""
    begins_on = slot.begins_on
    if every is Rhythm.DAY:
        return day(begins_on) if now and now.year == begins_on.year else full_day(begins_on)
    if every is Rhythm.WEEK:
        return f"{full_day(begins_on)}起的一周"
    if every is Rhythm.MONTH:
        return month_label(begins_on)
    if every is Rhythm.QUARTER:
        return f"{begins_on.year}年{'一二三四'[begins_on.month // 3]}季度"
    if every is Rhythm.HALF_YEAR:
        return f"{begins_on.year}年{_HALVES[begins_on.month // 7]}"
    return f"{begins_on.year}年"


def month_label(on: date) -> str:
    """Return `2026年11月`."""
    return f"{on.year}年{on.month}月"
