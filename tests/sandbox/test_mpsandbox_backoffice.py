"""WeChat's back office by hand: sending, correcting, the console's pages, the public pages."""

from urllib.parse import urlencode

import pytest
from tests.sandbox.client import Answer, Wechat, fetch, raw_json

FORM = "application/x-www-form-urlencoded"


def submit(wechat: Wechat, act: str, **fields: str) -> Answer:
    """Send a form of the console as a browser does and return the page it leads to."""
    return fetch(f"{wechat.url}/console/do/{act}", urlencode(fields).encode(), FORM)


def test_a_draft_is_mass_sent_by_hand(wechat: Wechat) -> None:
    wechat.console("followers", count=2)
    media_id = wechat.draft(title="手工群发")
    sent = wechat.console(f"drafts/{media_id}/mass_send")
    state = wechat.state()

    assert "手工群发" in fetch(sent["items"][0]["url"]).text
    assert (state["drafts"], state["articles"][0]["origin"]) == ([], "mass_send")
    assert state["mass_sends"][0]["origin"] == "hand"
    assert state["effective_mass_sends"] == {media_id: 1}
    told = wechat.call("message/mass/get", {"msg_id": sent["msg_id"]})
    assert told["msg_status"] == "SEND_SUCCESS"


def test_a_published_article_is_corrected_once_and_little(wechat: Wechat) -> None:
    article_id = wechat.publish(wechat.draft(content="<p>今天停水。</p>"))["article_id"]
    address = f"{wechat.url}/console/api/articles/{article_id}/correct"

    def correct(find: str, replace: str) -> int:
        return fetch(address, raw_json({"find": find, "replace": replace})).status

    assert correct("没有的字", "x") == 409
    assert correct("停水", "停" * 21) == 400
    assert correct("停水", "不停水") == 200
    [item] = wechat.call("freepublish/getarticle", {"article_id": article_id})["news_item"]
    assert item["content"] == "<p>今天不停水。</p>"
    assert correct("今天", "明天") == 409


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("busy", "访问过于频繁"),
        ("moved", "该公众号已迁移"),
        ("closed", "已注销"),
        ("banned", "此账号已被屏蔽"),
        ("expired", "链接已过期"),
        ("removed", "此内容因违规已删除"),
        ("unsent", "此内容发送失败无法查看"),
        ("moved_on", 'id="js_access_msg"'),
        ("silent", "secitptpage/verify.html"),
    ],
)
def test_failure_pages_come_by_switch_with_status_200(
    wechat: Wechat, setting: str, words: str
) -> None:
    wechat.publish(wechat.draft())
    wechat.console("settings", public_pages=setting)
    answer = fetch(wechat.state()["articles"][0]["items"][0]["url"])

    assert (answer.status, words in answer.text) == (200, True)
    assert "global_error_msg" in answer.text
    assert "今天停水" not in answer.text


def test_the_pages_show_what_people_do_with_their_forms(wechat: Wechat) -> None:
    article_id = wechat.publish(wechat.draft(title="停水通知", need_open_comment=1))["article_id"]
    place = f"articles/{article_id}"

    def page(name: str) -> str:
        return fetch(f"{wechat.url}/console/{name}").text

    for act, fields in (
        ("followers", {"count": "2"}),
        (f"{place}/comment", {"idx": "1", "content": "几点来水<b>？"}),
        (f"{place}/reads", {"idx": "1", "date": "2027-03-01", "read_user": "0"}),
        (f"{place}/correct", {"idx": "1", "find": "停水", "replace": "来水"}),
        ("menu", {"name1": "办事", "url1": "https://a.example/", "name2": "", "url2": ""}),
        ("autoreply", {"follow": "欢迎关注", "default": ""}),
        ("autoreply", {"keyword": "电话", "answer": "12345", "match_mode": "equal"}),
        ("mass_outcome", {"status": "send fail"}),
        (f"drafts/{wechat.draft(title='周报')}/mass_send", {"back": "/console/mass"}),
    ):
        assert "已完成" in submit(wechat, act, **fields).text, act

    readers = page("readers")
    assert "关注者 2 人" in readers
    assert "几点来水&lt;b&gt;？" in readers
    assert "《停水通知》" in readers
    assert "在网站上创建" in page("menu")
    assert "view https://a.example/" in page("menu")
    assert "欢迎关注" in page("autoreply")
    assert "12345" in page("autoreply")
    assert "周报" in page("mass")
    assert "今天来水" in page(place)
    assert "已完成" in submit(wechat, "menu").text
    assert wechat.call("get_current_selfmenu_info")["is_menu_open"] == 0


def test_an_act_that_cannot_be_done_says_so(wechat: Wechat) -> None:
    first, second = wechat.draft(), wechat.draft()
    wechat.console(f"drafts/{first}/mass_send")

    assert "没有做成：微信不收，错误码 45028。" in submit(wechat, f"drafts/{second}/mass_send").text
    assert fetch(f"{wechat.url}/console/nothing").status == 404
    assert fetch(f"{wechat.url}/console/api/menu", raw_json({"button": [{}]})).status == 400
