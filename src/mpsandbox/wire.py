"""What travels over HTTP: the request as read, the reply as written, JSON and multipart forms."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from mpsandbox.errors import ApiError

MAX_BODY_BYTES = 12 * 1024 * 1024

TYPE_JSON = "application/json; encoding=utf-8"

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_PART_NAME = re.compile(rb'\bname="([^"]*)"')
_PART_FILENAME = re.compile(rb'\bfilename="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request, read to its end; the names of `headers` are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    client_ip: str = "127.0.0.1"

    def form(self) -> dict[str, str]:
        """Return the fields of an urlencoded form body."""
        text = self.body.decode("utf-8", "replace")
        fields = parse_qsl(text, keep_blank_values=True)
        return {name: value.replace("\r\n", "\n") for name, value in fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP reply; `drip_seconds` above 0 spreads the body over that time.

    `breaks_in` says where the connection breaks: in the "headers", or in the "body", which is
    then announced longer than it is.
    """

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()
    drip_seconds: float = 0
    breaks_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a multipart form; `filename` is empty when the part is no file."""

    filename: str
    content: bytes


def json_reply(payload: Mapping[str, Any], content_type: str = TYPE_JSON) -> Reply:
    r"""Return `payload` as WeChat writes it: raw UTF-8, no spaces, slashes as `\/`."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).replace("/", r"\/")
    return Reply(body=text.encode("utf-8", "surrogatepass"), content_type=content_type)


def json_body(request: Request) -> dict[str, Any]:
    r"""Return the JSON object in the body, with every `\uXXXX` left standing as six characters.

    WeChat measures and stores the unparsed string, so an escaped title is six times as long
    and appears as escapes in the draft. Raises ApiError 44002 (nothing sent) or 47001.
    """
    if not request.body.strip():
        raise ApiError(44002)
    return json_object(request.body)


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object that `body` is, escapes left standing; raises ApiError 47001.

    A field that is null counts as not sent.
    """
    try:
        text = body.decode("utf-8")
        payload = json.loads(_ESCAPE.sub(_literal, text), strict=False, object_hook=_sent_fields)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ApiError(47001) from None
    if not isinstance(payload, dict):
        raise ApiError(47001)
    return payload


def multipart_parts(request: Request) -> dict[str, Part]:
    """Return the parts of a multipart form by name; empty when the body is none."""
    if "multipart/form-data" not in request.content_type.lower():
        return {}
    found: dict[str, Part] = {}
    for segment in request.body.split(_delimiter(request))[1:]:
        head, separator, content = segment.partition(b"\r\n\r\n")
        name = _PART_NAME.search(head)
        if separator and name:
            filename = _PART_FILENAME.search(head)
            found[name[1].decode("utf-8", "replace")] = Part(
                filename=filename[1].decode("utf-8", "replace") if filename else "",
                content=content.removesuffix(b"\r\n"),
            )
    return found


def _delimiter(request: Request) -> bytes:
    """Return what separates the parts: as the header names it, or else the body's first line.

    Source: WeChat reads forms whose header names no boundary (WxJava up to 4.6, tnwx).
    """
    named = _BOUNDARY.search(request.content_type)
    if named:
        return b"--" + named[1].strip().encode("latin-1")
    return request.body.partition(b"\r\n")[0] or b"--"


def _sent_fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _literal(match: re.Match[str]) -> str:
    return "\\" + match[0] if match[1] else match[0]
