"""Stopping one publication at a touch, and keeping the quiet hours."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.errors import Refused
from hefa.publish.account import Wire
from hefa.publish.actions import queue_publication, retry_publication, stop_publication
from hefa.publish.advance import advance
from hefa.publish.article import drafting
from hefa.publish.conditions import end_of_quiet
from hefa.publish.models import Publication, PublicationState
from hefa.publish.turn import BEFORE_SUBMISSION, Turn
from hefa.registry.access import HERE
from hefa.registry.changes import the_installation
from hefa.registry.models import Installation

State = PublicationState


def quiet(since: str, until: str) -> None:
    the_installation()
    Installation.objects.update(
        quiet_from=time.fromisoformat(since), quiet_until=time.fromisoformat(until)
    )


def at(hour: int, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=HERE)


def test_it_stops_in_the_hands_of_the_worker_that_holds_it(
    house: House, wechat: Wechat, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = queued(house)
    add = drafting._add

    def stopped_meanwhile(turn: Turn, wire: Wire, *rest: Any) -> datetime | None:
        stop_publication(publication, person=house.approver, now=turn.moment)
        return add(turn, wire, *rest)

    monkeypatch.setattr(drafting, "_add", stopped_meanwhile)
    advance(publication.pk, now=NOW)
    monkeypatch.undo()

    publication, ended = run_until_rest(publication, now=NOW + timedelta(minutes=1))
    assert (publication.state, publication.trouble_code) == (
        State.HALTED,
        "publish.stopped_at_a_touch",
    )
    assert publication.items.get().claims
    assert wechat.state()["articles"] == []

    retry_publication(publication, person=house.administrator, words="可以发了", now=ended)
    publication, _ = run_until_rest(publication, now=ended)
    assert publication.state == State.PUBLISHED
    assert list(wechat.state()["effective_publications"].values()) == [1]


@pytest.mark.parametrize("state", list(State))
def test_it_stops_in_every_state_before_the_submission_and_in_no_other(
    house: House, state: State
) -> None:
    publication = queued(house)
    Publication.objects.filter(pk=publication.pk).update(state=state)
    if state in BEFORE_SUBMISSION:
        assert stop_publication(publication, person=house.approver, now=NOW).state == State.HALTED
        return
    with pytest.raises(Refused, match=r"publish\.too_late_to_stop"):
        stop_publication(publication, person=house.approver, now=NOW)


def test_a_stranger_stops_nothing(house: House) -> None:
    publication = queued(house)
    with pytest.raises(Refused, match=r"core\.no_right"):
        stop_publication(publication, person=house.stranger, now=NOW)


@pytest.mark.parametrize(
    ("since", "until", "moment", "end"),
    [
        ("22:00", "07:00", at(23), at(7, 24)),
        ("22:00", "07:00", at(3), at(7)),
        ("22:00", "07:00", at(7), None),
        ("22:00", "07:00", at(12), None),
        ("12:00", "14:00", at(12), at(14)),
        ("12:00", "14:00", at(14), None),
    ],
)
def test_the_quiet_hours_end_when_they_say(
    db: None, since: str, until: str, moment: datetime, end: datetime | None
) -> None:
    quiet(since, until)
    assert end_of_quiet(moment) == end


def test_what_is_ordered_in_the_quiet_hours_goes_when_they_end(
    house: House, wechat: Wechat
) -> None:
    quiet("16:00", "19:00")  # it is 17:00 here
    publication = queued(house)
    assert publication.planned_at == at(19)
    publication, _ = run_until_rest(publication, until=timedelta(hours=1))
    assert wechat.state()["drafts"] == []

    publication, _ = run_until_rest(publication, now=at(19))
    assert publication.state == State.PUBLISHED


def test_what_is_late_waits_for_the_end_of_the_quiet_hours(house: House, wechat: Wechat) -> None:
    publication = queued(house)
    quiet("16:00", "19:00")
    publication, moment = run_until_rest(publication, until=timedelta(hours=1))
    assert (publication.state, publication.trouble_code) == (State.QUEUED, "publish.quiet_hours")
    assert publication.next_at == at(19)

    publication, _ = run_until_rest(publication, now=max(moment, at(19)))
    assert publication.state == State.PUBLISHED


def test_what_is_urgent_goes_at_once_and_a_plan_for_the_quiet_hours_is_refused(
    house: House,
) -> None:
    quiet("16:00", "19:00")
    version = released(house).version
    order: dict[str, Any] = {"person": house.administrator, "now": NOW}
    with pytest.raises(Refused, match=r"publish\.quiet_hours"):
        queue_publication([version], planned_at=at(18), **order)

    publication = queue_publication([version], planned_at=None, is_urgent=True, **order)
    publication, _ = run_until_rest(publication)
    assert publication.state == State.PUBLISHED
