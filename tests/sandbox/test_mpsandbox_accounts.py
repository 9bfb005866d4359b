"""Kinds of account and what each may call; states an account can be in; many in one process."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sandbox.client import Json, Wechat, fetch, png, raw_json, start

YES = "verified service test"
# Written by hand from WeChat's permissions by kind: a path of each group, and who may call it.
MAY_CALL = {
    "draft/batchget": "verified personal unverified lapsed service service_unverified test",
    "draft/add": "verified personal unverified service service_unverified test",
    "material/batchget_material": (
        "verified personal unverified lapsed service service_unverified test"
    ),
    "getcallbackip": "verified personal unverified lapsed service service_unverified test",
    "freepublish/batchget": YES,
    "message/mass/get": YES,
    "menu/create": f"{YES} service_unverified",
    "get_current_selfmenu_info": f"{YES} service_unverified",
    "get_current_autoreply_info": f"{YES} service_unverified",
    "user/get": YES,
    "tags/get": YES,
    "comment/list": YES,
    "/datacube/getusersummary": YES,
}
KINDS = ["verified", "personal", "unverified", "lapsed", "service", "service_unverified", "test"]
READS = {
    "getcallbackip",
    "get_current_selfmenu_info",
    "get_current_autoreply_info",
    "user/get",
    "tags/get",
}


def called(wechat: Wechat, path: str) -> Json:
    address = path if path.startswith("/") else f"/cgi-bin/{path}"
    body = None if path in READS else b"{}"
    return fetch(f"{wechat.url}{address}?access_token={wechat.token}", body).json()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_may_call_what_wechat_lets_it(wechat: Wechat, kind: str) -> None:
    wechat.console("account", kind=kind)

    allowed = [path for path in MAY_CALL if called(wechat, path).get("errcode") != 48001]
    assert allowed == [path for path, kinds in MAY_CALL.items() if kind in kinds.split()]


def test_a_permission_can_be_given_and_taken_by_hand(wechat: Wechat) -> None:
    wechat.console("account", kind="personal")
    wechat.console(
        "settings", permissions={"/cgi-bin/draft/": False, "/cgi-bin/freepublish/batchget": True}
    )

    assert wechat.call("draft/count")["errcode"] == 48001
    assert wechat.call("freepublish/batchget", {"offset": 0, "count": 1})["total_count"] == 0
    assert wechat.call("freepublish/get", {"publish_id": 1})["errcode"] == 48001


def test_a_frozen_secret_gives_no_token_and_leaves_the_old_one(wechat: Wechat) -> None:
    wechat.console("settings", secret_frozen=True)

    assert wechat.stable_token()["errcode"] == 40243
    assert wechat.call("draft/count") == {"total_count": 0}


def test_a_frozen_account_can_do_nothing(wechat: Wechat) -> None:
    wechat.console("settings", account_frozen=True)

    assert wechat.stable_token()["errcode"] == 50007
    assert wechat.call("draft/count")["errcode"] == 50007


def test_a_caller_that_is_not_listed_is_told_its_address(wechat: Wechat) -> None:
    wechat.console("settings", ip_whitelist=["203.0.113.0/24"], caller_ip="198.51.100.7")
    refused = wechat.stable_token()

    assert refused["errcode"] == 40164
    expected = "invalid ip 198.51.100.7 ipv6 ::ffff:198.51.100.7, not in whitelist rid: "
    assert refused["errmsg"].startswith(expected)
    assert wechat.call("draft/count") == {"total_count": 0}  # tokens only, unless set otherwise
    wechat.console("settings", ip_whitelist_on="all")
    assert wechat.call("draft/count")["errcode"] == 40164
    wechat.console("settings", caller_ip="203.0.113.9")
    assert "access_token" in wechat.stable_token()
    assert wechat.call("draft/count") == {"total_count": 0}


@pytest.mark.parametrize(
    "fields",
    [{"ip_whitelist": ["here"]}, {"caller_ip": "here"}, {"permissions": ["/cgi-bin/"]}],
)
def test_a_setting_that_means_nothing_is_refused(wechat: Wechat, fields: Json) -> None:
    answer = fetch(f"{wechat.url}/console/api/settings", raw_json(fields))

    assert answer.status == 400


@pytest.fixture(scope="module")
def several() -> Iterator[tuple[Wechat, list[Wechat]]]:
    process, ready = start("--accounts", "3", "--publish-delay", "60", "--exit-with-parent")
    callers = [Wechat(ready["url"], **each) for each in ready["accounts"]]
    for each in callers:
        each.token = each.stable_token()["access_token"]
    yield callers[0], callers[1:]
    process.terminate()
    process.wait(timeout=5)


def test_accounts_in_one_process_share_nothing_but_the_clock(
    several: tuple[Wechat, list[Wechat]],
) -> None:
    first, others = several
    for number, each in enumerate(others, start=1):
        for _ in range(number):
            each.draft()

    counts = [each.call("draft/count")["total_count"] for each in (first, *others)]
    assert counts == [0, 1, 2]
    state = fetch(f"{first.url}/console/api/state?appid={others[1].appid}").json()
    assert len(state["drafts"]) == 2
    assert len(first.state()["drafts"]) == 0
    first.console("clock", advance_seconds=7201)
    assert [each.call("draft/count")["errcode"] for each in (first, *others)] == [42001] * 3
    for each in (first, *others):
        each.token = each.stable_token()["access_token"]


def test_a_token_a_secret_and_a_draft_are_good_for_their_own_account_only(
    several: tuple[Wechat, list[Wechat]],
) -> None:
    _, (one, other) = several
    media_id = one.draft()

    assert one.call("draft/get", {"media_id": media_id})["news_item"]
    assert other.call("draft/get", {"media_id": media_id})["errcode"] == 40007
    mixed = Wechat(one.url, one.appid, other.secret)
    assert mixed.stable_token()["errcode"] == 40125
    cleared = {"appid": other.appid}
    assert one.call("clear_quota", cleared)["errcode"] == 40013


def test_each_accounts_pictures_and_articles_are_found_by_their_addresses(
    several: tuple[Wechat, list[Wechat]],
) -> None:
    first, others = several
    for each in others:
        picture = each.upload("media/uploadimg", "a.png", png())["url"]
        published = each.publish(each.draft(title=f"{each.appid}的通知"))
        state = fetch(f"{each.url}/console/api/state?appid={each.appid}").json()
        addresses = [
            published["article_detail"]["item"][0]["article_url"],
            state["articles"][-1]["items"][0]["short_url"],
        ]

        assert fetch(picture).body == png()
        assert [each.appid in fetch(url).text for url in addresses] == [True, True]
    assert first.state()["articles"] == []


def test_accounts_can_be_added_while_it_runs(several: tuple[Wechat, list[Wechat]]) -> None:
    first, _ = several
    added = first.console("accounts", count=2, kind="personal", name="乡镇")["accounts"]
    taken = fetch(f"{first.url}/console/api/accounts", raw_json({"appid": added[0]["appid"]}))
    listed = fetch(f"{first.url}/console/api/accounts").json()["accounts"]

    assert [(each["kind"], each["name"]) for each in added] == [("personal", "乡镇")] * 2
    assert all(re.fullmatch("wx[0-9a-f]{16}", each["appid"]) for each in added)
    assert taken.status == 409
    assert listed[-2:] == added
    new = Wechat(first.url, added[1]["appid"], added[1]["secret"])
    new.token = new.stable_token()["access_token"]
    assert new.call("draft/count") == {"total_count": 0}


def test_resetting_one_account_leaves_the_others_and_the_clock(
    several: tuple[Wechat, list[Wechat]],
) -> None:
    first, (one, other) = several
    before = other.call("draft/count")
    first.console("clock", advance_seconds=3600)
    now = first.state()["now"]
    fetch(f"{one.url}/console/api/reset?appid={one.appid}", b"{}")
    state = fetch(f"{one.url}/console/api/state?appid={one.appid}").json()

    assert state["drafts"] == []
    assert state["now"] == pytest.approx(now, abs=5)
    assert other.call("draft/count") == before
    one.token = one.stable_token()["access_token"]


def test_the_console_shows_the_account_chosen(several: tuple[Wechat, list[Wechat]]) -> None:
    first, (one, _) = several
    chosen = fetch(f"{first.url}/console", headers={"Cookie": f"appid={one.appid}"})

    assert one.appid in chosen.text
    assert one.appid not in fetch(f"{first.url}/console").text
    assert one.appid in fetch(f"{first.url}/console/accounts").text
    assert fetch(f"{first.url}/console/api/state?appid=none").status == 404


def test_added_accounts_come_back_with_the_kept_state(tmp_path: Path) -> None:
    state = str(tmp_path / "state.sqlite3")
    process, ready = start("--state", state, "--accounts", "2")
    second = Wechat(ready["url"], **ready["accounts"][1])
    second.token = second.stable_token()["access_token"]
    second.draft()
    process.kill()
    process.wait()

    process, again = start("--state", state, "--accounts", "2")
    second.url = again["url"]
    count = second.call("draft/count")
    process.terminate()
    process.wait(timeout=5)
    assert again["accounts"] == ready["accounts"]
    assert count == {"total_count": 1}
