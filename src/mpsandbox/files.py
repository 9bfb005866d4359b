"""Files sent as multipart parts: their kinds, what they may be called, how large they may be."""

import struct
from dataclasses import dataclass

from mpsandbox.calls import Call
from mpsandbox.errors import ApiError
from mpsandbox.wire import Part, Reply, multipart_parts

MEGABYTE = 1024 * 1024
SIDES_PIXELS = range(1, 12_001)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of media: the extensions taken, the size taken, and the code when larger."""

    extensions: frozenset[str]
    limit_bytes: int
    too_large: int


# Source: WeChat /cgi-bin/material/add_material.
PERMANENT = {
    "image": Kind(
        extensions=frozenset({"bmp", "png", "jpeg", "jpg", "gif"}),
        limit_bytes=10 * MEGABYTE,
        too_large=40009,
    ),
    "voice": Kind(
        extensions=frozenset({"mp3", "wma", "wav", "amr"}),
        limit_bytes=2 * MEGABYTE,
        too_large=40010,
    ),
    "video": Kind(extensions=frozenset({"mp4"}), limit_bytes=10 * MEGABYTE, too_large=40011),
    "thumb": Kind(extensions=frozenset({"jpg", "jpeg"}), limit_bytes=64 * 1024, too_large=40012),
}
# Source: WeChat /cgi-bin/media/upload.
TEMPORARY = PERMANENT | {
    "image": Kind(
        extensions=frozenset({"png", "jpeg", "jpg", "gif"}),
        limit_bytes=10 * MEGABYTE,
        too_large=40009,
    ),
    "voice": Kind(extensions=frozenset({"amr", "mp3"}), limit_bytes=2 * MEGABYTE, too_large=40010),
}

CONTENT_TYPES = {
    "amr": "audio/amr",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "png": "image/png",
    "wav": "audio/wav",
    "wma": "audio/x-ms-wma",
}


def sent_file(call: Call) -> Part:
    """Return the part `media`; raises ApiError 41005 (none) or 44001 (empty).

    A part that names no file, or names it in `filename*` alone, is none to WeChat.
    """
    part = multipart_parts(call.request).get("media")
    if part is None or not part.filename:
        raise ApiError(41005)
    if not part.content:
        raise ApiError(44001)
    return part


def file_of_kind(call: Call, kinds: dict[str, Kind]) -> tuple[str, Part]:
    """Return the kind named and the file sent; raises ApiError when they do not fit.

    The kind stands in the query, or, as EasyWeChat for PHP sends it, in the form. Pictures are
    looked into (40137); sounds and films are believed by their extension.
    """
    name = call.request.query.get("type") or _kind_in_form(call)
    if name not in kinds:
        raise ApiError(40004)
    kind, part = kinds[name], sent_file(call)
    if len(part.content) > kind.limit_bytes:
        raise ApiError(kind.too_large)
    if extension(part.filename) not in kind.extensions:
        raise ApiError(40005)
    if name in {"image", "thumb"}:
        format_of(part.content)
    return name, part


def _kind_in_form(call: Call) -> str:
    part = multipart_parts(call.request).get("type")
    return part.content.decode("utf-8", "replace") if part else ""


def extension(filename: str) -> str:
    """Return the file name's extension in small letters, without the dot; maybe empty."""
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def file_reply(filename: str, content: bytes, *, is_called_text: bool) -> Reply:
    """Return a file as WeChat hands it out: bare bytes under its name, or called plain text."""
    if is_called_text:
        return Reply(body=content, content_type="text/plain")
    name = filename.encode("ascii", "replace").decode().replace('"', "?")
    return Reply(
        body=content,
        content_type=CONTENT_TYPES.get(extension(filename), "application/octet-stream"),
        headers=(("Content-Disposition", f'attachment; filename="{name}"'),),
    )


def format_of(content: bytes) -> str:
    """Return jpeg, png, gif or bmp by the bytes themselves; raises ApiError 40137 otherwise."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        sides = struct.unpack(">II", content[16:24]) if len(content) > 24 else (0, 0)  # noqa: PLR2004
        if all(side in SIDES_PIXELS for side in sides) and b"IEND" in content[-16:]:
            return "png"
    elif content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]:
        return "jpeg"
    elif content[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    elif content.startswith(b"BM"):
        return "bmp"
    raise ApiError(40137)
