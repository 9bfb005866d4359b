"""Temporary media and permanent material: what is taken, how long it stays, how it comes back."""

import pytest
from tests.sandbox.client import JSON_TYPE, Json, Wechat, fetch, png

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"
DAY = 86400


def upload_film(wechat: Wechat, content: bytes, description: str | None) -> Json:
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="media"; filename="a.mp4"\r\n\r\n'
        + content
        + b"\r\n"
    )
    if description is not None:
        body += b'--edge\r\nContent-Disposition: form-data; name="description"\r\n\r\n'
        body += description.encode() + b"\r\n"
    address = f"{wechat.url}/cgi-bin/material/add_material?access_token={wechat.token}&type=video"
    return fetch(address, body + b"--edge--\r\n", "multipart/form-data; boundary=edge").json()


def test_a_temporary_file_comes_back_as_bytes_for_three_days(wechat: Wechat) -> None:
    sent = wechat.upload("media/upload", "a.jpg", JPEG, type="image")
    answer = wechat.answer("media/get", media_id=sent["media_id"])

    assert sorted(sent) == ["created_at", "media_id", "type"]
    assert sent["type"] == "image"
    assert (answer.body, answer.headers["Content-Type"]) == (JPEG, "image/jpeg")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.jpg"'
    wechat.console("clock", advance_seconds=3 * DAY - 60)
    wechat.token = wechat.stable_token()["access_token"]
    assert wechat.answer("media/get", media_id=sent["media_id"]).body == JPEG
    wechat.console("clock", advance_seconds=120)
    assert wechat.call("media/get", media_id=sent["media_id"])["errcode"] == 40007


def test_a_temporary_film_answers_with_its_address(wechat: Wechat) -> None:
    sent = wechat.upload("media/upload", "a.mp4", b"film", type="video")
    answer = wechat.answer("media/get", media_id=sent["media_id"])

    assert list(answer.json()) == ["video_url"]
    assert rb"http:\/\/" in answer.body
    assert fetch(answer.json()["video_url"]).body == b"film"


def test_a_temporary_cover_is_named_otherwise_and_is_no_cover_of_drafts(wechat: Wechat) -> None:
    thumb = wechat.upload("media/upload", "a.jpg", JPEG, type="thumb")["thumb_media_id"]
    sent = {"articles": [wechat.article(thumb_media_id=thumb)]}

    assert wechat.call("draft/add", sent)["errcode"] == 40007


@pytest.mark.parametrize(
    ("place", "name", "size", "errcode"),
    [
        ("media/upload?type=news", "a.jpg", 9, 40004),
        ("media/upload?type=image", "a.bmp", 9, 40005),
        ("media/upload?type=voice", "a.wav", 9, 40005),
        ("media/upload?type=video", "a.avi", 9, 40005),
        ("media/upload?type=thumb", "a.png", 9, 40005),
        ("media/upload?type=voice", "a.mp3", 2 * 1024 * 1024 + 1, 40010),
        ("media/upload?type=video", "a.mp4", 10 * 1024 * 1024 + 1, 40011),
        ("media/upload?type=thumb", "a.jpg", 64 * 1024 + 1, 40012),
        ("media/upload?type=image", "a.jpg", 10 * 1024 * 1024 + 1, 40009),
        ("media/upload?type=image", "a.jpg", 0, 44001),
        ("media/upload?type=image", "a.jpg", 9, 40137),
        ("material/add_material?type=voice", "a.ogg", 9, 40005),
        ("material/add_material?type=thumb", "a.jpg", 64 * 1024 + 1, 40012),
    ],
)
def test_a_file_that_does_not_fit_its_kind_is_refused(
    wechat: Wechat, place: str, name: str, size: int, errcode: int
) -> None:
    path, _, kind = place.partition("?type=")

    assert wechat.upload(path, name, b"x" * size, type=kind)["errcode"] == errcode


def test_permanent_pictures_and_sounds_come_back_as_bytes(wechat: Wechat) -> None:
    for kind, name, content in (("image", "a.jpg", JPEG), ("voice", "a.mp3", b"ID3 sound")):
        media_id = wechat.upload("material/add_material", name, content, type=kind)["media_id"]
        answer = wechat.answer("material/get_material", {"media_id": media_id})

        assert answer.body == content
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_film_needs_a_description_of_its_own(wechat: Wechat) -> None:
    assert upload_film(wechat, b"film", None)["errcode"] == 40035
    assert upload_film(wechat, b"film", "{")["errcode"] == 47001
    added = upload_film(wechat, b"film", '{"title":"片","introduction":"简介"}')
    told = wechat.call("material/get_material", {"media_id": added["media_id"]})

    assert list(added) == ["media_id"]
    assert (told["title"], told["description"]) == ("片", "简介")
    assert sorted(told) == ["description", "down_url", "title"]
    assert fetch(told["down_url"]).body == b"film"


def test_articles_of_the_old_kind_are_listed_and_read(wechat: Wechat) -> None:
    media_id = wechat.console("news_material", title="旧文", content="<p>旧</p>")["media_id"]
    told = wechat.call("material/get_material", {"media_id": media_id})
    sent = {"type": "news", "offset": 0, "count": 20}
    listed = wechat.call("material/batchget_material", sent)

    assert told["news_item"][0]["content"] == "<p>旧</p>"
    assert sorted(listed["item"][0]) == ["content", "media_id", "update_time"]
    assert sorted(listed["item"][0]["content"]) == ["create_time", "news_item", "update_time"]
    assert listed["item"][0]["content"]["news_item"] == told["news_item"]


def test_material_is_counted_and_listed_by_kind(wechat: Wechat) -> None:
    ids = [wechat.cover() for _ in range(3)]
    wechat.upload("material/add_material", "a.mp3", b"ID3", type="voice")
    wechat.publish(wechat.draft())
    sent = {"type": "image", "offset": 1, "count": 2}
    listed = wechat.call("material/batchget_material", sent)

    assert wechat.call("material/get_materialcount") == {
        "voice_count": 1,
        "video_count": 0,
        "image_count": 4,
        "news_count": 0,  # neither drafts nor published articles count
    }
    assert (listed["total_count"], listed["item_count"]) == (4, 2)
    assert [item["media_id"] for item in listed["item"]] == [ids[2], ids[1]]
    assert sorted(listed["item"][0]) == ["media_id", "name", "update_time", "url"]
    assert fetch(listed["item"][0]["url"]).body == png()
    assert wechat.call("material/batchget_material", sent | {"type": "film"})["errcode"] == 40004
    assert wechat.call("material/batchget_material", sent | {"count": 21})["errcode"] == 40097


def test_deleted_material_is_gone(wechat: Wechat) -> None:
    media_id = wechat.cover()

    assert wechat.call("material/del_material", {"media_id": media_id})["errcode"] == 0
    for path in ("material/del_material", "material/get_material"):
        assert wechat.call(path, {"media_id": media_id})["errcode"] == 40007


def test_material_in_a_menu_or_an_automatic_answer_cannot_be_deleted(wechat: Wechat) -> None:
    in_menu, in_answer, in_draft = (wechat.cover() for _ in range(3))
    button = {"type": "media_id", "name": "看图", "media_id": in_menu}
    wechat.call("menu/create", {"button": [button]})
    wechat.console("autoreply", keyword="图", answer_media_id=in_answer)
    wechat.draft(thumb_media_id=in_draft)

    for media_id, errcode in ((in_menu, 48005), (in_answer, 48005), (in_draft, 0)):
        assert wechat.call("material/del_material", {"media_id": media_id})["errcode"] == errcode


def test_errors_of_downloads_are_json(wechat: Wechat) -> None:
    answer = wechat.answer("media/get", media_id="none")

    assert answer.json()["errcode"] == 40007
    assert answer.headers["Content-Type"].startswith(JSON_TYPE.partition(";")[0])
