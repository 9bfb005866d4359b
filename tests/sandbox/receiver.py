"""A server as the owner of an account runs it, with another implementation of the encryption."""

import base64
import hashlib
import os
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN = "tokenOfTheTest"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    query: dict[str, str]
    body: bytes
    at: float

    @property
    def xml(self) -> ET.Element:
        return ET.fromstring(self.body)  # noqa: S314 - the simulator's own

    @property
    def is_signed(self) -> bool:
        return self.query["signature"] == sha1(TOKEN, self.query["timestamp"], self.query["nonce"])

    @property
    def is_sealed_properly(self) -> bool:
        pieces = (self.query["timestamp"], self.query["nonce"], self.xml.findtext("Encrypt") or "")
        return self.query["msg_signature"] == sha1(TOKEN, *pieces)

    def opened(self) -> tuple[ET.Element, str]:
        """Return the message inside `Encrypt`, and the appid behind it."""
        plain = unsealed(self.xml.findtext("Encrypt") or "")
        length = int.from_bytes(plain[16:20], "big")
        message = ET.fromstring(plain[20 : 20 + length])  # noqa: S314 - the simulator's own
        return message, plain[20 + length :].decode()


@dataclass(slots=True)
class Receiver:
    """What was pushed, and what is answered: bytes, or a function of the push."""

    url: str = ""
    answer: bytes | Callable[[Push], bytes] = b"success"
    status: int = 200
    delay: float = 0
    echoes: bool = True
    pushes: list[Push] = field(default_factory=list)

    def wait_for(self, count: int, seconds: float = 5) -> list[Push]:
        end = time.monotonic() + seconds
        while len(self.pushes) < count:
            assert time.monotonic() < end, f"{len(self.pushes)} pushes, {count} expected"
            time.sleep(0.01)
        return self.pushes


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = dict(parse_qsl(urlsplit(self.path).query))
            proof = sha1(TOKEN, query["timestamp"], query["nonce"])
            proven = receiver.echoes and proof == query["signature"]
            self._send(200, query["echostr"].encode() if proven else b"no")

        def do_POST(self) -> None:
            push = Push(
                query=dict(parse_qsl(urlsplit(self.path).query)),
                body=self.rfile.read(int(self.headers["Content-Length"])),
                at=time.monotonic(),
            )
            receiver.pushes.append(push)
            time.sleep(receiver.delay)
            answer = (
                receiver.answer if isinstance(receiver.answer, bytes) else receiver.answer(push)
            )
            self._send(receiver.status, answer)

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/wechat?tenant=a"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield receiver
    server.shutdown()
    server.server_close()


def sha1(*pieces: str) -> str:
    return hashlib.sha1("".join(sorted(pieces)).encode()).hexdigest()  # noqa: S324 - WeChat's


def unsealed(encrypted: str) -> bytes:
    decryptor, sealed = cipher().decryptor(), base64.b64decode(encrypted)
    plain = decryptor.update(sealed) + decryptor.finalize()
    assert len(sealed) % 32 == 0
    assert 1 <= plain[-1] <= 32
    assert plain[-plain[-1] :] == bytes([plain[-1]]) * plain[-1]
    return plain[: -plain[-1]]


def sealed_reply(message: str, appid: str) -> bytes:
    """Return a passive reply in the envelope WeChat asks for."""
    text = message.encode()
    plain = os.urandom(16) + len(text).to_bytes(4, "big") + text + appid.encode()
    padding = 32 - len(plain) % 32
    encryptor = cipher().encryptor()
    sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    encrypt, timestamp, nonce = base64.b64encode(sealed).decode(), "1700000000", "12345"
    return (
        f"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt><MsgSignature>"
        f"<![CDATA[{sha1(TOKEN, timestamp, nonce, encrypt)}]]></MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    ).encode()


def cipher() -> Cipher[modes.CBC]:
    key = base64.b64decode(AES_KEY + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
