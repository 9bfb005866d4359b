"""What a call that fails leaves its caller with: one outcome, words, and no secret."""

import logging
import traceback
from collections.abc import Iterator

import httpx2
import pytest
from tests.unit.wechat.wire import TOKEN, Reply, answering, client_and_wire

from hefa.wechat.drafts import add_draft, list_drafts
from hefa.wechat.errcodes import ERRCODES, GROUPS, UNLISTED
from hefa.wechat.errors import CallFailed, Declined, NotSent, Outcome, Unknown, from_errcode
from hefa.wechat.publishing import publish_state, submit_draft
from hefa.wechat.tokens import stable_token
from hefa.wechat.transport import Client
from hefa.wechat.values import Article, MediaId, PublishId
from hefa.wechat.words import WORDS

SECRET = "s3cret-of-the-test"
RID = "6a55eac5-12345678-9abcdef0"


def failure_of(reply: Reply) -> CallFailed:
    client, wire = client_and_wire(reply)
    with pytest.raises(CallFailed) as caught:
        submit_draft(client, TOKEN, MediaId("D1"))
    assert len(wire.requests) == 1  # nothing is ever repeated
    return caught.value


class Broken(httpx2.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        yield b'{"errcode":0,'
        raise httpx2.RemoteProtocolError("peer closed connection")


@pytest.mark.parametrize(
    "reply",
    [
        httpx2.ReadTimeout("slow"),
        httpx2.WriteTimeout("slow"),
        httpx2.ReadError("reset"),
        httpx2.WriteError("reset"),
        httpx2.RemoteProtocolError("gone"),
        httpx2.Response(200, stream=Broken()),
        httpx2.Response(500, content=b'{"errcode":0,"publish_id":1}'),
        httpx2.Response(502, content=b"<html>Bad gateway</html>"),
        httpx2.Response(302, headers={"Location": "https://example.com/"}),
        httpx2.Response(404),
        b"",
        b"garbage \xff\xfe",
        b'{"errcode":0,"publish_',
        b"<html><body>error</body></html>",
        b"[]",
        b"null",
        b"[" * 200_000,
        b'{"errcode":0,"errmsg":"ok"}',
        b'{"errcode":"many"}',
        b'{"errcode":0,"publish_id":null}',
        b'{"errcode":-1,"errmsg":"system error"}',
        b'{"errcode":"-1","errmsg":"system error"}',
        b'{"errcode":99999,"errmsg":"never seen"}',
    ],
    ids=lambda reply: repr(reply)[:40],
)
def test_a_lost_or_unreadable_answer_is_unknown(reply: Reply) -> None:
    failure = failure_of(reply)

    assert isinstance(failure, Unknown)
    assert failure.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "reply",
    [
        httpx2.ConnectError("refused"),
        httpx2.ConnectTimeout("slow"),
        httpx2.PoolTimeout("busy"),
        httpx2.ProxyError("no"),
    ],
    ids=repr,
)
def test_a_connection_that_was_never_made_may_be_tried_later(reply: Reply) -> None:
    failure = failure_of(reply)

    assert isinstance(failure, NotSent)
    assert failure.outcome is Outcome.RETRY_LATER


@pytest.mark.parametrize(
    ("errcode", "outcome", "code"),
    [
        (40001, Outcome.NEW_TOKEN, "wechat.token_stale"),
        (42001, Outcome.NEW_TOKEN, "wechat.token_stale"),
        (45009, Outcome.RETRY_LATER, "wechat.quota_day"),
        (45011, Outcome.RETRY_LATER, "wechat.quota_minute"),
        (48001, Outcome.ASK_PERSON, "wechat.no_permission"),
        (40007, Outcome.GIVE_UP, "wechat.material_gone"),
        (45003, Outcome.GIVE_UP, "wechat.title_too_long"),
    ],
)
def test_a_known_errcode_is_a_definite_no(errcode: int, outcome: Outcome, code: str) -> None:
    failure = failure_of(b'{"errcode":%d,"errmsg":"no rid: %s"}' % (errcode, RID.encode()))

    assert isinstance(failure, Declined)
    assert (failure.outcome, failure.code, failure.errcode) == (outcome, code, errcode)
    assert failure.rid == RID


def test_the_address_to_be_listed_is_named() -> None:
    failure = failure_of(
        b'{"errcode":40164,"errmsg":"invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist"}'
    )

    assert "1.2.3.4" in WORDS[failure.code].format(**failure.detail)


def test_every_errcode_has_an_outcome_and_words() -> None:
    listed = [("/x", ERRCODES), *GROUPS.items()]
    for path, group in listed:
        for errcode in group:
            failure = from_errcode(errcode, "", path=path)
            assert failure.code == group[errcode][1]
            assert failure.outcome in Outcome
            assert WORDS[failure.code].format(**failure.detail)


def test_every_word_has_its_use() -> None:
    groups = [ERRCODES, *GROUPS.values()]
    used = {code for group in groups for _, code in group.values()} | {UNLISTED[1]}
    by_client = {
        "wechat.not_reached",
        "wechat.no_answer",
        "wechat.answer_unreadable",
        "wechat.text_not_unicode",
    }
    by_callback = {
        "wechat.push_too_large",
        "wechat.push_untimely",
        "wechat.push_not_signed",
        "wechat.push_not_encrypted",
        "wechat.push_undecipherable",
        "wechat.push_unreadable",
    }
    assert used | by_client | by_callback == WORDS.keys()


def test_words_say_what_happened_and_what_to_do() -> None:
    for words in WORDS.values():
        assert words.endswith("。")
        assert words.count("。") >= 2 or "，" in words


def test_text_that_utf8_cannot_carry_is_not_sent() -> None:
    client, wire = client_and_wire()
    article = Article(title="\ud800", content="", thumb_media_id=MediaId("C"))

    with pytest.raises(NotSent) as caught:
        add_draft(client, TOKEN, [article])

    assert caught.value.outcome is Outcome.GIVE_UP
    assert wire.requests == []


def test_control_characters_and_a_missing_charset_are_read() -> None:
    body = '{"item":[{"media_id":"D","content":{"news_item":[{"title":"通\x01知\n"}]}}],"total_count":1}'

    page = list_drafts(answering(body.encode()), TOKEN)

    assert page.drafts[0].articles[0].title == "通\x01知\n"


def test_an_unknown_publish_status_is_not_guessed() -> None:
    with pytest.raises(Unknown):
        publish_state(answering(b'{"publish_status":9}'), TOKEN, PublishId("1"))


@pytest.mark.parametrize(
    "reply",
    [httpx2.ConnectError("x"), httpx2.ReadTimeout("x"), b"junk", b'{"errcode":40001}'],
    ids=repr,
)
def test_no_token_and_no_secret_stands_in_errors_or_logs(
    reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="httpx2")
    failure = failure_of(reply)
    client, _ = client_and_wire(reply)
    with pytest.raises(CallFailed) as caught:
        stable_token(client, appid="wx1", secret=SECRET)

    told = "".join(traceback.format_exception(failure))
    told += "".join(traceback.format_exception(caught.value))
    told += repr(failure) + repr(failure.__dict__) + caplog.text + repr(TOKEN) + str(TOKEN)
    assert "POST" in caplog.text or isinstance(reply, Exception)  # something was logged at all
    assert TOKEN.value not in told
    assert SECRET not in told
    for error in (failure, caught.value):
        assert error.__cause__ is None
        assert not isinstance(error.__context__, httpx2.HTTPError)


def test_a_body_without_end_is_given_up() -> None:
    class Endless(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b" " * 1_000_000

    assert isinstance(failure_of(httpx2.Response(200, stream=Endless())), Unknown)


def test_a_closed_port_is_not_reached() -> None:
    with Client(base_url="http://127.0.0.1:9") as client, pytest.raises(NotSent):
        submit_draft(client, TOKEN, MediaId("D1"))
