"""Rhythms and terms as staff say them: 每月一次，月末前 7 天的 18:00 以前."""

from datetime import date, datetime, timedelta

from hefa.core.duty import Cadence, Rhythm, Slot, Term
from hefa.core.regulation import Control
from hefa.core.workdays import day_of
from hefa.ui.templatetags.hefa import day, full_day, moment

_EVERY = {
    Rhythm.DAY: "每天",
    Rhythm.WEEK: "每周",
    Rhythm.MONTH: "每月",
    Rhythm.QUARTER: "每季度",
    Rhythm.HALF_YEAR: "每半年",
    Rhythm.YEAR: "每年",
}
_END = {
    Rhythm.DAY: "当天",
    Rhythm.WEEK: "周日",
    Rhythm.MONTH: "月末",
    Rhythm.QUARTER: "季末",
    Rhythm.HALF_YEAR: "半年末",
    Rhythm.YEAR: "年末",
}
_MOMENT = timedelta(microseconds=1)
_HALVES = ("上半年", "下半年")


def demands_of(control: Control) -> list[str]:
    """Return how often and by when `control` asks for something, a sentence each."""
    found = [cadence_in_words(control.cadence)] if control.cadence else []
    if control.term:
        found.append(term_in_words(control.term))
    return found


def cadence_in_words(cadence: Cadence) -> str:
    """Return `每季度一次，两次之间不超过 92 天；到期前 14 天起提醒`."""
    every = f"{_EVERY[cadence.every]}一次"
    if cadence.most_days is not None:
        words = f"{every}，两次之间不超过 {cadence.most_days} 天"
    elif cadence.days_before_end:
        end = f"{_END[cadence.every]}前 {cadence.days_before_end} 天"
        words = f"{every}，{end}的 {cadence.at_hour:02}:00 以前"
    else:
        words = f"{every}，{_END[cadence.every]} {cadence.at_hour:02}:00 以前"
    return f"{words}；到期前 {cadence.warn_days} 天起提醒" if cadence.warn_days else words


def term_in_words(term: Term) -> str:
    """Return `12 小时内`, or `3 个月或 90 天内，先到为准`."""
    parts = [
        f"{amount} {unit}"
        for amount, unit in (
            (term.minutes, "分钟"),
            (term.hours, "小时"),
            (term.working_days, "个工作日"),
            (term.months, "个月"),
            (term.days, "天"),
        )
        if amount
    ]
    return f"{'或 '.join(parts)}内" + ("，先到为准" if len(parts) > 1 else "")


def due_label(due_at: datetime, now: datetime | None = None) -> str:
    """Return a due time as a moment; the end of a day as `11月27日 周五 24:00`, not the next's."""
    if day_of(due_at) == day_of(due_at - _MOMENT):
        return moment(due_at, now)
    return f"{day(due_at - _MOMENT, now)} 24:00"


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
