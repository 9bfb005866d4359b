"""What goes wrong reaches users of wechatpy as its own exceptions, with WeChat's code."""

from typing import Any

import pytest
import requests
from tests.sandbox.client import Wechat
from tests.sdk.pictures import PICTURE
from wechatpy import WeChatClient
from wechatpy.exceptions import APILimitedException, WeChatClientException


@pytest.fixture
def client(proxied: Wechat) -> WeChatClient:
    return WeChatClient(proxied.appid, proxied.secret, timeout=5)


def test_a_wrong_secret_is_told(proxied: Wechat) -> None:
    with pytest.raises(WeChatClientException) as refused:
        WeChatClient(proxied.appid, "wrong").fetch_access_token()

    assert refused.value.errcode == 40125
    assert " rid: " in refused.value.errmsg


def test_a_kind_that_may_not_publish_is_told(client: WeChatClient, wechat: Wechat) -> None:
    wechat.console("account", kind="personal")
    with pytest.raises(WeChatClientException) as refused:
        client.freepublish.submit("any")

    assert refused.value.errcode == 48001


@pytest.mark.parametrize("how", ["expired", "stolen"])
def test_a_token_that_is_no_longer_good_is_fetched_anew(
    client: WeChatClient, wechat: Wechat, how: str
) -> None:
    client.fetch_access_token()
    wechat.console("tokens/expire", how=how)

    assert client.draft.count() == {"total_count": 0}
    assert wechat.state()["calls"]["/cgi-bin/token"] == 2


@pytest.mark.parametrize(
    ("fault", "expected", "errcode"),
    [
        ({"kind": "errcode", "errcode": 45009}, APILimitedException, 45009),
        ({"kind": "busy"}, WeChatClientException, -1),
        ({"kind": "status500"}, WeChatClientException, None),
    ],
)
def test_a_fault_is_told(
    client: WeChatClient, wechat: Wechat, fault: dict[str, Any], expected: type, errcode: int
) -> None:
    wechat.console("faults", path="/cgi-bin/draft/count", **fault)
    with pytest.raises(WeChatClientException) as told:
        client.draft.count()

    assert (type(told.value), told.value.errcode) == (expected, errcode)


def test_an_answer_lost_on_the_way_leaves_its_work_done(
    client: WeChatClient, wechat: Wechat
) -> None:
    cover = client.material.add("image", PICTURE)
    wechat.console("faults", path="/cgi-bin/draft/add", kind="drop_after")
    article = {"title": "通知", "content": "<p>甲</p>", "thumb_media_id": cover["media_id"]}
    with pytest.raises(requests.ConnectionError):
        client.draft.add([article])

    assert client.draft.count() == {"total_count": 1}
