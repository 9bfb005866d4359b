"""Duties: what is due to whom, gone once it is done, and what the desk says of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests import factories as make

from hefa.patrol.models import PatrolRound
from hefa.people.actions import change_password
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import OfficialAccount
from hefa.report.duties import Duty, Urgency, duties_now, duties_of

SignIn = Callable[[str], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def owed_by(username: str, now: datetime) -> dict[str, Duty]:
    duties = duties_of(actor_of(make.named(username), now), duties_now(now))
    return {duty.control.id: duty for duty in duties}


def renew_passwords(now: datetime) -> None:
    for person in Person.objects.all():
        change_password(person, "another-word-2026", now=now)


def test_each_post_is_shown_its_own_duties_and_no_other(now: datetime) -> None:
    of_the_administrator = owed_by("chen", now)
    of_a_contributor = owed_by("zhang", now)

    assert "C5.8.1" in of_the_administrator
    assert "C5.8.1" not in of_a_contributor
    assert all("administrator" in duty.control.posts for duty in of_the_administrator.values())


def test_a_password_becomes_a_duty_before_it_runs_out_and_ceases_when_it_is_changed(
    now: datetime,
) -> None:
    renew_passwords(now)
    fresh = owed_by("chen", now + DAY)
    soon = owed_by("chen", now + 80 * DAY)
    late = owed_by("chen", now + 100 * DAY)
    renew_passwords(now + 100 * DAY)
    after = owed_by("chen", now + 100 * DAY + MINUTE)

    assert "C11.3" not in fresh
    assert soon["C11.3"].urgency is Urgency.SOON
    assert late["C11.3"].urgency is Urgency.OVERDUE
    assert "C11.3" not in after


def test_what_is_done_this_minute_is_gone_this_minute(now: datetime) -> None:
    later = now.replace(second=5) + 100 * DAY
    before = owed_by("chen", later)
    renew_passwords(later + timedelta(seconds=10))

    assert "C11.3" in before
    assert "C11.3" not in owed_by("chen", later + timedelta(seconds=20))


def test_the_key_tells_a_duty_of_one_time_from_that_of_another(now: datetime) -> None:
    renew_passwords(now)
    first = owed_by("chen", now + 80 * DAY)["C11.3"]
    overdue = owed_by("chen", now + 100 * DAY)["C11.3"]

    assert first.key == owed_by("chen", now + 81 * DAY)["C11.3"].key
    assert first.key != overdue.key


def test_duties_stand_in_the_order_in_which_they_fall_due(now: datetime) -> None:
    renew_passwords(now)
    patrol(now)
    times = [duty.due_at for duty in duties_now(now + 80 * DAY) if duty.due_at]

    assert len(times) > 1
    assert times == sorted(times)


def test_what_has_no_place_to_be_done_is_no_duty(now: datetime) -> None:
    duties = duties_now(now)

    assert duties
    assert all(duty.place for duty in duties)


def test_the_desk_shows_the_patrol_of_the_day_until_it_is_done(
    sign_in: SignIn, now: datetime
) -> None:
    before = sign_in("chen").get("/").content.decode()

    patrol(now)
    make_any_entry(now)
    after = sign_in("chen").get("/").content.decode()

    assert "每日巡检" in before
    assert "每日巡检" not in after


def patrol(now: datetime) -> None:
    """Go one whole round over the account, on which nothing is out yet."""
    account = OfficialAccount.objects.get()
    PatrolRound.objects.create(account=account, started_at=now, finished_at=now)


def make_any_entry(now: datetime) -> None:
    """Do something that the ledger knows of, as every real act is."""
    change_password(make.named("wu"), "yet-another-2026", now=now)


def test_a_contributor_s_desk_has_no_card_of_duties(sign_in: SignIn, now: datetime) -> None:
    assert "每日巡检" not in sign_in("zhang").get("/").content.decode()
