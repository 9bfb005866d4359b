"""One HTTP client with WeChat's manners: raw UTF-8 out, raw UTF-8 in, nothing done twice."""

import json
import time
from collections.abc import Mapping
from typing import Final, Self
from urllib.parse import urlsplit

import httpx2

from hefa.wechat.answers import Answer, read_answer
from hefa.wechat.errors import CallFailed, NotSent, Outcome, Unknown
from hefa.wechat.values import AccessToken, Picture

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
_TOKEN_KEY: Final = "access_token"  # noqa: S105  the name of the parameter


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
        wire = transport or httpx2.HTTPTransport(limits=_LIMITS, proxy=proxy)
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

    def post_json(
        self, path: str, body: Mapping[str, object], *, token: AccessToken | None
    ) -> Answer:
        """Return WeChat's answer to `body`, sent as raw UTF-8 JSON.

        WeChat counts and stores escaped text literally, so the bytes are made here.
        """
        try:
            content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        except UnicodeEncodeError:
            content = None
        if content is None:
            raise NotSent(outcome=Outcome.GIVE_UP, code="wechat.text_not_unicode", path=path)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        request = self._http.build_request(
            "POST", self.base_url + path, content=content, headers=headers
        )
        return self._answer(request, path, token)

    def post_file(
        self, path: str, picture: Picture, *, token: AccessToken, kind: str = ""
    ) -> Answer:
        """Return WeChat's answer to one file, sent as the form part `media`."""
        request = self._http.build_request(
            "POST",
            self.base_url + path,
            params={"type": kind} if kind else None,
            files={"media": (picture.name, picture.content)},
        )
        return self._answer(request, path, token)

    def get_page(self, url: str, *, headers: Mapping[str, str]) -> tuple[bytes, str]:
        """Return the body and the Date header of a public page; it carries no token."""
        request = self._http.build_request("GET", url, headers=dict(headers))
        path = urlsplit(url).path
        return self._sent(request, path)

    def _answer(self, request: httpx2.Request, path: str, token: AccessToken | None) -> Answer:
        if token is not None:
            request.extensions[_TOKEN_KEY] = token
        content, date = self._sent(request, path)
        return read_answer(content, path=path, date=date)

    def _sent(self, request: httpx2.Request, path: str) -> tuple[bytes, str]:
        """Return body and Date of one exchange; raised outside `except`, so no chain holds it."""
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
                return content, response.headers.get("date", "")
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
