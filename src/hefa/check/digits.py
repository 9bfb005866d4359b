"""Digits as people write them: full width, Han, apart by spaces and dashes."""

import re
from collections.abc import Iterator

_SPACES = " \t\n\r\u00a0\u00ad\u2002\u2003\u2009\u200b\u200c\u200d\u2060\u3000\ufeff"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
_HAN = "〇一二三四五六七八九"
_WIDTHS = (
    {0xFF10 + digit: str(digit) for digit in range(10)}
    | {ord(space): " " for space in _SPACES}
    | {ord(dash): "-" for dash in _DASHES}
    | {0xFF0B: "+", 0xFF38: "X", 0xFF58: "x", 0xFF0F: "/", 0xFF0E: "."}
)
_HAN_DIGITS = {ord(han): str(digit) for digit, han in enumerate(_HAN)} | {
    ord("零"): "0",
    ord("○"): "0",
}
_THREE_HAN = re.compile(f"[{_HAN}零○]{{3}}")
_ANY_DIGIT = re.compile(f"[0-9\uff10-\uff19{_HAN}零○]")


def folded(text: str) -> str:
    """Return `text` with digits, spaces and dashes in one plain form; every offset stays."""
    return text.translate(_WIDTHS)


def readings(text: str) -> Iterator[str]:
    """Yield `text` with plain digits; then, where Han digits stand in a row, with those plain too.

    Every reading has the length of `text`, so that offsets stay.
    """
    plain = folded(text)
    yield plain
    if _THREE_HAN.search(plain):
        yield plain.translate(_HAN_DIGITS)


def groups(written: str) -> tuple[int, ...]:
    """Return how many digits stand together in each group of a folded number."""
    return tuple(len(group) for group in re.split(r"[ -]+", written))


def only_digits(written: str) -> str:
    """Return the digits of a folded number, and its X, in upper case."""
    return re.sub(r"[^0-9X]", "", written.upper())


def han_value(written: str) -> int:
    """Return the number below 100 that `written` says, in digits or in Han, such as 二十八.

    Raises ValueError when it says none.
    """
    text = written.translate(_HAN_DIGITS)
    if "十" not in text:
        return int(text)
    tens, _, ones = text.partition("十")
    return int(tens or "1") * 10 + int(ones or "0")


def masked(written: str) -> str:
    """Return the first two digits of `written` and three stars, whatever its length."""
    return "".join(_ANY_DIGIT.findall(written)[:2]) + "***"
