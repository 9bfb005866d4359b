"""Findings of the machine's look 机审, and the answers people give to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as field_of
from enum import StrEnum

from hefa.core.errors import Reason, reason
from hefa.core.review import PersonId


class Severity(StrEnum):
    """How much a finding weighs: it must be resolved, it warns, or it informs."""

    BLOCK = "B"
    WARN = "W"
    INFO = "I"


class Verdict(StrEnum):
    """What a person says to a finding 已改正 已遮盖 不用改 说明理由."""

    FIXED = "fixed"
    MASKED = "masked"
    NOT_AN_ERROR = "not_an_error"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place that one rule points at; it never carries a full personal number.

    `field` is empty for the body, else `title`, `author`, `digest`, `column` and so on; what
    stands beside the text is named for its node and attribute, as `footnote.words`, and
    `ordinal` tells which of them from 1. `block` counts the text blocks of the body in reading
    order from 0, and is -1 elsewhere; `start` and
    `end` count code points in that block's or field's text. `excerpt` is masked. `place` is a
    keyed hash that stays the same while the words around the finding do. `case` tells apart the
    sentences of one rule; `detail` fills their named places. `replacement` is what the text from
    `start` to `end` may be changed to, when that is known.
    """

    rule: str
    version: int
    severity: Severity
    field: str
    block: int
    start: int
    end: int
    excerpt: str
    place: str
    case: str = ""
    detail: Mapping[str, str | int] = field_of(default_factory=dict)
    replacement: str | None = None
    ordinal: int = 0

    @property
    def code(self) -> str:
        """The stable code of the sentence that says what is wrong."""
        rule = self.rule.lower()
        return f"check.{rule}.{self.case}" if self.case else f"check.{rule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What `person` said to the finding of `rule` at `place`, with the reason given."""

    rule: str
    place: str
    verdict: Verdict
    reason: str
    person: PersonId


_KEEPS_THE_TEXT = frozenset({Verdict.NOT_AN_ERROR, Verdict.ACCEPTED})


def unanswered(findings: Iterable[Finding], answers: Iterable[Answer]) -> tuple[Finding, ...]:
    """The findings that nobody has given a reason to keep, in the order given.

    The last answer to a place counts. A finding that is still there was neither fixed nor
    masked, whatever an answer says.
    Source: 9(5) a person answers, nothing closes itself.
    """
    last = {(answer.rule, answer.place): answer for answer in answers}
    kept = {
        key
        for key, answer in last.items()
        if answer.verdict in _KEEPS_THE_TEXT and answer.reason.strip()
    }
    return tuple(finding for finding in findings if (finding.rule, finding.place) not in kept)


def open_blockers(findings: Iterable[Finding], answers: Iterable[Answer]) -> tuple[Finding, ...]:
    """The unanswered findings that stop a release.

    Source: 9(5), 10(2) nothing goes out with an open blocker.
    """
    return tuple(
        finding for finding in unanswered(findings, answers) if finding.severity is Severity.BLOCK
    )


def reasons_against_answering(answer: Answer, findings: Iterable[Finding]) -> tuple[Reason, ...]:
    """Every reason `answer` cannot be taken, given what is found now; empty when it can.

    Source: 9(5) who keeps a flagged place says why; a repair shows in the text.
    """
    is_there = (answer.rule, answer.place) in {(found.rule, found.place) for found in findings}
    if answer.verdict not in _KEEPS_THE_TEXT:
        return (reason("check.still_there", "9(5)"),) if is_there else ()
    found: list[Reason] = []
    if not answer.reason.strip():
        found.append(reason("check.reason_missing", "9(5)"))
    if not is_there:
        found.append(reason("check.finding_gone", "9(5)"))
    return tuple(found)
