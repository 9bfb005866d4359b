"""The custom menu and the website's automatic answers."""

import json

import pytest
from tests.sandbox.client import Json, Wechat

VIEW = {"type": "view", "name": "办事", "url": "https://a.example/"}


def create(wechat: Wechat, *buttons: object) -> int:
    code: int = wechat.call("menu/create", {"button": list(buttons)})["errcode"]
    return code


def sub(*buttons: object) -> Json:
    return {"name": "更多", "sub_button": list(buttons)}


def test_a_menu_is_made_read_and_deleted(wechat: Wechat) -> None:
    assert wechat.call("menu/get")["errcode"] == 46003
    assert create(wechat, VIEW, sub({"type": "click", "name": "往期", "key": "past"})) == 0
    menu = wechat.call("menu/get")

    assert list(menu) == ["menu"]
    assert menu["menu"]["button"] == [
        VIEW | {"sub_button": []},
        sub({"type": "click", "name": "往期", "key": "past", "sub_button": []}),
    ]
    assert wechat.call("get_current_selfmenu_info") == {
        "is_menu_open": 1,
        "selfmenu_info": {
            "button": [
                VIEW,
                {
                    "name": "更多",
                    "sub_button": {"list": [{"type": "click", "name": "往期", "key": "past"}]},
                },
            ]
        },
    }
    assert wechat.call("menu/delete") == {"errcode": 0, "errmsg": "ok"}
    assert wechat.call("menu/get")["errcode"] == 46003
    assert wechat.call("get_current_selfmenu_info")["is_menu_open"] == 0


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([], 40016),
        ([VIEW] * 4, 40016),
        ([sub(*[VIEW] * 6)], 40023),
        ([VIEW | {"name": "六个汉字超长"}], 40018),
        ([VIEW | {"name": ""}], 40018),
        ([sub(VIEW | {"name": "字" * 21})], 40025),
        ([VIEW | {"type": "link"}], 40017),
        ([sub(VIEW | {"type": "link"})], 40024),
        ([{"type": "click", "name": "a", "key": "k" * 129}], 40019),
        ([{"type": "click", "name": "a"}], 40019),
        ([{"type": "view", "name": "a"}], 40020),
        ([VIEW | {"url": "https://a.example/" + "a" * 1024}], 40020),
        ([VIEW | {"url": "a.example"}], 40020),
        ([sub({"type": "view", "name": "a"})], 40027),
        ([sub(sub(VIEW))], 40022),
        ([sub(VIEW) | {"type": "view"}], 40035),
        ([{"type": "article_id", "name": "a", "article_id": "none"}], 53600),
        ([{"type": "media_id", "name": "a", "media_id": "none"}], 40007),
        ([{"type": "miniprogram", "name": "a", "url": "https://a.example/"}], 40035),
    ],
)
def test_a_menu_amiss_is_refused_and_the_old_one_stays(
    wechat: Wechat, buttons: list[Json], errcode: int
) -> None:
    create(wechat, VIEW)

    assert create(wechat, *buttons) == errcode
    assert wechat.call("menu/get")["menu"]["button"] == [VIEW | {"sub_button": []}]


def test_names_count_in_bytes(wechat: Wechat) -> None:
    assert create(wechat, VIEW | {"name": "五个汉字a"}) == 0  # 13 bytes
    assert create(wechat, VIEW | {"name": "a" * 16}) == 0
    assert create(wechat, sub(VIEW | {"name": "字" * 20})) == 0


def test_an_escaped_body_is_refused(wechat: Wechat) -> None:
    body = json.dumps({"button": [VIEW]}).encode()

    assert wechat.call("menu/create", body)["errcode"] == 40033


def test_a_published_article_can_be_a_button(wechat: Wechat) -> None:
    article_id = wechat.publish(wechat.draft())["article_id"]

    assert create(wechat, {"type": "article_id", "name": "文", "article_id": article_id}) == 0


def test_conditional_menus_go_before_the_general_one(wechat: Wechat) -> None:
    first, second, third = wechat.console("followers", count=3)["openids"]  # iOS, Android, other
    tag_id = wechat.call("tags/create", {"tag": {"name": "楼长"}})["tag"]["id"]
    wechat.call("tags/members/batchtagging", {"openid_list": [second], "tagid": tag_id})

    def add(name: str, rule: Json) -> Json:
        sent = {"button": [VIEW | {"name": name}], "matchrule": rule}
        return wechat.call("menu/addconditional", sent)

    def seen_by(openid: str) -> str:
        told: Json = wechat.call("menu/trymatch", {"user_id": openid})
        return str(told["button"][0]["name"])

    assert add("早", {"tag_id": tag_id})["errcode"] == 65303
    create(wechat, VIEW)
    assert isinstance(add("苹果", {"client_platform_type": "1"})["menuid"], str)
    add("安卓", {"client_platform_type": "2"})
    menuid = add("楼长", {"tag_id": tag_id})["menuid"]
    assert [seen_by(each) for each in (first, second, third)] == ["苹果", "楼长", "办事"]
    assert len(wechat.call("menu/get")["conditionalmenu"]) == 3
    assert add("男", {"sex": "1"})["errcode"] == 65320
    assert add("空", {})["errcode"] == 65304
    assert wechat.call("menu/trymatch", {"user_id": "none"})["errcode"] == 65302
    assert wechat.call("menu/delconditional", {"menuid": menuid})["errcode"] == 0
    assert wechat.call("menu/delconditional", {"menuid": menuid})["errcode"] == 65301
    assert seen_by(second) == "安卓"
    wechat.call("menu/delete")
    create(wechat, VIEW)
    assert seen_by(first) == "办事"


def test_a_menu_made_by_hand_is_seen_by_one_endpoint_only(wechat: Wechat) -> None:
    text = {"type": "text", "name": "电话", "value": "12345"}
    wechat.console("menu", button=[VIEW, sub(text)])

    assert wechat.call("menu/get")["errcode"] == 46003
    shown = wechat.call("get_current_selfmenu_info")["selfmenu_info"]["button"]
    assert shown == [VIEW, {"name": "更多", "sub_button": {"list": [text]}}]


def test_automatic_answers_are_told_until_messages_go_elsewhere(wechat: Wechat) -> None:
    assert wechat.call("get_current_autoreply_info") == {
        "is_add_friend_reply_open": 0,
        "is_autoreply_open": 0,
    }
    wechat.console("autoreply", follow="欢迎", default="稍后回复")
    wechat.console("autoreply", keyword="停水", answer="今天不停水", match_mode="contain")
    told = wechat.call("get_current_autoreply_info")
    [rule] = told["keyword_autoreply_info"]["list"]

    assert (told["is_add_friend_reply_open"], told["is_autoreply_open"]) == (1, 1)
    assert told["add_friend_autoreply_info"] == {"type": "text", "content": "欢迎"}
    assert told["message_default_autoreply_info"] == {"type": "text", "content": "稍后回复"}
    assert (rule["rule_name"], rule["reply_mode"]) == ("停水", "reply_all")
    assert rule["keyword_list_info"] == [
        {"type": "text", "match_mode": "contain", "content": "停水"}
    ]
    assert rule["reply_list_info"] == [{"type": "text", "content": "今天不停水"}]
    assert wechat.console("ask", text="停水吗")["answers"][0]["content"] == "今天不停水"
    assert wechat.console("ask", text="停电吗")["answers"][0]["content"] == "稍后回复"
    callback = {"url": "http://127.0.0.1:9/", "token": "abc", "mode": "plain", "verify": False}
    wechat.console("callback", **callback)
    told = wechat.call("get_current_autoreply_info")
    assert (told["is_add_friend_reply_open"], told["is_autoreply_open"]) == (0, 0)
    assert wechat.console("ask", text="停水吗")["answers"] == []
