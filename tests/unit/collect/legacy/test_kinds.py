"""What a file is: told by its bytes, whatever it is called."""

import pytest
from tests.fixtures.compound import ENCRYPTED, compound, old_word_file
from tests.fixtures.docx import small, zipped

from hefa.collect.legacy.kinds import Kind, kind_of
from hefa.core.errors import Refused

ODT = b"application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (small(""), Kind.WORD),
        (old_word_file(), Kind.OLD_WORD),
        (rb"{\rtf1\ansi x}", Kind.RICH_TEXT),
        (zipped({"mimetype": ODT, "content.xml": b"<x/>"}), Kind.OPEN_DOCUMENT),
        (b"%PDF-1.7\n", Kind.PDF),
    ],
)
@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.wps", "a.txt", "a"])
def test_kind_with_a_mark_of_its_own_is_told_under_any_name(
    content: bytes, kind: Kind, name: str
) -> None:
    assert kind_of(content, name=name) is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.MD", Kind.MARKDOWN), ("a.markdown", Kind.MARKDOWN), ("通知.txt", Kind.PLAIN_TEXT)],
)
def test_text_is_told_by_its_name(name: str, kind: Kind) -> None:
    assert kind_of("一、时间".encode(), name=name) is kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "collect.file_empty"),
        (b"x", "collect.not_readable"),
        (b"\x89PNG\r\n", "collect.not_readable"),
        (b"\xef\xbb\xbf\r\n<HTML xmlns:o='urn'>", "collect.web_page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "collect.web_page"),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?>", "collect.web_page"),
        (compound({"EncryptedPackage": b"x"}), "collect.word_encrypted"),
        (compound({"Workbook": b"x"}), "collect.not_readable"),
        (compound({"WordDocument": b"not a Word stream"}), "collect.word_broken"),
        (old_word_file(flags=ENCRYPTED), "collect.word_encrypted"),
        (old_word_file(others={"Macros/VBA": b"x"}), "collect.word_macro"),
        (old_word_file()[:700], "collect.word_broken"),
        (zipped({"mimetype": ODT + b"-template", "x": b""}), "collect.not_readable"),
        (zipped({"mimetype": b"application/epub+zip"}), "collect.not_readable"),
        (
            zipped({"mimetype": ODT, MANIFEST: b"<manifest:encryption-data/>"}),
            "collect.word_encrypted",
        ),
        (zipped({"mimetype": ODT, "Basic/Standard/m.xml": b""}), "collect.word_macro"),
        (b"PK" + bytes(51 * 1024 * 1024), "collect.file_too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        kind_of(content, name="通知.doc")

    assert [entry.code for entry in caught.value.reasons] == [code]


def test_any_cut_of_an_old_word_file_is_told_or_refused() -> None:
    whole = old_word_file(others={"1Table": b"y" * 9000})

    kinds = set()
    for end in range(8, len(whole), 97):
        try:
            kinds.add(kind_of(whole[:end], name="a.doc"))
        except Refused as refused:
            kinds.add(refused.reasons[0].code)

    assert kinds <= {Kind.OLD_WORD, "collect.word_broken"}
    assert len(kinds) >= 1
