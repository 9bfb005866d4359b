"""Each endpoint: what goes out, what comes in, in the shapes that real accounts sent."""

import json
from datetime import UTC, datetime

import httpx2
import pytest
from tests.unit.wechat.wire import TOKEN, answering, client_and_wire

from hefa.wechat.drafts import add_draft, delete_draft, get_draft, list_drafts
from hefa.wechat.errors import Declined, Outcome
from hefa.wechat.material import add_picture
from hefa.wechat.media import upload_picture
from hefa.wechat.pages import fetch_page
from hefa.wechat.publishing import (
    delete_published,
    get_published,
    list_published,
    publish_state,
    submit_draft,
)
from hefa.wechat.tokens import stable_token
from hefa.wechat.transport import Client
from hefa.wechat.values import Article, ArticleId, MediaId, Picture, PublishId, PublishStatus

ARTICLE = Article(title="停水通知", content="<p>明天停水</p>", thumb_media_id=MediaId("COVER"))
STORED = rb"""{"title":"\u901a\u77e5","author":"","digest":"d","content":"<p>\u6b63\u6587<\/p>",
"content_source_url":"","thumb_media_id":"COVER","show_cover_pic":1,
"url":"http:\/\/mp.weixin.qq.com\/s?__biz=Mz==&mid=100000006&idx=1&sn=0123#rd",
"thumb_url":"http:\/\/mmbiz.qpic.cn\/mmbiz_jpg\/abc\/0?wx_fmt=jpeg",
"need_open_comment":0,"only_fans_can_comment":1}"""


def test_stable_token_sends_the_secret_in_the_body_only() -> None:
    reply = httpx2.Response(
        200,
        content=b'{"access_token":"82_new","expires_in":7200}',
        headers={"Date": "Mon, 23 Nov 2026 01:00:00 GMT"},
    )
    client, wire = client_and_wire(reply)

    issued = stable_token(client, appid="wx1", secret="s3cret")

    assert issued.token.value == "82_new"
    assert issued.life_seconds == 7200
    assert issued.server_at == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert "s3cret" not in str(wire.last.url)
    assert json.loads(wire.last.content) == {
        "grant_type": "client_credential",
        "appid": "wx1",
        "secret": "s3cret",
        "force_refresh": False,
    }


@pytest.mark.parametrize("errcode", [40001, 40125])
def test_stable_token_with_a_wrong_secret_asks_a_person(errcode: int) -> None:
    with pytest.raises(Declined) as caught:
        stable_token(answering(b'{"errcode":%d}' % errcode), appid="wx1", secret="x")

    assert caught.value.outcome is Outcome.ASK_PERSON
    assert caught.value.code == "wechat.secret_wrong"


def test_upload_picture_sends_a_named_file_and_returns_https() -> None:
    client, wire = client_and_wire(b'{"url":"http:\\/\\/mmbiz.qpic.cn\\/x\\/0?wx_fmt=png"}')

    url = upload_picture(client, TOKEN, Picture(name="1.png", content=b"PNG"))

    assert url == "https://mmbiz.qpic.cn/x/0?wx_fmt=png"
    assert wire.last.url.path == "/cgi-bin/media/uploadimg"
    assert b'name="media"; filename="1.png"' in wire.last.content
    assert b"PNG" in wire.last.content


def test_add_picture_returns_the_permanent_id_and_keeps_unknown_fields() -> None:
    client, wire = client_and_wire(
        b'{"media_id":"M1","url":"http://mmbiz.qpic.cn/y/0","item":[],"new":1}'
    )

    material = add_picture(client, TOKEN, Picture(name="c.jpg", content=b"JPG"))

    assert (material.media_id, material.url) == ("M1", "https://mmbiz.qpic.cn/y/0")
    assert material.extra == {"item": [], "new": 1}
    assert wire.last.url.params["type"] == "image"


def test_add_draft_sends_a_list_in_raw_utf8() -> None:
    client, wire = client_and_wire(b'{"media_id":"D1","item":[]}')

    assert add_draft(client, TOKEN, [ARTICLE]) == "D1"

    assert (
        wire.last.content
        == (
            '{"articles":[{"title":"停水通知","content":"<p>明天停水</p>","thumb_media_id":"COVER",'
            '"need_open_comment":0,"only_fans_can_comment":0}]}'
        ).encode()
    )
    assert wire.last.url.params["access_token"] == TOKEN.value


def test_get_draft_returns_the_stored_article() -> None:
    body = b'{"news_item":[' + STORED + b'],"create_time":1700000000,"update_time":1700000001}'

    draft = get_draft(answering(body), TOKEN, MediaId("D1"))

    (article,) = draft.articles
    assert (draft.media_id, article.title, article.content) == ("D1", "通知", "<p>正文</p>")
    assert article.only_fans_can_comment
    assert not article.need_open_comment
    assert article.extra == {"show_cover_pic": 1}
    assert draft.updated_at == datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_list_drafts_returns_every_draft_of_the_page(count: int) -> None:
    entry = b'{"media_id":"D","content":{"news_item":[' + STORED + b']},"update_time":1700000001}'
    body = (
        b'{"item":[' + b",".join([entry] * count) + b'],"total_count":41,"item_count":%d}' % count
    )
    client, wire = client_and_wire(body)

    page = list_drafts(client, TOKEN, offset=20, with_content=False)

    assert (len(page.drafts), page.total_count) == (count, 41)
    assert json.loads(wire.last.content) == {"offset": 20, "count": 20, "no_content": 1}


@pytest.mark.parametrize(("offset", "count"), [(-1, 20), (0, 0), (0, 21)])
def test_list_drafts_refuses_a_page_that_wechat_would_refuse(offset: int, count: int) -> None:
    with pytest.raises(ValueError, match="1 to 20"):
        list_drafts(answering(), TOKEN, offset=offset, count=count)


def test_delete_draft_names_the_draft() -> None:
    client, wire = client_and_wire(b'{"errcode":0,"errmsg":"ok"}')

    delete_draft(client, TOKEN, MediaId("D1"))

    assert json.loads(wire.last.content) == {"media_id": "D1"}


@pytest.mark.parametrize("number", [b"2650177668", b'"2650177668"'])
def test_submit_draft_accepts_the_number_in_either_form(number: bytes) -> None:
    body = b'{"errcode":0,"errmsg":"ok","publish_id":' + number + b"}"

    submitted = submit_draft(answering(body), TOKEN, MediaId("D1"))

    assert submitted.publish_id == "2650177668"
    assert submitted.msg_data_id == ""


def test_publish_state_of_a_success_has_the_addresses() -> None:
    body = b"""{"publish_id":2650177668,"publish_status":0,"article_id":"A1","article_detail":
    {"count":1,"item":[{"idx":1,"article_url":"https://mp.weixin.qq.com/s?__biz=M"}]},"fail_idx":[]}"""

    state = publish_state(answering(body), TOKEN, PublishId("2650177668"))

    assert (state.status, state.article_id) == (PublishStatus.DONE, "A1")
    assert [(item.position, item.url) for item in state.items] == [
        (1, "https://mp.weixin.qq.com/s?__biz=M")
    ]


def test_publish_state_of_a_failure_has_the_positions() -> None:
    body = b'{"publish_id":2247483655,"publish_status":3,"article_detail":{},"fail_idx":[1,"3"]}'

    state = publish_state(answering(body), TOKEN, PublishId("2247483655"))

    assert (state.status, state.items, state.failed_positions) == (PublishStatus.FAILED, (), (1, 3))


def test_list_published_and_get_published_return_the_articles() -> None:
    entry = (
        b'{"article_id":"A1","content":{"news_item":[' + STORED + b']},"update_time":1700000001}'
    )
    body = b'{"item":[' + entry + b'],"total_count":1,"item_count":1}'
    single = b'{"news_item":[' + STORED.replace(b'"author"', b'"is_deleted":true,"author"') + b"]}"
    client = answering(body, single)

    page = list_published(client, TOKEN)
    published = get_published(client, TOKEN, ArticleId("A1"))

    assert [entry.article_id for entry in page.publications] == ["A1"]
    assert not page.publications[0].articles[0].is_deleted
    assert published.articles[0].is_deleted


@pytest.mark.parametrize("position", [0, -1])
def test_delete_published_never_sends_what_would_delete_all(position: int) -> None:
    client, wire = client_and_wire()

    with pytest.raises(ValueError, match="counts from 1"):
        delete_published(client, TOKEN, ArticleId("A1"), position=position)

    assert wire.requests == []


def test_delete_published_sends_the_position() -> None:
    client, wire = client_and_wire(b'{"errcode":0}')

    delete_published(client, TOKEN, ArticleId("A1"), position=2)

    assert json.loads(wire.last.content) == {"article_id": "A1", "index": 2}


def test_fetch_page_asks_over_https_without_token() -> None:
    client, wire = client_and_wire("<html>页</html>".encode())

    page = fetch_page(client, "http://mp.weixin.qq.com/s?__biz=M&mid=1&idx=1&sn=2#rd")

    assert page.html == "<html>页</html>"
    assert page.url == "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=1&sn=2"
    assert str(wire.last.url) == page.url


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/s/abc",
        "https://mp.weixin.qq.com.example.com/s/abc",
        "https://user@mp.weixin.qq.com/s/abc",
        "https://mp.weixin.qq.com:8443/s/abc",
        "https://mp.weixin.qq.com/cgi-bin/home",
        "http://127.0.0.1:9000/s/abc",
        "file:///etc/passwd",
        "https://mp.weixin.qq.com/s/a\x00b",
        "https://mp.weixin.qq.com/s/" + "a" * 2000,
        "",
    ],
)
def test_fetch_page_refuses_any_other_address(url: str) -> None:
    client, wire = client_and_wire()

    with pytest.raises(ValueError, match="not the address"):
        fetch_page(client, url)

    assert wire.requests == []


@pytest.mark.parametrize(
    "base_url",
    [
        "http://api.weixin.qq.com",
        "https://api.weixin.qq.com.example.com",
        "https://weixin.qq.com.cn",
        "https://user@api.weixin.qq.com",
        "https://10.0.0.5",
        "ftp://127.0.0.1",
    ],
)
def test_client_gives_its_token_to_no_foreign_host(base_url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        Client(base_url=base_url)


@pytest.mark.parametrize("base_url", ["https://sh.api.weixin.qq.com", "http://127.0.0.1:8081/"])
def test_client_accepts_wechat_and_this_machine(base_url: str) -> None:
    with Client(base_url=base_url) as client:
        assert client.base_url == base_url.rstrip("/")
