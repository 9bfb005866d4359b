"""The title of a monthly item, a month later."""

import re
from typing import Final

_ONES: Final = "一二三四五六七八九"
_HAN: Final[tuple[str, ...]] = (*_ONES, "十", "十一", "十二")
_DIGITS: Final = "〇一二三四五六七八九"
_MONTH = re.compile(
    rf"(?:(?P<year>20[0-9]{{2}}|二[〇零○{_ONES}]{{3}})(?P<gap>年[ ]?))?"
    rf"(?<![0-9十{_ONES}])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[{_ONES}])(?=[ ]?月)"
)
# 11月28日 is a day, and in 1月至3月 the month is not the whole of it.
_DAY = re.compile(rf"[ ]?月[ ]?(?:[0-9]|[{_ONES}十]+[日号]|[至到—~-])")
_DECEMBER: Final = 12


def in_next_month(title: str) -> str:
    """Return `title` with its month moved on by one, and its year where the year turns.

    A title that names no month, a day, or several months stays as it is: a person decides.
    """
    found = list(_MONTH.finditer(title))
    if len(found) != 1 or _DAY.match(title, found[0].end()):
        return title
    match = found[0]
    month: str = match["month"]
    year: str | None = match["year"]
    if year is None:
        return title[: match.start("month")] + _next(month) + title[match.end("month") :]
    turned = _next_year(year) if _number(month) == _DECEMBER else year
    whole = f"{turned}{match['gap']}{_next(month)}"
    return title[: match.start()] + whole + title[match.end("month") :]


def _number(month: str) -> int:
    return int(month) if month.isascii() else _HAN.index(month) + 1


def _next(month: str) -> str:
    """Return the month after `month`, written as it is written."""
    number = _number(month) % _DECEMBER + 1
    if not month.isascii():
        return _HAN[number - 1]
    return f"{number:02}" if month.startswith("0") else str(number)


def _next_year(year: str) -> str:
    if year.isascii():
        return str(int(year) + 1)
    digits = "".join(str(_DIGITS.index("〇" if han in "零○" else han)) for han in year)
    return "".join(_DIGITS[int(digit)] for digit in str(int(digits) + 1))
