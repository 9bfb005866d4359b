"""WeRoBot, unchanged: its client has WeChat's address built in, its robot answers pushes."""

import importlib
import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import werobot
from tests.sandbox.client import Json, Wechat, png
from tests.sdk.pictures import FILM, SOUND

TOKEN = "tokenOfTheTest"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class Named(io.BytesIO):
    """A file as one is opened: with a name."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


@pytest.fixture
def client(proxied: Wechat) -> Any:
    module = importlib.import_module("werobot.client")
    return module.Client({"APP_ID": proxied.appid, "APP_SECRET": proxied.secret})


def refused(call: Callable[..., object], *given: object) -> str:
    with pytest.raises(importlib.import_module("werobot.client").ClientException) as caught:
        call(*given)
    return str(caught.value)


def test_media_and_material_under_a_chinese_name(client: Any) -> None:
    picture = client.upload_media("image", Named("封面.png", png()))["media_id"]
    kept = client.upload_permanent_media("image", Named("封面.png", png()))
    sound = client.upload_permanent_media("voice", Named(*SOUND))["media_id"]
    film = client.upload_permanent_video("停水", "三分钟", Named(*FILM)).json()["media_id"]

    assert client.download_media(picture).content == png()
    assert client.download_permanent_media(kept["media_id"]).content == png()
    assert client.download_permanent_media(film).json()["description"] == "三分钟"
    assert "/mmbiz_png/" in client.upload_news_picture(Named("c.png", png()))["url"]
    assert client.get_media_count()["voice_count"] == 1
    assert client.get_media_list("voice", 0, 20)["item"][0]["media_id"] == sound
    client.delete_permanent_media(sound)
    assert "40007" in refused(client.delete_permanent_media, sound)
    assert "40066" in refused(client.get_custom_service_account_list)


def test_mass_sending(client: Any, wechat: Wechat) -> None:
    openids = wechat.console("followers", count=3)["openids"]
    sent = client.send_mass_msg("text", "通知", openids, client_msg_id="a")

    assert "45065" in refused(client.send_mass_msg, "text", "通知", openids, False, "a")
    assert client.send_mass_preview_to_user("text", "通知", openids[0])["errcode"] == 0
    assert client.send_mass_msg("text", "通知")["msg_id"] > sent["msg_id"]
    assert client.get_mass_msg_status(sent["msg_id"])["msg_status"] == "SENDING"
    client.set_mass_msg_speed(2)
    assert client.get_mass_msg_speed()["speed"] == 2


def test_menus_people_and_tags(client: Any, wechat: Wechat) -> None:
    button = [{"type": "click", "name": "办事", "key": "k"}]
    openids = wechat.console("followers", count=3)["openids"]
    client.create_menu({"button": button})
    menuid = client.create_custom_menu(button, {"client_platform_type": "1"})["menuid"]

    assert client.get_menu()["menu"]["button"][0]["name"] == "办事"
    assert client.get_custom_menu_config()["is_menu_open"] == 1
    assert client.match_custom_menu(openids[0])["button"][0]["key"] == "k"
    client.delete_custom_menu(menuid)
    client.delete_menu()
    client.remark_user(openids[0], "老王")
    assert client.get_user_info(openids[0])["remark"] == "老王"
    assert len(client.get_users_info(openids)["user_info_list"]) == 3
    assert client.get_followers()["data"]["openid"] == openids
    tag = client.create_tag("居民")["tag"]["id"]
    client.tag_users(tag, openids[:2])
    assert client.get_users_by_tag(tag)["data"]["openid"] == openids[:2]
    assert client.get_tags_by_user(openids[0])["tagid_list"] == [tag]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(robot: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, robot.wsgi, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def answered(wechat: Wechat, count: int) -> list[Json]:
    for _ in range(250):
        pushes = [push for push in wechat.state()["pushes"] if push["state"] == "answered"]
        if len(pushes) >= count:
            return [push["answers"][-1]["reply"] for push in pushes]
        time.sleep(0.02)
    raise AssertionError(wechat.state()["pushes"])


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_its_robot_reads_and_answers_pushes(wechat: Wechat, mode: str) -> None:
    robot = werobot.WeRoBot(token=TOKEN, SESSION_STORAGE=False)
    robot.config["APP_ID"] = wechat.appid
    if mode != "plain":
        robot.config["ENCODING_AES_KEY"] = AES_KEY
    clicked = []
    robot.add_handler(lambda message: f"收到：{message.content}", type="text")
    robot.add_handler(lambda _: "欢迎", type="subscribe_event")
    robot.add_handler(lambda message: clicked.append(message.key), type="click_event")
    with serving(robot) as url:
        wechat.console("callback", url=url, token=TOKEN, aes_key=AES_KEY, mode=mode)
        wechat.console("callback/message", type="text", content="停水<几点>？", openid="oReader")
        wechat.console("callback/message", type="subscribe", openid="oNew")
        wechat.console("callback/message", type="CLICK", event_key="k")
        said, welcomed, nothing = answered(wechat, 3)

    assert (said["Content"], said["ToUserName"]) == ("收到：停水<几点>？", "oReader")
    assert welcomed["Content"] == "欢迎"
    assert (nothing, clicked) == ({}, ["k"])
