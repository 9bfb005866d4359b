"""Uploads and the draft box: limits, the escaping trap, and what is kept."""

import json

import pytest
from tests.sandbox.client import Wechat, fetch, png

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"


def test_an_article_picture_can_be_fetched_at_its_address(wechat: Wechat) -> None:
    url = wechat.upload("media/uploadimg", "a.png", png())["url"]

    assert "/mmbiz_png/" in url
    assert url.endswith("/0?wx_fmt=png")
    for address in (url, url.replace("/0?", "/640?")):
        answer = fetch(address)
        assert (answer.body, answer.headers["Content-Type"]) == (png(), "image/png")


def test_every_upload_gets_an_address_of_its_own(wechat: Wechat) -> None:
    first, second = (wechat.upload("media/uploadimg", "a.jpg", JPEG)["url"] for _ in range(2))

    assert first != second
    assert first.endswith("wx_fmt=jpeg")


@pytest.mark.parametrize(
    ("name", "content", "errcode"),
    [
        ("a.gif", b"GIF89a" + b"\0" * 20, 40005),
        ("a.webp", b"RIFF0000WEBP", 40005),
        ("noextension", png(), 40005),
        ("a.png", b"RIFF0000WEBP", 40137),
        ("a.jpg", b"GIF89a" + b"\0" * 20, 40137),
        ("a.png", png(18000, 24000), 40137),
        ("a.png", png() + b"\0" * 1024 * 1024, 40009),
        ("a.png", b"", 44001),
    ],
)
def test_only_real_small_pictures_are_taken(
    wechat: Wechat, name: str, content: bytes, errcode: int
) -> None:
    assert wechat.upload("media/uploadimg", name, content)["errcode"] == errcode


def test_an_upload_without_a_file_is_refused(wechat: Wechat) -> None:
    assert wechat.call("media/uploadimg", {"media": "none"})["errcode"] == 41005
    assert wechat.upload("material/add_material", "a.png", png())["errcode"] == 40004


def test_permanent_material_answers_as_recorded(wechat: Wechat) -> None:
    image = wechat.upload("material/add_material", "a.jpg", JPEG, type="image")
    voice = wechat.upload("material/add_material", "a.mp3", b"ID3", type="voice")

    assert sorted(image) == ["item", "media_id", "url"]
    assert image["item"] == []
    assert list(voice) == ["media_id"]


def test_a_draft_answers_without_errcode_and_reads_back_whole(wechat: Wechat) -> None:
    added = wechat.call(
        "draft/add",
        {"articles": [wechat.article(digest="摘要", content_source_url="https://a.example/")]},
    )
    read = wechat.call("draft/get", {"media_id": added["media_id"]})
    item = read["news_item"][0]

    assert sorted(added) == ["item", "media_id"]
    assert sorted(read) == ["create_time", "news_item", "update_time"]
    assert sorted(item) == [
        "author",
        "content",
        "content_source_url",
        "digest",
        "need_open_comment",
        "only_fans_can_comment",
        "show_cover_pic",
        "thumb_media_id",
        "thumb_url",
        "title",
        "url",
    ]
    assert (item["title"], item["author"], item["digest"]) == ("社区通知", "办公室", "摘要")
    assert item["content_source_url"] == "https://a.example/"


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"title": "题" * 33}, 45003),
        ({"author": "名" * 17}, 45110),
        ({"digest": "摘" * 129}, 45004),
        ({"content": "文" * (1024 * 1024 // 3 + 1)}, 45002),
        ({"content": ""}, 44004),
        ({"content_source_url": "https://a.example/" + "a" * 1024}, 45005),
        ({"content_source_url": "a.example"}, 41039),
        ({"thumb_media_id": "unknown"}, 40007),
        ({"thumb_media_id": ""}, 40007),
    ],
)
def test_a_field_beyond_its_limit_is_refused(
    wechat: Wechat, fields: dict[str, str], errcode: int
) -> None:
    sent = {"articles": [wechat.article(**fields)]}

    assert wechat.call("draft/add", sent)["errcode"] == errcode
    assert wechat.call("draft/count") == {"total_count": 0}


def test_fields_at_their_limits_are_taken(wechat: Wechat) -> None:
    sent = wechat.article(
        title="题" * 32, author="名" * 16, digest="摘" * 128, content="文" * 100_000
    )

    assert "media_id" in wechat.call("draft/add", {"articles": [sent]})


def test_a_draft_holds_eight_articles_and_no_more(wechat: Wechat) -> None:
    articles = [wechat.article()] * 8

    assert "media_id" in wechat.call("draft/add", {"articles": articles})
    assert wechat.call("draft/add", {"articles": [*articles, articles[0]]})["errcode"] == 45008
    assert wechat.call("draft/add", {"articles": []})["errcode"] == 44003


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"title": "六字标题通知"}, 45003),
        ({"author": "三个字"}, 45110),
        ({"digest": "摘" * 22}, 45004),
    ],
)
def test_escaped_chinese_counts_six_characters_each(
    wechat: Wechat, fields: dict[str, str], errcode: int
) -> None:
    article = wechat.article(title="题", author="名") | fields
    escaped = json.dumps({"articles": [article]}).encode()

    assert wechat.call("draft/add", escaped)["errcode"] == errcode
    assert "media_id" in wechat.call("draft/add", {"articles": [article]})


def test_escapes_that_pass_are_stored_as_they_were_sent(wechat: Wechat) -> None:
    article = wechat.article(title="题", author="名", content='<p class="x">a\\b</p>')
    media_id = wechat.call("draft/add", json.dumps({"articles": [article]}).encode())["media_id"]
    item = wechat.call("draft/get", {"media_id": media_id})["news_item"][0]

    assert item["title"] == "\\u9898"
    assert item["content"] == '<p class="x">a\\b</p>'


@pytest.mark.parametrize("body", [b"{", b"[]", b"title=a&content=b", b"\xff\xfe"])
def test_a_body_that_is_no_json_object_is_refused(wechat: Wechat, body: bytes) -> None:
    assert wechat.call("draft/add", body)["errcode"] == 47001


def test_a_missing_digest_is_the_start_of_the_text(wechat: Wechat) -> None:
    media_id = wechat.draft(content="<p>" + "水" * 60 + "</p>")
    item = wechat.call("draft/get", {"media_id": media_id})["news_item"][0]

    assert item["digest"] == "水" * 54


def test_a_digest_counts_in_drafts_of_one_article_only(wechat: Wechat) -> None:
    articles = [wechat.article(digest="自拟摘要"), wechat.article(digest="自拟摘要")]
    media_id = wechat.call("draft/add", {"articles": articles})["media_id"]
    read = wechat.call("draft/get", {"media_id": media_id})

    assert [item["digest"] for item in read["news_item"]] == ["今天停水。", "今天停水。"]


def test_update_replaces_one_article_counted_from_zero(wechat: Wechat) -> None:
    articles = [wechat.article(title="甲"), wechat.article(title="乙")]
    media_id = wechat.call("draft/add", {"articles": articles})["media_id"]
    new = wechat.article(title="丙")

    def update(index: int, sent: object) -> int:
        body = {"media_id": media_id, "index": index, "articles": sent}
        code: int = wechat.call("draft/update", body)["errcode"]
        return code

    assert update(1, new) == 0
    assert update(2, new) == 40114
    assert update(1, [new]) == 47001
    assert update(0, new | {"digest": "摘" * 121}) == 45004
    read = wechat.call("draft/get", {"media_id": media_id})
    assert [item["title"] for item in read["news_item"]] == ["甲", "丙"]


def test_lists_come_in_pages(wechat: Wechat) -> None:
    ids = [wechat.draft(title=f"第{number}篇") for number in range(3)]
    page = wechat.call("draft/batchget", {"offset": 1, "count": 20, "no_content": 1})

    assert (page["total_count"], page["item_count"]) == (3, 2)
    assert [item["media_id"] for item in page["item"]] == [ids[1], ids[0]]
    assert "content" not in page["item"][0]["content"]["news_item"][0]
    wechat.console("settings", list_order="oldest")
    page = wechat.call("draft/batchget", {"offset": 0, "count": 20, "no_content": 0})
    assert [item["media_id"] for item in page["item"]] == ids
    for odd in ({"offset": 0, "count": 21}, {"offset": -1, "count": 1}, {"offset": 0}):
        assert wechat.call("draft/batchget", odd)["errcode"] == 40097


def test_a_deleted_draft_is_gone_and_deleting_again_is_no_error(wechat: Wechat) -> None:
    media_id = wechat.draft()

    for _ in range(2):
        assert wechat.call("draft/delete", {"media_id": media_id}) == {
            "errcode": 0,
            "errmsg": "ok",
        }
    assert wechat.call("draft/get", {"media_id": media_id})["errcode"] == 40007
