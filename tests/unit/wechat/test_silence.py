"""No token, secret or key is told by anything that fails, is shown or is logged."""

import json
import logging
import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
from tests.contract.calls import CALLS, SECRET, TOKEN
from tests.contract.samples import READ
from tests.unit.wechat.pushing import AES_KEY, KEYS, NOW, TEXT, seal, sealed_request
from tests.unit.wechat.pushing import TOKEN as CALLBACK_TOKEN
from tests.unit.wechat.wire import Reply, answering

from hefa.wechat.callback import open_push
from hefa.wechat.errors import CallFailed
from hefa.wechat.operations import RecordedCall
from hefa.wechat.transport import Client

HIDDEN = (TOKEN.value, SECRET, AES_KEY, CALLBACK_TOKEN)
RAW = (
    b"",
    b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
    b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
    b'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"errcode":40001}',
    b"not http at all\r\n\r\n",
)


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx2", "httpcore2"):
        caplog.set_level(logging.DEBUG, logger=name)


def failures(word: str) -> tuple[Reply, ...]:
    """Return failures of every kind, among them answers that repeat `word`."""
    echo = b"invalid credential " + word.encode()
    return (
        httpx2.ConnectError("refused"),
        httpx2.ReadTimeout("slow"),
        httpx2.RemoteProtocolError("gone"),
        httpx2.Response(502, content=echo),
        b"junk " + echo,
        b'{"errcode":40001,"errmsg":"' + echo + b'"}',
        b'{"errcode":99999,"errmsg":"' + echo + b'","msg_id":"' + echo + b'"}',
        b'{"errcode":0,"errmsg":"' + echo + b'","total_count":"' + echo + b'"}',
    )


def told_by(error: BaseException) -> str:
    """Return all that a report on `error` could hold, its chain included."""
    told = "".join(traceback.format_exception(error)) + repr(error) + str(error)
    return told + repr(error.__dict__) + repr(error.__cause__) + repr(error.__context__)


@contextmanager
def server(reply: bytes) -> Iterator[str]:
    """Serve one connection: read what comes, send `reply`, close."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(timeout=5)


@pytest.mark.parametrize("name", CALLS)
def test_no_failed_call_tells(name: str, caplog: pytest.LogCaptureFixture) -> None:
    for reply in failures(SECRET if name == "stable_token" else TOKEN.value):
        try:
            CALLS[name](answering(reply))
        except CallFailed as failed:
            told = told_by(failed)
            assert not [word for word in HIDDEN if word in told], reply
    assert not [word for word in HIDDEN if word in caplog.text]


@pytest.mark.parametrize("reply", RAW, ids=repr)
@pytest.mark.parametrize("name", ["stable_token", "submit_draft", "upload_picture", "get_menu"])
def test_no_failed_call_over_a_real_wire_tells(
    name: str, reply: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with server(reply) as url, Client(base_url=url) as client, pytest.raises(CallFailed) as caught:
        CALLS[name](client)

    assert "httpcore2" in caplog.text
    told = told_by(caught.value) + caplog.text
    assert not [word for word in HIDDEN if word in told]


@pytest.mark.parametrize(("name", "reply"), READ, ids=[name for name, _ in READ])
def test_no_value_shows(name: str, reply: bytes | httpx2.Response) -> None:
    if isinstance(reply, bytes):
        reply = reply.replace(b"82_x", TOKEN.value.encode())
        reply = reply.replace(b"82_tell-nobody", TOKEN.value.encode())
    value = CALLS[name](answering(reply))

    assert not [word for word in HIDDEN if word in repr(value) + str(value)]


def test_a_recorded_call_for_a_token_has_no_bodies() -> None:
    request = {
        "request_url": "https://api.weixin.qq.com/cgi-bin/stable_token",
        "request_body": json.dumps({"secret": SECRET}),
        "response_body": json.dumps({"access_token": TOKEN.value}),
    }
    reply = json.dumps({"request": request}).encode()
    value = CALLS["call_of_rid"](answering(reply))

    assert isinstance(value, RecordedCall)
    assert value.path == "/cgi-bin/stable_token"
    assert (value.request_body, value.response_body) == ("", "")


def test_callback_keys_are_not_shown() -> None:
    request = sealed_request(seal(TEXT))
    opened = open_push(KEYS, request.query, request.body, now=NOW)

    told = repr(KEYS) + str(KEYS) + repr(opened) + str(opened)
    assert KEYS.appid in told
    assert not [word for word in HIDDEN if word in told]
