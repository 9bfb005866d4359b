"""The stretch of time that a report is about: a month, a quarter or a year."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hefa.core.errors import Refused, reason
from hefa.core.workdays import begin_of, end_of

_ONE_DAY = timedelta(days=1)
_KEY = re.compile(r"(?P<year>[12][0-9]{3})(?:-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A month `2026-11`, a quarter `2026-Q4` or a year `2026`; both days belong to it."""

    key: str
    label: str
    begins_on: date
    ends_on: date

    @property
    def begins_at(self) -> datetime:
        """The moment at which it begins."""
        return begin_of(self.begins_on)

    @property
    def ends_at(self) -> datetime:
        """The moment at which it is over."""
        return end_of(self.ends_on)


def period_of(key: str) -> Period:
    """Return the period `key` names. Raises Refused when it names none."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise Refused(reason("report.period_unreadable", given=key[:20]))
    year = int(found["year"])
    if found["month"]:
        month = int(found["month"])
        return _stretch(key, f"{year}年{month}月", date(year, month, 1), months=1)
    if found["quarter"]:
        quarter = int(found["quarter"])
        label = f"{year}年{'一二三四'[quarter - 1]}季度"
        return _stretch(key, label, date(year, quarter * 3 - 2, 1), months=3)
    return _stretch(key, f"{year}年", date(year, 1, 1), months=12)


def periods(since: date, today: date) -> dict[str, list[Period]]:
    """Return the months, quarters and years that touch the days from `since` to `today`.

    Newest first; the ones still running are among them.
    """
    years = range(today.year, since.year - 1, -1)
    keys = {
        "月": [f"{year}-{month:02}" for year in years for month in range(12, 0, -1)],
        "季度": [f"{year}-Q{quarter}" for year in years for quarter in range(4, 0, -1)],
        "年": [str(year) for year in years],
    }
    found = {name: [period_of(key) for key in listed] for name, listed in keys.items()}
    return {
        name: [entry for entry in listed if entry.begins_on <= today and entry.ends_on >= since]
        for name, listed in found.items()
    }


def _stretch(key: str, label: str, begins_on: date, *, months: int) -> Period:
    years, month = divmod(begins_on.month - 1 + months, 12)
    following = date(begins_on.year + years, month + 1, 1)
    return Period(key=key, label=label, begins_on=begins_on, ends_on=following - _ONE_DAY)
