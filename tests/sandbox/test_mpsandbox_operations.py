"""Housekeeping of an account: addresses, quotas, limits a minute, and request ids."""

import re

import pytest
from tests.sandbox.client import Json, Wechat, fetch, raw_json

COUNT = "/cgi-bin/draft/count"


def test_wechats_own_addresses_are_told(wechat: Wechat) -> None:
    assert wechat.call("get_api_domain_ip") == {"ip_list": ["127.0.0.1"]}
    assert "127.0.0.1" in wechat.call("getcallbackip")["ip_list"]
    assert wechat.call("getcallbackip", {})["errcode"] == 43001


def test_checking_the_callback_needs_one_and_right_words(wechat: Wechat) -> None:
    asked = {"action": "all", "check_operator": "DEFAULT"}
    without = wechat.call("callback/check", asked)["errcode"]
    wechat.console("callback", url="http://192.0.2.1/x", token="abc", verify=False)
    checked = wechat.call("callback/check", asked)

    assert without == 40201
    assert checked["dns"] == [{"ip": "192.0.2.1", "real_operator": "DEFAULT"}]
    assert sorted(checked["ping"][0]) == ["from_operator", "ip", "package_loss", "time"]
    assert list(wechat.call("callback/check", asked | {"action": "dns"})) == ["dns"]
    assert wechat.call("callback/check", asked | {"action": "look"})["errcode"] == 40202
    assert wechat.call("callback/check", asked | {"check_operator": "X"})["errcode"] == 40203


def test_a_used_up_quota_can_be_cleared_ten_times_a_month_in_all(wechat: Wechat) -> None:
    wechat.console("quotas", path=COUNT, daily_limit=1)
    own, secret = {"appid": wechat.appid}, {"appid": wechat.appid, "appsecret": wechat.secret}
    for number in range(10):
        assert wechat.call("draft/count") == {"total_count": 0}
        assert wechat.call("draft/count")["errcode"] == 45009
        if number % 2:
            cleared = fetch(f"{wechat.url}/cgi-bin/clear_quota/v2", raw_json(secret)).json()
        else:
            cleared = wechat.call("clear_quota", own)
        assert cleared == {"errcode": 0, "errmsg": "ok"}

    assert wechat.call("clear_quota", own)["errcode"] == 48006
    wechat.console("clock", advance_seconds=31 * 86400)
    wechat.token = wechat.stable_token()["access_token"]
    assert wechat.call("clear_quota", own)["errcode"] == 0


@pytest.mark.parametrize(
    ("sent", "errcode"),
    [({}, 41002), ({"appid": "wx0"}, 41004), ({"appid": "wx0", "appsecret": "x"}, 40013)],
)
def test_clearing_without_a_token_needs_the_secret(
    wechat: Wechat, sent: Json, errcode: int
) -> None:
    address = f"{wechat.url}/cgi-bin/clear_quota/v2"

    assert fetch(address, raw_json(sent)).json()["errcode"] == errcode
    in_query = f"{address}?appid={wechat.appid}&appsecret={wechat.secret}"
    assert fetch(in_query, b" ").json()["errcode"] == 0


def test_one_paths_quota_is_shown_and_cleared_alone(wechat: Wechat) -> None:
    wechat.console("quotas", path=COUNT, daily_limit=2, per_minute=7)
    asked = {"cgi_path": COUNT}
    for _ in range(2):
        wechat.call("draft/count")
    shown = wechat.call("openapi/quota/get", asked)

    assert shown["quota"] == {"daily_limit": 2, "used": 2, "remain": 0}
    assert shown["rate_limit"] == {"call_count": 7, "refresh_second": 60}
    assert wechat.call("openapi/quota/clear", asked)["errcode"] == 0
    assert wechat.call("openapi/quota/get", asked)["quota"]["used"] == 0
    assert wechat.call("openapi/quota/clear", {"cgi_path": "/none"})["errcode"] == 76021
    wechat.console("account", kind="personal")
    hidden = {"cgi_path": "/cgi-bin/freepublish/get"}
    assert wechat.call("openapi/quota/get", hidden)["errcode"] == 76022


def test_too_many_calls_in_a_minute_are_refused_until_the_next(wechat: Wechat) -> None:
    wechat.console("clock", freeze=True)
    wechat.console("quotas", path=COUNT, per_minute=2)

    codes = [wechat.call("draft/count").get("errcode") for _ in range(3)]
    assert codes == [None, None, 45011]
    wechat.console("clock", advance_seconds=60)
    assert wechat.call("draft/count") == {"total_count": 0}


def test_the_stable_token_has_its_own_limit_a_minute(wechat: Wechat) -> None:
    assert wechat.state()["quotas"]["/cgi-bin/stable_token"]["per_minute"] == 10_000
    wechat.console("clock", freeze=True)
    wechat.console("quotas", path="/cgi-bin/stable_token", per_minute=1)

    wechat.stable_token()
    assert wechat.stable_token()["errcode"] == 45011


def test_a_request_id_tells_what_was_refused_for_seven_days(wechat: Wechat) -> None:
    errmsg = wechat.call("draft/get", {"media_id": "none", "secret": "hidden"})["errmsg"]
    rid = errmsg.rpartition("rid: ")[2]
    found = wechat.call("openapi/rid/get", {"rid": rid})["request"]

    assert sorted(found) == [
        "client_ip",
        "cost_in_ms",
        "invoke_time",
        "request_body",
        "request_url",
        "response_body",
    ]
    assert '"media_id": "none"' in found["request_body"]
    assert "hidden" not in found["request_body"]
    assert wechat.token not in found["request_url"]
    assert rid in found["response_body"]
    assert found["client_ip"] == "127.0.0.1"
    assert wechat.call("openapi/rid/get", {"rid": "none"})["errcode"] == 76002
    unknown = re.sub("[0-9a-f]{8}$", "00000000", rid)
    assert wechat.call("openapi/rid/get", {"rid": unknown})["errcode"] == 76001
    wechat.console("clock", advance_seconds=7 * 86400 + 60)
    wechat.token = wechat.stable_token()["access_token"]
    assert wechat.call("openapi/rid/get", {"rid": rid})["errcode"] == 76004


def test_refusals_tokens_and_effects_are_counted(wechat: Wechat) -> None:
    media_id = wechat.call(
        "draft/add", {"articles": [wechat.article(title="甲"), wechat.article(title="乙")]}
    )["media_id"]
    for _ in range(2):
        wechat.call("freepublish/submit", {"media_id": media_id})
    for _ in range(3):
        wechat.call("draft/get", {"media_id": "none"})
    wechat.stable_token(force_refresh=True)
    wechat.console("clock", advance_seconds=100)
    state = wechat.state()

    assert state["refusals"] == {"40007": 3}
    assert state["tokens_issued"] == {"classic": 0, "stable": 2, "forced": 1}
    assert state["effective_publications"] == {media_id: 2}
    assert state["effective_articles"] == {media_id: {"甲": 2, "乙": 2}}


def test_numbers_can_come_as_the_documents_promise_them(wechat: Wechat) -> None:
    wechat.console("settings", publish_id_as="text")
    media_id = wechat.draft()
    queued = wechat.call("freepublish/submit", {"media_id": media_id})
    standing = wechat.call("freepublish/get", {"publish_id": queued["publish_id"]})

    assert queued["publish_id"].isdecimal()
    assert standing["publish_id"] == queued["publish_id"]
