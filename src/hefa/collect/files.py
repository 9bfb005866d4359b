"""Stored files: kept by SHA-256 under HEFA_HOME, written once, never changed."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hefa.collect.models import StoredFile
from hefa.collect.pictures import Picture
from hefa.core.canonical import sha256_hex
from hefa.core.errors import Tampered, reason


def keep_file(content: bytes, *, name: str, media_type: str, now: datetime) -> StoredFile:
    """Return the stored file of these bytes; the same bytes are kept once.

    The bytes are on the disk before the row exists, so no row points to nothing.
    """
    digest = sha256_hex(content)
    _write(digest, content)
    file, _ = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": name[:255],
            "media_type": media_type,
            "size_bytes": len(content),
            "stored_at": now,
        },
    )
    return file


def keep_picture(picture: Picture, *, name: str, now: datetime) -> StoredFile:
    """Return the stored file of a prepared picture, with its size in pixels."""
    _write(picture.sha256, picture.content)
    file, _ = StoredFile.objects.get_or_create(
        sha256=picture.sha256,
        defaults={
            "name": name[:255],
            "media_type": picture.media_type,
            "size_bytes": len(picture.content),
            "width": picture.width,
            "height": picture.height,
            "stored_at": now,
        },
    )
    if not file.width:  # the same bytes came in before, as a file of unknown kind
        file.media_type = picture.media_type
        file.width, file.height = picture.width, picture.height
        file.save(update_fields=["media_type", "width", "height"])
    return file


def content_of(sha256: str) -> bytes:
    """Return the bytes of a stored file.

    Raises Tampered when the file is gone or is no longer what was stored.
    """
    try:
        content = _path(sha256).read_bytes()
    except FileNotFoundError:
        raise Tampered(reason("collect.file_gone", name=sha256[:8])) from None
    if sha256_hex(content) != sha256:
        raise Tampered(reason("collect.file_altered", name=sha256[:8]))
    return content


def _path(sha256: str) -> Path:
    return Path(settings.FILES_PATH) / sha256[:2] / sha256


def _write(sha256: str, content: bytes) -> None:
    """Write the bytes to a temporary file, force them to the disk, then give them their name."""
    path = _path(sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
