"""From draft to public article, and what happens to it afterwards."""

import re
from html import unescape

import pytest
from tests.sandbox.client import Json, Wechat, fetch, png


def only_article(wechat: Wechat) -> Json:
    [article] = wechat.state()["articles"]
    result: Json = article
    return result


def page_of(wechat: Wechat, idx: int = 1) -> str:
    return fetch(only_article(wechat)["items"][idx - 1]["url"]).text


def test_submitting_only_queues(wechat: Wechat) -> None:
    media_id = wechat.draft()
    queued = wechat.call("freepublish/submit", {"media_id": media_id})
    standing = wechat.call("freepublish/get", {"publish_id": queued["publish_id"]})

    assert (queued["errcode"], queued["errmsg"]) == (0, "ok")
    assert type(queued["publish_id"]) is int
    assert standing == {
        "publish_id": queued["publish_id"],
        "publish_status": 1,
        "fail_idx": [],
    }
    assert wechat.call("draft/count") == {"total_count": 1}
    assert wechat.state()["articles"] == []


def test_a_published_draft_becomes_an_article_and_leaves_the_box(wechat: Wechat) -> None:
    media_id = wechat.draft(title="停水通知")
    done = wechat.publish(media_id)
    [link] = done["article_detail"]["item"]
    listed = wechat.call("freepublish/batchget", {"offset": 0, "count": 20})
    read = wechat.call("freepublish/getarticle", {"article_id": done["article_id"]})

    assert (done["publish_status"], done["fail_idx"]) == (0, [])
    assert (done["article_detail"]["count"], link["idx"]) == (1, 1)
    assert wechat.call("draft/get", {"media_id": media_id})["errcode"] == 40007
    assert (listed["total_count"], listed["item_count"]) == (1, 1)
    assert listed["item"][0]["article_id"] == done["article_id"]
    assert listed["item"][0]["content"]["news_item"] == read["news_item"]
    assert read["news_item"][0]["url"] == link["article_url"]
    assert read["news_item"][0]["is_deleted"] is False
    assert wechat.state()["effective_publications"] == {media_id: 1}


@pytest.mark.parametrize("status", [2, 3, 4])
def test_a_scripted_failure_keeps_the_draft_and_publishes_nothing(
    wechat: Wechat, status: int
) -> None:
    wechat.console("publish_outcome", status=status)
    media_id = wechat.draft()
    failed = wechat.publish(media_id)

    assert (failed["publish_status"], failed["fail_idx"]) == (status, [1])
    assert sorted(failed) == ["fail_idx", "publish_id", "publish_status"]
    assert wechat.call("draft/count") == {"total_count": 1}
    assert wechat.state()["effective_publications"] == {}
    assert wechat.publish(media_id)["publish_status"] == 0  # the script was for one time


def test_a_draft_submitted_twice_is_published_twice_and_counted(wechat: Wechat) -> None:
    media_id = wechat.draft()
    for _ in range(2):
        assert wechat.call("freepublish/submit", {"media_id": media_id})["errcode"] == 0
    wechat.console("clock", advance_seconds=100)

    assert wechat.state()["effective_publications"] == {media_id: 2}
    assert len(wechat.state()["articles"]) == 2


def test_a_second_submission_is_refused_where_the_switch_says_so(wechat: Wechat) -> None:
    wechat.console("settings", resubmit="refuse")
    media_id = wechat.draft()

    assert wechat.call("freepublish/submit", {"media_id": media_id})["errcode"] == 0
    assert wechat.call("freepublish/submit", {"media_id": media_id})["errcode"] == 53503


def test_unknown_ids_are_named(wechat: Wechat) -> None:
    assert wechat.call("freepublish/submit", {"media_id": "none"})["errcode"] == 40007
    for publish_id in (1, "none", None):
        assert wechat.call("freepublish/get", {"publish_id": publish_id})["errcode"] == 53502
    assert wechat.call("freepublish/getarticle", {"article_id": "none"})["errcode"] == 53600
    assert wechat.call("freepublish/delete", {"article_id": "none"})["errcode"] == 53600


def test_the_public_page_has_the_landmarks_readers_look_for(wechat: Wechat) -> None:
    url = wechat.upload("media/uploadimg", "a.png", png())["url"]
    wechat.publish(
        wechat.draft(
            title="停水“通知”<1>",
            digest="两行\n摘要",
            content=f'<p>今天停水。</p><img src="{url}">',
            content_source_url="https://a.example/?a=1&b=2",
        )
    )
    page = page_of(wechat)
    title = re.search(r'<h1 class="rich_media_title" id="activity-name">\s*(.*?)\s*</h1>', page)
    body = re.search(r'id="js_content" style="visibility: hidden;[^>]*>(.*?)</div>\s*<script', page)

    assert title is not None
    assert unescape(title[1]) == "停水“通知”<1>"
    assert body is not None
    assert body[1] == f'<p>今天停水。</p><img data-src="{url.replace("/0?", "/640?")}" />'
    assert '<meta property="og:title" content="停水“通知”&lt;1&gt;">' in page
    assert "var msg_title = '停水“通知”&lt;1&gt;'.html(false);" in page
    assert r'var msg_desc = htmlDecode("两行\x0a摘要");' in page
    assert 'var msg_source_url = htmlDecode("https://a.example/?a=1&amp;b=2");' in page
    assert re.search(r'var ct = "\d{10}";', page)
    assert 'id="js_name">' in page


def test_long_and_short_addresses_show_the_same_page(wechat: Wechat) -> None:
    wechat.publish(wechat.draft(content="<p>今天停水。</p>"))
    [item] = only_article(wechat)["items"]
    long, short = fetch(item["url"]), fetch(item["short_url"])

    assert long.body == short.body
    assert "charset=utf-8" in long.headers["Content-Type"].lower()
    assert len(item["short_url"].rpartition("/")[2]) == 22
    assert "参数错误" in fetch(item["url"].replace("sn=", "sn=0")).text
    assert "参数错误" in fetch(item["url"].replace("__biz=", "__biz=0")).text


def test_a_preview_address_expires_with_its_draft(wechat: Wechat) -> None:
    media_id = wechat.draft(content="<p>今天停水。</p>")
    url = wechat.call("draft/get", {"media_id": media_id})["news_item"][0]["url"]

    assert "今天停水。" in fetch(url).text
    wechat.publish(media_id)
    answer = fetch(url)
    assert (answer.status, "链接已过期" in answer.text) == (200, True)


def test_deleting_one_item_counts_from_one(wechat: Wechat) -> None:
    articles = [wechat.article(title=title) for title in ("甲", "乙")]
    media_id = wechat.call("draft/add", {"articles": articles})["media_id"]
    done = wechat.publish(media_id)
    publish_id, article_id = done["publish_id"], done["article_id"]

    assert wechat.call("freepublish/delete", {"article_id": article_id, "index": 3})["errcode"] == (
        40114
    )
    assert wechat.call("freepublish/delete", {"article_id": article_id, "index": 2}) == {
        "errcode": 0,
        "errmsg": "ok",
    }
    items = wechat.call("freepublish/getarticle", {"article_id": article_id})["news_item"]
    assert [item["is_deleted"] for item in items] == [False, True]
    assert wechat.call("freepublish/get", {"publish_id": publish_id})["publish_status"] == 0
    assert "该内容已被发布者删除" in page_of(wechat, 2)
    assert "今天停水。" in page_of(wechat, 1)


@pytest.mark.parametrize("index", [{}, {"index": 0}])
def test_deleting_without_an_index_deletes_all(wechat: Wechat, index: dict[str, int]) -> None:
    articles = [wechat.article(title=title) for title in ("甲", "乙")]
    media_id = wechat.call("draft/add", {"articles": articles})["media_id"]
    done = wechat.publish(media_id)
    wechat.call("freepublish/delete", {"article_id": done["article_id"]} | index)

    after = wechat.call("freepublish/get", {"publish_id": done["publish_id"]})
    assert after["publish_status"] == 5
    assert wechat.call("freepublish/batchget", {"offset": 0, "count": 1})["total_count"] == 0


def test_the_outsider_edits_an_article_behind_the_back(wechat: Wechat) -> None:
    article_id = wechat.publish(wechat.draft())["article_id"]
    edited = wechat.console(
        f"articles/{article_id}/edit", idx=1, find="今天停水", replace="今天不停水"
    )
    [item] = wechat.call("freepublish/getarticle", {"article_id": article_id})["news_item"]

    assert edited["replaced"] == 2  # in the body and in the digest made from it
    assert item["content"] == "<p>今天不停水。</p>"
    assert "今天不停水" in page_of(wechat)
    missing = fetch(
        f"{wechat.url}/console/api/articles/{article_id}/edit", b'{"find": "x", "replace": "y"}'
    )
    assert missing.status == 409


def test_the_outsider_edits_and_publishes_a_draft_by_hand(wechat: Wechat) -> None:
    media_id = wechat.draft()
    wechat.console(f"drafts/{media_id}/edit", title="改过的标题")
    wechat.console("account", kind="personal")  # by hand is always possible
    published = wechat.console(f"drafts/{media_id}/publish")

    assert "改过的标题" in fetch(published["items"][0]["url"]).text
    assert wechat.call("draft/count") == {"total_count": 0}
    assert only_article(wechat)["origin"] == "hand"
    assert wechat.state()["effective_publications"] == {media_id: 1}


def test_deleted_and_blocked_articles_show_failure_pages_with_status_200(wechat: Wechat) -> None:
    done = wechat.publish(wechat.draft())
    wechat.console(f"articles/{done['article_id']}/block")
    url = only_article(wechat)["items"][0]["url"]

    assert (fetch(url).status, "此内容因违规无法查看" in fetch(url).text) == (200, True)
    standing = wechat.call("freepublish/get", {"publish_id": done["publish_id"]})
    assert standing["publish_status"] == 6
    wechat.console(f"articles/{done['article_id']}/delete")
    assert (fetch(url).status, "该内容已被发布者删除" in fetch(url).text) == (200, True)


def test_the_bot_wall_hides_every_article(wechat: Wechat) -> None:
    wechat.publish(wechat.draft())
    wechat.console("settings", bot_wall=True)

    assert "环境异常" in page_of(wechat)
    assert "今天停水" not in page_of(wechat)


def test_an_article_put_out_by_somebody_else_is_listed_unless_mass_sent(wechat: Wechat) -> None:
    wechat.console("articles", title="不明文章", content="<p>谁发的</p>")
    sent = wechat.console("articles", title="群发文章", content="<p>群发</p>", mass_send=True)
    listed = wechat.call("freepublish/batchget", {"offset": 0, "count": 20})

    titles = [item["content"]["news_item"][0]["title"] for item in listed["item"]]
    assert titles == ["不明文章"]
    assert "群发" in fetch(sent["items"][0]["url"]).text
