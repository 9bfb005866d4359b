"""One HTTP client with WeChat's manners: raw UTF-8 out, raw UTF-8 in, nothing done twice."""

import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Self
from urllib.parse import urlsplit

import httpx2

from hefa.wechat.answers import Answer, read_answer
from hefa.wechat.errors import CallFailed, NotSent, Outcome, Unknown
from hefa.wechat.values import AccessToken, MediaFile, Picture

OFFICIAL: Final = "https://api.weixin.qq.com"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

_TIMEOUT: Final = httpx2.Timeout(connect=5, read=30, write=30, pool=5)
_LONGEST_SECONDS: Final = 60
_MOST_BYTES: Final = 32 * 1024 * 1024
_OK: Final = 200
# An idle connection that the far side has closed would leave a write's outcome unknown.
_LIMITS: Final = httpx2.Limits(max_keepalive_connections=0)
# Raised before the first byte of a request has left.
_BEFORE_SENDING: Final = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)
_FILE_NAME: Final = re.compile(r"""filename="?([^";\x00-\x1f]{1,200})""")
_TOKEN_KEY: Final = "access_token"  # noqa: S105  the name of the parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    content: bytes = field(repr=False)
    headers: httpx2.Headers


class Client:
    """A connection to one API host. It never repeats a call and follows no redirect.

    `base_url` is an https address under weixin.qq.com, or a loopback address (a simulator);
    ValueError otherwise. `transport` replaces the wire. Close it, or use it in a `with`.
    Every call raises CallFailed.
    """

    def __init__(
        self,
        *,
        base_url: str = OFFICIAL,
        transport: httpx2.BaseTransport | None = None,
        proxy: str | None = None,
    ) -> None:
        _refuse_foreign(base_url)
        self.base_url = base_url.rstrip("/")
        wire = transport or httpx2.HTTPTransport(verify=_trusted(), limits=_LIMITS, proxy=proxy)
        self._http = httpx2.Client(
            transport=_TokenAdded(wire), timeout=_TIMEOUT, follow_redirects=False, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get_json(
        self, path: str, *, token: AccessToken, query: Mapping[str, str] | None = None
    ) -> Answer:
        """Return WeChat's answer to a question that has no body."""
        return self._answer(self._built("GET", path, query=query), path, token)

    def post_json(
        self,
        path: str,
        body: Mapping[str, object],
        *,
        token: AccessToken | None,
        hidden: str = "",
    ) -> Answer:
        """Return WeChat's answer to `body`, sent as raw UTF-8 JSON; no error repeats `hidden`."""
        return self._answer(self._posted(path, body), path, token, hidden)

    def post_file(
        self,
        path: str,
        file: Picture | MediaFile,
        *,
        token: AccessToken,
        kind: str = "",
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return WeChat's answer to one file, sent as the form part `media` beside `form`."""
        request = self._http.build_request(
            "POST",
            self.base_url + path,
            params={"type": kind} if kind else None,
            data=dict(form or {}),
            files={"media": (file.name, file.content)},
        )
        return self._answer(request, path, token)

    def get_file(
        self, path: str, *, token: AccessToken, query: Mapping[str, str]
    ) -> Answer | MediaFile:
        """Return a file, or the JSON that WeChat answered in its place."""
        return self._file_or_answer(self._built("GET", path, query=query), path, token)

    def post_for_file(
        self, path: str, body: Mapping[str, object], *, token: AccessToken
    ) -> Answer | MediaFile:
        """Return a file asked for by JSON, or the JSON that WeChat answered in its place."""
        return self._file_or_answer(self._posted(path, body), path, token)

    def get_page(self, url: str, *, headers: Mapping[str, str]) -> tuple[bytes, str]:
        """Return the body and the Date header of a public page; it carries no token."""
        request = self._http.build_request("GET", url, headers=dict(headers))
        reply = self._sent(request, urlsplit(url).path)
        return reply.content, reply.headers.get("date", "")

    def _built(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        query: Mapping[str, str] | None = None,
    ) -> httpx2.Request:
        headers = {"Content-Type": "application/json; charset=utf-8"} if content else None
        return self._http.build_request(
            method,
            self.base_url + path,
            content=content,
            headers=headers,
            params=dict(query) if query else None,
        )

    def _posted(self, path: str, body: Mapping[str, object]) -> httpx2.Request:
        """Return the request; WeChat counts escaped text literally, so bytes are made here."""
        try:
            content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        except UnicodeEncodeError:
            content = None
        if content is None:
            raise NotSent(outcome=Outcome.GIVE_UP, code="wechat.text_not_unicode", path=path)
        return self._built("POST", path, content=content)

    def _answer(
        self, request: httpx2.Request, path: str, token: AccessToken | None, hidden: str = ""
    ) -> Answer:
        if token is not None:
            request.extensions[_TOKEN_KEY] = token
        reply = self._sent(request, path)
        return read_answer(
            reply.content,
            path=path,
            date_header=reply.headers.get("date", ""),
            hidden=hidden or (token.value if token else ""),
        )

    def _file_or_answer(
        self, request: httpx2.Request, path: str, token: AccessToken
    ) -> Answer | MediaFile:
        """Return the file; errors and some answers come as JSON, with or without a charset."""
        request.extensions[_TOKEN_KEY] = token
        reply = self._sent(request, path)
        if not _is_file(reply):
            return read_answer(
                reply.content,
                path=path,
                date_header=reply.headers.get("date", ""),
                hidden=token.value,
            )
        disposition = reply.headers.get("content-disposition", "")
        return MediaFile(name=_file_name(disposition), content=reply.content)

    def _sent(self, request: httpx2.Request, path: str) -> _Reply:
        """Return one exchange's reply; raised outside `except`, so that no chain holds it."""
        failure: CallFailed
        try:
            response = self._http.send(request, stream=True)
            try:
                content = _body(response)
            finally:
                response.close()
        except _BEFORE_SENDING:
            failure = NotSent(outcome=Outcome.RETRY_LATER, code="wechat.not_reached", path=path)
        except (httpx2.HTTPError, httpx2.StreamError, OSError):
            failure = Unknown(code="wechat.no_answer", path=path)
        else:
            if response.status_code == _OK and content is not None:
                return _Reply(content=content, headers=response.headers)
            failure = Unknown(code="wechat.answer_unreadable", path=path)
        raise failure


class _TokenAdded(httpx2.BaseTransport):
    """Adds the token to the address at the last step, below anything that logs or raises."""

    def __init__(self, wire: httpx2.BaseTransport) -> None:
        self._wire = wire

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        extensions = dict(request.extensions)
        token = extensions.pop(_TOKEN_KEY, None)
        url = request.url
        if isinstance(token, AccessToken):
            url = url.copy_add_param(_TOKEN_KEY, token.value)
        return self._wire.handle_request(
            httpx2.Request(
                request.method,
                url,
                headers=request.headers,
                stream=request.stream,
                extensions=extensions,
            )
        )

    def close(self) -> None:
        self._wire.close()


def is_loopback(url: str) -> bool:
    """Whether `url` points at this machine, as a simulator does."""
    return urlsplit(url).hostname in LOOPBACK


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom this process trusts; reading the certificates takes longer than a call."""
    return httpx2.create_ssl_context()


def _refuse_foreign(base_url: str) -> None:
    """Raise ValueError unless `base_url` may be given a token."""
    parts = urlsplit(base_url)
    is_official = parts.scheme == "https" and (parts.hostname or "").endswith(".weixin.qq.com")
    is_local = parts.scheme in ("http", "https") and is_loopback(base_url)
    if not (is_official or is_local) or parts.username or parts.query or parts.fragment:
        raise ValueError("base_url must be under https://*.weixin.qq.com or on this machine")


def _body(response: httpx2.Response) -> bytes | None:
    """Return the whole body, or None when it is too large or drips for too long."""
    until = time.monotonic() + _LONGEST_SECONDS
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > _MOST_BYTES or time.monotonic() > until:
            return None
        parts.append(part)
    return b"".join(parts)


def _is_file(reply: _Reply) -> bool:
    """Whether WeChat sent a file; it calls some text/plain, with or without a name."""
    if not reply.content or reply.content.lstrip()[:1] in (b"{", b"<"):
        return False
    kind = reply.headers.get("content-type", "").lower()
    is_called_text = kind.startswith("text/") or "json" in kind
    is_attached = "attachment" in reply.headers.get("content-disposition", "").lower()
    return is_attached or not is_called_text or b"\0" in reply.content


def _file_name(disposition: str) -> str:
    """Return the name in a Content-Disposition header without folders, or nothing."""
    match = _FILE_NAME.search(disposition)
    return match[1].replace("\\", "/").rpartition("/")[2].strip() if match else ""
