"""Single values of a regulation in words: rhythms and terms as staff say them, parameters."""

from typing import Any

from hefa.core.duty import Cadence, Rhythm, Term
from hefa.core.regulation import Control
from hefa.ui.words import known_codes, sentence

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


def demands_of(control: Control) -> list[str]:
    """Return how often and by when `control` asks for something, a sentence each."""
    said = (cadence_words(control.cadence), term_words(control.term))
    return [words for words in said if words]


def cadence_words(cadence: Cadence | None) -> str:
    """Return `每季度一次，两次之间不超过 92 天；到期前 14 天起提醒`; empty without a cadence."""
    if cadence is None:
        return ""
    every = f"{_EVERY[cadence.every]}一次"
    if cadence.most_days is not None:
        words = f"{every}，两次之间不超过 {cadence.most_days} 天"
    elif cadence.days_before_end:
        end = f"{_END[cadence.every]}前 {cadence.days_before_end} 天"
        words = f"{every}，{end}的 {cadence.at_hour:02}:00 以前"
    else:
        words = f"{every}，{_END[cadence.every]} {cadence.at_hour:02}:00 以前"
    return f"{words}；到期前 {cadence.warn_days} 天起提醒" if cadence.warn_days else words


def term_words(term: Term | None) -> str:
    """Return `12 小时内`, or `3 个月或 90 天内，先到为准`; empty without a term."""
    if term is None:
        return ""
    amounts = (
        (term.minutes, "分钟"),
        (term.hours, "小时"),
        (term.working_days, "个工作日"),
        (term.months, "个月"),
        (term.days, "天"),
    )
    given = [f"{amount} {unit}" for amount, unit in amounts if amount]
    return f"{'或 '.join(given)}内" + ("，先到为准" if len(given) > 1 else "")


def parameter_label(key: str) -> str:
    """Return what the parameter `key` is called; a key that Hefa does not know is its own name."""
    code = f"registry.parameter_{key}"
    return sentence(code) if code in known_codes() else key


def value_words(value: Any) -> str:
    """Return a parameter's value as a reader sees it."""
    if isinstance(value, bool):
        return sentence("registry.value_yes" if value else "registry.value_no")
    if isinstance(value, list):
        return "、".join(map(str, value)) or sentence("registry.value_none")
    return str(value) if value != "" else sentence("registry.value_none")
