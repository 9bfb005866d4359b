"""Dates that no calendar has, such as 2月30日."""

from collections.abc import Iterator

from hefa.check.dates import dates_in
from hefa.check.rules import Hit, Rule, Subject, sample
from hefa.core.finding import Severity


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at every date that does not exist; 29 February without a year may exist.

    Source: 10(2) information is accurate.
    """
    for passage in subject.passages:
        for written in dates_in(passage.text, subject.today):
            if not written.exists:
                date = passage.text[written.start : written.end]
                yield Hit(
                    passage=passage, start=written.start, end=written.end, detail={"date": date}
                )


RULE = Rule(
    id="D01",
    version=1,
    severity=Severity.BLOCK,
    name="日期是否存在",
    example=sample("公示期到2026年2月30日为止。"),
    counter_example=sample("公示期到2月28日为止，农历二月三十日除外。"),
    find=_find,
)
