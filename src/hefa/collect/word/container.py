"""The zip container of a Word file: checked as a whole before anything is unpacked."""

import io
import lzma
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from hefa.core.errors import Refused, reason

MAX_FILE_BYTES: Final = 50 * 1024 * 1024
MAX_MEMBERS: Final = 2000
MAX_UNPACKED_BYTES: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 100
BOMB_FROM_BYTES: Final = 16 * 1024 * 1024  # below this, much of the same is a long list at most
MAX_XML_BYTES: Final = 32 * 1024 * 1024  # a tree in memory is several times its text

_OLE2 = bytes.fromhex("D0CF11E0")
_ENCRYPTED_FLAG = 0x1
# Each of these a damaged directory, header or stream may give.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The parts of a checked file, each unpacked only when it is asked for."""

    archive: zipfile.ZipFile
    names: frozenset[str]

    def read(self, name: str) -> bytes | None:
        """Return one part, or None when the file has none of that name.

        Raises Refused when the part cannot be unpacked.
        """
        if name not in self.names:
            return None
        try:
            return self.archive.read(name)
        except _UNREADABLE:
            raise Refused(reason("collect.word_broken")) from None

    def read_xml(self, name: str) -> bytes | None:
        """Return one part that is to be parsed. Raises Refused when it is too large for that."""
        if name in self.names and self.archive.getinfo(name).file_size > MAX_XML_BYTES:
            raise Refused(reason("collect.word_bomb"))
        return self.read(name)


def open_container(content: bytes) -> Container:
    """Return the parts of a Word file after every check that needs no unpacking.

    Raises Refused: too large, not a Word file, the old format, encrypted, broken, a bomb,
    unsafe names, or macros inside.
    """
    if not content:
        raise Refused(reason("collect.file_empty"))
    if len(content) > MAX_FILE_BYTES:
        raise Refused(reason("collect.file_too_large", megabytes=MAX_FILE_BYTES // 1024**2))
    if content.startswith(_OLE2):
        raise Refused(reason(_kind_of_ole2(content)))
    if not content.startswith(b"PK"):
        raise Refused(reason("collect.not_word"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _UNREADABLE:
        raise Refused(reason("collect.word_broken")) from None
    _check_members(archive.infolist(), len(content))
    return Container(archive=archive, names=frozenset(archive.namelist()))


def _kind_of_ole2(content: bytes) -> str:
    """Return why a compound file is refused: its directory names its streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "collect.word_encrypted"
    if "WordDocument".encode("utf-16-le") in content:
        return "collect.word_legacy"
    return "collect.not_word"


def _check_members(members: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    """Raise Refused for what no honest Word file contains."""
    # Unpacking stops at the declared size, so the declared sizes may be trusted as limits.
    unpacked_bytes = sum(member.file_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or unpacked_bytes > MAX_UNPACKED_BYTES
        or unpacked_bytes > max(packed_bytes * MAX_RATIO, BOMB_FROM_BYTES)
    ):
        raise Refused(reason("collect.word_bomb"))
    for member in members:
        if _is_unsafe(member):
            raise Refused(reason("collect.word_broken"))
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise Refused(reason("collect.word_encrypted"))
        if member.filename.lower().endswith("vbaproject.bin"):
            raise Refused(reason("collect.word_macro"))


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    is_outside = name.startswith("/") or ":" in name or ".." in name.split("/")
    return is_outside or stat.S_ISLNK(member.external_attr >> 16)
