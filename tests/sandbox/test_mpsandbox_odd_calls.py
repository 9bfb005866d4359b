"""Whatever is sent, the answer is an answer: no call makes the simulator fail."""

import random

import pytest
from tests.sandbox.client import Json, Wechat, fetch, raw_json

from mpsandbox.console.acts import ACTS
from mpsandbox.console.platform import PLATFORM_ACTS
from mpsandbox.routes import ENDPOINTS

ODD = [None, -1, 0, 2**70, 1.5, "", "x", [], {}, [[]], [{}], {"a": [1]}, True, "wx", "2027-01-01"]
FIELDS = [
    "action",
    "appid",
    "articles",
    "begin",
    "begin_date",
    "button",
    "cgi_path",
    "check_operator",
    "clientmsgid",
    "count",
    "end_date",
    "filter",
    "grant_type",
    "images",
    "index",
    "media_id",
    "matchrule",
    "menuid",
    "mpnews",
    "msg_data_id",
    "msg_id",
    "msgtype",
    "no_content",
    "offset",
    "openid",
    "openid_list",
    "publish_id",
    "article_id",
    "remark",
    "rid",
    "secret",
    "speed",
    "tag",
    "tagid",
    "text",
    "touser",
    "towxname",
    "type",
    "url",
    "user_comment_id",
    "user_id",
    "user_list",
    "content",
]
ACT_FIELDS = [
    "answer",
    "button",
    "clear",
    "content",
    "count",
    "date",
    "default",
    "errcode",
    "event",
    "event_key",
    "fail_idx",
    "find",
    "follow",
    "freeze",
    "habit",
    "how",
    "idx",
    "keyword",
    "kind",
    "mode",
    "name",
    "nth",
    "openid",
    "path",
    "per_minute",
    "daily_limit",
    "probability",
    "replace",
    "seconds",
    "set_to",
    "speed",
    "status",
    "text",
    "times",
    "title",
    "token",
    "type",
    "url",
    "user_comment_id",
    "wxname",
    "aes_key",
]
CONTENT_TYPES = ["application/json", "multipart/form-data; boundary=x", "text/xml"]


@pytest.mark.parametrize("path", ENDPOINTS)
def test_an_endpoint_answers_whatever_is_sent(wechat: Wechat, path: str) -> None:
    wechat.console("callback", url="http://127.0.0.1:9/", token="abc", verify=False)
    chance = random.Random(path)  # noqa: S311 - repeatable on purpose
    method = ENDPOINTS[path].method
    for sent in [*({name: odd} for name in FIELDS for odd in ({}, 2**70)), *_mixed(chance, FIELDS)]:
        query = "&".join(f"{name}={chance.choice(['', 'x', '-1'])}" for name in ("type", "openid"))
        body = None if method == "GET" else raw_json(sent)
        address = f"{wechat.url}{path}?access_token={wechat.token}&{query}"
        answer = fetch(address, body, chance.choice(CONTENT_TYPES))

        assert answer.status == 200, (path, sent)
        assert isinstance(answer.json(), dict)


@pytest.mark.parametrize("name", [*PLATFORM_ACTS, *(pattern.pattern for pattern, _ in ACTS)])
def test_an_act_is_done_or_refused_whatever_is_sent(wechat: Wechat, name: str) -> None:
    media_id = wechat.draft()
    article_id = wechat.publish(media_id)["article_id"]
    place = name.replace("([^/]+)", article_id if name.startswith("articles") else media_id)
    chance = random.Random(name)  # noqa: S311 - repeatable on purpose
    for sent in _mixed(chance, ACT_FIELDS):
        quick = {"verify": False, "count": 1} if name in PLATFORM_ACTS else {}
        status = fetch(f"{wechat.url}/console/api/{place}", raw_json(sent | quick)).status

        assert status in {200, 400, 404, 409}, (name, sent)
    assert fetch(f"{wechat.url}/console/api/state").status == 200


def _mixed(chance: random.Random, names: list[str]) -> list[Json]:
    return [
        {name: chance.choice(ODD) for name in chance.sample(names, chance.randint(1, 12))}
        for _ in range(25)
    ]
