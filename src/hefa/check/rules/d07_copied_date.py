"""Dates that came along from an earlier item 照上月的写."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hefa.check.dates import dates_in
from hefa.check.rules import Hit, Rule, Subject, sample
from hefa.core.finding import Severity

# What a text says of years ago, such as the day a law took effect, was right last month too.
_LONG_AGO = timedelta(days=400)


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at every date written just as in the item this one was begun from.

    Source: 10(2) information is accurate.
    """
    if not subject.copied_dates:
        return
    for passage in subject.passages:
        for written in dates_in(passage.text, subject.today):
            date = passage.text[written.start : written.end]
            meant = written.meant(subject.today)
            is_long_past = meant is not None and meant < subject.today - _LONG_AGO
            if date in subject.copied_dates and not is_long_past:
                yield Hit(
                    passage=passage, start=written.start, end=written.end, detail={"date": date}
                )


_COPIED = frozenset({"11月5日"})

RULE = Rule(
    id="D07",
    version=1,
    severity=Severity.WARN,
    name="旧稿带来的日期",
    example=replace(sample("11月5日上午义诊。"), copied_dates=_COPIED),
    counter_example=replace(sample("12月5日上午义诊。"), copied_dates=_COPIED),
    find=_find,
)
