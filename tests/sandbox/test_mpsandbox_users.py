"""Followers, their tags, and the blacklist."""

import pytest
from tests.sandbox.client import Json, Wechat


@pytest.fixture
def openids(wechat: Wechat) -> list[str]:
    made: list[str] = wechat.console("followers", count=3)["openids"]
    return made


def make_tag(wechat: Wechat, name: str) -> Json:
    return wechat.call("tags/create", {"tag": {"name": name}})


def test_followers_come_in_pages(wechat: Wechat, openids: list[str]) -> None:
    assert wechat.call("user/get") == {
        "total": 3,
        "count": 3,
        "data": {"openid": openids},
        "next_openid": openids[-1],
    }
    rest = wechat.call("user/get", next_openid=openids[0])
    assert rest["data"] == {"openid": openids[1:]}
    last = wechat.call("user/get", next_openid=openids[-1])
    assert (last["count"], "data" in last) == (0, False)
    assert wechat.call("user/get", next_openid="none")["errcode"] == 40003


def test_little_is_told_of_a_follower(wechat: Wechat, openids: list[str]) -> None:
    told = wechat.call("user/info", openid=openids[0], lang="zh_CN")

    assert (told["subscribe"], told["openid"], told["nickname"]) == (1, openids[0], "")
    assert told["subscribe_scene"].startswith("ADD_SCENE_")
    assert wechat.call("user/info", openid="none")["errcode"] == 40003
    wechat.console(f"followers/{openids[0]}/unfollow")
    assert wechat.call("user/info", openid=openids[0]) == {"subscribe": 0, "openid": openids[0]}
    assert wechat.call("user/get")["total"] == 2


def test_many_followers_are_told_at_once(wechat: Wechat, openids: list[str]) -> None:
    asked = [{"openid": openid, "lang": "zh_CN"} for openid in openids]
    told = wechat.call("user/info/batchget", {"user_list": asked})

    assert [each["openid"] for each in told["user_info_list"]] == openids
    too_many = {"user_list": asked * 34}
    assert wechat.call("user/info/batchget", too_many)["errcode"] == 40032


def test_a_remark_is_short(wechat: Wechat, openids: list[str]) -> None:
    def remark(text: str) -> int:
        sent = {"openid": openids[0], "remark": text}
        code: int = wechat.call("user/info/updateremark", sent)["errcode"]
        return code

    assert remark("字" * 10) == 40092
    assert remark("字" * 9) == 0
    assert wechat.call("user/info", openid=openids[0])["remark"] == "字" * 9


def test_tags_are_given_and_taken(wechat: Wechat, openids: list[str]) -> None:
    tag_id = make_tag(wechat, "楼长")["tag"]["id"]
    sent = {"openid_list": openids[:2], "tagid": tag_id}

    assert wechat.call("tags/members/batchtagging", sent)["errcode"] == 0
    assert wechat.call("tags/get") == {"tags": [{"id": tag_id, "name": "楼长", "count": 2}]}
    assert wechat.call("user/tag/get", {"tagid": tag_id})["data"] == {"openid": openids[:2]}
    assert wechat.call("tags/getidlist", {"openid": openids[0]}) == {"tagid_list": [tag_id]}
    taken = {"openid_list": openids[:1], "tagid": tag_id}
    assert wechat.call("tags/members/batchuntagging", taken)["errcode"] == 0
    assert wechat.call("tags/get")["tags"][0]["count"] == 1
    renamed = {"tag": {"id": tag_id, "name": "网格员"}}
    assert wechat.call("tags/update", renamed)["errcode"] == 0
    assert wechat.call("tags/get")["tags"][0]["name"] == "网格员"
    assert wechat.call("tags/delete", {"tag": {"id": tag_id}})["errcode"] == 0
    assert wechat.call("user/info", openid=openids[1])["tagid_list"] == []


def test_tags_have_limits(wechat: Wechat, openids: list[str]) -> None:
    assert make_tag(wechat, "字" * 31)["errcode"] == 45158
    ids = [make_tag(wechat, f"标签{number}")["tag"]["id"] for number in range(100)]
    assert make_tag(wechat, "多余")["errcode"] == 45056
    assert wechat.call("tags/delete", {"tag": {"id": 2}})["errcode"] == 45058
    assert wechat.call("tags/delete", {"tag": {"id": 9999}})["errcode"] == 45159
    taken = {"tag": {"id": ids[0], "name": "标签1"}}
    assert wechat.call("tags/update", taken)["errcode"] == 45157
    for number, tag_id in enumerate(ids[:21]):
        sent = {"openid_list": openids[:1], "tagid": tag_id}
        code = wechat.call("tags/members/batchtagging", sent)["errcode"]
        assert code == (45059 if number == 20 else 0)
    many = {"openid_list": openids * 17, "tagid": ids[0]}
    assert wechat.call("tags/members/batchtagging", many)["errcode"] == 40032


def test_the_blacklist_receives_nothing(wechat: Wechat, openids: list[str]) -> None:
    black = {"openid_list": openids[:1]}

    assert wechat.call("tags/members/batchblacklist", black)["errcode"] == 0
    told = wechat.call("tags/members/getblacklist", {"begin_openid": ""})
    assert (told["total"], told["data"]) == (1, {"openid": openids[:1]})
    message = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "x"}}
    assert wechat.call("message/mass/sendall", message)["errcode"] == 0
    assert wechat.state()["mass_sends"][0]["recipient_count"] == 2
    assert wechat.call("tags/members/batchunblacklist", black)["errcode"] == 0
    assert wechat.call("tags/members/getblacklist", {"begin_openid": ""})["total"] == 0
