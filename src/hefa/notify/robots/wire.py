"""One POST to a robot's service: nothing is repeated, followed or written into a log."""

import json
import ssl
import time
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2

from hefa.core.errors import Refused, Unavailable, reason

_TIMEOUT = httpx2.Timeout(connect=5, read=10, write=10, pool=5)
_LONGEST_SECONDS = 30
_MOST_BYTES = 64 * 1024
_TOO_MANY, _SERVER_ERRORS = 429, 500
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# Raised before the first byte of a request has left.
_BEFORE_SENDING = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)


def posted(url: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what was answered as JSON; None when the message may have arrived unanswered.

    Raises Unavailable when it has not arrived: no connection, too many, an error of the server,
    an answer that is none. The address holds the key, so no error repeats it.
    """
    _refuse_plain(url)
    try:
        status, content = _exchange(url, body)
    except _BEFORE_SENDING:
        raise Unavailable(reason("notify.robot_unreachable")) from None
    except httpx2.HTTPError:
        return None
    if status == _TOO_MANY:
        raise Unavailable(reason("notify.robot_too_fast"))
    if status >= _SERVER_ERRORS:
        raise Unavailable(reason("notify.robot_busy"))
    answer = _object_in(content)
    if answer is None:
        raise Unavailable(reason("notify.robot_strange_answer"))
    return answer


def _exchange(url: str, body: Mapping[str, Any]) -> tuple[int, bytes]:
    """Return status and body of the answer; one too long is none, one too slow raises."""
    until = time.monotonic() + _LONGEST_SECONDS
    content = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    with (
        httpx2.Client(
            verify=_trusted(), timeout=_TIMEOUT, follow_redirects=False, trust_env=False
        ) as client,
        client.stream("POST", url, content=content, headers=headers) as reply,
    ):
        read = bytearray()
        for piece in reply.iter_bytes():
            read += piece
            if time.monotonic() > until:
                raise httpx2.ReadTimeout("")
            if len(read) > _MOST_BYTES:
                return reply.status_code, b""
        return reply.status_code, bytes(read)


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this process trusts; reading the certificates takes longer than a call."""
    return httpx2.create_ssl_context()


def _object_in(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _refuse_plain(url: str) -> None:
    """Raise Refused for an address in the clear, but to this machine itself."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise Refused(reason("notify.robot_base_in_the_clear"))
