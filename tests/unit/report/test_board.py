"""The wall of articles: evidence over real tables, and nothing assumed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from hefa.collect.models import Version
from hefa.operate.models import BackupRun
from hefa.people.models import Person, SignInEvent
from hefa.registry.models import AdoptedRegulation, Appointment, Installation, OfficialAccount, Unit
from hefa.report.controls import Evidence, Standing, articles
from hefa.report.judging import JUDGES, judged
from hefa.review.models import Opinion, ReviewSheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]

PER_ITEM = ("C3.1", "C5.8.2", "C6.1", "C7.1", "C8.1", "C9.3", "C10.4", "C12.2", "C12.3", "C12.4")


def evidence(control: str, now: datetime) -> Evidence:
    """Return how `control` stands a second later, so that what happened now counts."""
    return judged(now + timedelta(seconds=1), only=control)[0].evidence


def standing(control: str, now: datetime) -> Standing:
    return evidence(control, now).standing


def test_there_are_fifteen_articles_and_fifty_one_controls() -> None:
    ids = [control.id for article in articles() for control in article.controls]

    assert [article.number for article in articles()] == list(range(1, 16))
    assert len(ids) == len(set(ids)) == 51
    assert set(JUDGES) <= set(ids)


def test_what_nothing_answers_for_is_missing_and_never_assumed(now: datetime) -> None:
    unanswered = [entry for entry in judged(now) if entry.control.id not in JUDGES]

    assert len(unanswered) == 51 - len(JUDGES)
    assert {entry.evidence.standing for entry in unanswered} == {Standing.MISSING}


@pytest.mark.parametrize("control", PER_ITEM)
def test_without_a_single_case_there_is_no_evidence(control: str, now: datetime) -> None:
    assert standing(control, now) is Standing.MISSING


@pytest.mark.parametrize("control", PER_ITEM)
def test_one_orderly_release_is_evidence(control: str, now: datetime) -> None:
    make.released(now=now)

    assert evidence(control, now).against == ()
    assert standing(control, now) is Standing.PROVED


@pytest.mark.parametrize(
    ("control", "break_it"),
    [
        ("C3.1", lambda _: Version.objects.update(audience="")),
        ("C8.1", lambda _: Version.objects.update(purpose=" ")),
        ("C10.4", lambda _: Version.objects.update(source_name="", source_url="")),
        ("C6.1", lambda _: Opinion.objects.filter(act="approve").update(package_sha256="0" * 64)),
        ("C12.2", lambda _: Opinion.objects.filter(act="approve").delete()),
        ("C12.3", lambda _: Opinion.objects.filter(act="endorse").update(post="contributor")),
        ("C5.8.2", lambda _: Opinion.objects.filter(act="release").update(post="office")),
        ("C7.1", lambda _: ReviewSheet.objects.update(route="news")),
        ("C12.4", lambda _: Appointment.objects.filter(post="sender").delete()),
        ("C12.4", lambda now: Appointment.objects.filter(post="sender").update(
            starts_on=(now + timedelta(days=1)).date())),
        ("C9.3", lambda _: Version.objects.update(package=b"{}")),
    ],
)  # fmt: skip
def test_one_case_against_a_claim_is_named(
    control: str, break_it: Callable[[datetime], object], now: datetime
) -> None:
    sheet = make.released(now=now)
    break_it(now)

    assert standing(control, now) is Standing.MISSING
    assert evidence(control, now).against in ((sheet.number,), (sheet.version.title,))


def test_what_is_older_than_the_period_is_no_evidence(now: datetime) -> None:
    make.released(now=now)

    assert standing("C6.1", now + timedelta(days=400)) is Standing.MISSING


def test_a_regulation_changed_behind_ones_back_is_no_evidence(now: datetime) -> None:
    assert standing("C1.1", now) is Standing.PROVED
    AdoptedRegulation.objects.update(text="key = 1")

    assert standing("C1.1", now) is Standing.MISSING
    assert standing("C15.1", now) is Standing.MISSING


def test_the_account_must_be_the_regulated_one_and_lately_tested(now: datetime) -> None:
    assert evidence("C2.1", now).fact == "登记的微信号与制度里写的不一样。"
    OfficialAccount.objects.update(wechat_id="lpxybzsq", tested_at=now, test_code="")

    found = {days: standing("C2.1", now + timedelta(days=days)) for days in (0, 77, 79, 91, 93)}
    assert found == {
        0: Standing.PROVED,
        77: Standing.PROVED,
        79: Standing.EXPIRING,
        91: Standing.EXPIRING,
        93: Standing.MISSING,
    }


def test_every_post_needs_a_holder_and_a_deputy(now: datetime) -> None:
    assert "平台管理员：没有替补" in evidence("C4.1", now).against
    tech = Unit.objects.get(key="tech")
    for post in (
        "owner", "approver", "tech_support", "administrator", "inspector",
        "office", "unit_head", "sender", "contributor",
    ):  # fmt: skip
        Appointment.objects.create(
            person=make.named("li"), post=post, unit=tech, is_deputy=True, starts_on=now.date()
        )

    assert evidence("C4.1", now).against == ()
    assert standing("C4.1", now) is Standing.PROVED
    assert standing("C5.0", now) is Standing.PROVED


def test_the_administrator_must_have_been_at_work_this_quarter(now: datetime) -> None:
    SignInEvent.objects.all().delete()
    assert standing("C5.8", now) is Standing.MISSING
    SignInEvent.objects.create(
        person=make.named("chen"), name_given="chen", is_success=True, at=now
    )

    assert standing("C5.8", now) is Standing.PROVED
    assert standing("C5.8", now + timedelta(days=80)) is Standing.EXPIRING
    assert standing("C5.8", now + timedelta(days=93)) is Standing.MISSING


def test_passwords_run_out_after_90_days_with_a_warning_from_75(now: datetime) -> None:
    Person.objects.update(password_changed_at=now)
    found = [standing("C11.3", now + timedelta(days=days)) for days in (74, 75, 89, 90)]

    assert found == [
        Standing.PROVED, Standing.EXPIRING, Standing.EXPIRING, Standing.MISSING
    ]  # fmt: skip


def test_a_backup_alone_is_not_the_whole_of_5_6(now: datetime) -> None:
    BackupRun.objects.create(taken_at=now, place="/x", sha256="0" * 64, size_bytes=1, is_equal=True)

    assert standing("C5.6", now) is Standing.MISSING
    assert "恢复演练还没有记录" in evidence("C5.6", now).fact


def test_the_date_of_issue_must_be_entered(now: datetime) -> None:
    assert standing("C15.1", now) is Standing.PROVED
    Installation.objects.update(issued_on=None)

    assert standing("C15.1", now) is Standing.MISSING


@pytest.mark.parametrize("control", [c.id for a in articles() for c in a.controls])
def test_every_control_has_a_page_in_words(control: str, sign_in: SignIn, now: datetime) -> None:
    make.released(now=now)
    answer = sign_in("chen").get(f"/report/control/{control}/")

    assert answer.status_code == 200
    assert "依据" in answer.content.decode()


def test_the_board_shows_each_control_once_with_its_state(sign_in: SignIn, now: datetime) -> None:
    make.released(now=now)
    page = sign_in("chen").get("/report/").content.decode()

    assert page.count('class="control-chip') == 51
    assert "第十五条" in page
    assert "不当作已经做到" in page


def test_a_control_nobody_has_heard_of_is_not_found(sign_in: SignIn) -> None:
    assert sign_in("chen").get("/report/control/C99/").status_code == 404


def test_a_person_without_posts_sees_nothing(sign_in: SignIn, now: datetime) -> None:
    make.released(now=now)
    client = sign_in("stranger")

    assert client.get("/report/").status_code == 403
    assert client.get("/report/control/C1.1/").status_code == 403


def test_the_board_takes_as_many_queries_for_30_items_as_for_one(
    sign_in: SignIn, now: datetime
) -> None:
    client = sign_in("chen")
    counted = []
    for count in (1, 29):
        for number in range(count):
            make.released(f"第 {number} 号通知", now=now - timedelta(hours=1))
        client.get("/report/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/report/")
        counted.append(len(queries))

    assert counted[0] == counted[1]
