"""What WeChat may do to us at the draft and at the submission, and what becomes of it."""

from datetime import timedelta

import pytest
from tests.fault.publishing import SUBMIT, State, assert_published_once, calls, effective
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.errors import Refused
from hefa.publish.actions import cancel_publication, retry_publication
from hefa.publish.evidence import (
    no_publication_is_left_unclear,
)
from hefa.publish.models import AccountToken
from hefa.publish.queries import in_trouble

ADD = "/cgi-bin/draft/add"


POLL = "/cgi-bin/freepublish/get"


TOKEN = "/cgi-bin/stable_token"


WITHOUT_EFFECT = ["drop_before", "status500", "busy", "garbage"]


WITH_EFFECT = ["drop_after", "truncate", "status500", "busy", "garbage"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", WITH_EFFECT)
def test_a_draft_whose_answer_is_lost_is_adopted(
    house: House, wechat: Wechat, kind: str, count: int
) -> None:
    wechat.console("faults", path=ADD, kind=kind, effect=True)
    publication, _ = run_until_rest(queued(house, count))

    assert_published_once(publication, wechat)
    assert calls(wechat, ADD) == 1


@pytest.mark.parametrize("kind", WITHOUT_EFFECT)
def test_a_draft_that_never_arrived_is_added_again(house: House, wechat: Wechat, kind: str) -> None:
    wechat.console("faults", path=ADD, kind=kind, effect=False)
    publication, _ = run_until_rest(queued(house))

    assert_published_once(publication, wechat)
    assert calls(wechat, ADD) == 2


@pytest.mark.parametrize("kind", WITH_EFFECT)
def test_a_submission_whose_answer_is_lost_is_found_out_and_never_repeated(
    house: House, wechat: Wechat, kind: str
) -> None:
    wechat.console("faults", path=SUBMIT, kind=kind, effect=True)
    publication, ended = run_until_rest(queued(house))

    assert_published_once(publication, wechat)
    assert calls(wechat, SUBMIT) == 1
    assert ended - NOW < timedelta(minutes=15)


@pytest.mark.parametrize("kind", WITHOUT_EFFECT)
def test_a_submission_that_never_arrived_waits_for_the_floor_and_a_person(
    house: House, wechat: Wechat, kind: str
) -> None:
    wechat.console("faults", path=SUBMIT, kind=kind, effect=False)
    publication, ended = run_until_rest(queued(house))

    assert publication.state == State.NEEDS_HUMAN
    assert publication.trouble_code == "publish.unclear_draft_there"
    assert timedelta(minutes=25) <= ended - NOW <= timedelta(minutes=30)
    assert calls(wechat, SUBMIT) == 1
    assert list(in_trouble(ended)) == [publication]
    with pytest.raises(Refused):
        cancel_publication(publication, person=house.administrator, words="算了", now=ended)

    media_id = publication.media_id
    retry_publication(publication, person=house.administrator, words="后台查过没发", now=ended)
    publication, _ = run_until_rest(publication, now=ended)
    assert_published_once(publication, wechat)
    assert publication.media_id == media_id
    assert calls(wechat, ADD) == 1


def test_an_effect_ten_minutes_late_is_found_and_never_doubled(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=SUBMIT, kind="late", seconds=600)
    publication, moment = run_until_rest(queued(house), until=timedelta(minutes=9))
    assert publication.state == State.SUBMIT_UNKNOWN
    wechat.console("clock", advance_seconds=601)

    publication, _ = run_until_rest(publication, now=moment + timedelta(minutes=2))
    assert_published_once(publication, wechat)
    assert calls(wechat, SUBMIT) == 1


def test_a_refusal_that_no_road_avoids_fails_in_plain_words(house: House, wechat: Wechat) -> None:
    wechat.console("faults", path=SUBMIT, kind="errcode", errcode=53500)
    publication, _ = run_until_rest(queued(house))

    assert publication.state == State.FAILED
    assert publication.trouble_code == "wechat.publish_banned"
    assert not publication.items.filter(claims=True).exists()
    assert effective(wechat) == []

    retry_publication(publication, person=house.administrator, words="已解除", now=NOW)
    publication, _ = run_until_rest(publication)
    assert_published_once(publication, wechat)


@pytest.mark.parametrize("path", [ADD, SUBMIT])
def test_a_used_up_quota_is_waited_for(house: House, wechat: Wechat, path: str) -> None:
    wechat.console("faults", path=path, kind="errcode", errcode=45009, times=2)
    publication, ended = run_until_rest(queued(house), until=timedelta(hours=5))

    assert_published_once(publication, wechat)
    assert timedelta(hours=2) <= ended - NOW < timedelta(hours=3)


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
@pytest.mark.parametrize("path", [ADD, SUBMIT, POLL])
def test_a_refused_token_is_renewed_once(
    house: House, wechat: Wechat, path: str, errcode: int
) -> None:
    wechat.console("faults", path=path, kind="errcode", errcode=errcode)
    publication, _ = run_until_rest(queued(house))

    assert_published_once(publication, wechat)
    assert calls(wechat, TOKEN) <= 4  # one of the fixture, one at the start, two to renew


def test_a_token_stolen_by_another_program_is_replaced(house: House, wechat: Wechat) -> None:
    run_until_rest(queued(house))
    wechat.console("tokens/expire", how="stolen")
    publication, _ = run_until_rest(queued(house))

    assert publication.state == State.PUBLISHED
    assert AccountToken.objects.get().renewal_until is None


def test_the_token_and_the_secret_are_nowhere_in_the_clear(house: House, wechat: Wechat) -> None:
    run_until_rest(queued(house))
    row = AccountToken.objects.get()

    assert row.token_sealed.startswith("v1:")
    assert wechat.token[:20] not in row.token_sealed
    assert wechat.secret not in house.account.secret_sealed


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (2, "publish.not_original"),
        (3, "publish.refused_by_wechat"),
        (4, "publish.review_refused"),
    ],
)
def test_what_wechat_refuses_has_failed_with_nothing_out(
    house: House, wechat: Wechat, status: int, code: str
) -> None:
    wechat.console("publish_outcome", status=status)
    publication, _ = run_until_rest(queued(house))

    assert (publication.state, publication.trouble_code) == (State.FAILED, code)
    assert effective(wechat) == []


def test_what_is_out_otherwise_than_released_goes_to_a_person_and_stays_watched(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=POLL, kind="status500")
    publication, moment = run_until_rest(queued(house), until=timedelta(seconds=1))
    article_id = wechat.state()["articles"][0]["article_id"]
    wechat.console(f"articles/{article_id}/edit", find="上午", replace="下午")
    publication, ended = run_until_rest(publication, now=moment + timedelta(minutes=2))

    assert publication.state == State.NEEDS_HUMAN
    assert publication.trouble_code == "publish.out_differs"
    assert publication.items.get().published_at is not None

    wechat.console(f"articles/{article_id}/edit", find="下午", replace="上午")
    retry_publication(publication, person=house.administrator, words="已改回", now=ended)
    publication, _ = run_until_rest(publication, now=ended)
    assert_published_once(publication, wechat)


def test_behind_the_wall_the_list_is_the_evidence(house: House, wechat: Wechat) -> None:
    wechat.console("settings", bot_wall=True)
    publication, _ = run_until_rest(queued(house))
    wechat.console("settings", bot_wall=False)

    assert_published_once(publication, wechat)


def test_wechat_out_of_reach_keeps_everything_waiting(house: House, wechat: Wechat) -> None:
    house.account.base_url = "http://127.0.0.1:9"
    house.account.save(update_fields=["base_url"])
    publication, moment = run_until_rest(queued(house), until=timedelta(minutes=40))
    assert publication.state in (State.QUEUED, State.DRAFTING)
    assert publication.trouble_code == "wechat.not_reached"
    assert not no_publication_is_left_unclear(moment).holds

    house.account.base_url = wechat.url
    house.account.save(update_fields=["base_url"])
    publication, _ = run_until_rest(publication, now=moment + timedelta(hours=1))
    assert_published_once(publication, wechat)


@pytest.mark.parametrize("url", ["https://example.org", "http://10.0.0.1"])
def test_a_sandbox_lies_on_this_machine_and_in_the_demo_only(
    house: House, settings: pytest.FixtureRequest, url: str
) -> None:
    house.account.base_url = url
    house.account.save(update_fields=["base_url"])
    publication, _ = run_until_rest(queued(house), until=timedelta(minutes=1))

    assert publication.state == State.QUEUED
    assert publication.trouble_code == "publish.sandbox_only_in_demo"
