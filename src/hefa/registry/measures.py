"""Rhythms and terms in words: how often a thing must happen, within which time."""

from collections.abc import Iterator

from hefa.core.duty import Cadence, Rhythm, Term
from hefa.core.regulation import Control

_EVERY = {
    Rhythm.DAY: "每天",
    Rhythm.WEEK: "每周",
    Rhythm.MONTH: "每月",
    Rhythm.QUARTER: "每季度",
    Rhythm.HALF_YEAR: "每半年",
    Rhythm.YEAR: "每年",
}
_WHOLE_DAY = 24


def measure_words(control: Control) -> str:
    """Return how often and within which time `control` asks; empty when it says neither."""
    return "；".join(
        words for words in (cadence_words(control.cadence), term_words(control.term)) if words
    )


def cadence_words(cadence: Cadence | None) -> str:
    """Return `每月，最后一天的 7 天前 18:00 止`; empty without a cadence."""
    if cadence is None:
        return ""
    return "，".join((_EVERY[cadence.every], *_ends(cadence)))


def _ends(cadence: Cadence) -> Iterator[str]:
    if cadence.most_days is not None:
        yield f"相隔最多 {cadence.most_days} 天"
    hour = f" {cadence.at_hour}:00 前" if cadence.at_hour < _WHOLE_DAY else ""
    if cadence.days_before_end:
        yield f"不晚于最后一天的 {cadence.days_before_end} 天前{hour}"
    elif hour:
        yield hour.strip()


def term_words(term: Term | None) -> str:
    """Return `12 小时内`; empty without a term."""
    if term is None:
        return ""
    amounts = (
        (term.minutes, "分钟"),
        (term.hours, "小时"),
        (term.days, "天"),
        (term.working_days, "个工作日"),
        (term.months, "个月"),
    )
    given = [f"{amount} {unit}" for amount, unit in amounts if amount]
    return f"{' 或 '.join(given)}内" + ("，先到为准" if len(given) > 1 else "")
