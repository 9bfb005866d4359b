"""Picture messages, the extras of articles, and the switches of the draft box."""

import pytest
from tests.sandbox.client import Json, Wechat, fetch


def newspic(*ids: str, **fields: object) -> Json:
    return {
        "article_type": "newspic",
        "title": "社区掠影",
        "content": "第一行\n<b>第二行</b>",
        "image_info": {"image_list": [{"image_media_id": each} for each in ids]},
    } | fields


def cut(**fields: object) -> Json:
    corners = {"ratio": "1_1", "x1": "0", "y1": "0", "x2": "0.5", "y2": "1"} | fields
    return {"cover_info": {"crop_percent_list": [corners]}}


def test_a_picture_message_is_kept_and_echoed(wechat: Wechat) -> None:
    first, second = wechat.cover(), wechat.cover()
    sent = newspic(first, second, **cut(ratio="16_9"))
    media_id = wechat.call("draft/add", {"articles": [sent]})["media_id"]
    [item] = wechat.call("draft/get", {"media_id": media_id})["news_item"]

    assert item["article_type"] == "newspic"
    assert item["content"] == "第一行\n第二行"
    assert item["image_info"] == sent["image_info"]
    assert item["cover_info"] == sent["cover_info"]
    assert "mmbiz" in item["thumb_url"]
    assert "picture_urls" not in item


def test_its_page_holds_text_and_pictures_in_script_only(wechat: Wechat) -> None:
    sent = newspic(wechat.cover(), wechat.cover(), content="A&B「引」 <i>x</i>'")
    media_id = wechat.call("draft/add", {"articles": [sent]})["media_id"]
    preview = wechat.call("draft/get", {"media_id": media_id})["news_item"][0]["url"]
    wechat.publish(media_id)
    [article] = wechat.state()["articles"]
    page = fetch(article["items"][0]["url"]).text

    assert 'id="js_content"' not in page
    assert r"content_noencode: JsDecode('A\x26B「引」 x\x27')" in page
    assert page.count("cdn_url: JsDecode('http") == 2
    assert "链接已过期" in fetch(preview).text


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"image_info": None}, 40035),
        ({"image_info": {"image_list": []}}, 40035),
        ({"image_info": {"image_list": [{"image_media_id": "none"}]}}, 40007),
        ({"image_info": {"image_list": [{"image_media_id": "none"}] * 21}}, 40035),
        ({"content": "<mp-common-product data-key='1'></mp-common-product>" * 51}, 45166),
        ({"article_type": "video"}, 40035),
        (cut(x1="0.6"), 40035),
        (cut(x2="1.1"), 40035),
        (cut(x2="0.1234567"), 40035),
        (cut(x2=0.5), 47001),
        (cut(ratio="4_3"), 40035),
        ({"product_info": {"footer_product_info": {}}}, 40035),
    ],
)
def test_a_picture_message_amiss_is_refused(wechat: Wechat, fields: Json, errcode: int) -> None:
    sent = newspic(wechat.cover()) | fields

    assert wechat.call("draft/add", {"articles": [sent]})["errcode"] == errcode


def test_an_article_keeps_its_cuts_and_its_product(wechat: Wechat) -> None:
    extras = cut(ratio="2.35_1") | {"product_info": {"footer_product_info": {"product_key": "k"}}}
    media_id = wechat.draft(pic_crop_1_1="0_0_1_0.5", **extras)
    [item] = wechat.call("draft/get", {"media_id": media_id})["news_item"]

    assert {name: item[name] for name in extras} == extras
    for wrong in (cut(ratio="16_9"), {"pic_crop_235_1": "0_0_1"}):
        sent = {"articles": [wechat.article(**wrong)]}
        assert wechat.call("draft/add", sent)["errcode"] == 40035


def test_the_draft_box_is_on(wechat: Wechat) -> None:
    assert wechat.call("draft/switch", {}, checkonly="1") == {
        "errcode": 0,
        "errmsg": "ok",
        "is_open": 1,
    }


def test_deleting_what_is_not_there_fails_where_the_switch_says_so(wechat: Wechat) -> None:
    wechat.console("settings", draft_delete="refuse")
    media_id = wechat.draft()

    assert wechat.call("draft/delete", {"media_id": media_id})["errcode"] == 0
    assert wechat.call("draft/delete", {"media_id": media_id})["errcode"] == 40007


def test_the_documented_limit_of_content_holds_where_the_switch_says_so(wechat: Wechat) -> None:
    long = wechat.article(content="文" * 20_000)

    assert "media_id" in wechat.call("draft/add", {"articles": [long]})
    wechat.console("settings", strict_content=True)
    assert wechat.call("draft/add", {"articles": [long]})["errcode"] == 45002
    shorter = long | {"content": "文" * 19_999}
    assert "media_id" in wechat.call("draft/add", {"articles": [shorter]})


def test_what_came_back_loses_quoted_fonts_when_sent_as_it_is(wechat: Wechat) -> None:
    stored = wechat.stored("<p style=\"font-family:'Some Font';color:red\">文</p>")
    assert stored == '<p style="font-family:&#39;Some Font&#39;;color:red">文</p>'

    assert wechat.stored(stored) == '<p style="">文</p>'
    assert wechat.stored(stored.replace("&#39;", "'")) == stored


@pytest.mark.parametrize(
    ("setting", "sent", "stored"),
    [
        (
            {"code_styles": "lose"},
            '<pre style="color:red"><code style="color:red">x</code></pre>',
            '<pre style="color:red"><code style="">x</code></pre>',
        ),
        (
            {"quoted_fonts": "break"},
            "<p style=\"color:red;font-family:'A B';margin:0\">文</p>",
            '<p style="color:red;font-family:">文</p>',
        ),
    ],
)
def test_habits_seen_on_some_accounts(
    wechat: Wechat, setting: Json, sent: str, stored: str
) -> None:
    before = wechat.stored(sent)
    wechat.console("settings", **setting)

    assert wechat.stored(sent) == stored
    assert before != stored


def test_an_update_writes_colours_anew_where_the_switch_says_so(wechat: Wechat) -> None:
    wechat.console("settings", colours="rgb")
    sent = wechat.article(content='<p style="color:#FA5151;border-color:#fff">文</p>')
    media_id = wechat.call("draft/add", {"articles": [sent]})["media_id"]

    def content() -> str:
        item: Json = wechat.call("draft/get", {"media_id": media_id})["news_item"][0]
        return str(item["content"])

    assert "#FA5151" in content()
    wechat.call("draft/update", {"media_id": media_id, "index": 0, "articles": sent})
    assert content() == ('<p style="color:rgb(250, 81, 81);border-color:rgb(255, 255, 255)">文</p>')


def test_a_picture_behind_text_becomes_one_of_width_640(wechat: Wechat) -> None:
    style = "background-image:url(https://mmbiz.qpic.cn/mmbiz_png/x/0?wx_fmt=png);margin:0"

    assert wechat.stored(f'<p style="{style}">文</p>') == (
        f'<p style="{style.replace("/0?", "/640?")}">文</p>'
    )
