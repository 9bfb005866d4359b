"""Mass sending: what goes out, how often it may, and what is told of it."""

import pytest
from tests.sandbox.client import Json, Wechat, fetch

DAY = 86400


@pytest.fixture
def followers(wechat: Wechat) -> list[str]:
    openids: list[str] = wechat.console("followers", count=3)["openids"]
    return openids


def send_all(wechat: Wechat, media_id: str, **fields: object) -> Json:
    message = {"msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    return wechat.call("message/mass/sendall", {"filter": {"is_to_all": True}} | message | fields)


def wait(wechat: Wechat, seconds: int = 100) -> None:
    wechat.console("clock", advance_seconds=seconds)
    wechat.token = wechat.stable_token()["access_token"]


def status(wechat: Wechat, sent: Json) -> str:
    told: Json = wechat.call("message/mass/get", {"msg_id": sent["msg_id"]})
    assert told["msg_id"] == sent["msg_id"]
    return str(told["msg_status"])


def test_a_draft_sent_to_all_becomes_an_article_in_no_list(
    wechat: Wechat, followers: list[str]
) -> None:
    media_id = wechat.draft(title="停水")
    sent = send_all(wechat, media_id, clientmsgid="a")

    assert (sent["errcode"], sent["errmsg"]) == (0, "send job submission success")
    assert sorted(sent) == ["errcode", "errmsg", "msg_data_id", "msg_id"]
    assert status(wechat, sent) == "SENDING"
    assert wechat.call("draft/count") == {"total_count": 1}
    wait(wechat)
    assert status(wechat, sent) == "SEND_SUCCESS"
    assert wechat.call("draft/count") == {"total_count": 0}
    assert wechat.call("freepublish/batchget", {"offset": 0, "count": 1})["total_count"] == 0
    state = wechat.state()
    [article] = state["articles"]
    assert (article["origin"], article["mid"]) == ("mass_send", sent["msg_data_id"])
    assert "停水" in fetch(article["items"][0]["url"]).text
    assert state["effective_mass_sends"] == {media_id: 1}
    assert state["effective_mass_sends_by_clientmsgid"] == {"a": 1}
    assert state["mass_sends"][0]["recipient_count"] == 3


def test_the_same_clientmsgid_sends_once_only(wechat: Wechat, followers: list[str]) -> None:
    wechat.console("account", kind="service")
    media_id = wechat.draft()
    first = send_all(wechat, media_id, clientmsgid="same")
    wait(wechat, 2 * DAY)
    again = send_all(wechat, wechat.draft(), clientmsgid="same")

    assert again["errcode"] == 45065
    assert again["msg_id"] == first["msg_id"]
    assert wechat.state()["effective_mass_sends_by_clientmsgid"] == {"same": 1}
    assert send_all(wechat, wechat.draft(), clientmsgid="长" * 11)["errcode"] == 45067


def test_a_subscription_account_sends_once_a_day_by_hand_or_not(
    wechat: Wechat, followers: list[str]
) -> None:
    drafts = [wechat.draft() for _ in range(3)]

    assert send_all(wechat, drafts[0])["errcode"] == 0
    assert send_all(wechat, drafts[1])["errcode"] == 45028
    wait(wechat, DAY)
    wechat.console(f"drafts/{drafts[1]}/mass_send")
    assert send_all(wechat, drafts[2])["errcode"] == 45028
    wait(wechat, DAY)
    assert send_all(wechat, drafts[2])["errcode"] == 0


def test_a_failed_sending_leaves_the_draft_and_the_quota(
    wechat: Wechat, followers: list[str]
) -> None:
    wechat.console("mass_outcome", status="err(20001)")
    media_id = wechat.draft()
    sent = send_all(wechat, media_id)
    wait(wechat)

    assert status(wechat, sent) == "SEND_FAIL"
    assert wechat.state()["articles"] == []
    assert wechat.state()["effective_mass_sends"] == {}
    assert send_all(wechat, media_id)["errcode"] == 0
    assert fetch(f"{wechat.url}/console/api/mass_outcome", b'{"status":"err(x)"}').status == 400


def test_a_service_account_reaches_each_follower_four_times_a_month(
    wechat: Wechat, followers: list[str]
) -> None:
    wechat.console("clock", set_to="2027-03-01T09:00")
    wechat.token = wechat.stable_token()["access_token"]
    wechat.console("account", kind="service")
    first, second, third = followers

    def send(*openids: str) -> int:
        message = {"msgtype": "text", "text": {"content": "你好"}, "touser": list(openids)}
        code: int = wechat.call("message/mass/send", message)["errcode"]
        return code

    assert [send(first, second) for _ in range(4)] == [0] * 4
    assert send(first, second) == 45028
    assert send(first, third) == 0
    assert wechat.state()["mass_sends"][-1]["filtered_count"] == 1
    assert send_all(wechat, wechat.draft())["errcode"] == 0
    assert send_all(wechat, wechat.draft())["errcode"] == 45028  # to all once a day
    wechat.console("clock", set_to="2027-04-01T09:00")
    wechat.token = wechat.stable_token()["access_token"]
    assert send(first, second) == 0


def test_only_named_followers_are_sent_to(wechat: Wechat, followers: list[str]) -> None:
    wechat.console("account", kind="service")
    message = {"msgtype": "text", "text": {"content": "你好"}}

    for touser, errcode in (([followers[0]], 40130), ("o", 40130), (["none", "none2"], 40003)):
        sent = wechat.call("message/mass/send", message | {"touser": touser})
        assert sent["errcode"] == errcode


def test_a_tag_chooses_its_bearers(wechat: Wechat, followers: list[str]) -> None:
    tag_id = wechat.call("tags/create", {"tag": {"name": "楼长"}})["tag"]["id"]
    bearers = {"openid_list": followers[:2], "tagid": tag_id}
    wechat.call("tags/members/batchtagging", bearers)

    for chosen, errcode in (({"tag_id": 9999}, 40050), ({}, 40050), (None, 40035)):
        assert send_all(wechat, wechat.draft(), filter=chosen)["errcode"] == errcode
    chosen = {"is_to_all": False, "tag_id": tag_id}
    assert send_all(wechat, wechat.draft(), filter=chosen)["errcode"] == 0
    assert wechat.state()["mass_sends"][-1]["recipient_count"] == 2


@pytest.mark.parametrize(
    ("message", "errcode"),
    [
        ({"msgtype": "music"}, 40008),
        ({"msgtype": "mpnews"}, 40035),
        ({"msgtype": "mpnews", "mpnews": {"media_id": "none"}}, 40007),
        ({"msgtype": "image", "image": {"media_id": "none"}}, 40007),
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
    ],
)
def test_a_message_amiss_is_refused(wechat: Wechat, message: Json, errcode: int) -> None:
    sent = wechat.call("message/mass/sendall", {"filter": {"is_to_all": True}} | message)

    assert sent["errcode"] == errcode


def test_pictures_are_sent_by_their_ids(wechat: Wechat, followers: list[str]) -> None:
    message = {"msgtype": "image", "images": {"media_ids": [wechat.cover(), wechat.cover()]}}

    assert wechat.call("message/mass/sendall", {"filter": {"is_to_all": True}} | message)[
        "errcode"
    ] == (0)
    assert wechat.call("draft/count") == {"total_count": 0}


def test_a_preview_goes_to_one_follower_and_sends_nothing(
    wechat: Wechat, followers: list[str]
) -> None:
    wechat.console("followers", wxname="laowang")
    message = {"msgtype": "mpnews", "mpnews": {"media_id": wechat.draft()}}

    def preview(**who: str) -> Json:
        return wechat.call("message/mass/preview", message | who)

    shown = preview(touser=followers[0])
    assert (shown["errcode"], shown["errmsg"]) == (0, "preview success")
    assert "msg_data_id" not in shown
    assert preview(towxname="laowang")["errcode"] == 0
    assert preview(touser="none")["errcode"] == 40003
    assert preview(towxname="none")["errcode"] == 40132
    state = wechat.state()
    assert len(state["mass_previews"]) == 2
    assert (state["mass_sends"], len(state["drafts"])) == ([], 1)
    assert state["quotas"]["/cgi-bin/message/mass/preview"]["daily_limit"] == 100


def test_deleting_hides_the_page_of_one_article_or_of_all(
    wechat: Wechat, followers: list[str]
) -> None:
    articles = [wechat.article(title=title) for title in ("甲", "乙")]
    sent = send_all(wechat, wechat.call("draft/add", {"articles": articles})["media_id"])
    wait(wechat)
    first, second = (item["url"] for item in wechat.state()["articles"][0]["items"])

    def delete(**fields: int) -> int:
        code: int = wechat.call("message/mass/delete", {"msg_id": sent["msg_id"]} | fields)[
            "errcode"
        ]
        return code

    assert delete(article_idx=3) == 40114
    assert delete(article_idx=2) == 0
    assert "该内容已被发布者删除" in fetch(second).text
    assert "今天停水" in fetch(first).text
    assert status(wechat, sent) == "SEND_SUCCESS"
    assert delete() == 0
    assert "该内容已被发布者删除" in fetch(first).text
    assert status(wechat, sent) == "DELETE"
    assert wechat.call("message/mass/delete", {"msg_id": 1})["errcode"] == 40059


def test_the_speed_is_set_and_read(wechat: Wechat) -> None:
    assert wechat.call("message/mass/speed/get", {}) == {"speed": 0, "realspeed": 80}
    assert wechat.call("message/mass/speed/set", {"speed": 3})["errcode"] == 0
    assert wechat.call("message/mass/speed/get", {}) == {"speed": 3, "realspeed": 30}
    assert wechat.call("message/mass/speed/set", {"speed": 5})["errcode"] == 45083
    assert wechat.call("message/mass/speed/set", {"other": 1})["errcode"] == 45084


@pytest.mark.parametrize("with_links", [True, False])
def test_the_event_tells_how_it_ended(
    wechat: Wechat, followers: list[str], with_links: bool
) -> None:
    wechat.console("settings", mass_event_links=with_links)
    callback = {"url": "http://127.0.0.1:9/", "token": "abc", "mode": "plain", "verify": False}
    wechat.console("callback", **callback)
    sent = send_all(wechat, wechat.draft())
    wait(wechat)
    [push] = [each for each in wechat.state()["pushes"] if each["name"] == "MASSSENDJOBFINISH"]
    told = push["message"]
    [item] = wechat.state()["articles"][0]["items"]

    assert (told["MsgID"], told["Status"]) == (sent["msg_id"], "send success")
    counts = [told[name] for name in ("TotalCount", "FilterCount", "SentCount", "ErrorCount")]
    assert counts == [3, 3, 3, 0]
    assert told["CopyrightCheckResult"]["Count"] == 1
    assert ("ArticleUrlResult" in told) is with_links
    if with_links:
        [link] = told["ArticleUrlResult"]["ResultList"]["item"]
        assert link["ArticleIdx"] == 1
        assert link["ArticleUrl"].partition("/s?")[2] == item["url"].partition("/s?")[2]
