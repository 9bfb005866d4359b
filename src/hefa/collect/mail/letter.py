"""A mail read whole: its words, its pictures, its files, and what was left aside."""

from dataclasses import dataclass
from pathlib import PurePath

from hefa.collect.mail.parts import ATTACHED_MAIL, Part, header, parsed, parts_of
from hefa.collect.mail.plain import text_of_html
from hefa.collect.note import Note
from hefa.core.canonical import sha256_hex

WINMAIL = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_MOST_WORDS = 200_000
_SIGNATURE = "-- "
_UNSAID = "application/octet-stream"  # as many programs send what a phone took
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail holds; `body_sha256` covers words and parts and no head."""

    subject: str
    words: str
    pictures: tuple[Part, ...]
    files: tuple[Part, ...]
    notes: tuple[Note, ...]
    body_sha256: str


def read_letter(content: bytes) -> Letter:
    """Return what the mail holds.

    Attached mails are not opened; the packed files of Outlook (winmail.dat) cannot be.
    Raises Refused for a mail beyond the limits.
    """
    mail = parsed(content)
    parts = parts_of(mail)
    bodies = [part for part in parts if _is_body(part)]
    pictures = tuple(filter(_is_picture, parts))
    others = [part for part in parts if part not in bodies and part not in pictures]
    aside = [part for part in others if part.media_type == ATTACHED_MAIL or is_winmail(part)]
    return Letter(
        subject=header(mail, "Subject"),
        words=_words(bodies)[:_MOST_WORDS],
        pictures=pictures,
        files=tuple(part for part in others if part not in aside),
        notes=_notes(aside),
        body_sha256=_fingerprint(parts),
    )


def is_winmail(part: Part) -> bool:
    """Whether the part is Outlook's own packing of a whole mail."""
    return part.media_type in WINMAIL or part.name.lower() == "winmail.dat"


def _is_body(part: Part) -> bool:
    is_text = part.media_type in ("text/plain", "text/html")
    return is_text and not part.is_attached and not part.name


def _is_picture(part: Part) -> bool:
    is_named_so = PurePath(part.name).suffix.lower() in _PICTURES
    return part.media_type.startswith("image/") or (part.media_type == _UNSAID and is_named_so)


def _words(bodies: list[Part]) -> str:
    """Return the mail's words: the plain ones where there are any, else those of the HTML."""
    plain = [_unsigned(part.text) for part in bodies if part.media_type == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n".join(plain).strip()
    return "\n".join(
        text_of_html(part.text) for part in bodies if part.media_type == "text/html"
    ).strip()


def _unsigned(text: str) -> str:
    """Return the text above the signature's line."""
    lines = text.splitlines()
    return "\n".join(lines[: lines.index(_SIGNATURE)] if _SIGNATURE in lines else lines)


def _notes(aside: list[Part]) -> tuple[Note, ...]:
    kinds = (
        ("collect.mail_winmail", [part for part in aside if is_winmail(part)]),
        ("collect.mail_attached_mail", [part for part in aside if not is_winmail(part)]),
    )
    return tuple(Note(code=code, count=len(found), text="") for code, found in kinds if found)


def _fingerprint(parts: tuple[Part, ...]) -> str:
    """Return the SHA-256 over the parts: each by its own, with its type and name."""
    lines = (f"{part.media_type} {part.name} {sha256_hex(part.content)}" for part in parts)
    return sha256_hex("\n".join(lines).encode("utf-8", errors="replace"))
