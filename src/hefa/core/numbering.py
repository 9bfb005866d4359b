"""The numbers of review sheets: a pattern of the regulation, a year, a unit, a serial."""

import re
from typing import Final

USUAL: Final = "{year}-{serial:04}"
LONGEST: Final = 60
_PLACE = re.compile(r"\{(year|unit|serial(?::0?\d)?)\}")


def is_pattern(pattern: str) -> bool:
    """Whether `pattern` makes numbers: year and serial in it, the unit where wanted, no more.

    A slash would end an address, so none may stand in it.
    """
    places = [found.partition(":")[0] for found in _PLACE.findall(pattern)]
    rest = _PLACE.sub("", pattern)
    return (
        sorted(places) in (["serial", "year"], ["serial", "unit", "year"])
        and not re.search(r"[{}/\\?#%\s]", rest)
        and len(rest) <= LONGEST // 2
    )


def is_by_unit(pattern: str) -> bool:
    """Whether each unit counts for itself."""
    return "{unit}" in pattern


def number_from(pattern: str, *, year: int, serial: int, unit: str) -> str:
    """Return the number, `2026-0187`; a pattern that is none counts as the usual one."""
    wanted = pattern if is_pattern(pattern) else USUAL
    return wanted.format(year=year, serial=serial, unit=unit)
