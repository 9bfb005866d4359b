"""The state's holidays, and the weekend days worked in exchange for them."""

from functools import lru_cache

from chinese_calendar.constants import holidays, workdays

from hefa.core.workdays import Calendar


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Return the calendar of working days, as far as it has been announced.

    The State Council's office announces a year in the November before it; a year that the
    installed edition does not hold yet is simply not known.
    """
    return Calendar(
        off=frozenset(holidays),
        on=frozenset(workdays),
        known_years=frozenset(day.year for day in holidays),
    )
