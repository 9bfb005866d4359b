"""WeChat's side of a callback, made by hand from the description and not with our own code."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from hefa.wechat.callback import CallbackKeys

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
TOKEN = "callbackTokenOfTheTest"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APPID = "wx00000000000000aa"
KEYS = CallbackKeys(appid=APPID, tokens=(TOKEN,), aes_keys=(AES_KEY,))
PLAIN_KEYS = CallbackKeys(appid=APPID, tokens=(TOKEN,), accepts_plain=True)

TEXT = (
    "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o1]]></FromUserName>"
    "<CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[几点停水？<!DOCTYPE x>]]></Content><MsgId>24215</MsgId></xml>"
).encode()


def sign(*parts: str) -> str:
    return sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def seal(
    message: bytes,
    *,
    aes_key: str = AES_KEY,
    appid: str = APPID,
    padding: bytes | None = None,
    length: int | None = None,
) -> str:
    """Encrypt as WeChat does, or wrongly where asked."""
    key = base64.b64decode(aes_key + "=")
    size = len(message) if length is None else length
    plain = b"0123456789abcdef" + size.to_bytes(4, "big") + message + appid.encode()
    missing = 32 - len(plain) % 32
    plain += bytes([missing]) * missing if padding is None else padding
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def unseal(sealed: str, *, aes_key: str = AES_KEY) -> bytes:
    key = base64.b64decode(aes_key + "=")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    plain = plain[: -plain[-1]]
    return plain[20 : 20 + int.from_bytes(plain[16:20], "big")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What arrives: the query of the address and the body."""

    query: Mapping[str, str]
    body: bytes = field(default=b"")


def plain_request(
    body: bytes = TEXT, *, token: str = TOKEN, timestamp: int | None = None
) -> Request:
    moment = str(int(NOW.timestamp()) if timestamp is None else timestamp)
    signed = {"signature": sign(token, moment, "n1"), "timestamp": moment, "nonce": "n1"}
    return Request(query={**signed, "openid": "o1"}, body=body)


def sealed_request(sealed: str, *, token: str = TOKEN, beside: str = "") -> Request:
    """The safe mode's request, or the compatible mode's with the plain fields `beside`."""
    query = dict(plain_request(token=token).query)
    query["encrypt_type"] = "aes"
    query["msg_signature"] = sign(token, query["timestamp"], query["nonce"], sealed)
    body = (
        f"<xml><ToUserName>gh_1</ToUserName>{beside}<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    )
    return Request(query=query, body=body.encode())
