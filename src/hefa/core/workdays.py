"""Days and working days as the community counts them, whatever zone a time comes in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)

_SATURDAY = 5
_LAST_WEEK_FROM = (12, 25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Which days are worked: holidays off, weekend days worked in exchange 调休, years known.

    A day in no known year is worked from Monday to Friday, as far as anybody can tell.
    """

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked."""
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def is_known(self, day: date) -> bool:
        """Whether `is_working` is certain of `day`.

        New Year's holiday is announced with the year it opens and reaches back into the last
        week of the one before (29 to 31 December 2018 were moved so), hence that week is known
        only when the next year is.
        """
        if day.year not in self.known_years:
            return False
        return (day.month, day.day) < _LAST_WEEK_FROM or day.year + 1 in self.known_years

    def add_working_days(self, moment: datetime, count: int) -> datetime:
        """Return the end, at 24:00, of the `count`th working day after the day of `moment`.

        The day on which something begins is not counted, at whatever hour and whether worked
        or not, so that nobody has less than `count` whole working days. `count` is at least 1.
        Source: 3.2 of the calendar of clocks; Civil Code 201, 203.
        """
        if count < 1:
            raise ValueError("count")
        day = day_of(moment)
        while count:
            day += ONE_DAY
            count -= self.is_working(day)
        return end_of(day)


def day_of(when: date | datetime) -> date:
    """Return the day itself, or the day here on which a moment falls.

    Raises ValueError for a moment without a zone: it could be two days.
    """
    if not isinstance(when, datetime):
        return when
    if when.utcoffset() is None:
        raise ValueError("naive")
    return when.astimezone(HERE).date()


def begin_of(when: date | datetime) -> datetime:
    """Return the moment itself, or the midnight here with which a day begins."""
    if isinstance(when, datetime):
        return when
    return datetime.combine(when, time(), HERE).astimezone(UTC)


def end_of(day: date, hour: int = 24) -> datetime:
    """Return `hour` o'clock of `day` here; 24 is the midnight that ends it."""
    return begin_of(day) + timedelta(hours=hour)
