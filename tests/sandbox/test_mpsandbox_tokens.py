"""Tokens, verbs, permission and quota: what stands before every endpoint."""

import re
import time

import pytest
from tests.sandbox.client import Wechat, fetch


def test_a_stable_token_stays_the_same_until_five_minutes_before_its_end(wechat: Wechat) -> None:
    first = wechat.stable_token()
    wechat.console("clock", advance_seconds=6000)
    later = wechat.stable_token()
    wechat.console("clock", advance_seconds=1000)
    renewed = wechat.stable_token()

    assert later["access_token"] == first["access_token"]
    assert 1190 <= later["expires_in"] <= 1200
    assert renewed["access_token"] != first["access_token"]
    assert wechat.call("draft/count") == {"total_count": 0}  # the old one is good to its end


def test_a_forced_refresh_ends_the_token_before(wechat: Wechat) -> None:
    forced = wechat.stable_token(force_refresh=True)

    assert forced["access_token"] != wechat.token
    assert wechat.call("draft/count")["errcode"] == 40001


def test_a_second_forced_refresh_within_thirty_seconds_changes_nothing(wechat: Wechat) -> None:
    first = wechat.stable_token(force_refresh=True)
    hasty = wechat.stable_token(force_refresh=True)
    wechat.console("clock", advance_seconds=31)
    patient = wechat.stable_token(force_refresh=True)

    assert hasty["access_token"] == first["access_token"]
    assert patient["access_token"] != first["access_token"]


def test_a_twenty_first_forced_refresh_in_a_day_is_refused(wechat: Wechat) -> None:
    midnight_in_shanghai = -(wechat.state()["now"] + 8 * 3600) % 86400
    wechat.console("clock", advance_seconds=midnight_in_shanghai + 60)
    for _ in range(20):
        assert "access_token" in wechat.stable_token(force_refresh=True)
        wechat.console("clock", advance_seconds=31)

    assert wechat.stable_token(force_refresh=True)["errcode"] == 45009


def test_a_new_classic_token_leaves_the_old_one_five_minutes(wechat: Wechat) -> None:
    path = f"token?grant_type=client_credential&appid={wechat.appid}&secret={wechat.secret}"
    old, new = (fetch(f"{wechat.url}/cgi-bin/{path}").json()["access_token"] for _ in range(2))
    stable, wechat.token = wechat.token, old

    assert new != old
    assert wechat.call("draft/count") == {"total_count": 0}
    wechat.console("clock", advance_seconds=301)
    assert wechat.call("draft/count")["errcode"] == 40001
    wechat.token = stable
    assert wechat.call("draft/count") == {"total_count": 0}


def test_tokens_end_after_two_hours(wechat: Wechat) -> None:
    wechat.console("clock", advance_seconds=7201)

    assert wechat.call("draft/count")["errcode"] == 42001


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("nonsense", 40014)])
def test_a_missing_or_unknown_token_is_refused(wechat: Wechat, token: str, errcode: int) -> None:
    wechat.token = token

    assert wechat.call("draft/count")["errcode"] == errcode


@pytest.mark.parametrize(
    ("wrong", "errcode"),
    [
        ({"secret": "0" * 32}, 40125),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"grant_type": "password"}, 40002),
    ],
)
def test_wrong_credentials_are_named(wechat: Wechat, wrong: dict[str, str], errcode: int) -> None:
    assert wechat.stable_token(**wrong)["errcode"] == errcode


def test_the_wrong_verb_is_named(wechat: Wechat) -> None:
    assert wechat.call("draft/count", {})["errcode"] == 43001
    assert wechat.call("draft/add")["errcode"] == 43002
    assert wechat.call("stable_token")["errcode"] == 43002


def test_a_refusal_is_http_200_with_the_time_in_its_rid(wechat: Wechat) -> None:
    answer = wechat.answer("draft/get", {"media_id": "none"})

    match = re.fullmatch(
        r"invalid media_id rid: ([0-9a-f]{8})(-[0-9a-f]{8}){2}", answer.json()["errmsg"]
    )
    assert answer.status == 200
    assert match is not None
    assert abs(int(match[1], 16) - time.time()) < 30


def test_draft_answers_name_no_charset_and_escape_slashes(wechat: Wechat) -> None:
    answer = wechat.answer("draft/get", {"media_id": wechat.draft(title="通知")})

    assert answer.headers["Content-Type"] == "text/plain"
    assert "通知".encode() in answer.body
    assert b"http:\\/\\/" in answer.body
    assert b"http://" not in answer.body


@pytest.mark.parametrize("kind", ["personal", "unverified", "lapsed"])
def test_only_some_kinds_of_account_may_publish(wechat: Wechat, kind: str) -> None:
    media_id = wechat.draft()
    wechat.console("account", kind=kind)

    for path in ("submit", "get", "batchget", "getarticle", "delete"):
        assert wechat.call(f"freepublish/{path}", {"media_id": media_id})["errcode"] == 48001
    assert wechat.call("draft/count") == {"total_count": 1}
    added = wechat.call("draft/add", {"articles": [wechat.article()]})
    assert (added.get("errcode") == 48001) == (kind == "lapsed")


def test_a_test_account_never_gets_an_article_out(wechat: Wechat) -> None:
    wechat.console("account", kind="test")
    media_id = wechat.draft()

    assert wechat.publish(media_id)["publish_status"] == 3
    assert wechat.call("draft/count") == {"total_count": 1}


def test_a_quota_is_used_up_and_comes_back_the_next_day(wechat: Wechat) -> None:
    wechat.console("quotas", path="/cgi-bin/draft/count", daily_limit=2)
    asked = {"cgi_path": "/cgi-bin/draft/count"}

    assert wechat.call("draft/count") == {"total_count": 0}
    assert wechat.call("openapi/quota/get", asked)["quota"] == {
        "daily_limit": 2,
        "used": 1,
        "remain": 1,
    }
    assert wechat.call("draft/count") == {"total_count": 0}
    assert wechat.call("draft/count")["errcode"] == 45009
    wechat.console("clock", advance_seconds=86400)
    wechat.token = wechat.stable_token()["access_token"]
    assert wechat.call("draft/count") == {"total_count": 0}


def test_a_quota_day_begins_at_midnight_in_shanghai(wechat: Wechat) -> None:
    wechat.console("quotas", path="/cgi-bin/draft/count", daily_limit=1)
    to_midnight = -(wechat.state()["now"] + 8 * 3600) % 86400
    wechat.console("clock", advance_seconds=to_midnight + 60)
    wechat.token = wechat.stable_token()["access_token"]

    assert wechat.call("draft/count") == {"total_count": 0}
    wechat.console("clock", advance_seconds=86400 - 120)
    wechat.token = wechat.stable_token()["access_token"]
    assert wechat.call("draft/count")["errcode"] == 45009
    wechat.console("clock", advance_seconds=120)
    assert wechat.call("draft/count") == {"total_count": 0}


def test_an_unknown_path_is_refused(wechat: Wechat) -> None:
    assert wechat.call("draft/nothing", {})["errcode"] == 40066
    assert wechat.call("openapi/quota/get", {"cgi_path": "/none"})["errcode"] == 76021
