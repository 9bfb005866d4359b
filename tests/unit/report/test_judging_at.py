"""The board of an earlier time: what was entered later changes nothing of what it said then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from tests import factories as make
from tests.unit.report import outdoors

from hefa.core.duty import Standing
from hefa.patrol.models import Result
from hefa.people.actions import change_password, record_sign_in
from hefa.registry import actions as register
from hefa.registry.models import Appointment, Installation, OfficialAccount, Unit
from hefa.report.board import Board
from hefa.report.judging import board, months, timeline
from hefa.report.tasks import prove
from hefa.respond.actions import (
    close_incident,
    note_seen,
    open_incident,
    record_step,
    report_incident,
)
from hefa.respond.changes import StepKind
from hefa.respond.models import Incident
from hefa.review.models import ReviewSheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
DAY = timedelta(days=1)

Deed = Callable[[datetime], object]


def _test_account(code: str) -> Deed:
    return lambda at: register.record_account_test(
        OfficialAccount.objects.get(), code, by=make.named("chen"), now=at
    )


def _regulated_id(at: datetime) -> None:
    account = OfficialAccount.objects.get()
    register.save_account(
        account,
        name="青禾社区",
        wechat_id="lpxybzsq",
        kind=account.kind,
        is_verified=True,
        appid=account.appid,
        secret=None,
        by=make.named("chen"),
        now=at,
        seen=account.revision,
    )


def _end(post: str) -> Deed:
    def end(at: datetime) -> None:
        held = Appointment.objects.filter(post=post, ends_on=None).order_by("pk").first()
        assert held is not None
        register.end_appointment(held, ends_on=at.date(), by=make.named("chen"), now=at)

    return end


def _deputy(at: datetime) -> None:
    register.appoint(
        make.named("li"),
        post="tech_support",
        unit=Unit.objects.get(key="tech"),
        starts_on=at.date() - 5 * DAY,
        is_deputy=True,
        by=make.named("chen"),
        now=at,
    )


def _describe(at: datetime) -> None:
    here = Installation.objects.get()
    register.describe_organisation(
        organisation="红柳社区居委会",
        short_name="红柳社区",
        issued_on=None,
        by=make.named("chen"),
        now=at,
        seen=here.revision,
    )


def _rename(at: datetime) -> None:
    person = make.named("liu")
    register.describe_person(
        person,
        display_name="刘工程师",
        phone="",
        mail="",
        by=make.named("chen"),
        now=at,
        seen=person.revision,
    )


def _release(title: str) -> Deed:
    return lambda at: make.released(title, now=at)


def _publish_and_patrol(at: datetime) -> None:
    items = [outdoors.published(sheet, now=at) for sheet in ReviewSheet.objects.filter(ended="released")
             if not sheet.version.items.exists()]  # fmt: skip
    outdoors.patrolled(items, now=at)


def _wrong_and_open(at: datetime) -> None:
    item = ReviewSheet.objects.filter(ended="released")[0].version.items.get()
    patrol = outdoors.patrolled([item], now=at, result=Result.CHANGED)
    open_incident(patrol.observations.get(), now=at + timedelta(minutes=1))


def _act(kind: StepKind) -> Deed:
    return lambda at: record_step(
        Incident.objects.filter(is_drill=False).latest("pk"),
        kind,
        words="已联系",
        person=make.named("wang"),
        now=at,
    )


def _close(at: datetime) -> None:
    for incident in Incident.objects.filter(closed_at=None):
        close_incident(incident, words="办完了", person=make.named("chen"), now=at)


STORY: tuple[tuple[str, Deed], ...] = (
    ("an account with the regulated id", _regulated_id),
    ("its connection stands", _test_account("")),
    ("something is released", _release("停水通知")),
    ("it goes out and is looked at", _publish_and_patrol),
    ("a backup", lambda at: outdoors.backed_up(now=at)),
    ("a deputy, entered five days late", _deputy),
    ("an incident is seen", _wrong_and_open),
    ("somebody acts", _act(StepKind.ACTION)),
    ("it is repaired", _act(StepKind.RESTORED)),
    ("a later round sees it wrong again", lambda at: note_seen(
        Incident.objects.latest("pk"), is_same=False, seen_at=at - timedelta(hours=1), now=at)),
    ("a drill", lambda at: report_incident(
        title="演练：被篡改", words="演练", person=make.named("chen"), now=at, is_drill=True)),
    ("the incidents are closed", _close),
    ("the connection no longer stands", _test_account("wechat.refused")),
    ("the sender leaves", _end("sender")),
    ("the inspector leaves", _end("inspector")),
    ("a password is changed", lambda at: change_password(make.named("chen"), "另一个很长的口令", now=at)),
    ("the administrator signs in", lambda at: record_sign_in(make.named("chen"), now=at)),
    ("the organisation is described anew", _describe),
    ("somebody gets another name", _rename),
    ("an account is closed", lambda at: register.close_person(
        make.named("qian"), by=make.named("chen"), now=at)),
    ("the machine goes through what was released", lambda at: prove("", now=at)),
    ("a stranger's article is seen", lambda at: outdoors.patrolled(now=at, stranger="卖房")),
    ("an item is taken off", lambda at: ReviewSheet.objects.filter(ended="released")[0]
        .version.items.update(removed_at=at)),
)  # fmt: skip


def _lived(now: datetime) -> list[tuple[str, datetime, Board]]:
    """Return what the board said an hour after each thing that happened, a day apart."""
    told = []
    for number, (name, deed) in enumerate(STORY):
        at = now + number * DAY
        deed(at)
        seen_at = at + timedelta(hours=1)
        found = board(seen_at)
        assert found is not None
        told.append((name, seen_at, found))
    return told


def test_what_was_entered_later_changes_nothing_of_an_earlier_board(now: datetime) -> None:
    told = _lived(now)
    later = now + timedelta(days=60)
    changed = []
    for name, seen_at, remembered in told:
        found = board(later, at=seen_at)
        assert found is not None
        changed += [
            (name, was.control.id, was.evidence, is_now.evidence)
            for was, is_now in zip(remembered.judged, found.judged, strict=True)
            if was != is_now
        ]

    assert changed == []
    assert [board(later, at=seen_at) for _, seen_at, _ in told] == [entry for _, _, entry in told]


def test_the_story_turns_the_board_so_that_the_comparison_means_something(now: datetime) -> None:
    told = _lived(now)
    turned = {
        was.control.evidence
        for (_, _, before), (_, _, after) in pairwise(told)
        for was, then in zip(before.judged, after.judged, strict=True)
        if was.evidence != then.evidence
    }

    assert turned >= {
        "account_register", "administrator", "backups", "compared_and_same", "daily_patrol",
        "dates", "delivered_by_sender", "drills", "duty_matrix", "first_action", "leaders_told",
        "monthly_supply", "nothing_unreviewed", "order_of_acts", "passwords_fresh", "plan_started",
        "regulation_text", "repaired_in_time", "rights_reviewed", "technical_support",
        "a_form_for_each",
    }  # fmt: skip


def test_timelines_and_months_of_an_earlier_time_stay_too(now: datetime) -> None:
    first = board(now + timedelta(hours=1))
    assert first is not None
    remembered = {}
    for number, (_, deed) in enumerate(STORY):
        deed(now + number * DAY)
        seen_at = now + number * DAY + timedelta(hours=1)
        for control in first.regulation.controls:
            remembered[seen_at, control.id] = timeline(control, seen_at)
    later = now + timedelta(days=60)

    for (seen_at, key), marks in remembered.items():
        control = first.regulation.control(key)
        assert control is not None
        assert timeline(control, later, at=seen_at) == marks, (seen_at, key)


def test_months_go_by_the_moment_of_the_fact(now: datetime) -> None:
    make.released("停水通知", now=now)
    prove("", now=now)
    make.released("停电通知", now=now + 20 * DAY)
    prove("", now=now + 20 * DAY)
    found = board(now + 21 * DAY)
    assert found is not None
    control = found.regulation.control("C6.1")
    assert control is not None
    counts = [(month.begins_on.month, month.count) for month in months(control, now + 21 * DAY)]

    assert counts == [(11, 1), (12, 1)]
    assert [month.count for month in months(control, now + 21 * DAY, at=now + DAY)] == [1]


def test_before_the_first_adoption_there_is_no_board(now: datetime) -> None:
    assert board(now, at=now - timedelta(seconds=1)) is None
    found = board(now)
    assert found is not None
    assert timeline(found.judged[1].control, now, at=now - DAY) == ()


def test_a_moment_to_come_is_judged_as_of_now(now: datetime) -> None:
    assert board(now, at=now + DAY) == board(now)


def test_an_appointment_entered_late_was_missing_until_it_was_entered(now: datetime) -> None:
    _deputy(now + 3 * DAY)

    def state(at: datetime) -> Standing:
        found = board(now + 30 * DAY, at=at, only="C5.0")
        assert found is not None
        return found.judged[0].evidence.standing

    assert state(now + 2 * DAY) is Standing.MISSING  # the fact is older, its record is not
    assert state(now + 4 * DAY) is Standing.PROVED
