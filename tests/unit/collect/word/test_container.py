import zipfile
from io import BytesIO

import pytest
from tests.fixtures.docx import paragraph, small, winter_heating_notice, zipped

from hefa.collect.word import read_word
from hefa.collect.word.container import MAX_FILE_BYTES
from hefa.collect.word.words import WORDS
from hefa.core.errors import Refused

OLE2 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE_FILE = ENTITY_BOMB.replace(
    b'ENTITY a "aaaaaaaaaa"', b'ENTITY a SYSTEM "file:///etc/passwd"'
)
WHOLE = small(paragraph("正文"))


def _with(name: str, content: bytes = b"x") -> bytes:
    return small(paragraph("正文"), members={name: content})


def _symlink() -> bytes:
    buffer = BytesIO(WHOLE)
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("word/media/image1.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def _flipped_byte() -> bytes:
    content = bytearray(winter_heating_notice())
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        place = archive.getinfo("word/document.xml").header_offset + 80
    content[place] ^= 0xFF
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "collect.file_empty"),
        ("各位居民：明日停水。".encode(), "collect.not_word"),
        (b"%PDF-1.7\n", "collect.not_word"),
        (OLE2, "collect.not_word"),
        (OLE2 + "WordDocument".encode("utf-16-le"), "collect.word_legacy"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "collect.word_encrypted"),
        (zipped({"a.txt": b"a"}), "collect.not_word"),
        (WHOLE[: len(WHOLE) // 2], "collect.word_broken"),
        (_flipped_byte(), "collect.word_broken"),
        (b"PK" + bytes(MAX_FILE_BYTES + 10_000_000), "collect.file_too_large"),
        (_with("word/media/a.bin", bytes(20_000_000)), "collect.word_bomb"),
        (zipped({f"{number}.xml": b"" for number in range(2001)}), "collect.word_bomb"),
        (_with("../evil.xml"), "collect.word_broken"),
        (_with("/etc/evil.xml"), "collect.word_broken"),
        (_with("word\\..\\..\\evil.xml"), "collect.word_broken"),
        (_symlink(), "collect.word_broken"),
        (_with("word/vbaProject.bin"), "collect.word_macro"),
        (zipped({"word/document.xml": b"<w:document"}), "collect.word_broken"),
        (zipped({"word/document.xml": b"<document/>"}), "collect.word_broken"),
        (zipped({"word/document.xml": ENTITY_BOMB}), "collect.word_broken"),
        (zipped({"word/document.xml": OUTSIDE_FILE}), "collect.word_broken"),
        (small(""), "collect.word_empty"),
        (small("<w:p/><w:p/>"), "collect.word_empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_word(content, name="通知.docx")

    assert [entry.code for entry in refusal.value.reasons] == [code]
    assert code in WORDS


def test_boxes_nested_beyond_reason_are_refused() -> None:
    inside = paragraph("底")
    for _ in range(12):
        inside = f"<w:tbl><w:tr><w:tc>{inside}<w:p/></w:tc></w:tr></w:tbl>"

    with pytest.raises(Refused, match=r"collect\.word_broken"):
        read_word(small(inside), name="x")


def test_every_truncation_is_refused_and_never_crashes() -> None:
    for length in range(0, len(WHOLE) - 1, 7):
        with pytest.raises(Refused):
            read_word(WHOLE[:length], name="x")
