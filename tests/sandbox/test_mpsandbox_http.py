"""HTTP as other people's clients speak it."""

import http.client
import json
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from tests.sandbox.certificates import certificate_in
from tests.sandbox.client import Wechat, fetch, start


def place(wechat: Wechat) -> tuple[str, int]:
    parts = urlsplit(wechat.url)
    return str(parts.hostname), int(parts.port or 0)


def exchange(wechat: Wechat, sent: bytes) -> bytes:
    with socket.create_connection(place(wechat), timeout=5) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    return received


def test_one_connection_carries_many_calls(wechat: Wechat) -> None:
    connection = http.client.HTTPConnection(*place(wechat), timeout=5)
    sockets = set()
    for _ in range(5):
        connection.request("GET", f"/cgi-bin/draft/count?access_token={wechat.token}")
        answer = connection.getresponse()
        assert json.loads(answer.read()) == {"total_count": 0}
        sockets.add(connection.sock)
    connection.close()

    assert len(sockets) == 1
    assert None not in sockets


def test_calls_sent_at_once_are_answered_in_order(wechat: Wechat) -> None:
    paths = ["draft/count", "getcallbackip"]
    sent = "".join(
        f"GET /cgi-bin/{path}?access_token={wechat.token} HTTP/1.1\r\nHost: a\r\n\r\n"
        for path in paths
    )
    received = exchange(wechat, sent.encode())

    assert received.index(b"total_count") < received.index(b"ip_list")


def test_a_body_in_chunks_is_read(wechat: Wechat) -> None:
    body = json.dumps({"articles": [wechat.article()]}, ensure_ascii=False).encode()
    connection = http.client.HTTPConnection(*place(wechat), timeout=5)
    connection.request(
        "POST",
        f"/cgi-bin/draft/add?access_token={wechat.token}",
        iter([body[:20], body[20:]]),
        encode_chunked=True,
        headers={"Transfer-Encoding": "chunked"},
    )

    assert "media_id" in json.loads(connection.getresponse().read())
    connection.close()


def test_a_caller_that_waits_for_leave_gets_it(wechat: Wechat) -> None:
    head = f"POST /cgi-bin/draft/batchget?access_token={wechat.token} HTTP/1.1\r\nHost: a\r\n"
    body = b'{"offset":0,"count":1}'
    sent = f"{head}Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    received = exchange(wechat, sent)

    assert received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert b'"total_count":0' in received


def test_a_caller_that_goes_through_it_as_a_proxy_is_answered(wechat: Wechat) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": wechat.url}))
    query = urlencode({"access_token": wechat.token})
    with opener.open(f"http://api.weixin.qq.com/cgi-bin/draft/count?{query}", timeout=5) as reply:
        assert json.load(reply) == {"total_count": 0}


def test_a_path_may_begin_with_two_slashes(wechat: Wechat) -> None:
    query = urlencode({"access_token": wechat.token})
    for target in ("//cgi-bin/draft/count", "http://api.weixin.qq.com//cgi-bin/draft/count"):
        received = exchange(wechat, f"GET {target}?{query} HTTP/1.1\r\nHost: a\r\n\r\n".encode())

        assert received.endswith(b'{"total_count":0}'), target


@pytest.mark.parametrize("path", ["cgi-bin/customservice/getkflist", "sns/auth", "wxaapi/x/y"])
def test_what_is_not_simulated_is_refused_as_wechat_refuses(wechat: Wechat, path: str) -> None:
    answer = fetch(f"{wechat.url}/{path}?access_token={wechat.token}")

    assert (answer.status, answer.json()["errcode"]) == (200, 40066)


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n",
        b"POST /cgi-bin/draft/add HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST /cgi-bin/draft/add HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /cgi-bin/draft/add HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
    ],
)
def test_a_request_that_is_none_is_refused_and_harms_nobody(wechat: Wechat, sent: bytes) -> None:
    assert exchange(wechat, sent).startswith(b"HTTP/1.1 400 ")
    assert wechat.call("draft/count") == {"total_count": 0}


def test_a_body_beyond_twelve_megabytes_is_refused(wechat: Wechat) -> None:
    sent = b"POST /cgi-bin/draft/add HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"

    assert exchange(wechat, sent).startswith(b"HTTP/1.1 413 ")


def test_an_old_caller_gets_its_connection_closed(wechat: Wechat) -> None:
    received = exchange(wechat, b"GET /favicon.ico HTTP/1.0\r\n\r\n")

    assert b"Connection: close" in received


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def secure(certificate: Path) -> Iterator[Wechat]:
    options = ["--tls-certificate", str(certificate)]
    options += ["--tls-key", str(certificate.with_name("key.pem"))]
    process, ready = start(*options, "--exit-with-parent")
    yield Wechat(ready["url"], ready["appid"], ready["secret"])
    process.terminate()
    assert process.wait(timeout=5) == 0


def test_it_speaks_https_and_http_at_one_port(secure: Wechat, certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    with urllib.request.urlopen(f"{secure.url}/console", context=trusting, timeout=5) as reply:
        assert reply.status == 200
    with urllib.request.urlopen(secure.url.replace("https", "http"), timeout=5) as reply:
        assert reply.status == 200
    assert secure.url.startswith("https://")


def test_a_client_with_wechats_address_built_in_needs_no_change(
    secure: Wechat, certificate: Path
) -> None:
    """The client runs unchanged: its environment names the proxy and the certificate."""
    query = {
        "grant_type": "client_credential",
        "appid": secure.appid,
        "secret": secure.secret,
    }
    client = (
        "import urllib.request;"
        f"url = 'https://api.weixin.qq.com/cgi-bin/token?{urlencode(query)}';"
        "print(urllib.request.urlopen(url, timeout=5).read().decode())"
    )
    environment = {
        "HTTPS_PROXY": secure.url.replace("https", "http"),
        "SSL_CERT_FILE": str(certificate),
    }
    done = subprocess.run(
        [sys.executable, "-c", client], env=environment, check=True, capture_output=True
    )

    assert json.loads(done.stdout)["expires_in"] == 7200
