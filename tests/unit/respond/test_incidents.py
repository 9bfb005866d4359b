from datetime import timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.errors import Conflict, Refused
from hefa.jobs.sweep import sweep
from hefa.ledger.verify import verify
from hefa.patrol.actions import run_round
from hefa.publish.models import Publication
from hefa.respond.actions import close_incident, record_step, report_incident
from hefa.respond.changes import StepKind
from hefa.respond.models import Incident
from hefa.respond.queries import clocks_of, open_incidents

HOUR = timedelta(hours=1)


@pytest.fixture
def published(house: House) -> Publication:
    publication, _ = run_until_rest(queued(house))
    return publication


def patrol_and_respond(house: House, hours: int) -> None:
    moment = NOW + hours * HOUR
    run_round(house.account, ordered_by=None, now=moment)
    sweep(moment)


def test_a_changed_article_opens_one_incident_until_it_is_closed(
    house: House, wechat: Wechat, published: Publication
) -> None:
    wechat.console(f"articles/{published.article_id}/edit", find="上午", replace="下午")
    patrol_and_respond(house, 1)
    patrol_and_respond(house, 2)

    incident = Incident.objects.get()
    assert incident.number == "事-2026-001"
    assert incident.kind == "changed"
    assert incident.discovered_at == NOW + HOUR
    assert list(open_incidents()) == [incident]

    close_incident(incident, words="已改回", person=house.administrator, now=NOW + 2 * HOUR)
    patrol_and_respond(house, 3)

    assert Incident.objects.count() == 2
    assert verify().is_sound


def test_seen_in_order_again_sets_the_repair_and_leaves_closing_to_a_person(
    house: House, wechat: Wechat, published: Publication
) -> None:
    edit = f"articles/{published.article_id}/edit"
    wechat.console(edit, find="上午", replace="下午")
    patrol_and_respond(house, 1)
    wechat.console(edit, find="下午", replace="上午")
    patrol_and_respond(house, 2)
    patrol_and_respond(house, 3)

    incident = Incident.objects.get()
    assert incident.restored_at == NOW + 2 * HOUR
    assert incident.closed_at is None
    assert [step.kind for step in incident.steps.all()] == ["found", "seen_same"]

    wechat.console(edit, find="上午", replace="下午")
    patrol_and_respond(house, 4)
    incident.refresh_from_db()
    assert incident.restored_at is None
    assert [step.kind for step in incident.steps.all()][-1] == "seen_again"


def test_missing_and_unauthorised_are_incidents_of_their_own(
    house: House, wechat: Wechat, published: Publication
) -> None:
    wechat.console(f"articles/{published.article_id}/delete")
    unknown = wechat.console("articles", title="低价团购", content="<p>加群</p>")
    patrol_and_respond(house, 1)
    assert sorted(Incident.objects.values_list("kind", flat=True)) == ["missing", "unauthorised"]

    wechat.console(f"articles/{unknown['article_id']}/delete")
    patrol_and_respond(house, 2)
    assert Incident.objects.get(kind="unauthorised").restored_at == NOW + 2 * HOUR
    assert Incident.objects.get(kind="missing").restored_at is None


def test_both_clocks_run_from_discovery(house: House) -> None:
    incident = report_incident(title="首页打不开", words="居民来电", person=house.author, now=NOW)
    record_step(
        incident,
        StepKind.ACTION,
        words="已联系微信",
        person=house.administrator,
        now=NOW + timedelta(minutes=31),
    )
    incident.refresh_from_db()
    clocks = clocks_of(incident, now=NOW + HOUR)

    assert clocks.first_action.is_late
    assert clocks.first_action.remaining(NOW + HOUR) == timedelta(minutes=-1)
    assert not clocks.repair.is_late
    assert clocks.repair.remaining(NOW + HOUR) == 11 * HOUR
    assert clocks_of(incident, now=NOW + 13 * HOUR).repair.is_late


def test_closing_needs_words_and_the_right_and_happens_once(house: House) -> None:
    incident = report_incident(title="误发", words="发现误发", person=house.author, now=NOW)
    with pytest.raises(Refused):
        close_incident(incident, words=" ", person=house.administrator, now=NOW)
    with pytest.raises(Refused):
        close_incident(incident, words="好了", person=house.author, now=NOW)
    close_incident(incident, words="好了", person=house.administrator, now=NOW)
    with pytest.raises(Conflict):
        close_incident(incident, words="好了", person=house.administrator, now=NOW)
    with pytest.raises(Conflict):
        record_step(incident, StepKind.NOTE, words="补记", person=house.administrator, now=NOW)
