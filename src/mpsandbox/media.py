"""Pictures at addresses of their own, and temporary media, which last three days."""

import secrets
import sqlite3

from mpsandbox.calls import BASE_MARK, Call, Payload
from mpsandbox.errors import ApiError
from mpsandbox.files import (
    CONTENT_TYPES,
    MEGABYTE,
    TEMPORARY,
    extension,
    file_of_kind,
    file_reply,
    format_of,
    sent_file,
)
from mpsandbox.store import setting
from mpsandbox.wire import Reply, Request

ARTICLE_PICTURE_BYTES = MEGABYTE
TEMPORARY_LIFE_SECONDS = 3 * 24 * 3600
FILM_PLACE = "/mmbiz_video/"


def upload_article_picture(call: Call) -> Payload:
    """Keep a picture for the body of an article and return its address.

    Source: WeChat /cgi-bin/media/uploadimg (jpg and png below 1 MB).
    """
    part = sent_file(call)
    if len(part.content) >= ARTICLE_PICTURE_BYTES:
        raise ApiError(40009)
    if extension(part.filename) not in {"jpg", "jpeg", "png"}:
        raise ApiError(40005)
    picture_format = format_of(part.content)
    if picture_format not in {"jpeg", "png"}:
        raise ApiError(40137)
    picture_id = keep_picture(call.db, picture_format, part.content)
    return {"url": call.shown(picture_url(picture_id, picture_format))}


def upload_temporary(call: Call) -> Payload:
    """Keep a file for three days and return its id. Source: WeChat /cgi-bin/media/upload."""
    kind, part = file_of_kind(call, TEMPORARY)
    media_id = secrets.token_urlsafe(48)
    call.db.execute(
        "INSERT INTO temporary_media VALUES (?, ?, ?, ?, ?)",
        (media_id, kind, part.filename, part.content, call.now),
    )
    id_name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, id_name: media_id, "created_at": int(call.now)}


def get_temporary(call: Call) -> Payload | Reply:
    """Return a temporary file's bytes, or where a film lies. Source: WeChat /cgi-bin/media/get.

    Raises ApiError 40007 when there is none, or no longer.
    """
    media_id = call.request.query.get("media_id", "")
    row = call.db.execute(
        "SELECT * FROM temporary_media WHERE media_id = ? AND created_at > ?",
        (media_id, call.now - TEMPORARY_LIFE_SECONDS),
    ).fetchone()
    if row is None:
        raise ApiError(40007)
    if row["kind"] == "video":
        return {"video_url": call.shown(film_url(media_id))}
    return file_reply(
        row["name"],
        bytes(row["content"]),
        is_called_text=setting(call.db, "file_type") == "text",
    )


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
    """Say whether `path` (/mmbiz_png/<id>/0) names a picture or film kept here."""
    if path.startswith(FILM_PLACE):
        return _film(db, path) is not None
    return _picture(db, path) is not None


def picture_reply(db: sqlite3.Connection, request: Request) -> Reply:
    """Return the picture at the request's path, whatever width it asks for, or the film."""
    is_film = request.path.startswith(FILM_PLACE)
    row = _film(db, request.path) if is_film else _picture(db, request.path)
    if row is None:
        return Reply(status=404, body=b"", content_type="text/plain")
    return Reply(
        body=bytes(row["content"]),
        content_type=CONTENT_TYPES["mp4" if is_film else row["format"]],
        headers=(("Cache-Control", "max-age=86400"),),
    )


def keep_picture(db: sqlite3.Connection, picture_format: str, content: bytes) -> str:
    """Keep a picture and return its id; every upload gets its own, even of the same bytes."""
    picture_id = secrets.token_urlsafe(64)
    db.execute("INSERT INTO picture VALUES (?, ?, ?)", (picture_id, picture_format, content))
    return picture_id


def film_url(media_id: str) -> str:
    """Return the stored form of a film's address."""
    return f"{BASE_MARK}{FILM_PLACE}{media_id}"


def _film(db: sqlite3.Connection, path: str) -> sqlite3.Row | None:
    media_id = path.removeprefix(FILM_PLACE)
    row: sqlite3.Row | None = db.execute(
        "SELECT content FROM temporary_media WHERE media_id = ?"
        " UNION SELECT content FROM material_file WHERE media_id = ?",
        (media_id, media_id),
    ).fetchone()
    return row


def _picture(db: sqlite3.Connection, path: str) -> sqlite3.Row | None:
    pieces = path.split("/")
    if len(pieces) < 3:  # noqa: PLR2004 - "", folder, id
        return None
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM picture WHERE picture_id = ?", (pieces[2],)
    ).fetchone()
    return row
