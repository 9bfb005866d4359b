"""wechatpy sends to the followers, answers their comments, and counts them."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.sdk.pictures import PICTURE
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

BUTTONS = [
    {"type": "click", "name": "办事", "key": "k"},
    {"name": "更多", "sub_button": [{"type": "view", "name": "网站", "url": "http://a.cn/"}]},
]
BEIJING = timedelta(hours=8)


@pytest.fixture
def client(proxied: Wechat) -> WeChatClient:
    return WeChatClient(proxied.appid, proxied.secret)


@pytest.fixture
def openids(wechat: Wechat) -> list[str]:
    found: list[str] = wechat.console("followers", count=3)["openids"]
    return found


def draft(client: WeChatClient) -> str:
    cover = client.material.add("image", PICTURE)["media_id"]
    made = {"title": "通知", "content": "<p>今天停水。</p>", "thumb_media_id": cover}
    return str(client.draft.add([made])["media_id"])


def test_articles_are_sent_to_all_once(
    client: WeChatClient, wechat: Wechat, openids: list[str]
) -> None:
    media_id, message = draft(client), client.message
    preview = message.send_mass_article(media_id, openids[0], preview=True)
    sent = message.send_mass_article(media_id, is_to_all=True, client_msg_id="notice-1")
    with pytest.raises(WeChatClientException) as again:
        message.send_mass_article(media_id, is_to_all=True, client_msg_id="notice-1")
    sending = message.get_mass(sent["msg_id"])["msg_status"]
    wechat.console("clock", advance_seconds=100)

    assert preview["errmsg"] == "preview success"
    assert again.value.errcode == 45065
    assert (sending, message.get_mass(sent["msg_id"])["msg_status"]) == ("SENDING", "SEND_SUCCESS")
    message.delete_mass(sent["msg_id"])
    assert message.get_mass(sent["msg_id"])["msg_status"] == "DELETE"
    assert wechat.state()["effective_mass_sends"] == {media_id: 1}


def test_words_and_pictures_are_sent_to_some(client: WeChatClient, openids: list[str]) -> None:
    picture = client.material.add("image", PICTURE)["media_id"]
    tag = client.tag.create("居民")["id"]
    client.tag.tag_user(tag, openids)

    assert client.message.send_mass_text("通知", openids)["errcode"] == 0
    assert client.message.send_mass_image(picture, openids)["errcode"] == 0
    assert client.message.send_mass_text("通知", tag)["errcode"] == 0


def test_menus_are_made_shown_and_taken_away(client: WeChatClient, openids: list[str]) -> None:
    assert client.menu.get() is None
    client.menu.create({"button": BUTTONS})
    shown = client.menu.get_menu_info()["selfmenu_info"]["button"]
    special = {"button": BUTTONS[:1], "matchrule": {"client_platform_type": "2"}}
    menu_id = client.menu.add_conditional(special)["menuid"]

    assert client.menu.get()["menu"]["button"][1]["sub_button"][0]["name"] == "网站"
    assert shown[1]["sub_button"]["list"][0]["url"] == "http://a.cn/"
    assert client.menu.try_match(openids[0])["button"][0]["name"] == "办事"
    client.menu.del_conditional(menu_id)
    client.menu.delete()
    assert client.menu.get() is None


def test_the_websites_own_answers_are_read(client: WeChatClient, wechat: Wechat) -> None:
    wechat.console("autoreply", follow="欢迎")
    told = client.message.get_autoreply_info()

    assert told["is_add_friend_reply_open"] == 1
    assert told["add_friend_autoreply_info"] == {"type": "text", "content": "欢迎"}


def test_comments_are_chosen_answered_and_deleted(client: WeChatClient, wechat: Wechat) -> None:
    comments, job = client.material, client.freepublish.submit(draft(client))
    wechat.console("clock", advance_seconds=100)
    article_id = client.freepublish.get(job["publish_id"])["article_id"]
    where = (job["msg_data_id"], 0)
    comments.open_comment(*where)
    said = wechat.console(f"articles/{article_id}/comment", content="好")["user_comment_id"]
    comments.markelect_comment(*where, said)
    comments.add_reply_comment(*where, said, "谢谢")
    [listed] = comments.list_comment(*where, count=49)["comment"]
    with pytest.raises(WeChatClientException) as too_many:
        comments.list_comment(*where)  # by itself it asks for 50, one more than WeChat gives

    assert (listed["comment_type"], listed["reply"]["content"]) == (1, "谢谢")
    assert too_many.value.errcode == 88010
    comments.unmarkelect_comment(*where, said)
    comments.delete_reply_comment(*where, said)
    comments.delete_comment(*where, said)
    assert comments.list_comment(*where, count=49)["total"] == 0
    comments.close_comment(*where)


def test_followers_are_listed_described_and_tagged(
    client: WeChatClient, openids: list[str]
) -> None:
    client.user.update_remark(openids[0], "老王")
    tag = client.tag.create("居民")
    client.tag.update(tag["id"], "住户")
    client.tag.tag_user(tag["id"], openids[0])

    assert client.user.get_followers()["total"] == 3
    assert list(client.user.iter_followers()) == openids
    assert client.user.get(openids[0])["remark"] == "老王"
    assert [each["openid"] for each in client.user.get_batch(openids)] == openids
    assert {"id": tag["id"], "name": "住户", "count": 1} in client.tag.get()
    assert client.tag.get_user_tag(openids[0]) == [tag["id"]]
    assert list(client.tag.iter_tag_users(tag["id"])) == openids[:1]
    client.tag.untag_user(tag["id"], openids[0])
    client.tag.delete(tag["id"])
    client.tag.batch_black_list(openids[:1])
    assert client.tag.get_black_list()["data"]["openid"] == openids[:1]
    client.tag.batch_unblack_list(openids[:1])
    assert client.tag.get_black_list()["total"] == 0


def test_figures_of_a_day_are_given(
    client: WeChatClient, wechat: Wechat, openids: list[str]
) -> None:
    client.freepublish.submit(draft(client))
    wechat.console("clock", advance_seconds=2 * 86400)
    day = datetime.fromtimestamp(wechat.state()["now"], UTC) + BEIJING - timedelta(days=2)
    cube = client.datacube
    given = [
        *[cube.get_user_summary, cube.get_user_cumulate, cube.get_article_summary],
        *[cube.get_article_total, cube.get_user_read, cube.get_user_read_hour],
        *[cube.get_user_share, cube.get_user_share_hour],
    ]
    for ask in given:
        assert {each["ref_date"] for each in ask(day, day)} == {f"{day:%Y-%m-%d}"}
    with pytest.raises(WeChatClientException) as too_early:
        cube.get_user_summary("2090-01-01", "2090-01-02")
    assert too_early.value.errcode == 61501
