"""A client of the simulator that adds nothing of its own: bytes out, bytes in."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from struct import pack
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]
SOURCE = str(Path(__file__).parents[2] / "src")
JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Json:
        payload: Json = json.loads(self.text)
        return payload


def fetch(
    url: str,
    body: bytes | None = None,
    content_type: str = JSON_TYPE,
    timeout: float = 10,
    headers: dict[str, str] | None = None,
) -> Answer:
    request = urllib.request.Request(
        url, data=body, headers={"Content-Type": content_type, **(headers or {})}
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as reply:
            return Answer(status=reply.status, headers=dict(reply.headers), body=reply.read())
    except urllib.error.HTTPError as error:
        return Answer(status=error.code, headers=dict(error.headers), body=error.read())


def raw_json(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


@dataclass(slots=True)
class Wechat:
    """The simulator as its callers and its outsider see it."""

    url: str
    appid: str
    secret: str
    token: str = field(default="")

    def call(self, path: str, payload: object = None, **query: str) -> Json:
        """POST `payload` to an endpoint (GET when there is none) with the current token."""
        return self.answer(path, payload, **query).json()

    def answer(self, path: str, payload: object = None, **query: str) -> Answer:
        body = payload if isinstance(payload, bytes) or payload is None else raw_json(payload)
        address = f"{self.url}/cgi-bin/{path}?{urlencode({'access_token': self.token} | query)}"
        return fetch(address, body)

    def console(self, act: str, **fields: Any) -> Json:
        answer = fetch(f"{self.url}/console/api/{act}", raw_json(fields))
        assert answer.status == 200, answer.text
        return answer.json()

    def state(self) -> Json:
        return fetch(f"{self.url}/console/api/state").json()

    def stable_token(self, **fields: object) -> Json:
        sent = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
        } | fields
        return fetch(f"{self.url}/cgi-bin/stable_token", raw_json(sent)).json()

    def upload(self, path: str, name: str, content: bytes, **query: str) -> Json:
        body = (
            b'--edge\r\nContent-Disposition: form-data; name="media"; filename="'
            + name.encode()
            + b'"\r\nContent-Type: application/octet-stream\r\n\r\n'
            + content
            + b"\r\n--edge--\r\n"
        )
        address = f"{self.url}/cgi-bin/{path}?{urlencode({'access_token': self.token} | query)}"
        return fetch(address, body, "multipart/form-data; boundary=edge").json()

    def cover(self) -> str:
        media_id: str = self.upload("material/add_material", "c.png", png(), type="image")[
            "media_id"
        ]
        return media_id

    def article(self, **fields: object) -> Json:
        return {
            "title": "社区通知",
            "author": "办公室",
            "content": "<p>今天停水。</p>",
            "thumb_media_id": self.cover(),
        } | fields

    def draft(self, **fields: object) -> str:
        media_id: str = self.call("draft/add", {"articles": [self.article(**fields)]})["media_id"]
        return media_id

    def stored(self, content: str) -> str:
        """Return `content` as the draft box gives it back."""
        media_id = self.draft(content=content)
        item: Json = self.call("draft/get", {"media_id": media_id})["news_item"][0]
        return str(item["content"])

    def publish(self, media_id: str) -> Json:
        """Submit a draft, let the delay pass, and return how the job stands."""
        publish_id = self.call("freepublish/submit", {"media_id": media_id})["publish_id"]
        self.console("clock", advance_seconds=100)
        return self.call("freepublish/get", {"publish_id": publish_id})


def start(*options: str, stderr: int | None = None) -> tuple[subprocess.Popen[str], Json]:
    """Start the simulator as its users do and return it with its ready line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mpsandbox", *options],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env=os.environ | {"PYTHONPATH": SOURCE},
    )
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))

    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * min(width, 8)) * min(height, 8))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
