"""Answers to findings: what closes one, what does not, and what is refused."""

import pytest

from hefa.core.finding import (
    Answer,
    Finding,
    Severity,
    Verdict,
    open_blockers,
    reasons_against_answering,
    unanswered,
)
from hefa.core.review import PersonId

CHEN = PersonId("chen")


def finding(place: str = "a", severity: Severity = Severity.BLOCK, rule: str = "P01") -> Finding:
    return Finding(
        rule=rule,
        version=1,
        severity=severity,
        field="",
        block=0,
        start=0,
        end=1,
        excerpt="11***",
        place=place,
    )


def answer(
    verdict: Verdict, reason: str = "是合同编号", place: str = "a", rule: str = "P01"
) -> Answer:
    return Answer(rule=rule, place=place, verdict=verdict, reason=reason, person=CHEN)


@pytest.mark.parametrize("verdict", [Verdict.NOT_AN_ERROR, Verdict.ACCEPTED])
def test_a_finding_is_closed_by_a_reason_to_keep_it(verdict: Verdict) -> None:
    assert unanswered([finding()], [answer(verdict)]) == ()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_finding_stays_open_without_a_reason(verdict: Verdict) -> None:
    assert unanswered([finding()], [answer(verdict, reason="  ")]) == (finding(),)


@pytest.mark.parametrize("verdict", [Verdict.FIXED, Verdict.MASKED])
def test_a_finding_that_is_still_there_is_not_closed_by_a_claim(verdict: Verdict) -> None:
    assert unanswered([finding()], [answer(verdict)]) == (finding(),)


def test_an_answer_closes_its_own_rule_and_place_only() -> None:
    findings = [finding("a"), finding("b"), finding("a", rule="P03")]

    assert unanswered(findings, [answer(Verdict.ACCEPTED)]) == tuple(findings[1:])


def test_the_last_answer_to_a_place_counts() -> None:
    answers = [answer(Verdict.ACCEPTED), answer(Verdict.MASKED)]

    assert unanswered([finding()], answers) == (finding(),)
    assert unanswered([finding()], reversed(answers)) == ()


def test_only_unanswered_blockers_stop_a_release() -> None:
    findings = [
        finding("a"),
        finding("b"),
        finding("c", Severity.WARN),
        finding("d", Severity.INFO),
    ]

    assert open_blockers(findings, [answer(Verdict.ACCEPTED)]) == (finding("b"),)


@pytest.mark.parametrize(
    ("verdict", "reason", "found", "codes"),
    [
        (Verdict.NOT_AN_ERROR, "是合同编号", [finding()], []),
        (Verdict.ACCEPTED, "本人同意公布", [finding()], []),
        (Verdict.NOT_AN_ERROR, " ", [finding()], ["check.reason_missing"]),
        (Verdict.ACCEPTED, "", [], ["check.reason_missing", "check.finding_gone"]),
        (Verdict.ACCEPTED, "本人同意公布", [finding("b")], ["check.finding_gone"]),
        (Verdict.FIXED, "", [finding()], ["check.still_there"]),
        (Verdict.MASKED, "", [finding()], ["check.still_there"]),
        (Verdict.FIXED, "", [finding("b")], []),
        (Verdict.MASKED, "", [], []),
    ],
)
def test_an_answer_is_refused_for_every_reason_at_once(
    verdict: Verdict, reason: str, found: list[Finding], codes: list[str]
) -> None:
    reasons = reasons_against_answering(answer(verdict, reason), found)

    assert [entry.code for entry in reasons] == codes


def test_the_code_names_the_case() -> None:
    assert finding().code == "check.p01"
