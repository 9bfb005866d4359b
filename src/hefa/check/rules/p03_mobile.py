"""Mobile telephone numbers 手机号 that are not the organisation's own."""

import re
from collections.abc import Iterator
from datetime import date

from hefa.check.digits import folded, groups, only_digits, readings
from hefa.check.rules import Hit, Rule, Subject, sample
from hefa.check.rules.p01_resident_id import resident_ids
from hefa.core.finding import Severity

_CANDIDATE = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(?:(?:\+|00)86[ -]{0,2}|86[ -]{1,2})?"
    r"(1[3-9](?:[ -]{0,2}[0-9]){9})(?![0-9])"
)
# Other groupings belong to bank cards and to rows of figures.
_GROUPINGS = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (1,) * 11}
_LENGTH = 11


def mobiles(text: str, today: date) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and the 11 digits of each mobile number that is no part of another number.

    The country's prefix stays outside the span.
    """
    taken = [(start, end) for start, end, _ in resident_ids(text, today)]
    for reading in readings(text):
        for match in _CANDIDATE.finditer(reading):
            start, end = match.span(1)
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            if groups(match[1]) in _GROUPINGS:
                taken.append((start, end))
                yield start, end, only_digits(match[1])


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at every mobile number that the organisation does not list as its own.

    Source: 9(5) no harm to another's lawful rights, personal data included.
    """
    own = {only_digits(folded(number))[-_LENGTH:] for number in subject.own_numbers}
    for passage in subject.passages:
        for start, end, number in mobiles(passage.text, subject.today):
            if number not in own:
                yield Hit(passage=passage, start=start, end=end)


RULE = Rule(
    id="P03",
    version=1,
    severity=Severity.BLOCK,
    name="手机号",
    example=sample("请联系古丽，电话 138-1234-5678。"),
    counter_example=sample("流水号 2026138123456780001，咨询电话 0903-6620000。"),
    find=_find,
    is_personal=True,
)
