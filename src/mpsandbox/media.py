"""Pictures: those inside articles, and the permanent material covers are taken from."""

import secrets
import sqlite3
import struct

from mpsandbox.calls import BASE_MARK, Call, Payload
from mpsandbox.errors import ApiError
from mpsandbox.wire import Part, Reply, Request, multipart_parts

ARTICLE_PICTURE_BYTES = 1024 * 1024
LONGEST_SIDE_PIXELS = 12_000

# The kind of permanent material: what its files may be called, and how large they may be.
MATERIAL = {
    "image": ({"bmp", "png", "jpeg", "jpg", "gif"}, 10 * 1024 * 1024),
    "voice": ({"mp3", "wma", "wav", "amr"}, 2 * 1024 * 1024),
    "video": ({"mp4"}, 10 * 1024 * 1024),
    "thumb": ({"jpg", "jpeg"}, 64 * 1024),
}
CONTENT_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp"}


def upload_article_picture(call: Call) -> Payload:
    """Keep a picture for the body of an article and return its address.

    Source: WeChat /cgi-bin/media/uploadimg (jpg and png below 1 MB).
    """
    part = _file_part(call)
    if len(part.content) >= ARTICLE_PICTURE_BYTES:
        raise ApiError(40009)
    if _extension(part) not in {"jpg", "jpeg", "png"}:
        raise ApiError(40005)
    picture_format = _format_of(part.content)
    if picture_format not in {"jpeg", "png"}:
        raise ApiError(40137)
    picture_id = _keep_picture(call.db, picture_format, part.content)
    return {"url": call.shown(picture_url(picture_id, picture_format))}


def add_material(call: Call) -> Payload:
    """Keep a permanent material and return its id; a picture's address too.

    Source: WeChat /cgi-bin/material/add_material.
    """
    kind = call.request.query.get("type", "")
    if kind not in MATERIAL:
        raise ApiError(40004)
    extensions, limit_bytes = MATERIAL[kind]
    part = _file_part(call)
    if len(part.content) > limit_bytes:
        raise ApiError(40009 if kind == "image" else 40006)
    if _extension(part) not in extensions:
        raise ApiError(40005)
    picture_id = picture_format = ""
    if kind in {"image", "thumb"}:
        picture_format = _format_of(part.content)
        picture_id = _keep_picture(call.db, picture_format, part.content)
    media_id = secrets.token_urlsafe(48)
    call.db.execute(
        "INSERT INTO material VALUES (?, ?, ?, ?, ?)",
        (media_id, kind, part.filename, picture_id, call.now),
    )
    if kind != "image":
        return {"media_id": media_id}
    url = call.shown(picture_url(picture_id, picture_format))
    return {"media_id": media_id, "url": url, "item": []}


def picture_url(picture_id: str, picture_format: str) -> str:
    """Return the stored form of a picture's address."""
    folder = {"jpeg": "mmbiz_jpg"}.get(picture_format, f"mmbiz_{picture_format}")
    return f"{BASE_MARK}/{folder}/{picture_id}/0?wx_fmt={picture_format}"


def cover_url(db: sqlite3.Connection, media_id: object) -> str:
    """Return the stored address of a permanent picture; raises ApiError 40007 when it is none."""
    row = db.execute(
        "SELECT picture_id, format FROM material JOIN picture USING (picture_id)"
        " WHERE media_id = ?",
        (str(media_id),),
    ).fetchone()
    if row is None:
        raise ApiError(40007)
    return picture_url(row["picture_id"], row["format"])


def is_known_picture(db: sqlite3.Connection, path: str) -> bool:
    """Say whether `path` (/mmbiz_png/<id>/0) names a picture kept here."""
    return _picture(db, path) is not None


def picture_reply(db: sqlite3.Connection, request: Request) -> Reply:
    """Return the picture at the request's path, whatever width it asks for."""
    row = _picture(db, request.path)
    if row is None:
        return Reply(status=404, body=b"", content_type="text/plain")
    return Reply(
        body=bytes(row["content"]),
        content_type=CONTENT_TYPES[row["format"]],
        headers=(("Cache-Control", "max-age=86400"),),
    )


def _picture(db: sqlite3.Connection, path: str) -> sqlite3.Row | None:
    pieces = path.split("/")
    if len(pieces) < 3:  # noqa: PLR2004 - "", folder, id
        return None
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM picture WHERE picture_id = ?", (pieces[2],)
    ).fetchone()
    return row


def _file_part(call: Call) -> Part:
    part = multipart_parts(call.request).get("media")
    if part is None:
        raise ApiError(41005)
    if not part.content:
        raise ApiError(44001)
    return part


def _extension(part: Part) -> str:
    return part.filename.rpartition(".")[2].lower() if "." in part.filename else ""


def _keep_picture(db: sqlite3.Connection, picture_format: str, content: bytes) -> str:
    # Every upload gets an address of its own, even of the same bytes.
    picture_id = secrets.token_urlsafe(64)
    db.execute("INSERT INTO picture VALUES (?, ?, ?)", (picture_id, picture_format, content))
    return picture_id


def _format_of(content: bytes) -> str:
    """Return jpeg, png, gif or bmp by the bytes themselves; raises ApiError 40137 otherwise."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        sides = struct.unpack(">II", content[16:24]) if len(content) > 24 else (0, 0)  # noqa: PLR2004
        if min(sides) > 0 and max(sides) <= LONGEST_SIDE_PIXELS and b"IEND" in content[-16:]:
            return "png"
    elif content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]:
        return "jpeg"
    elif content[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    elif content.startswith(b"BM"):
        return "bmp"
    raise ApiError(40137)
