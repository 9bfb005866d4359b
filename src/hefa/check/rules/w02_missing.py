"""Column, category, readers, source or contact not filled in."""

from collections.abc import Iterator
from dataclasses import replace

from hefa.check.rules import Hit, Passage, Rule, Subject, sample
from hefa.core.finding import Severity

_WEIGHTS = {
    "column": Severity.BLOCK,
    "category": Severity.BLOCK,
    "audience": Severity.BLOCK,
    "source": Severity.WARN,
    "contact": Severity.WARN,
}


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at each field that is empty; without column, category and readers nothing is sent.

    Source: 3 every item has its place and its readers; 8 what is published stands in named
    columns; 10(2) information is complete.
    """
    written = {
        "column": subject.column,
        "category": subject.category,
        "audience": subject.audience,
        "source": subject.source,
        "contact": subject.contact,
    }
    for name, severity in _WEIGHTS.items():
        if not written[name].strip():
            yield Hit(passage=Passage(field=name, block=-1, text=""), severity=severity, case=name)


RULE = Rule(
    id="W02",
    version=2,
    severity=Severity.BLOCK,
    name="送审信息",
    example=replace(sample(), column=""),
    counter_example=sample(),
    find=_find,
)
