"""The door for WeChat's pushes: its own come in, everything else is one typed refusal."""

import traceback
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.wechat.pushing import (
    AES_KEY,
    KEYS,
    NOW,
    PLAIN_KEYS,
    TEXT,
    TOKEN,
    Request,
    plain_request,
    seal,
    sealed_request,
    sign,
)

from hefa.wechat.callback import (
    CallbackKeys,
    Opened,
    PushRefused,
    answer_to_verification,
    is_timely,
    nonce_key,
    open_push,
)
from hefa.wechat.crypto import fresh_aes_key, fresh_token
from hefa.wechat.words import WORDS

OTHER_KEY = "G" * 43
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><MsgType>&b;</MsgType></xml>'
THIEF = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><xml><MsgType>&f;</MsgType></xml>'

LETTERS = "0aé字\ud800\x00=&"
ENDINGS = {"opened"} | {code for code in WORDS if code.startswith("wechat.push_")}


def ending_of(request: Request, keys: CallbackKeys) -> str:
    """Return the code of the refusal, or "opened"."""
    try:
        opened(request, keys)
    except PushRefused as refused:
        return refused.code
    return "opened"


def opened(request: Request, keys: CallbackKeys = KEYS) -> Opened:
    return open_push(keys, request.query, request.body, now=NOW)


def refusal(request: Request, keys: CallbackKeys = KEYS) -> str:
    with pytest.raises(PushRefused) as caught:
        opened(request, keys)
    assert WORDS[caught.value.code]
    told = repr(caught.value) + "".join(traceback.format_exception(caught.value)) + repr(keys)
    assert TOKEN not in told
    assert AES_KEY not in told
    return caught.value.code


def test_the_address_is_proved_by_repeating_the_echo() -> None:
    request = plain_request()

    assert answer_to_verification(KEYS, {**request.query, "echostr": "5911"}, now=NOW) == "5911"


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
@pytest.mark.parametrize("value", ["", "0", "é", "1" * 5000])
def test_the_address_is_not_proved_to_a_stranger(name: str, value: str) -> None:
    query = {**plain_request().query, "echostr": "5911", name: value}

    with pytest.raises(PushRefused):
        answer_to_verification(KEYS, query, now=NOW)


@pytest.mark.parametrize(
    ("request_", "keys"),
    [
        (plain_request(), PLAIN_KEYS),
        (sealed_request(seal(TEXT)), KEYS),
        (sealed_request(seal(TEXT), beside="<MsgType>image</MsgType>"), KEYS),
        (sealed_request(seal(TEXT)), replace(KEYS, aes_keys=(OTHER_KEY, AES_KEY))),
        (sealed_request(seal(TEXT)), replace(KEYS, tokens=("newer", TOKEN))),
    ],
    ids=["plain", "safe", "compatible", "older-key", "older-token"],
)
def test_a_push_of_wechat_comes_in(request_: Request, keys: CallbackKeys) -> None:
    came = opened(request_, keys)

    assert came.push.kind == "text"
    assert (came.push.from_user, came.push.to_user, came.push.key) == ("o1", "gh_1", "24215")
    assert came.push.fields["Content"] == "几点停水？<!DOCTYPE x>"
    assert came.is_encrypted == ("encrypt_type" in request_.query)


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (sealed_request(seal(TEXT), token="of-another"), "not_signed"),
        (sealed_request(seal(TEXT, aes_key=OTHER_KEY)), "undecipherable"),
        (sealed_request(seal(TEXT, appid="wx00000000000000bb")), "undecipherable"),
        (sealed_request(seal(TEXT, appid="")), "undecipherable"),
        (sealed_request(seal(b"x" * 12, padding=b"\0" * 14)), "undecipherable"),
        (sealed_request(seal(b"x" * 12, padding=b"\x21" * 14)), "undecipherable"),
        (sealed_request(seal(b"x" * 12, padding=b"\x01" * 13 + b"\x0e")), "undecipherable"),
        (sealed_request(seal(TEXT, length=2**32 - 1)), "undecipherable"),
        (sealed_request(seal(TEXT, length=0)), "undecipherable"),
        (sealed_request(seal(TEXT)[:-8]), "undecipherable"),
        (sealed_request("not base64!"), "undecipherable"),
        (sealed_request("字"), "undecipherable"),
        (sealed_request(""), "not_signed"),
        (sealed_request(seal(b"<xml><MsgType>text")), "unreadable"),
        (sealed_request(seal(BOMB)), "unreadable"),
        (sealed_request(seal(b"")), "unreadable"),
        (sealed_request(seal(TEXT), beside="x" * 1_000_000), "too_large"),
        (plain_request(), "not_encrypted"),
        (plain_request(sealed_request(seal(TEXT)).body), "not_encrypted"),
        (plain_request(timestamp=int(NOW.timestamp()) - 301), "untimely"),
        (plain_request(timestamp=int(NOW.timestamp()) + 301), "untimely"),
        (plain_request(token="of-another"), "not_signed"),
        (plain_request(b""), "unreadable"),
    ],
)
def test_everything_else_is_refused(request_: Request, code: str) -> None:
    assert refusal(request_) == f"wechat.push_{code}"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"junk",
        b"\x00\xff\xfe",
        b"<xml>",
        b"<xml/>",
        b"<xml></xml><xml></xml>",
        b"<html><MsgType>text</MsgType></html>",
        b"<xml><MsgType>text</MsgType></xml>",
        b"<xml><MsgType>event</MsgType><FromUserName>o</FromUserName></xml>",
        b"<xml>" * 200 + b"</xml>" * 200,
        b"<xml>" + b"<a>" * 20_000,
        b"<xml><?php x?></xml>",
        b'<?xml version="1.0" encoding="nonsense"?><xml/>',
        b'<?xml version="1.0" encoding="utf-16"?><xml/>',
        TEXT[:-20],
        TEXT.replace(b"<CreateTime>", b"<CreateTime>&unknown;"),
        BOMB,
        THIEF,
        b"<!DOCTYPE xml>" + TEXT,
    ],
    ids=lambda body: repr(body[:30]),
)
def test_a_body_that_is_no_push_is_refused(body: bytes) -> None:
    assert refusal(plain_request(body), PLAIN_KEYS) == "wechat.push_unreadable"


def test_another_body_under_a_seen_address_is_refused() -> None:
    seen, other = sealed_request(seal(TEXT)), sealed_request(seal(TEXT.replace(b"o1", b"o2")))

    assert refusal(replace(seen, body=other.body)) == "wechat.push_not_signed"


def test_nothing_is_parsed_before_the_signature_is_right() -> None:
    unsigned = replace(plain_request(BOMB), query={**plain_request().query, "signature": "0" * 40})

    assert refusal(unsigned, PLAIN_KEYS) == "wechat.push_not_signed"


def test_a_changed_byte_is_refused() -> None:
    request = sealed_request(seal(TEXT))
    for place in range(len(request.body)):
        body = bytearray(request.body)
        body[place] ^= 1
        try:
            came = opened(replace(request, body=bytes(body)))
        except PushRefused:
            continue
        assert came.push == opened(request).push  # only what stands outside the seal may change


@settings(deadline=None)
@given(
    query=st.dictionaries(
        st.sampled_from(["signature", "timestamp", "nonce", "msg_signature", "encrypt_type"]),
        st.text(LETTERS, max_size=60) | st.just("aes") | st.just(str(int(NOW.timestamp()))),
    ),
    body=st.binary(max_size=200) | st.sampled_from([TEXT, BOMB, THIEF]),
    signs=st.booleans(),
    plain=st.booleans(),
)
def test_no_request_raises_anything_but_a_refusal(
    query: Mapping[str, str], body: bytes, signs: bool, plain: bool
) -> None:
    if signs:
        told = (TOKEN, query.get("timestamp", ""), query.get("nonce", ""))
        query = {**query, "signature": sign(*told)} if all(map(_is_unicode, told)) else query
    assert ending_of(Request(query=query, body=body), replace(KEYS, accepts_plain=plain)) in ENDINGS


@settings(deadline=None)
@given(message=st.binary(max_size=300))
def test_no_sealed_content_raises_anything_but_a_refusal(message: bytes) -> None:
    assert ending_of(sealed_request(seal(message)), KEYS) == "wechat.push_unreadable"


@pytest.mark.parametrize(
    ("seconds", "timely"), [(0, True), (300, True), (-300, True), (301, False)]
)
def test_five_minutes_are_timely(seconds: int, timely: bool) -> None:
    assert is_timely(str(int(NOW.timestamp())), NOW + timedelta(seconds=seconds)) is timely


@pytest.mark.parametrize("timestamp", ["", "x", "-1", "1e9", "٣", "9" * 400])
def test_what_is_no_time_is_not_timely(timestamp: str) -> None:
    assert not is_timely(timestamp, NOW)


def test_a_repeated_request_is_recognised_and_another_is_not() -> None:
    one, other = sealed_request(seal(TEXT)), sealed_request(seal(TEXT + b" "))

    assert nonce_key(one.query) == nonce_key(sealed_request(seal(TEXT)).query)
    assert nonce_key(one.query) != nonce_key(other.query)


def test_new_keys_are_fit_and_differ() -> None:
    made = [
        CallbackKeys(appid="w", tokens=(fresh_token(),), aes_keys=(fresh_aes_key(),)) for _ in "123"
    ]

    assert len({keys.aes_keys for keys in made}) == len({keys.tokens for keys in made}) == 3


@pytest.mark.parametrize("aes_key", ["", "short", "!" * 43, "a" * 44])
def test_a_key_that_is_none_is_not_taken(aes_key: str) -> None:
    with pytest.raises(ValueError, match="43"):
        CallbackKeys(appid="w", tokens=(TOKEN,), aes_keys=(aes_key,))


def test_an_empty_token_is_not_taken() -> None:
    with pytest.raises(ValueError, match="empty token"):
        CallbackKeys(appid="w", tokens=("",))


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
