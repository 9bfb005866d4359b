"""Forms that real accounts were seen to receive and no page promises; every value is invented."""

from datetime import UTC, datetime

import httpx2
import pytest
from tests.contract.calls import CALLS
from tests.contract.conftest import Api
from tests.sandbox.client import Wechat, png
from tests.sandbox.receiver import AES_KEY, TOKEN, receiving
from tests.unit.wechat.wire import answering

from hefa.wechat.callback import CallbackKeys, open_push
from hefa.wechat.errors import CallFailed, Outcome, Unknown
from hefa.wechat.mass import mass_state
from hefa.wechat.material import add_picture, get_material
from hefa.wechat.pushes import MassSendFinished, read_push
from hefa.wechat.statistics import DayOfCounts
from hefa.wechat.values import MediaFile, MediaId, MsgId, Picture
from hefa.wechat.xml import Fields, read_xml

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\xff\xd9"
SOUND = b"#!AMR\n\x3c\x91\x17\x16"
HEAD = "<ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1700000000</CreateTime>"


def reply(content: bytes, kind: str, disposition: str = "") -> httpx2.Response:
    headers = {"Content-Type": kind}
    if disposition:
        headers["Content-disposition"] = disposition
    return httpx2.Response(200, content=content, headers=headers)


def told(inner: str) -> Fields:
    return read_xml(f"<xml>{HEAD}{inner}</xml>".encode())


@pytest.mark.parametrize("name", ["get_material", "get_temporary"])
@pytest.mark.parametrize(
    ("content", "disposition", "file_name"),
    [
        (JPEG, "", ""),
        (JPEG, 'attachment; filename="p.jpg"', "p.jpg"),
        (SOUND, 'attachment; filename="v.amr"', "v.amr"),
    ],
    ids=["unnamed", "picture", "sound"],
)
def test_a_file_called_text_is_still_a_file(
    name: str, content: bytes, disposition: str, file_name: str
) -> None:
    came = CALLS[name](answering(reply(content, "text/plain", disposition)))

    assert came == MediaFile(name=file_name, content=content)


@pytest.mark.parametrize("name", ["get_material", "get_temporary"])
@pytest.mark.parametrize("disposition", ["", 'attachment; filename="p.jpg"'])
def test_a_refusal_in_place_of_a_file_is_still_a_refusal(name: str, disposition: str) -> None:
    refused = b'{"errcode":40007,"errmsg":"invalid media_id"}'

    with pytest.raises(CallFailed) as caught:
        CALLS[name](answering(reply(refused, "text/plain", disposition)))
    assert caught.value.code == "wechat.material_gone"


@pytest.mark.parametrize("kind", ["text/plain", "application/json; encoding=utf-8"])
def test_words_in_place_of_a_file_are_no_file(kind: str) -> None:
    with pytest.raises(Unknown):
        CALLS["get_material"](answering(reply(b"upstream timed out \xff", kind)))


def test_readers_are_counted_by_the_words_of_the_way_they_came() -> None:
    came = CALLS["article_reads"](
        answering(
            '{"list":[{"ref_date":"2026-11-22","msgid":"2247490098_1","detail":{"read_user":12,'
            '"read_user_source":[{"user_count":12,"scene_desc":"全部"},{"user_count":9,'
            '"scene_desc":"朋友圈"},{"user_count":3,"scene_desc":"搜一搜"}]}}],"is_delay":false}'.encode()
        )
    )

    assert isinstance(came, DayOfCounts)
    (count,) = came.counts
    assert (count.users, count.by_scene) == (12, {"朋友圈": 9, "搜一搜": 3})


@pytest.mark.parametrize("status", ["send success", "sendsuccess", "SEND_SUCCESS"])
def test_a_mass_send_succeeded_however_it_is_spelt(status: str) -> None:
    push = read_push(
        told(
            "<MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>34182</MsgID>"
            f"<Status>{status}</Status>"
        )
    )

    assert push is not None
    assert isinstance(push.finished, MassSendFinished)
    assert push.finished.is_sent
    assert push.finished.status == status


def test_what_a_reader_typed_may_hold_control_characters() -> None:
    """WeChat passes them on raw, which no XML allows."""
    fields = told("<MsgType>text</MsgType><Content><![CDATA[停水\x1d\x02了]]></Content>")
    push = read_push(fields)

    assert push is not None
    assert push.fields["Content"] == "停水\ufffd\ufffd了"


def test_what_a_device_tells_is_a_push_and_no_end_of_our_work() -> None:
    push = read_push(told("<MsgType>device_event</MsgType><Event>bind</Event>"))
    other = read_push(
        told(
            "<MsgType>device_event</MsgType><Event>PUBLISHJOBFINISH</Event>"
            "<PublishEventInfo><publish_id>7</publish_id></PublishEventInfo>"
        )
    )

    assert push is not None
    assert (push.kind, push.event) == ("device_event", "bind")
    assert other is not None
    assert other.finished is None


@pytest.mark.parametrize("name", ["mass_state", "delete_mass_sent"])
def test_a_mass_send_that_wechat_does_not_know_is_named_so(name: str) -> None:
    refused = b'{"errcode":40059,"errmsg":"invalid msg id rid: 6a55eac5-12345678-9abcdef0"}'
    with pytest.raises(CallFailed) as caught:
        CALLS[name](answering(refused))

    assert (caught.value.outcome, caught.value.code) == (
        Outcome.GIVE_UP,
        "wechat.publish_id_wrong",
    )


@pytest.mark.parametrize(
    ("name", "errcode", "errmsg", "code"),
    [
        ("upload_picture", 40113, "unsupported file type", "wechat.picture_kind"),
        ("create_menu", 40119, "invalid use button type", "wechat.menu_target"),
        ("create_menu", 40166, "invalid weapp appid", "wechat.menu_target"),
    ],
)
def test_a_number_that_no_page_of_the_call_lists_is_named(
    name: str, errcode: int, errmsg: str, code: str
) -> None:
    refused = f'{{"errcode":{errcode},"errmsg":"{errmsg} rid: 6a55eac5-12345678-9abcdef0"}}'
    with pytest.raises(CallFailed) as caught:
        CALLS[name](answering(refused.encode()))

    assert (caught.value.outcome, caught.value.code) == (Outcome.GIVE_UP, code)


def test_the_simulator_does_not_know_every_mass_send_either(api: Api) -> None:
    assert api.refusal(mass_state, MsgId("1")).code == "wechat.publish_id_wrong"


def test_the_simulator_can_hand_files_out_as_text(writing: Api, outside: Wechat) -> None:
    content = png()
    media_id = upload_picture_for_good(writing, content)
    outside.console("settings", file_type="text")

    assert writing.call(get_material, media_id) == MediaFile(name="", content=content)


@pytest.mark.parametrize("mode", ["plain", "safe"])
def test_the_simulator_passes_on_what_a_reader_typed(api: Api, outside: Wechat, mode: str) -> None:
    keys = CallbackKeys(
        appid=api.appid, tokens=(TOKEN,), aes_keys=(AES_KEY,), accepts_plain=mode == "plain"
    )
    now = datetime.fromtimestamp(outside.console("clock")["now"], UTC)
    with receiving() as receiver:
        outside.console("callback", url=receiver.url, token=TOKEN, aes_key=AES_KEY, mode=mode)
        outside.console("callback/message", type="text", content="停水\x1d了")
        receiver.wait_for(1)
        (push,) = receiver.pushes

    assert open_push(keys, push.query, push.body, now=now).push.fields["Content"] == "停水\ufffd了"


def upload_picture_for_good(api: Api, content: bytes) -> MediaId:
    return api.call(add_picture, Picture(name="p.png", content=content)).media_id
