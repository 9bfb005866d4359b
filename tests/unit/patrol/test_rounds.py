from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import handed, ordered, sheet_about
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.errors import Refused
from hefa.core.package import Kind
from hefa.jobs.models import JobRun
from hefa.jobs.sweep import sweep
from hefa.ledger.models import Entry
from hefa.ledger.verify import verify
from hefa.patrol.actions import run_round
from hefa.patrol.evidence import whole_rounds
from hefa.patrol.models import PatrolRound
from hefa.patrol.queries import history_of, latest_by_item, latest_round, unseen_for_long
from hefa.patrol.sight import Seen, look_at_items
from hefa.publish.models import Publication
from hefa.publish.queries import published_items
from hefa.registry.models import OfficialAccount

LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def published(house: House) -> Publication:
    publication, _ = run_until_rest(queued(house, 2))
    return publication


def results(patrol: PatrolRound) -> list[str]:
    return list(patrol.observations.order_by("pk").values_list("result", flat=True))


def test_what_was_released_is_seen_the_same(house: House, published: Publication) -> None:
    patrol = run_round(house.account, ordered_by=house.administrator, now=LATER)

    assert results(patrol) == ["same", "same"]
    entry = Entry.objects.get(kind="patrol.round")
    assert '"same":2' in entry.body
    assert entry.actor == house.administrator.key
    assert set(whole_rounds(NOW, LATER)) == {house.account.key}
    assert verify().is_sound


def test_a_changed_word_is_seen_with_both_sides(
    house: House, wechat: Wechat, published: Publication
) -> None:
    wechat.console(f"articles/{published.article_id}/edit", idx=2, find="上午", replace="下午")
    patrol = run_round(house.account, ordered_by=None, now=LATER)

    assert results(patrol) == ["same", "changed"]
    (difference,) = patrol.observations.get(result="changed").differences
    assert difference["kind"] == "text"
    assert "上午" in difference["released"]
    assert "下午" in difference["seen"]


@pytest.mark.parametrize("act", ["delete", "block"])
def test_what_is_gone_is_missing_only_after_the_grace(
    house: House, wechat: Wechat, published: Publication, act: str
) -> None:
    wechat.console(f"articles/{published.article_id}/{act}", idx=1)

    early = run_round(house.account, ordered_by=None, now=NOW + timedelta(minutes=5))
    late = run_round(house.account, ordered_by=None, now=LATER)

    assert results(early) == ["unknown", "same"]
    assert results(late) == ["missing", "same"]


def test_what_a_person_is_taking_down_by_order_is_not_missing(
    house: House, wechat: Wechat, published: Publication
) -> None:
    item = published.items.get(position=1)
    wechat.console("faults", path="/cgi-bin/freepublish/delete", kind="errcode", errcode=48001)
    handed(ordered(house, sheet_about(house, item, Kind.TAKE_DOWN)))
    wechat.console(f"articles/{published.article_id}/delete", idx=1)

    patrol = run_round(house.account, ordered_by=None, now=LATER)

    assert results(patrol) == ["unknown", "same"]
    (noted,) = patrol.observations.get(result="unknown").differences
    assert noted["seen"] == "patrol.being_taken_down"


def test_what_is_taken_down_while_a_round_looks_is_not_looked_for(
    house: House, published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = published.items.get(position=1)

    def taking_down_after(*given: Any, **named: Any) -> Iterator[Seen]:
        yield from look_at_items(*given, **named)
        run_until_rest(ordered(house, sheet_about(house, item, Kind.TAKE_DOWN)))

    monkeypatch.setattr("hefa.patrol.actions.look_at_items", taking_down_after)
    patrol = run_round(house.account, ordered_by=None, now=LATER)

    assert results(patrol) == ["same"]
    assert patrol.observations.get().position == 2


def test_an_article_nobody_released_is_unauthorised(
    house: House, wechat: Wechat, published: Publication
) -> None:
    wechat.console("articles", title="低价团购", content="<p>加群</p>")
    patrol = run_round(house.account, ordered_by=None, now=LATER)

    assert results(patrol) == ["same", "same", "unauthorised"]
    assert patrol.observations.get(result="unauthorised").title == "低价团购"


def test_behind_the_wall_nothing_is_concluded_and_a_person_is_asked_after_a_day(
    house: House, wechat: Wechat, published: Publication
) -> None:
    wechat.console("settings", bot_wall=True)
    patrol = run_round(house.account, ordered_by=None, now=LATER)
    wechat.console("settings", bot_wall=False)

    assert results(patrol) == ["unknown", "unknown"]
    assert list(unseen_for_long(LATER)) == []
    assert len(unseen_for_long(NOW + timedelta(hours=25))) == 2


def test_a_list_that_cannot_be_read_makes_nothing_missing(
    house: House, wechat: Wechat, published: Publication
) -> None:
    wechat.console("faults", path="/cgi-bin/freepublish/batchget", kind="status500")
    patrol = run_round(house.account, ordered_by=None, now=LATER)

    assert patrol.trouble_code == "wechat.answer_unreadable"
    assert results(patrol) == ["same", "same"]
    assert whole_rounds(NOW, LATER) == {}  # it could not be read to its end


def test_a_publication_whose_outcome_is_not_written_down_is_not_unauthorised(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path="/cgi-bin/freepublish/get", kind="status500", times=50)
    publication, _ = run_until_rest(queued(house), until=timedelta(seconds=5))
    patrol = run_round(house.account, ordered_by=None, now=LATER)

    assert publication.state == "submitted"
    assert len(wechat.state()["articles"]) == 1
    assert results(patrol) == []


def test_a_person_without_the_post_may_not_order_a_round(house: House) -> None:
    with pytest.raises(Refused):
        run_round(house.account, ordered_by=house.stranger, now=NOW)


@pytest.mark.parametrize("count", [1, 3])
def test_the_latest_look_at_each_item_takes_two_queries(
    house: House, count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    run_until_rest(queued(house, count))
    run_round(house.account, ordered_by=None, now=LATER)
    patrol = run_round(house.account, ordered_by=None, now=LATER + timedelta(hours=1))
    items = list(published_items(house.account))

    with django_assert_num_queries(2):  # type: ignore[operator]
        latest = latest_by_item(items)
    assert {observation.round_id for observation in latest.values()} == {patrol.pk}
    assert len(history_of(items[0])) == 2
    newest = latest_round(house.account)
    assert newest is not None
    assert newest.pk == patrol.pk


def test_the_hourly_job_patrols_each_account_by_itself(house: House, wechat: Wechat) -> None:
    run_until_rest(queued(house))
    bad = build_other_account(house)
    sweep(LATER)
    sweep(LATER)

    assert [patrol.account for patrol in PatrolRound.objects.all()] == [house.account]
    failed = JobRun.objects.get(kind="patrol.round", key=bad.key)
    assert failed.last_error == "publish.address_not_wechat"
    assert failed.next_at is not None


def build_other_account(house: House) -> OfficialAccount:
    return OfficialAccount.objects.create(
        key="other",
        name="另一个",
        wechat_id="other",
        kind="subscription",
        appid="wx1111111111111111",
        secret_sealed=house.account.secret_sealed,
        base_url="http://127.0.0.1:9",
    )
