"""Animated gif: kept frame by frame, with every word about its origin taken out.

Source: GIF89a specification, sections 17 to 27.
"""

from collections.abc import Iterator
from typing import Final

_SIGNATURES: Final = (b"GIF87a", b"GIF89a")
_HEAD_BYTES: Final = 13
_TRAILER: Final = 0x3B
_IMAGE: Final = 0x2C
_EXTENSION: Final = 0x21
_CONTROL: Final = 0xF9
_APPLICATION: Final = 0xFF
_REPEATS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # how often it plays
_HAS_TABLE: Final = 0x80
_TABLE_SIZE: Final = 0x07
_DESCRIPTOR_BYTES: Final = 10


def is_gif(content: bytes) -> bool:
    """Whether the bytes begin as a gif."""
    return content[:6] in _SIGNATURES


def frames_only(content: bytes) -> tuple[bytes, int]:
    """Return the gif with its frames, their timing and their repeats alone, and how many frames.

    Comments, camera data and whatever hangs on behind the end are gone; no frame is decoded.
    Raises ValueError when the file is cut off or no gif.
    """
    if not is_gif(content) or len(content) < _HEAD_BYTES:
        raise ValueError(content[:6])
    at = _HEAD_BYTES + _table_bytes(content[10])
    kept, count = [content[:at]], 0
    for start, end in _blocks(content, at):
        if content[start] == _IMAGE:
            count += 1
        elif not _is_needed(content, start):
            continue
        kept.append(content[start:end])
    return b"".join([*kept, bytes([_TRAILER])]), count


def _blocks(content: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield where each block begins and ends, up to the trailer."""
    while True:
        kind = _byte(content, at)
        if kind == _TRAILER:
            return
        if kind == _IMAGE:
            inner = at + _DESCRIPTOR_BYTES + _table_bytes(_byte(content, at + 9)) + 1
        elif kind == _EXTENSION:
            inner = at + 2
        else:
            raise ValueError(kind)
        end = _after_pieces(content, inner)
        yield at, end
        at = end


def _after_pieces(content: bytes, at: int) -> int:
    """Return where the row of pieces that begins at `at` ends; an empty piece closes it."""
    while length := _byte(content, at):
        at += length + 1
    return at + 1


def _is_needed(content: bytes, at: int) -> bool:
    label = content[at + 1]
    return label == _CONTROL or (label == _APPLICATION and content[at + 3 : at + 14] in _REPEATS)


def _table_bytes(packed: int) -> int:
    """Return the length of the colour table that a packed byte announces."""
    return 3 << ((packed & _TABLE_SIZE) + 1) if packed & _HAS_TABLE else 0


def _byte(content: bytes, at: int) -> int:
    if at >= len(content):
        raise ValueError(at)
    return content[at]
