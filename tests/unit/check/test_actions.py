from collections.abc import Callable
from datetime import datetime

import pytest
from tests.factories import (
    attempt,
    document,
    kinds_since,
    ledger_size,
    named,
    reloaded,
    returned,
    signed,
    submit,
    submitted,
    written,
)

from hefa.check.actions import Reply, answer_finding
from hefa.check.models import FindingAnswer, OwnTerm
from hefa.check.queries import Look, look_at
from hefa.collect.actions import revise
from hefa.collect.changes import save_draft
from hefa.collect.models import Version
from hefa.core.errors import Refused
from hefa.core.finding import Finding, Severity, Verdict
from hefa.core.review import Act
from hefa.people.models import Person
from hefa.review.actions import act_on, submit_version

Find = Callable[[str], Person]
RESIDENT = "证件号码 11010519491231002X 请核对。"
PHONE = "联系人王某，手机 13800138000，请勿外传。"


def found(version: Version, rule: str, now: datetime) -> Finding:
    return next(entry for entry in look_at(version, now=now).findings if entry.rule == rule)


def reply_to(
    finding: Finding, verdict: Verdict = Verdict.ACCEPTED, why: str = "本人同意公开"
) -> Reply:
    return Reply(rule=finding.rule, place=finding.place, verdict=verdict, reason=why)


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


def open_rules(look: Look) -> set[str]:
    return {entry.rule for entry in look.open}


def test_answered_finding_is_closed_and_the_answer_is_in_the_ledger(
    person: Find, now: datetime
) -> None:
    version = written("通知", PHONE, now=now)
    finding = found(version, "P03", now)
    assert "P03" in open_rules(look_at(version, now=now))
    size = ledger_size()

    answer_finding(version, reply_to(finding), person=person("zhang"), now=now)

    assert "P03" not in open_rules(look_at(version, now=now))
    assert kinds_since(size) == ["check.answered"]


@pytest.mark.parametrize("name", ["zhang", "zhao", "zhou", "wang", "li", "chen"])
def test_author_head_office_approver_and_administrator_may_answer(
    person: Find, now: datetime, name: str
) -> None:
    version = written("通知", PHONE, now=now)

    answer_finding(version, reply_to(found(version, "P03", now)), person=person(name), now=now)

    assert FindingAnswer.objects.get().person == person(name)


@pytest.mark.parametrize("name", ["sun", "he", "liu", "wu", "zheng", "qian", "stranger"])
def test_nobody_else_may_answer(person: Find, now: datetime, name: str) -> None:
    version = written("通知", PHONE, now=now)
    size = ledger_size()

    with pytest.raises(Refused) as caught:
        answer_finding(version, reply_to(found(version, "P03", now)), person=person(name), now=now)

    assert codes(caught) == ["core.no_right"]
    assert not FindingAnswer.objects.exists()
    assert ledger_size() == size


@pytest.mark.parametrize(
    ("verdict", "why", "code"),
    [
        (Verdict.ACCEPTED, "  ", "check.reason_missing"),
        (Verdict.NOT_AN_ERROR, "", "check.reason_missing"),
        (Verdict.FIXED, "改了", "check.still_there"),
        (Verdict.MASKED, "遮了", "check.still_there"),
    ],
)
def test_answer_without_reason_or_repair_is_refused(
    person: Find, now: datetime, verdict: Verdict, why: str, code: str
) -> None:
    version = written("通知", PHONE, now=now)

    with pytest.raises(Refused) as caught:
        answer_finding(
            version,
            reply_to(found(version, "P03", now), verdict, why),
            person=person("zhang"),
            now=now,
        )

    assert codes(caught) == [code]
    assert not FindingAnswer.objects.exists()


def test_answer_to_what_is_no_longer_there_is_refused(person: Find, now: datetime) -> None:
    version = written("通知", PHONE, now=now)
    finding = found(version, "P03", now)
    save_draft(version, {"document": document("没有号码。")}, edit=version.edit, now=now)

    with pytest.raises(Refused) as caught:
        answer_finding(reloaded(version), reply_to(finding), person=person("zhang"), now=now)

    assert codes(caught) == ["check.finding_gone"]


@pytest.mark.parametrize("rule", ["", "P99", "X" * 40])
def test_answer_to_no_rule_of_ours_is_refused(person: Find, now: datetime, rule: str) -> None:
    version = written("通知", PHONE, now=now)
    reply = Reply(rule=rule, place="0" * 64, verdict=Verdict.FIXED, reason="")

    with pytest.raises(Refused) as caught:
        answer_finding(version, reply, person=person("zhang"), now=now)

    assert codes(caught) == ["check.finding_gone"]
    assert not FindingAnswer.objects.exists()


def test_answer_carries_over_to_the_next_version_where_its_place_is_unchanged(
    person: Find, now: datetime
) -> None:
    version = written("通知", "第一段。", PHONE, now=now)
    answer_finding(version, reply_to(found(version, "P03", now)), person=person("zhang"), now=now)
    sheet = submit(version, now=now)
    back = attempt(sheet, Act.RETURN, "补一段")
    act_on(sheet, back, person=person("zhao"), now=now)

    following = revise(version.manuscript, person=person("zhang"), now=now)
    more = document("新加的一段。", "第一段。", PHONE)
    save_draft(following, {"document": more}, edit=following.edit, now=now)

    assert "P03" not in open_rules(look_at(reloaded(following), now=now))


def test_answer_does_not_carry_over_to_changed_words(person: Find, now: datetime) -> None:
    version = written("通知", PHONE, now=now)
    answer_finding(version, reply_to(found(version, "P03", now)), person=person("zhang"), now=now)

    other = document(PHONE.replace("王某", "赵某某"))
    save_draft(version, {"document": other}, edit=version.edit, now=now)

    assert "P03" in open_rules(look_at(reloaded(version), now=now))


def test_answer_on_one_manuscript_says_nothing_about_another(person: Find, now: datetime) -> None:
    version, other = written("通知", PHONE, now=now), written("通知", PHONE, now=now)

    answer_finding(version, reply_to(found(version, "P03", now)), person=person("zhang"), now=now)

    assert "P03" in open_rules(look_at(other, now=now))


def test_open_blocker_stops_submission_and_leaves_the_version_open(
    person: Find, now: datetime
) -> None:
    version = written("通知", RESIDENT, now=now)
    assert found(version, "P01", now).severity is Severity.BLOCK
    size = ledger_size()

    with pytest.raises(Refused) as caught:
        submit(version, now=now)

    assert codes(caught) == ["review.open_blockers"]
    assert caught.value.reasons[0].detail == {"count": 1}
    assert reloaded(version).frozen_at is None
    assert ledger_size() == size


def test_explained_blocker_no_longer_stops_submission(person: Find, now: datetime) -> None:
    version = written("通知", RESIDENT, now=now)
    answer_finding(version, reply_to(found(version, "P01", now)), person=person("zhang"), now=now)

    sheet = submit_version(version, person=named("zhang"), edit=version.edit, now=now)

    assert sheet.awaits == Act.ENDORSE


def test_open_warning_stops_approval_until_it_is_answered(person: Find, now: datetime) -> None:
    version = written("通知", "本次活动由某某赞助。", now=now)
    OwnTerm.objects.create(term="赞助", reason="先问办公室", owner=person("chen"))
    sheet = signed(submit(version, now=now), Act.ENDORSE, now=now)

    with pytest.raises(Refused) as caught:
        signed(sheet, Act.APPROVE, now=now)
    assert codes(caught) == ["review.open_findings"]
    finding = found(sheet.version, "X01", now)
    answer_finding(sheet.version, reply_to(finding), person=person("wang"), now=now)
    sheet = signed(sheet, Act.APPROVE, now=now)

    assert sheet.awaits == Act.DELIVER


def test_term_of_the_organisation_is_found_until_it_runs_out(person: Find, now: datetime) -> None:
    version = written("通知", "本次活动由某某赞助。", now=now)
    chen = person("chen")
    OwnTerm.objects.create(term="赞助", reason="先问办公室", owner=chen)
    OwnTerm.objects.create(
        term="活动",
        reason="已过期",
        owner=chen,
        expires_on=datetime(2026, 11, 22, tzinfo=now.tzinfo),
    )

    hits = [entry.excerpt for entry in look_at(version, now=now).findings if entry.rule == "X01"]

    assert hits == ["赞助"]


def test_no_finding_shows_a_full_number(person: Find, now: datetime) -> None:
    version = written("通知", RESIDENT, PHONE, now=now)

    shown = repr(look_at(version, now=now))

    assert "P01" in shown
    assert "P03" in shown
    assert "11010519491231002X" not in shown
    assert "13800138000" not in shown


def test_returned_and_submitted_sheets_keep_their_findings(person: Find, now: datetime) -> None:
    back = returned("通知甲", now=now)
    sent = submitted("通知乙", now=now)

    assert look_at(back.version, now=now) == look_at(reloaded(back.version), now=now)
    assert not look_at(sent.version, now=now).blockers
