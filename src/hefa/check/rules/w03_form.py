"""What WeChat's rules for article HTML say, and what the renderer had to change to keep them."""

from collections.abc import Iterator
from dataclasses import replace

from hefa.check.rules import FormTrouble, Hit, Passage, Rule, Subject, sample
from hefa.core.finding import Severity

# Nothing is lost by these; they ask for no answer.
_GOOD_TO_KNOW = frozenset({"ink-mended", "table-columns", "picture-only", "picture-size"})
_WHOLE = Passage(field="", block=-1, text="")


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at the block each trouble stands at, or at the article as a whole.

    Source: 10(2) information is complete: what WeChat drops, readers do not get.
    """
    body = {passage.block: passage for passage in subject.passages if not passage.field}
    for trouble in subject.form:
        passage = body.get(trouble.block, _WHOLE)
        start = passage.text.find(trouble.words) if trouble.words else -1
        yield Hit(
            passage=passage,
            start=max(start, 0),
            end=start + len(trouble.words) if start >= 0 else 0,
            severity=_severity(trouble.case),
            case=trouble.case,
            detail=trouble.detail,
        )


def _severity(case: str) -> Severity:
    return Severity.INFO if case in _GOOD_TO_KNOW else Severity.WARN


RULE = Rule(
    id="W03",
    version=1,
    severity=Severity.WARN,
    name="微信排版",
    example=replace(
        sample(),
        form=(
            FormTrouble(
                case="ink-mended",
                block=0,
                words="活动中心",
                detail={"where": "这里", "found": "#ffff99", "mend": "#8f8f00"},
            ),
        ),
    ),
    counter_example=sample(),
    find=_find,
)
