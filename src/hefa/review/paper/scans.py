"""Scans of signed paper: what a file must be to be kept, by its bytes and never by its name."""

from dataclasses import dataclass
from typing import Final

from hefa.collect.attachments import attachment_from, clean_name
from hefa.collect.pictures import opened_picture
from hefa.core.errors import Refused, reason

MAX_BYTES: Final = 20 * 1024 * 1024
ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png"
_PICTURES: Final = {
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A scan that may be kept: its clean name, its type and its bytes as they came."""

    name: str
    media_type: str
    content: bytes


def scan_from(content: bytes, *, name: str) -> Scan:
    """Return the file as a scan.

    Raises Refused: empty, above 20 MB, neither PDF nor JPEG nor PNG, broken, or a PDF with
    scripts or a password.
    """
    if len(content) > MAX_BYTES:
        raise Refused(reason("collect.file_too_large", megabytes=MAX_BYTES // 1024**2))
    if content.startswith(b"%PDF-"):
        if b"/Encrypt" in content:
            raise Refused(reason("review.scan_encrypted"))
        found = attachment_from(content, name=name)
        return Scan(name=found.name, media_type=found.media_type, content=content)
    for begins, (kind, media_type) in _PICTURES.items():
        if content.startswith(begins):
            opened_picture(content)
            return Scan(name=clean_name(name, kind), media_type=media_type, content=content)
    raise Refused(reason("collect.file_empty" if not content else "review.scan_unknown"))
