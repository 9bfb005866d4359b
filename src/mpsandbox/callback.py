"""The account's own server, as WeChat calls it: verification, pushes, and what it replies."""

import http.client
import secrets
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode, urlsplit

from mpsandbox.envelope import Unreadable, fields_of, opened, sealed, signature, xml_of

MOST_ANSWERED_BYTES = 64 * 1024
HTTP_OK = 200
UNAVAILABLE = "该公众号提供的服务出现故障，请稍后再试"


class Mode(StrEnum):
    """How messages travel: 明文, 兼容 or 安全模式."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """What the account has entered about its server."""

    url: str
    token: str
    aes_key: str
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back within the time allowed; `problem` says why nothing useful did."""

    status: int = 0
    seconds: float = 0
    body: bytes = b""
    problem: str = ""


def verify(callback: Callback, *, now: float, limit_seconds: float) -> str:
    """Ask the server to prove that it knows the token; return what is wrong, or nothing.

    Source: WeChat 接入指南 (GET with echostr).
    """
    echo = str(secrets.randbelow(10**19))
    answer = _ask(callback, _signed(callback, now) | {"echostr": echo}, b"", limit_seconds)
    if answer.problem:
        return answer.problem
    if answer.status != HTTP_OK:
        return f"HTTP {answer.status}"
    return "" if answer.body == echo.encode() else "the answer is not echostr"


def deliver(
    callback: Callback,
    message: Mapping[str, Any],
    *,
    appid: str,
    now: float,
    limit_seconds: float,
    is_forged: bool = False,
) -> Answer:
    """Send one message as the mode says and return the answer; a forged one is signed wrongly.

    Source: WeChat 消息加解密.
    """
    query = _signed(callback, now) | {"openid": str(message["FromUserName"])}
    body = dict(message)
    if callback.mode is not Mode.PLAIN:
        encrypt = sealed(xml_of(message), aes_key=callback.aes_key, appid=appid)
        query["encrypt_type"] = "aes"
        query["msg_signature"] = signature(
            callback.token, query["timestamp"], query["nonce"], encrypt
        )
        if callback.mode is Mode.SAFE:
            body = {"ToUserName": message["ToUserName"]}
        body["Encrypt"] = encrypt
    if is_forged:
        for name in {"signature", "msg_signature"} & set(query):
            query[name] = secrets.token_hex(20)
    return _ask(callback, query, xml_of(body).encode(), limit_seconds)


def reply_in(callback: Callback, answer: Answer, *, appid: str) -> dict[str, Any]:
    """Return the passive reply in an answer, empty when there is none; raises Unreadable."""
    if answer.body.strip() in {b"", b"success"}:
        return {}
    fields = fields_of(answer.body)
    if "Encrypt" in fields:
        proof = [str(fields.get(name, "")) for name in ("TimeStamp", "Nonce", "Encrypt")]
        if fields.get("MsgSignature") != signature(callback.token, *proof):
            raise Unreadable("MsgSignature is wrong")
        fields = fields_of(opened(fields["Encrypt"], aes_key=callback.aes_key, appid=appid))
    elif callback.mode is Mode.SAFE:
        raise Unreadable("a plain reply in safe mode")
    if not {"ToUserName", "FromUserName", "CreateTime", "MsgType"} <= set(fields):
        raise Unreadable("elements are missing")
    return fields


def _signed(callback: Callback, now: float) -> dict[str, str]:
    timestamp, nonce = str(int(now)), str(secrets.randbelow(10**10))
    return {
        "signature": signature(callback.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
    }


def _ask(callback: Callback, query: Mapping[str, str], body: bytes, limit: float) -> Answer:
    """GET without a body, POST with one."""
    began = time.monotonic()
    try:
        status, answered = _exchange(callback.url, query, body, limit)
    except TimeoutError:
        return Answer(problem=f"no answer within {limit:g} s", seconds=time.monotonic() - began)
    except (OSError, http.client.HTTPException) as error:
        return Answer(problem=f"{type(error).__name__}: {error}")
    seconds = time.monotonic() - began
    problem = f"no answer within {limit:g} s" if seconds > limit else ""
    return Answer(status=status, seconds=seconds, body=answered, problem=problem)


def _exchange(url: str, query: Mapping[str, str], body: bytes, limit: float) -> tuple[int, bytes]:
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.netloc, limit)
    target = (parts.path or "/") + "?" + "&".join(filter(None, (parts.query, urlencode(query))))
    try:
        headers = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}
        connection.request("POST" if body else "GET", target, body or None, headers)
        response = connection.getresponse()
        return response.status, response.read(MOST_ANSWERED_BYTES)
    finally:
        connection.close()


def _connection(scheme: str, place: str, limit: float) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(place, timeout=limit)
    # Servers under test carry certificates of their own making.
    context = ssl._create_unverified_context()  # noqa: S323, SLF001
    return http.client.HTTPSConnection(place, timeout=limit, context=context)
