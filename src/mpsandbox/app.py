"""The WSGI application: which part answers which address."""

import contextlib
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qsl

from mpsandbox import clock
from mpsandbox.gateway import Sandbox, answer_api, settle
from mpsandbox.media import picture_reply
from mpsandbox.wire import MAX_BODY_BYTES, Reply, Request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Where the server leaves the caller's socket, so that a fault can close it.
CONNECTION_KEY = "mpsandbox.connection"
DRIP_PIECES = 20

Answerer = Callable[[Sandbox, Request], Reply | None]


class Application:
    """The whole simulator as one WSGI application."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request, or close its connection where a fault says so."""
        settle(self.sandbox)
        request = _read_request(environ)
        reply = self._answer(request, environ)
        if reply is None:
            _close(environ)
        with self.sandbox.store.transaction() as db:
            date = formatdate(clock.now(db), usegmt=True)
        start_response(
            f"{reply.status} {HTTPStatus(reply.status).phrase}",
            [
                ("Content-Type", reply.content_type),
                ("Content-Length", str(len(reply.body))),
                ("Date", date),
                *reply.headers,
            ],
        )
        return _dripping(reply) if reply.drip_seconds else [reply.body]

    def _answer(self, request: Request, environ: "WSGIEnvironment") -> Reply | None:
        if int(environ.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
            return Reply(status=413, body=b"")
        if _is_foreign_post(environ):
            return Reply(status=403, body=b"Cross-site requests are refused.")
        return _answerer_of(request.path)(self.sandbox, request)


def _answerer_of(path: str) -> Answerer:
    if path.startswith(("/cgi-bin/", "/datacube/")):
        return answer_api
    if path == "/s" or path.startswith("/s/"):
        from mpsandbox.pages import article_reply  # noqa: PLC0415 - keeps the start short

        return article_reply
    if path.startswith("/mmbiz_"):
        return _picture
    if path == "/console" or path.startswith("/console/"):
        from mpsandbox.console.views import console_reply  # noqa: PLC0415 - keeps the start short

        return console_reply
    return _elsewhere


def _picture(sandbox: Sandbox, request: Request) -> Reply:
    with sandbox.store.transaction() as db:
        return picture_reply(db, request)


def _elsewhere(_: Sandbox, request: Request) -> Reply:
    if request.path == "/":
        return Reply(status=303, body=b"", headers=(("Location", "/console"),))
    if request.path == "/favicon.ico":
        return Reply(status=204, body=b"")
    return Reply(status=404, body=b"Not found", content_type="text/plain")


def _read_request(environ: "WSGIEnvironment") -> Request:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), MAX_BODY_BYTES)
    query = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace"),
        query=dict(query),
        body=environ["wsgi.input"].read(length) if length else b"",
        content_type=environ.get("CONTENT_TYPE", ""),
    )


def _is_foreign_post(environ: dict[str, Any]) -> bool:
    """Say whether another site's page sends this; the console has no sign-in to protect it."""
    return environ["REQUEST_METHOD"] == "POST" and environ.get("HTTP_SEC_FETCH_SITE") in {
        "cross-site",
        "same-site",
    }


def _close(environ: dict[str, Any]) -> NoReturn:
    """Close the caller's connection; the server passes over the error raised."""
    connection = environ.get(CONNECTION_KEY)
    if isinstance(connection, socket.socket):
        # The caller may have hung up already.
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError


def _dripping(reply: Reply) -> Iterator[bytes]:
    size = max(len(reply.body) // DRIP_PIECES, 1)
    for start in range(0, len(reply.body), size):
        time.sleep(reply.drip_seconds / DRIP_PIECES)
        yield reply.body[start : start + size]
