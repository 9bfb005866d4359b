"""Any JSON at all, to every call of the client: a value or Unknown, never another exception."""

import json

import httpx2
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.calls import CALLS
from tests.contract.samples import READ
from tests.unit.wechat.wire import answering

from hefa.wechat.errors import CallFailed

NAMES = sorted(
    {
        *("errcode", "errmsg", "item", "content", "news_item", "media_id", "publish_id"),
        *("publish_status", "article_detail", "fail_idx", "list", "msgid", "ref_date", "detail"),
        *("menu", "button", "sub_button", "selfmenu_info", "comment", "reply", "data", "openid"),
        *("total_count", "total", "url", "quota", "request", "request_url", "tags", "dns"),
        *("access_token", "expires_in", "update_time", "msg_id", "msg_status", "details"),
        *("keyword_autoreply_info", "keyword_list_info", "reply_list_info", "video_url"),
        *("tagid_list", "user_info_list", "ip_list", "stat_date", "conditionalmenu", "menuid"),
    }
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text("0aé字\ud800_-", max_size=10)
    | st.sampled_from(
        ["2026-11-22", "1_1", "7", "-", "9" * 4999, "\ud800", "http://[", "0", 10**30]
    )
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=25,
)
JSON_SAMPLES = [
    (name, json.loads(reply, strict=False)) for name, reply in READ if isinstance(reply, bytes)
]


def outcome_of(name: str, payload: object) -> str:
    """Return how the call ended: with a value, or the class of the failure it may end with."""
    reply = httpx2.Response(200, content=json.dumps(payload).encode())
    try:
        CALLS[name](answering(reply))
    except CallFailed as failed:
        return type(failed).__name__
    return "value"


@settings(max_examples=400, deadline=None)
@given(name=st.sampled_from(sorted(CALLS)), payload=ANYTHING)
def test_any_json_is_a_value_or_a_failed_call(name: str, payload: object) -> None:
    assert outcome_of(name, payload) in {"value", "Unknown", "Declined"}


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_a_known_answer_with_one_field_changed_is_a_value_or_unknown(data: st.DataObject) -> None:
    name, payload = data.draw(st.sampled_from(JSON_SAMPLES))
    changed = changed_once(data, payload)

    assert outcome_of(name, changed) in {"value", "Unknown", "Declined"}


def changed_once(data: st.DataObject, payload: object) -> object:
    """Return `payload` with one value, somewhere down in it, gone or replaced."""
    if isinstance(payload, dict) and payload:
        key = data.draw(st.sampled_from(sorted(payload)))
        if data.draw(st.booleans()):
            return {**payload, key: changed_once(data, payload[key])}
        rest = {name: value for name, value in payload.items() if name != key}
        return rest if data.draw(st.booleans()) else {**rest, key: data.draw(ANYTHING)}
    if isinstance(payload, list) and payload:
        place = data.draw(st.integers(0, len(payload) - 1))
        return [*payload[:place], changed_once(data, payload[place]), *payload[place + 1 :]]
    return data.draw(ANYTHING)
