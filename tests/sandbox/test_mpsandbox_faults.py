"""Faults: what the caller sees, and whether the work was done all the same."""

import http.client
import json
import time
import urllib.error

import pytest
from tests.sandbox.client import Wechat, fetch, raw_json

ADD = "/cgi-bin/draft/add"
LOST = (http.client.RemoteDisconnected, ConnectionError, urllib.error.URLError)


def draft_count(wechat: Wechat) -> int:
    count: int = wechat.call("draft/count")["total_count"]
    return count


@pytest.mark.parametrize(("kind", "drafts"), [("drop_before", 0), ("drop_after", 1), ("late", 0)])
def test_a_dropped_call_answers_nothing(wechat: Wechat, kind: str, drafts: int) -> None:
    sent = {"articles": [wechat.article()]}
    wechat.console("faults", path=ADD, kind=kind)

    with pytest.raises(LOST):
        wechat.call("draft/add", sent)
    assert draft_count(wechat) == drafts
    assert "media_id" in wechat.call("draft/add", sent)  # one fault, one call
    assert draft_count(wechat) == drafts + 1


def test_a_late_call_does_its_work_when_its_time_has_come(wechat: Wechat) -> None:
    sent = {"articles": [wechat.article(title="迟到的")]}
    wechat.console("faults", path=ADD, kind="late", seconds=1200)
    with pytest.raises(LOST):
        wechat.call("draft/add", sent)

    wechat.console("clock", advance_seconds=1100)
    assert draft_count(wechat) == 0
    wechat.console("clock", advance_seconds=101)
    assert [draft["items"][0]["title"] for draft in wechat.state()["drafts"]] == ["迟到的"]
    assert draft_count(wechat) == 1  # and once only


def test_a_lost_submission_may_have_been_effective(wechat: Wechat) -> None:
    media_id = wechat.draft()
    wechat.console("faults", path="/cgi-bin/freepublish/submit", kind="drop_after")
    with pytest.raises(LOST):
        wechat.call("freepublish/submit", {"media_id": media_id})
    wechat.console("clock", advance_seconds=100)

    assert wechat.state()["effective_publications"] == {media_id: 1}


def test_a_hanging_call_has_worked_before_its_caller_gives_up(wechat: Wechat) -> None:
    sent = {"articles": [wechat.article()]}
    wechat.console("faults", path=ADD, kind="hang", seconds=0.6)
    began = time.monotonic()

    with pytest.raises(TimeoutError):
        fetch(
            f"{wechat.url}{ADD}?access_token={wechat.token}",
            raw_json(sent),
            timeout=0.2,
        )
    assert draft_count(wechat) == 1  # others are served meanwhile
    assert time.monotonic() - began < 0.6


@pytest.mark.parametrize(
    ("fault", "errcode"),
    [({"kind": "busy"}, -1), ({"kind": "errcode", "errcode": 45009}, 45009)],
)
def test_an_error_code_comes_without_an_effect(
    wechat: Wechat, fault: dict[str, object], errcode: int
) -> None:
    sent = {"articles": [wechat.article()]}
    wechat.console("faults", path=ADD, times=2, **fault)

    assert [wechat.call("draft/add", sent).get("errcode") for _ in range(3)] == [
        errcode,
        errcode,
        None,
    ]
    assert draft_count(wechat) == 1


def test_an_error_can_hide_an_effect(wechat: Wechat) -> None:
    sent = {"articles": [wechat.article()]}
    wechat.console("faults", path=ADD, kind="busy", effect=True)

    assert wechat.call("draft/add", sent)["errcode"] == -1
    assert draft_count(wechat) == 1


def test_broken_answers_are_broken_as_named(wechat: Wechat) -> None:
    sent = {"articles": [wechat.article()]}
    for kind in ("status500", "garbage", "truncate"):
        wechat.console("faults", path=ADD, kind=kind)
    failed, garbage, truncated = (wechat.answer("draft/add", sent) for _ in range(3))

    assert failed.status == 500
    assert (garbage.status, b"<html>" in garbage.body) == (200, True)
    assert truncated.body.startswith(b'{"media_id":"')
    with pytest.raises(json.JSONDecodeError):
        truncated.json()
    assert draft_count(wechat) == 1  # of the truncated one


def test_a_dripping_answer_takes_its_time_and_is_whole(wechat: Wechat) -> None:
    wechat.console("faults", path="/cgi-bin/draft/count", kind="drip", seconds=0.3)
    began = time.monotonic()

    assert draft_count(wechat) == 0
    assert time.monotonic() - began >= 0.2


def test_a_fault_is_for_its_own_path_and_can_be_disarmed(wechat: Wechat) -> None:
    wechat.console("faults", path=ADD, kind="busy", times=5)

    assert draft_count(wechat) == 0
    assert [fault["times"] for fault in wechat.state()["faults"]] == [5]
    wechat.console("faults/clear")
    assert "media_id" in wechat.call("draft/add", {"articles": [wechat.article()]})


def test_tokens_can_be_stolen_or_expire_at_once(wechat: Wechat) -> None:
    wechat.console("tokens/expire", how="stolen")
    assert wechat.call("draft/count")["errcode"] == 40001

    wechat.token = wechat.stable_token()["access_token"]
    assert draft_count(wechat) == 0
    wechat.console("tokens/expire")
    assert wechat.call("draft/count")["errcode"] == 42001


def test_calls_are_counted_even_when_they_fail(wechat: Wechat) -> None:
    wechat.console("faults", path="/cgi-bin/draft/count", kind="busy")
    for _ in range(3):
        wechat.call("draft/count")

    assert wechat.state()["calls"]["/cgi-bin/draft/count"] == 3
    assert wechat.state()["calls"]["/cgi-bin/stable_token"] == 1
