"""How a callback travels: XML, signature, and the encrypted envelope.

Source: WeChat 消息加解密 (WXBizMsgCrypt).
"""

import base64
import hashlib
import secrets
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from mpsandbox.aes import decrypt_cbc, encrypt_cbc

PADDED_TO = 32
RANDOM_BYTES = 16
LENGTH_BYTES = 4


class Unreadable(Exception):
    """What was received is no proper message; the text says why."""


def signature(*pieces: str) -> str:
    """Return the SHA-1 that proves who knows the token, over the sorted pieces."""
    return hashlib.sha1("".join(sorted(pieces)).encode()).hexdigest()  # noqa: S324 - WeChat's


def sealed(message: str, *, aes_key: str, appid: str) -> str:
    """Return `message` encrypted, in base64, as the element `Encrypt` holds it."""
    key = _key_of(aes_key)
    text = message.encode()
    plain = secrets.token_bytes(RANDOM_BYTES) + len(text).to_bytes(LENGTH_BYTES, "big")
    plain += text + appid.encode()
    padding = PADDED_TO - len(plain) % PADDED_TO
    cipher = encrypt_cbc(key, key[:16], plain + bytes([padding]) * padding)
    return base64.b64encode(cipher).decode()


def opened(encrypted: str, *, aes_key: str, appid: str) -> str:
    """Return the message in `encrypted`; raises Unreadable when it was not made for `appid`."""
    key = _key_of(aes_key)
    try:
        plain = decrypt_cbc(key, key[:16], base64.b64decode(encrypted, validate=True))
    except ValueError:
        raise Unreadable("Encrypt is not what AES makes") from None
    padding = plain[-1] if plain else 0
    if not 1 <= padding <= PADDED_TO or plain[-padding:] != bytes([padding]) * padding:
        raise Unreadable("wrong padding")
    plain = plain[RANDOM_BYTES:-padding]
    length = int.from_bytes(plain[:LENGTH_BYTES], "big")
    text, end = plain[LENGTH_BYTES:][:length], plain[LENGTH_BYTES:][length:]
    if end != appid.encode():
        raise Unreadable("made for another appid")
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def xml_of(message: Mapping[str, Any]) -> str:
    """Return `message` as WeChat's XML: numbers bare, text in CDATA, lists repeat their element."""
    return f"<xml>{_elements(message)}</xml>"


def fields_of(text: bytes | str) -> dict[str, Any]:
    """Return the elements under `<xml>`, nested ones as dicts; raises Unreadable."""
    try:
        root = ET.fromstring(text)  # noqa: S314 - from the server under test
    except (ET.ParseError, ValueError):
        raise Unreadable("no XML") from None
    if root.tag != "xml":
        raise Unreadable("the outer element is not xml")
    fields = _fields(root)
    if not isinstance(fields, dict):
        raise Unreadable("nothing in it")
    return fields


def _key_of(aes_key: str) -> bytes:
    return base64.b64decode(aes_key + "=")


def _elements(message: Mapping[str, Any]) -> str:
    return "".join(
        f"<{name}>{_content(each)}</{name}>"
        for name, value in message.items()
        for each in (value if isinstance(value, list) else [value])
    )


def _content(value: object) -> str:
    if isinstance(value, Mapping):
        return _elements(value)
    if isinstance(value, int):
        return str(value)
    return "<![CDATA[{}]]>".format(str(value).replace("]]>", "]]]]><![CDATA[>"))


def _fields(element: ET.Element) -> str | dict[str, Any]:
    if not len(element):
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        value = _fields(child)
        if child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[child.tag] = value
    return found
