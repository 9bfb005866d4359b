"""How long a sheet is kept and what archive number it gets, from the regulation alone."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

NUMBERING: Final = "archive_numbering"
USUAL: Final = "{year}-D{years}-{serial:04}"
LONGEST: Final = 60
_USUAL_YEARS: Final = 10
_PLACE = re.compile(r"\{(years?|unit|category|serial(?::0?\d)?)\}")


def keep_years(parameters: Mapping[str, Any], *, category: str, route: str) -> int:
    """Return for how many years a sheet is kept.

    By `keep_<category>_years`, else by `keep_<route>_years`; where the regulation names neither,
    the longer of what it says of notices and of news, so that nothing goes too early.
    """
    for key in (category, route):
        years = parameters.get(f"keep_{key}_years")
        if isinstance(years, int):
            return years
    said = [parameters.get(f"keep_{key}_years") for key in ("notice", "news")]
    return max((years for years in said if isinstance(years, int)), default=_USUAL_YEARS)


def keep_until(ended_on: date, years: int) -> date:
    """Return the last day on which a sheet must be kept: years are counted from the next one on."""
    return date(ended_on.year + years, 12, 31)


def is_archive_pattern(pattern: str) -> bool:
    """Whether `pattern` gives every sheet of a year a number of its own."""
    places = [found.partition(":")[0] for found in _PLACE.findall(pattern)]
    rest = _PLACE.sub("", pattern)
    is_whole = "year" in places and "serial" in places
    return is_whole and not re.search(r"[{}]", rest) and len(rest) <= LONGEST // 2


def archive_no_from(
    pattern: str, *, year: int, years: int, serial: int, unit: str, category: str
) -> str:
    """Return the archive number 归档号, `2026-D30-0001`; a pattern that is none is the usual one.

    So is one whose number would be too long.
    """
    number = ""
    if is_archive_pattern(pattern):
        number = pattern.format(year=year, years=years, serial=serial, unit=unit, category=category)
    usual = USUAL.format(year=year, years=years, serial=serial)
    return number if 0 < len(number) <= LONGEST else usual
