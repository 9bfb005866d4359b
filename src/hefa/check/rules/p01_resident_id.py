"""Resident identity numbers 居民身份证号 of 18 digits, in any of the ways they are written."""

import re
from collections.abc import Iterator
from datetime import date

from hefa.check.digits import groups, only_digits, readings
from hefa.check.rules import Hit, Rule, Subject, sample
from hefa.core.finding import Severity

# One look-ahead at every possible start: a wrong beginning never hides a right one behind it.
_CANDIDATE = re.compile(r"(?<![0-9])(?=([1-8](?:[ -]{0,2}[0-9]){16}[ -]{0,2}[0-9Xx])(?![0-9Xx]))")
_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (81, 83))
    for code in range(first, last + 1)
) | {"71"}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_MOST_GROUPS_UNPROVEN = 4


def check_digit(first_17: str) -> str:
    """Return the 18th character that ISO 7064 MOD 11-2 gives to the first 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True))
    return _CHECK_DIGITS[total % 11]


def resident_ids(text: str, today: date) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and whether the check digit fits, for each number that may be an ID.

    Region and birth date are plausible in every one. A number whose check digit does not fit is
    taken only when it is written in few groups: a mistyped number is still somebody's.
    """
    seen: list[tuple[int, int]] = []
    for reading in readings(text):
        for match in _CANDIDATE.finditer(reading):
            start, end = match.span(1)
            if any(start < other_end and other < end for other, other_end in seen):
                continue
            written = match[1]
            number = only_digits(written)
            if not _is_plausible(number, today):
                continue
            fits = check_digit(number[:17]) == number[17]
            if fits or len(groups(written)) <= _MOST_GROUPS_UNPROVEN:
                seen.append((start, end))
                yield start, end, fits


def _is_plausible(number: str, today: date) -> bool:
    """Whether region and birth date may stand in a resident's number."""
    if number[:2] not in _PROVINCES:
        return False
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= born_on <= today


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at every identity number; one whose check digit does not fit only warns.

    Source: 9(5) no harm to another's lawful rights, personal data included.
    """
    for passage in subject.passages:
        for start, end, fits in resident_ids(passage.text, subject.today):
            yield Hit(
                passage=passage,
                start=start,
                end=end,
                severity=None if fits else Severity.WARN,
                case="" if fits else "unproven",
            )


RULE = Rule(
    id="P01",
    version=1,
    severity=Severity.BLOCK,
    name="身份证号",
    example=sample("申请人身份证号：11010519491231002X。"),
    counter_example=sample("统一社会信用代码：911101051949123100，合同编号：110105194913310028。"),
    find=_find,
    is_personal=True,
)
