"""Fields longer than WeChat takes."""

from collections.abc import Iterator
from dataclasses import replace

from hefa.check.rules import Hit, Passage, Rule, Subject, sample
from hefa.core.finding import Severity


def _find(subject: Subject) -> Iterator[Hit]:
    """Point at what stands past the limit of each field; the body counts as rendered.

    Source: 10(2) information is complete: WeChat refuses or cuts what is longer.
    """
    limits = {
        "title": subject.limits.title,
        "author": subject.limits.author,
        "digest": subject.limits.digest,
    }
    for passage in subject.passages:
        limit = limits.get(passage.field)
        if limit is not None and len(passage.text) > limit:
            yield Hit(
                passage=passage,
                start=limit,
                end=len(passage.text),
                case=passage.field,
                detail={"count": len(passage.text), "limit": limit},
            )
    count = subject.rendered_length
    if count is not None and count > subject.limits.body:
        yield Hit(
            passage=Passage(field="", block=-1, text=""),
            case="body",
            detail={"count": count, "limit": subject.limits.body},
        )


RULE = Rule(
    id="W01",
    version=1,
    severity=Severity.BLOCK,
    name="字数",
    example=replace(sample(), title="长" * 33),
    counter_example=replace(sample(), title="长" * 32, rendered_length=20_000),
    find=_find,
)
