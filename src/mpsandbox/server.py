"""The HTTP server: HTTP/1.1 with a thread a connection, on the loopback address only."""

import contextlib
import os
import socket
import socketserver
import ssl
import sys
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mpsandbox.wire import MAX_BODY_BYTES, Reply, Request

if TYPE_CHECKING:
    from mpsandbox.app import Application

LOOPBACK = "127.0.0.1"
IDLE_SECONDS = 75
LONGEST_LINE = 64 * 1024
MOST_HEADERS = 100
DRIP_PIECES = 20
TLS_HANDSHAKE = b"\x16"


class Server(socketserver.ThreadingTCPServer):
    """Serves the simulator; with `parent` it ends once that process is no longer its parent."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, port: int, *, parent: int | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.app: Application | None = None
        self.parent = parent
        self.tls = tls
        super().__init__((LOOPBACK, port), Connection)

    @property
    def url(self) -> str:
        """The address the server answers at."""
        return f"{'https' if self.tls else 'http'}://{LOOPBACK}:{self.server_address[1]}"

    def service_actions(self) -> None:
        """End the process when the parent has gone; called twice a second."""
        if self.parent is not None and os.getppid() != self.parent:
            raise SystemExit(0)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about callers that hang up or fall silent, and report everything else."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Connection(socketserver.StreamRequestHandler):
    """Reads requests from one connection and answers them until either side has enough."""

    server: Server
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def setup(self) -> None:
        """Begin, in TLS where the caller does and a certificate is at hand."""
        self.request.settimeout(IDLE_SECONDS)
        if self.server.tls and self.request.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        """End; a socket wrapped in TLS is not the server's to close."""
        super().finish()
        self.connection.close()

    def handle(self) -> None:
        """Answer one request after the other."""
        while self._answer_next():
            pass

    def _answer_next(self) -> bool:
        """Answer the next request and say whether another one may follow."""
        line = self.rfile.readline(LONGEST_LINE)
        if not line.strip():
            return bool(line)
        try:
            method, target, version = line.decode("latin-1").split()
            headers = self._headers()
            if method == "CONNECT":
                return self._be_the_host_asked_for()
            body = self._body(headers)
            request = self._request(method, target, headers, body or b"")
        except ValueError:
            return self._write(Reply(status=400, body=b""), keep=False)
        if body is None:
            return self._write(Reply(status=413, body=b""), keep=False)
        asked = headers.get("connection", "").lower()
        keep = asked != "close" and (version == "HTTP/1.1" or asked == "keep-alive")
        reply = self._reply(request)
        if reply is None:
            return self._hang_up()
        return self._write(reply, keep=keep, with_body=method != "HEAD")

    def _be_the_host_asked_for(self) -> bool:
        """Let a caller that takes this for its proxy go on as if it had reached WeChat."""
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.setup()
        return True

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for _ in range(MOST_HEADERS):
            line = self.rfile.readline(LONGEST_LINE)
            if line in {b"\r\n", b"\n", b""}:
                return headers
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        raise ValueError

    def _body(self, headers: dict[str, str]) -> bytes | None:
        """Return the request's body, None when it is too large; ValueError when misdescribed."""
        if headers.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return self._chunks()
        length = int(headers.get("content-length") or 0)
        if length < 0:
            raise ValueError
        body = self.rfile.read(min(length, MAX_BODY_BYTES)) if length else b""
        return body if length <= MAX_BODY_BYTES else None

    def _chunks(self) -> bytes | None:
        body = bytearray()
        while size := int(self.rfile.readline(LONGEST_LINE).partition(b";")[0], 16):
            if len(body) + size > MAX_BODY_BYTES:
                return None
            body += self.rfile.read(size)
            self.rfile.readline(LONGEST_LINE)
        while self.rfile.readline(LONGEST_LINE).strip():
            pass
        return bytes(body)

    def _request(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Request:
        # A caller that goes through a proxy names the host here too. WeChat's own documents once
        # began a path with two slashes, which is one.
        parts = urlsplit(f"/{target.lstrip('/')}" if target.startswith("/") else target)
        return Request(
            method=method,
            path="/" + unquote(parts.path, errors="replace").lstrip("/"),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            body=body,
            content_type=headers.get("content-type", ""),
            headers=headers,
            client_ip=str(self.client_address[0]),
        )

    def _reply(self, request: Request) -> Reply | None:
        if self.server.app is None:
            return Reply(status=503, body=b"")
        try:
            return self.server.app.answer(request)
        except Exception:
            self._write(Reply(status=500, body=b"Internal error"), keep=False)
            raise

    def _write(self, reply: Reply, *, keep: bool, with_body: bool = True) -> bool:
        keep = keep and not reply.breaks_in
        head = self._head(reply, keep=keep)
        if reply.breaks_in == "headers":
            self.wfile.write(head[: len(head) // 2])
            return self._hang_up()
        if not reply.drip_seconds or not with_body:
            self.wfile.write(head + reply.body if with_body else head)
            return keep
        self.wfile.write(head)
        size = max(len(reply.body) // DRIP_PIECES, 1)
        for start in range(0, len(reply.body), size):
            time.sleep(reply.drip_seconds / DRIP_PIECES)
            self.wfile.write(reply.body[start : start + size])
        return keep

    def _head(self, reply: Reply, *, keep: bool) -> bytes:
        length = len(reply.body) + (64 if reply.breaks_in == "body" else 0)
        date = [("Date", self.server.app.date())] if self.server.app else []
        lines = [
            f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
            f"Content-Type: {reply.content_type}",
            f"Content-Length: {length}",
            f"Connection: {'keep-alive' if keep else 'close'}",
            *(f"{name}: {value}" for name, value in (*date, *reply.headers)),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _hang_up(self) -> bool:
        """Close the connection without another word."""
        # The caller may have hung up already.
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        return False
