"""Numbers as a numbered paragraph writes them.

Source: ECMA-376 part 1, 17.18.59 (ST_NumberFormat).
"""

from collections.abc import Callable, Mapping
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED: Final = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_LEGAL_JAPANESE: Final = "零壱弐参四五六七八九"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_CIRCLED_CHINESE: Final = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_IN_BRACKETS: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_WITH_STOP: Final = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LETTERS: Final = 26
_LAST_ROMAN: Final = 3999


def numeral(number: int, form: str) -> str | None:
    """Return `number` in the format `form`, or None for a format that is not known."""
    writer = _FORMATS.get(form)
    return writer(number) if writer is not None else None


def _counting(digits: str, units: tuple[str, str, str], myriad: str) -> Callable[[int], str]:
    """Return a writer of 十, 十一, 二十, 一百零五; 0 is the first digit."""

    def below_myriad(number: int) -> str:
        text, gap = "", False
        for power in (3, 2, 1, 0):
            digit = number // 10**power % 10
            if digit == 0:
                gap = bool(text)
                continue
            text += ("零" if gap else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        return text

    def write(number: int) -> str:
        high, low = divmod(number, 10_000)
        if number <= 0 or high >= 10_000:  # noqa: PLR2004  a myriad of myriads
            return digits[0] if number == 0 else str(number)
        text = below_myriad(high) + myriad if high else ""
        text += ("零" if high and 0 < low < 1000 else "") + below_myriad(low)  # noqa: PLR2004
        is_ten = text.startswith(digits[1] + units[0]) and digits[1] == "一"
        return text[1:] if is_ten else text

    return write


def _by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] if digit.isdigit() else digit for digit in str(number))


def _full_width(number: int) -> str:
    return str(number).translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})


def _from(signs: str) -> Callable[[int], str]:
    """Return a writer that takes the n-th sign, and plain digits past the last one."""

    def write(number: int) -> str:
        return signs[number - 1] if 1 <= number <= len(signs) else str(number)

    return write


def _cycle(signs: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        return signs[(number - 1) % len(signs)] if number > 0 else str(number)

    return write


def _roman(number: int) -> str:
    if not 1 <= number <= _LAST_ROMAN:
        return str(number)
    text = ""
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        text += sign * count
    return text


def _letter(number: int) -> str:
    """Return A to Z, then AA, BB: the letter is repeated, not counted on."""
    if not 1 <= number <= _LETTERS * 10:
        return str(number)
    turns, place = divmod(number - 1, _LETTERS)
    return chr(ord("A") + place) * (turns + 1)


def _ordinal(number: int) -> str:
    teens = range(11, 14)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in teens else ending}"


def _nothing(_number: int) -> str:
    return ""


_chinese = _counting(_DIGITS, ("十", "百", "千"), "万")
_legal_simplified = _counting(_LEGAL_SIMPLIFIED, ("拾", "佰", "仟"), "万")
_legal_traditional = _counting(_LEGAL_TRADITIONAL, ("拾", "佰", "仟"), "萬")
_legal_japanese = _counting(_LEGAL_JAPANESE, ("拾", "百", "千"), "萬")

_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _by_digit,
    "taiwaneseDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "chineseLegalSimplified": _legal_simplified,
    "ideographLegalTraditional": _legal_traditional,
    "japaneseLegal": _legal_japanese,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _from(_CIRCLED),
    "decimalEnclosedCircleChinese": _from(_CIRCLED),
    "ideographEnclosedCircle": _from(_CIRCLED_CHINESE),
    "decimalEnclosedParen": _from(_IN_BRACKETS),
    "decimalEnclosedFullstop": _from(_WITH_STOP),
    "numberInDash": lambda number: f"-{number}-",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "ordinal": _ordinal,
    "none": _nothing,
}
