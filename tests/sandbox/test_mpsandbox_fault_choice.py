"""Which call suffers a fault, and the faults of tokens, charsets and connections."""

import http.client
import urllib.error

import pytest
from tests.sandbox.client import Wechat, fetch, raw_json

COUNT = "/cgi-bin/draft/count"
BATCH = "/cgi-bin/draft/batchget"
PAGE = {"offset": 0, "count": 20}


def codes(wechat: Wechat, calls: int) -> list[int]:
    return [wechat.call("draft/count").get("errcode", 0) for _ in range(calls)]


def test_a_fault_can_wait_for_the_third_call(wechat: Wechat) -> None:
    wechat.console("faults", path=COUNT, kind="busy", nth=3, times=2)

    assert codes(wechat, 6) == [0, 0, -1, -1, 0, 0]


def test_a_fault_can_be_for_any_path(wechat: Wechat) -> None:
    wechat.console("faults", path="*", kind="busy", times=2)

    assert codes(wechat, 1) == [-1]
    assert wechat.call("draft/batchget", PAGE)["errcode"] == -1
    assert codes(wechat, 1) == [0]
    assert fetch(f"{wechat.url}/console/api/state").status == 200


def test_a_fault_waiting_behind_another_has_seen_its_calls(wechat: Wechat) -> None:
    wechat.console("faults", path=COUNT, kind="errcode", errcode=45011)
    wechat.console("faults", path=COUNT, kind="busy", nth=3)

    assert codes(wechat, 4) == [45011, 0, -1, 0]


def test_a_fault_by_chance_is_the_same_for_the_same_seed(wechat: Wechat) -> None:
    drawn = []
    for seed in ("a", "a", "b"):
        wechat.console("faults/clear")
        wechat.console("faults", path=COUNT, kind="busy", times=1000, probability=0.3, seed=seed)
        drawn.append(codes(wechat, 60))

    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    assert 5 < drawn[0].count(-1) < 35


@pytest.mark.parametrize("errcode", [40001, 42001])
def test_one_call_can_find_its_token_bad(wechat: Wechat, errcode: int) -> None:
    wechat.console("faults", path="/cgi-bin/draft/add", kind="token", errcode=errcode)
    sent = {"articles": [wechat.article()]}

    assert wechat.call("draft/add", sent)["errcode"] == errcode
    assert wechat.call("draft/count") == {"total_count": 0}
    assert "media_id" in wechat.call("draft/add", sent)  # with the same token


@pytest.mark.parametrize(
    ("habit", "content_type", "encoding"),
    [
        ("none", "text/plain", "utf-8"),
        ("latin1", "text/html; charset=ISO-8859-1", "utf-8"),
        ("bom", "application/json; charset=utf-8", "utf-8-sig"),
        ("gbk", "text/plain; charset=GBK", "gbk"),
    ],
)
def test_an_answer_can_be_written_as_somebody_elses(
    wechat: Wechat, habit: str, content_type: str, encoding: str
) -> None:
    wechat.draft(title="停水通知")
    wechat.console("faults", path=BATCH, kind="charset", habit=habit)
    answer = wechat.answer("draft/batchget", PAGE)

    assert answer.headers["Content-Type"] == content_type
    assert "停水通知" in answer.body.decode(encoding)
    assert answer.body.startswith(b"\xef\xbb\xbf") == (habit == "bom")


def test_an_answer_can_end_in_its_headers(wechat: Wechat) -> None:
    sent = {"articles": [wechat.article()]}
    wechat.console("faults", path="/cgi-bin/draft/add", kind="drop_headers")

    lost = (http.client.HTTPException, urllib.error.URLError, ConnectionError, ValueError)
    with pytest.raises(lost):
        wechat.call("draft/add", sent)
    assert wechat.call("draft/count") == {"total_count": 1}


def test_an_answer_can_be_shorter_than_it_says(wechat: Wechat) -> None:
    wechat.console("faults", path=COUNT, kind="wrong_length")

    with pytest.raises(http.client.IncompleteRead):
        wechat.call("draft/count")
    assert codes(wechat, 1) == [0]


@pytest.mark.parametrize(
    "fields",
    [{"habit": "ebcdic"}, {"nth": "soon"}, {"probability": "often"}],
)
def test_a_fault_that_means_nothing_is_refused(wechat: Wechat, fields: dict[str, str]) -> None:
    sent = {"path": COUNT, "kind": "charset"} | fields

    assert fetch(f"{wechat.url}/console/api/faults", raw_json(sent)).status == 400


def test_a_refusal_by_a_fault_is_counted_and_can_be_explained(wechat: Wechat) -> None:
    wechat.console("faults", path=COUNT, kind="errcode", errcode=45009)
    rid = wechat.call("draft/count")["errmsg"].rpartition("rid: ")[2]

    assert wechat.state()["refusals"] == {"45009": 1}
    assert wechat.call("openapi/rid/get", {"rid": rid})["errcode"] == 0
