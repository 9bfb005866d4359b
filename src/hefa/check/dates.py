"""Dates as Chinese text writes them, with the year that an unfinished one means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hefa.check.digits import folded, han_value

_YEAR_HAN = "〇零○一二三四五六七八九"
_ONES = "一二三四五六七八九"
_COUNT = rf"[0-9]{{1,2}}|[{_ONES}]?十[{_ONES}]?|[{_ONES}]"
_JOIN = r"[ ]?(?:至|到|、|和|-{1,2}|~|～)[ ]?"
_FULL = re.compile(
    r"(?<![0-9])(?P<lunar>(?:农历|阴历|旧历|夏历)[^，。；]{0,6}?)?"
    rf"(?:(?:(?P<year>[0-9]{{4}}|[{_YEAR_HAN}]{{4}})年|(?P<told>[去前今明]年))[ ]?)?"
    rf"(?<![0-9十{_ONES}])(?P<month>{_COUNT})[ ]?月[ ]?(?P<day>{_COUNT})[ ]?[日号]"
)
_SHORT = re.compile(
    r"(?<![0-9])(?<![0-9][./])(?P<year>(?:19|20)[0-9]{2})(?P<mark>[-/.])"
    r"(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>0?[1-9]|[12][0-9]|3[01])"
    r"(?![0-9]|(?P=mark)[0-9])"
)
_ASIDE = r"(?P<aside>[（(][^（）()]{0,16}[）)])?"
# 30日内 is a span of time and 30号楼 a house.
_NEXT_DAY = re.compile(rf"{_ASIDE}{_JOIN}(?P<day>{_COUNT})[ ]?[日号](?![内楼院门店线路车厅窗])")
_JOINS = re.compile(_ASIDE + _JOIN)
_TOLD_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date as written from `start` to `end`; `year` is None where the text gives none.

    `continues` tells that it goes straight on from the date before it, as in 28日至30日; a
    bracket between the two ends the first.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    continues: bool = False

    @property
    def exists(self) -> bool:
        """Whether a calendar has this day; without a year, whether any year has it."""
        return self.on(_LEAP_YEAR if self.year is None else self.year) is not None

    def on(self, year: int) -> date | None:
        """The day in `year`, or None when that year has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def meant(self, today: date) -> date | None:
        """The day that is meant: with its own year, else the one nearest to `today`."""
        if self.year is not None:
            return self.on(self.year)
        nearby = (self.on(today.year + step) for step in (-1, 0, 1))
        return min((day for day in nearby if day), key=lambda day: abs(day - today), default=None)


def dates_in(text: str, today: date) -> Iterator[Written]:
    """Yield every date of the solar calendar in `text`, in reading order.

    A day that continues a date takes over its year and month; 12月30日至1月2日 turns the year.
    """
    plain = folded(text)
    found = [*_full_dates(plain, today), *_short_dates(plain)]
    last: Written | None = None
    for written in sorted(found, key=lambda entry: entry.start):
        last = _joined(written, last, plain)
        yield last


def _full_dates(plain: str, today: date) -> Iterator[Written]:
    """Yield dates with 月 and 日, and the days that continue each of them."""
    for match in _FULL.finditer(plain):
        if match["lunar"]:
            continue
        written = Written(
            start=match.start(),
            end=match.end(),
            year=_year(match, today),
            month=han_value(match["month"]),
            day=han_value(match["day"]),
        )
        yield written
        while following := _NEXT_DAY.match(plain, written.end):
            written = replace(
                written,
                start=following.start("day"),
                end=following.end(),
                day=han_value(following["day"]),
                continues=not following["aside"],
            )
            yield written


def _year(match: re.Match[str], today: date) -> int | None:
    """The year a date gives in digits, in Han digits or by 去年 and the like."""
    if match["told"]:
        return today.year + _TOLD_YEARS[match["told"]]
    if match["year"] is None:
        return None
    return int("".join(str(han_value(digit)) for digit in match["year"]))


def _short_dates(plain: str) -> Iterator[Written]:
    """Yield dates such as 2026-11-28; what no month or day could be is a serial number."""
    for match in _SHORT.finditer(plain):
        yield Written(
            start=match.start(),
            end=match.end(),
            year=int(match["year"]),
            month=int(match["month"]),
            day=int(match["day"]),
        )


def _joined(written: Written, last: Written | None, plain: str) -> Written:
    """Return `written`, with the year of `last` when only a joining word stands between them."""
    joins = _JOINS.fullmatch(plain, last.end, written.start) if last else None
    if last is None or joins is None:
        return written
    if written.year is None and last.year is not None:
        written = replace(written, year=last.year + (written.month < last.month))
    return replace(written, continues=not joins["aside"])
