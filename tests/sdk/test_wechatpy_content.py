"""wechatpy, unchanged and with WeChat's address built in, makes and publishes content."""

import pytest
from tests.sandbox.client import Json, Wechat, png
from tests.sdk.pictures import FILM, PICTURE, SOUND, jpeg
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException


@pytest.fixture
def client(proxied: Wechat) -> WeChatClient:
    return WeChatClient(proxied.appid, proxied.secret)


def article(client: WeChatClient, title: str = "社区通知") -> Json:
    cover = client.material.add("image", PICTURE)["media_id"]
    return {"title": title, "content": "<p>今天停水。</p>", "thumb_media_id": cover}


def test_a_token_is_fetched_by_itself(client: WeChatClient, wechat: Wechat) -> None:
    assert client.fetch_access_token()["expires_in"] == 7200
    assert "127.0.0.1" in client.misc.get_wechat_ips()
    with pytest.raises(WeChatClientException) as refused:
        client.misc.check_network()
    assert refused.value.errcode == 40201
    assert wechat.state()["calls"]["/cgi-bin/token"] == 1


def test_temporary_media_go_there_and_back(client: WeChatClient) -> None:
    picture = client.media.upload("image", PICTURE)
    film = client.media.upload("video", FILM)["media_id"]

    assert picture["type"] == "image"
    assert client.media.download(picture["media_id"]).content == png()
    assert "video_url" in client.media.download(film)
    assert "/mmbiz_png/" in client.media.upload_image(PICTURE)


def test_permanent_material_is_kept_listed_and_deleted(client: WeChatClient) -> None:
    picture = client.material.add("image", PICTURE)
    sound = client.material.add("voice", SOUND)["media_id"]
    cover = client.material.add("thumb", jpeg())["media_id"]

    assert "/mmbiz_png/" in picture["url"]
    assert client.material.get(picture["media_id"]).content == png()
    assert client.material.get(cover).content == jpeg()[1]
    assert client.material.get_count()["voice_count"] == 1
    assert client.material.batchget("voice")["item"][0]["media_id"] == sound
    client.material.delete(sound)
    with pytest.raises(WeChatClientException) as refused:
        client.material.get(sound)
    assert refused.value.errcode == 40007


def test_a_film_described_in_the_address_is_refused(client: WeChatClient) -> None:
    """A fault of this SDK: WeChat wants the description as a part of the form."""
    with pytest.raises(WeChatClientException) as refused:
        client.material.add("video", FILM, title="停水", introduction="三分钟")

    assert refused.value.errcode == 40035


def test_a_draft_is_made_changed_listed_and_deleted(client: WeChatClient) -> None:
    media_id = client.draft.add([article(client)])["media_id"]
    client.draft.update(media_id, 0, article(client, "改过的通知"))

    assert client.draft.get(media_id)["news_item"][0]["title"] == "改过的通知"
    assert client.draft.count() == {"total_count": 1}
    [listed] = client.draft.batchget()["item"]
    [bare] = client.draft.batchget(no_content=1)["item"]
    assert listed["content"]["news_item"][0]["content"] == "<p>今天停水。</p>"
    assert "content" not in bare["content"]["news_item"][0]
    client.draft.delete(media_id)
    with pytest.raises(WeChatClientException) as refused:
        client.draft.get(media_id)
    assert refused.value.errcode == 40007


def test_a_draft_is_published_read_and_taken_away(client: WeChatClient, wechat: Wechat) -> None:
    job = client.freepublish.submit(client.draft.add([article(client)])["media_id"])
    waiting = client.freepublish.get(job["publish_id"])
    wechat.console("clock", advance_seconds=100)
    done = client.freepublish.get(str(job["publish_id"]))

    assert (waiting["publish_status"], done["publish_status"]) == (1, 0)
    shown = client.freepublish.getarticle(done["article_id"])["news_item"][0]
    assert shown["url"] == done["article_detail"]["item"][0]["article_url"]
    assert client.freepublish.batchget(0, 20)["total_count"] == 1
    client.freepublish.delete(done["article_id"])
    assert client.freepublish.batchget(0, 20, 1)["total_count"] == 0
