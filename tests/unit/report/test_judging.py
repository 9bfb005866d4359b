"""Judging: each state over real tables, by the name of the evidence, and nothing assumed."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.unit.report import outdoors
from tests.unit.report.asking import PER_ITEM, against, control_with, evidence, standing, whole

from hefa.core.duty import Mark, Standing
from hefa.core.regulation import Pack
from hefa.core.review import Act
from hefa.patrol.models import Result
from hefa.people.models import SignInEvent
from hefa.registry import actions as register
from hefa.registry.models import (
    AdoptedRegulation,
    Appointment,
    Installation,
    OfficialAccount,
    Unit,
)
from hefa.report import answered, judges
from hefa.report.judging import ANSWERED, board, extra_forms, timeline
from hefa.report.proving import CLAIMS
from hefa.respond.actions import close_incident, open_incident, record_step, report_incident
from hefa.respond.changes import StepKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def marks(name: str, now: datetime) -> list[Mark]:
    control = control_with(name, now)
    return [entry.mark for entry in timeline(control, now)]


def test_every_name_that_is_answered_for_has_its_judge_and_no_other() -> None:
    assert set(judges.JUDGES) == ANSWERED
    assert not answered.KEPT & set(answered.NOT_KEPT_YET)
    assert set(judges.SERIES) | set(judges.MONTHS) <= ANSWERED
    assert set(CLAIMS) == set(PER_ITEM)


def test_every_control_of_the_regulation_is_judged_in_its_order(now: datetime) -> None:
    found = whole(now)
    listed = [control.id for control in found.regulation.controls if control.is_on]

    assert [entry.control.id for entry in found.judged] == listed
    assert {entry.control.evidence for entry in found.judged} <= ANSWERED
    assert all(entry.article is not None for entry in found.judged)
    assert all(entry.evidence.fact.endswith("。") for entry in found.judged)


def test_facts_read_alike_whenever_they_are_read(now: datetime) -> None:
    make.released("停水通知", now=now)
    outdoors.patrolled(now=now)
    told = " ".join(entry.evidence.fact for entry in whole(now).judged)

    assert f"{now.year}年" in told
    assert not re.search("今天|昨天|明天", told)


def test_a_benchmark_that_is_off_is_judged_when_it_is_asked_for(now: datetime) -> None:
    found = whole(now)
    off = [entry.id for entry in found.regulation.controls if entry.pack is Pack.BENCHMARK]
    one = board(now, only=off[0])

    assert not set(off) & {entry.control.id for entry in found.judged}
    assert one is not None
    assert [entry.control.id for entry in one.judged] == off[:1]
    assert board(now, only="C99") is not None
    assert board(now, only="C99").judged == ()  # type: ignore[union-attr]  # asked above


@pytest.mark.parametrize("name", PER_ITEM)
def test_without_a_single_case_there_is_no_evidence(name: str, now: datetime) -> None:
    assert standing(name, now) is Standing.MISSING


def test_what_is_older_than_a_year_is_no_evidence(now: datetime) -> None:
    make.released(now=now)

    assert standing("order_of_acts", now + 365 * DAY) is Standing.PROVED
    assert standing("order_of_acts", now + 367 * DAY) is Standing.MISSING


def test_a_sender_who_left_afterwards_was_the_sender_on_the_day(now: datetime) -> None:
    make.released(now=now)
    sender = Appointment.objects.get(post="sender", unit__key="service")
    register.end_appointment(sender, ends_on=now.date() - DAY, by=None, now=now + DAY)
    register.appoint(
        make.named("li"), post="sender", unit=Unit.objects.get(key="service"),
        starts_on=now.date(), by=None, now=now + DAY,
    )  # fmt: skip

    assert standing("delivered_by_sender", now + 2 * DAY) is Standing.PROVED


def test_a_unit_without_a_sender_is_named(now: datetime) -> None:
    make.released(now=now)
    sender = Appointment.objects.get(post="sender", unit__key="culture")
    register.end_appointment(sender, ends_on=now.date(), by=None, now=now)

    assert standing("delivered_by_sender", now) is Standing.PROVED  # until the day is over
    assert standing("delivered_by_sender", now + DAY) is Standing.MISSING
    assert against("delivered_by_sender", now + DAY) == ["文体科：没有报送专人"]


def test_a_regulation_changed_behind_ones_back_is_no_evidence(now: datetime) -> None:
    assert standing("regulation_text", now) is Standing.PROVED
    adopted = AdoptedRegulation.objects.get()
    AdoptedRegulation.objects.update(text=f"{adopted.text}\n# 改过")

    assert standing("regulation_text", now) is Standing.MISSING
    assert standing("dates", now) is Standing.MISSING


def test_the_date_of_issue_must_be_entered(now: datetime) -> None:
    assert standing("dates", now) is Standing.PROVED
    here = Installation.objects.get()
    register.describe_organisation(
        organisation="青禾", short_name="", issued_on=None, by=None, now=now, seen=here.revision
    )

    assert standing("dates", now) is Standing.MISSING


def _called(wechat_id: str, now: datetime) -> None:
    """Save the account under another WeChat id."""
    account = OfficialAccount.objects.get()
    register.save_account(
        account, name=account.name, wechat_id=wechat_id, kind=account.kind,
        is_verified=True, appid=account.appid, secret=None, by=None, now=now,
        seen=account.revision,
    )  # fmt: skip


def _regulated(now: datetime, code: str = "") -> None:
    if OfficialAccount.objects.get().wechat_id != "lpxybzsq":
        _called("lpxybzsq", now)
    register.record_account_test(OfficialAccount.objects.get(), code, by=None, now=now)


def test_the_account_must_be_the_regulated_one_and_lately_tested(now: datetime) -> None:
    _called("another-account", now)
    assert evidence("account_register", now).fact == "登记的微信号与制度里写的不一样。"
    _regulated(now)

    found = {days: standing("account_register", now + days * DAY) for days in (0, 77, 78, 91, 92)}
    assert found == {
        0: Standing.PROVED,
        77: Standing.PROVED,
        78: Standing.EXPIRING,
        91: Standing.EXPIRING,
        92: Standing.MISSING,
    }


def test_an_account_whose_last_test_failed_is_no_evidence(now: datetime) -> None:
    _regulated(now)
    _regulated(now + DAY, code="wechat.refused")

    assert standing("account_register", now + DAY) is Standing.MISSING


def test_every_post_needs_a_holder_and_a_deputy(now: datetime) -> None:
    assert "平台管理员：没有替补" in against("duty_matrix", now)
    for post in whole(now).regulation.posts:
        register.appoint(
            make.named("zhou"), post=post.key, unit=Unit.objects.get(key="tech"),
            is_deputy=True, starts_on=now.date(), by=None, now=now,
        )  # fmt: skip

    assert against("duty_matrix", now) == []
    assert standing("duty_matrix", now) is Standing.PROVED
    assert standing("technical_support", now) is Standing.PROVED
    assert marks("duty_matrix", now + 50 * DAY)[-1] is Mark.KEPT


def test_a_quarter_with_a_vacant_day_is_not_kept(now: datetime) -> None:
    later = now + 130 * DAY  # in April: the first quarter is over
    assert marks("administrator", later)[1:] == [Mark.KEPT, Mark.KEPT]
    register.appoint(
        make.named("liu"), post="administrator", unit=Unit.objects.get(key="tech"),
        starts_on=(now + 60 * DAY).date(), by=None, now=now,
    )  # fmt: skip
    first = Appointment.objects.get(post="administrator", person__username="chen")
    register.end_appointment(first, ends_on=(now + 58 * DAY).date(), by=None, now=now)

    assert marks("administrator", later)[1:] == [Mark.MISSED, Mark.KEPT]


def test_the_administrator_must_have_been_at_work_in_the_last_quarter(now: datetime) -> None:
    SignInEvent.objects.all().delete()
    assert standing("administrator", now) is Standing.MISSING
    SignInEvent.objects.create(
        person=make.named("chen"), name_given="chen", is_success=True, at=now
    )

    march = datetime.fromisoformat("2027-03-10T09:00+08:00")
    assert standing("administrator", now) is Standing.PROVED
    assert standing("administrator", march) is Standing.PROVED
    assert standing("administrator", march + 10 * DAY) is Standing.EXPIRING
    assert standing("administrator", march + 22 * DAY) is Standing.MISSING


def test_passwords_run_out_after_90_days_or_three_months_whichever_comes_first(
    now: datetime,
) -> None:
    due_at = datetime.fromisoformat("2027-02-22T00:00+08:00")  # 90 days, before 23 February
    assert evidence("passwords_fresh", now).next_at == due_at

    found = [
        standing("passwords_fresh", due_at + timedelta(days=days)) for days in (-16, -15, -1, 0)
    ]
    assert found == [Standing.PROVED, Standing.EXPIRING, Standing.EXPIRING, Standing.MISSING]


def test_a_backup_alone_is_not_the_whole_of_it(now: datetime) -> None:
    outdoors.backed_up(now=now)

    assert standing("backups", now) is Standing.MISSING
    assert "恢复演练还没有登记的地方" in evidence("backups", now).fact


def test_an_unsound_backup_counts_for_nothing(now: datetime) -> None:
    outdoors.backed_up(now=now, is_equal=False)

    assert evidence("backups", now).count == 0
    assert marks("backups", now + HOUR)[-1] is not Mark.KEPT


def test_every_day_needs_a_whole_round(now: datetime) -> None:
    outdoors.patrolled(now=now)
    outdoors.patrolled(now=now + DAY)
    assert standing("daily_patrol", now + DAY) is Standing.PROVED

    outdoors.patrolled(now=now + 2 * DAY, trouble="wechat.refused")
    outdoors.patrolled(now=now + 3 * DAY)
    found = evidence("daily_patrol", now + 3 * DAY)

    assert found.standing is Standing.MISSING  # one day of the year has none
    assert [piece.what for piece in found.against] == ["2026年11月25日：青禾社区没有巡检"]
    assert marks("daily_patrol", now + 3 * DAY) == [
        Mark.KEPT, Mark.KEPT, Mark.MISSED, Mark.KEPT
    ]  # fmt: skip


def test_an_item_not_looked_at_within_a_day_speaks_against_the_patrol(now: datetime) -> None:
    item = outdoors.published(make.released(now=now), now=now)
    for days in range(3):
        outdoors.patrolled([item] if days == 0 else [], now=now + days * DAY)

    assert standing("daily_patrol", now + HOUR) is Standing.PROVED
    assert standing("daily_patrol", now + 2 * DAY) is Standing.MISSING
    assert against("daily_patrol", now + 2 * DAY) == ["《停水通知》"]


def test_what_is_out_must_have_been_released_and_permitted(now: datetime) -> None:
    item = outdoors.published(make.released(now=now), now=now)
    outdoors.patrolled([item], now=now)
    names = ("nothing_unreviewed", "a_form_for_each", "compared_and_same")
    assert [standing(name, now) for name in names] == [Standing.PROVED] * 3

    type(item).objects.update(package_sha256="0" * 64)
    assert standing("nothing_unreviewed", now) is Standing.MISSING
    assert against("a_form_for_each", now) == ["《停水通知》"]


def test_a_stranger_s_article_leaves_nothing_unreviewed_without_evidence(now: datetime) -> None:
    outdoors.patrolled(now=now, stranger="卖房")

    assert standing("nothing_unreviewed", now) is Standing.MISSING
    assert against("nothing_unreviewed", now) == ["线上有《卖房》，没有审核单"]


def test_what_looks_otherwise_now_is_not_the_same(now: datetime) -> None:
    item = outdoors.published(make.released(now=now), now=now)
    assert standing("compared_and_same", now) is Standing.MISSING  # nobody has looked yet
    outdoors.patrolled([item], now=now)
    assert standing("compared_and_same", now) is Standing.PROVED
    outdoors.patrolled([item], now=now + HOUR, result=Result.CHANGED)

    assert standing("compared_and_same", now + HOUR) is Standing.MISSING


INCIDENTS = ("first_action", "leaders_told", "repaired_in_time", "plan_started")


@pytest.mark.parametrize("name", INCIDENTS)
def test_where_nothing_happened_a_term_is_kept_and_the_page_says_so(
    name: str, now: datetime
) -> None:
    found = evidence(name, now)

    assert found.standing is Standing.PROVED
    assert found.fact == "没有发生过突发事件；从2026年11月23日起，发生了都会记在这里。"


@pytest.mark.parametrize("name", INCIDENTS)
def test_a_drill_never_counts_as_a_fact(name: str, now: datetime) -> None:
    report_incident(title="演练", words="演练", person=make.named("he"), now=now, is_drill=True)

    assert standing(name, now + 100 * HOUR) is Standing.PROVED


def test_a_drill_carried_through_is_a_rehearsal(now: datetime) -> None:
    drill = report_incident(
        title="演练", words="演练", person=make.named("he"), now=now, is_drill=True
    )
    assert standing("drills", now) is Standing.MISSING
    close_incident(drill, words="做完了", person=make.named("chen"), now=now)

    assert standing("drills", now) is Standing.PROVED
    assert standing("drills", now + 366 * DAY) is Standing.MISSING


def test_the_clocks_of_an_incident_run_from_discovery(now: datetime) -> None:
    item = outdoors.published(make.released(now=now), now=now)
    patrol = outdoors.patrolled([item], now=now, result=Result.CHANGED)
    incident = open_incident(patrol.observations.get(), now=now + MINUTE)
    assert incident is not None
    names = ("first_action", "leaders_told", "repaired_in_time")

    def states(at: datetime) -> list[Standing]:
        return [standing(name, at) for name in names]

    assert states(now + 5 * MINUTE) == [Standing.EXPIRING] * 3
    record_step(
        incident, StepKind.ACTION, words="在看", person=make.named("chen"), now=now + 20 * MINUTE
    )
    assert states(now + 21 * MINUTE) == [Standing.PROVED, Standing.EXPIRING, Standing.EXPIRING]
    record_step(
        incident, StepKind.RESTORED, words="改回", person=make.named("wang"), now=now + 40 * MINUTE
    )
    assert states(now + HOUR) == [Standing.PROVED, Standing.MISSING, Standing.PROVED]
    assert standing("plan_started", now + HOUR) is Standing.MISSING  # nothing grades it yet


def test_what_is_not_repaired_in_time_is_named(now: datetime) -> None:
    incident = report_incident(title="打不开", words="打不开", person=make.named("he"), now=now)

    assert standing("repaired_in_time", now + 11 * HOUR) is Standing.EXPIRING
    assert standing("repaired_in_time", now + 12 * HOUR) is Standing.MISSING
    assert against("repaired_in_time", now + 12 * HOUR) == [
        f"{incident.number} 《打不开》：没有修复"
    ]


def test_each_unit_owes_its_material_before_the_last_week(now: datetime) -> None:
    december = datetime.fromisoformat("2026-12-01T09:00+08:00")
    due_at = datetime.fromisoformat("2026-12-24T18:00+08:00")
    make.submitted(now=december)
    make.submitted("演出", author="wu", unit="culture", now=december)

    assert "本月还没有供稿的：办公室。" in evidence("monthly_supply", due_at - HOUR).fact
    assert standing("monthly_supply", due_at + HOUR) is Standing.MISSING
    assert against("monthly_supply", due_at + HOUR) == ["2026年12月：办公室没有供稿"]


def test_a_silence_longer_than_the_benchmark_allows_is_missing(now: datetime) -> None:
    outdoors.published(make.released(now=now), now=now)
    found = [standing("no_long_silence", now + days * DAY) for days in (9, 10, 13, 14)]

    assert found == [Standing.PROVED, Standing.EXPIRING, Standing.EXPIRING, Standing.MISSING]


def test_nothing_is_asked_for_only_for_the_board(now: datetime) -> None:
    make.released(now=now)

    assert extra_forms(now) == 0


def test_the_board_takes_as_many_queries_for_ten_items_as_for_one(now: datetime) -> None:
    counted = []
    for count in (1, 9):
        for number in range(count):
            sheet = make.released(f"第 {number} 号通知", now=now + MINUTE)
            outdoors.patrolled([outdoors.published(sheet, now=now + MINUTE)], now=now + MINUTE)
        with CaptureQueriesContext(connection) as queries:
            board(now + HOUR)
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert counted[0] <= 39


def test_each_release_needs_its_own_act(now: datetime) -> None:
    """The other way round: a sheet that waits is no case at all."""
    make.sheet_awaiting(Act.RELEASE, now=now)

    assert evidence("order_of_acts", now).fact == "一年里还没有核发的审核单，没有可核对的。"


def test_a_drill_of_the_year_before_is_still_on_the_timeline(now: datetime) -> None:
    drill = report_incident(
        title="演练", words="演练", person=make.named("he"), now=now, is_drill=True
    )
    close_incident(drill, words="做完了", person=make.named("chen"), now=now)

    assert marks("drills", now + 500 * DAY) == [Mark.KEPT, Mark.MISSED, Mark.MISSED]
