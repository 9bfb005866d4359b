"""Mails read: words in any character set, Chinese names of files, parts within limits."""

import base64
import time
from contextlib import suppress
from email.message import EmailMessage

import pytest

from hefa.collect.mail.drafting import draft_from
from hefa.collect.mail.letter import read_letter
from hefa.collect.mail.parts import MOST_BYTES
from hefa.collect.reading import read_file
from hefa.core.document import picture_sha256s, text_of
from hefa.core.errors import Refused

from .mails import NAME, NAMES, attached, mail, picture, raw, with_word


def code(content: bytes) -> str:
    """Return why the mail is refused."""
    with pytest.raises(Refused) as caught:
        draft_from(read_letter(content), read_file)
    return caught.value.reasons[0].code


@pytest.mark.parametrize("disposition", NAMES.values(), ids=NAMES.keys())
def test_a_chinese_name_is_read_however_it_was_written(disposition: bytes) -> None:
    [file] = read_letter(attached(disposition)).files

    assert file.name == NAME
    assert file.content == b"content"


def test_a_name_in_the_type_alone_counts_and_no_path_comes_with_it() -> None:
    made = attached(b"attachment", b'application/msword; name="C:\\\\docs\\\\../a\x08b.doc"')

    [file] = read_letter(made).files

    assert file.name == "ab.doc"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        (b"gb18030", "gb18030"),
        (b"gb2312", "gb18030"),  # said gb2312, written wider
        (b"GBK", "gbk"),
        (b"utf-8", "utf-8"),
        (b"us-ascii", "utf-8"),
        (b"x-unknown", "gb18030"),
        (b"punycode", "utf-8"),
        (b"big5", "big5"),
    ],
)
def test_words_are_right_in_the_set_they_were_written_in(charset: bytes, codec: str) -> None:
    words = "堃社區停水" if codec != "big5" else "社區停水"
    body = base64.encodebytes(words.encode(codec))

    letter = read_letter(
        raw(
            b"Content-Type: text/plain; charset=" + charset,
            b"Content-Transfer-Encoding: base64",
            body=body,
        )
    )

    assert letter.words == words


def test_rare_characters_outside_the_plane_come_through() -> None:
    words = "𠮷 㐂 😀 ئۇيغۇر"

    letter = read_letter(raw(b"Content-Type: text/plain; charset=gb18030",
                             b"Content-Transfer-Encoding: 8bit",
                             body=words.encode("gb18030")))  # fmt: skip

    assert letter.words == words


def test_a_subject_cut_inside_a_character_is_whole_again() -> None:
    subject = "关于停水的通知".encode("gb18030")
    pieces = [base64.b64encode(subject[:5]), base64.b64encode(subject[5:])]

    letter = read_letter(
        raw(b"Subject: =?gb2312?B?" + pieces[0] + b"?=\r\n =?gb2312?B?" + pieces[1] + b"?=")
    )

    assert letter.subject == "关于停水的通知"


def test_plain_words_come_before_those_of_the_html_and_end_at_the_signature() -> None:
    made = mail("正文。\n\n-- \n张干事\n电话 0900")
    made.add_alternative("<p>网页正文</p>", subtype="html")

    assert read_letter(bytes(made)).words == "正文。"


def test_of_html_alone_the_visible_words_stay() -> None:
    made = EmailMessage()
    html = "<style>p{}</style><!--[if mso]><p>x</p><![endif]--><p>第一段&amp;</p>第二<b>段</b>"
    made.set_content(html, subtype="html")

    assert read_letter(bytes(made)).words == "第一段&\n第二段"


def test_a_word_file_becomes_the_draft_and_the_words_beside_it_do_not() -> None:
    draft = draft_from(read_letter(with_word(mail("您好，请查收。"))), read_file)

    assert draft.file is not None
    assert draft.file.name == "通知.docx"
    assert draft.read.title
    assert "请查收" not in text_of(draft.read.document)


def test_words_alone_become_paragraphs_under_the_subject() -> None:
    draft = draft_from(
        read_letter(bytes(mail("一段。\n\n二段。", subject="转发：停水通知"))), read_file
    )

    assert draft.file is None
    assert draft.read.title == "停水通知"
    assert text_of(draft.read.document) == "一段。\n二段。"


def test_pictures_stand_after_the_text_each_once_and_marks_of_a_signature_stay_out() -> None:
    made = mail()
    for content in (picture(), picture(), picture(colour="blue"), b"no picture"):
        made.add_attachment(content, maintype="image", subtype="png", filename="图.png")
    made.add_attachment(picture(width=40), maintype="image", subtype="png", disposition="inline")

    draft = draft_from(read_letter(bytes(made)), read_file)

    shown = picture_sha256s(draft.read.document)
    assert len(shown) == len(draft.read.pictures) == 2
    assert {(note.code, note.count) for note in draft.notes} == {
        ("collect.mail_picture_unreadable", 1),
        ("collect.mail_pictures_at_end", 2),
    }


def test_a_broken_word_file_is_passed_over_for_a_readable_one_and_named() -> None:
    made = mail()
    with_word(made, b"PK\x03\x04 cut off", name="坏的.docx")

    draft = draft_from(read_letter(with_word(made, name="好的.docx")), read_file)

    assert draft.file is not None
    assert draft.file.name == "好的.docx"
    [note] = [note for note in draft.notes if note.code == "collect.mail_more_files"]
    assert note.text == "坏的.docx"


def test_other_kinds_go_through_the_reader_of_uploads_and_word_comes_first() -> None:
    made = mail("请查收。")
    text = "停水通知\n明天上午停水检修。".encode("gb18030")
    made.add_attachment(text, maintype="application", subtype="octet-stream", filename="通知.txt")

    draft = draft_from(read_letter(bytes(made)), read_file)
    assert (draft.read.title, text_of(draft.read.document)) == ("停水通知", "明天上午停水检修。")

    best = draft_from(read_letter(with_word(made)), read_file).file
    assert best is not None
    assert best.name == "通知.docx"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"PK\x03\x04 cut off", "通知.docx", "collect.word_broken"),
        (b"", "通知.docx", "collect.file_empty"),
        (b"x", "通知.zip", "collect.mail_archive"),
    ],
)
def test_a_document_that_cannot_be_read_is_no_reason_to_take_the_words(
    content: bytes, name: str, expected: str
) -> None:
    assert code(with_word(mail("请查收。"), content, name=name)) == expected


def test_nothing_at_all_is_said_so() -> None:
    assert code(bytes(mail(" "))) == "collect.mail_empty"


def test_winmail_is_refused_plainly_and_noted_beside_a_word_file() -> None:
    made = mail()
    made.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef")

    assert code(bytes(made)) == "collect.mail_winmail_alone"
    notes = draft_from(read_letter(with_word(made)), read_file).notes
    assert [note.code for note in notes] == ["collect.mail_winmail"]


def test_an_attached_mail_is_named_and_not_opened() -> None:
    made = mail("看附件。")
    made.add_attachment(mail("里面的话。"))

    letter = read_letter(bytes(made))

    assert letter.words == "看附件。"
    assert [(note.code, note.count) for note in letter.notes] == [("collect.mail_attached_mail", 1)]


def nested(depth: int, body: bytes = b"deep") -> bytes:
    """Return a mail with `depth` containers, one in another."""
    lines = [b"MIME-Version: 1.0"]
    for level in range(depth):
        lines += [b'Content-Type: multipart/mixed; boundary="b%d"' % level, b"", b"--b%d" % level]
    lines += [b"Content-Type: text/plain", b"", body]
    return b"\r\n".join([*lines, *(b"--b%d--" % level for level in reversed(range(depth)))])


def test_ten_containers_deep_is_read_and_one_more_is_not() -> None:
    assert read_letter(nested(10)).words == "deep"
    with pytest.raises(Refused) as caught:
        read_letter(nested(11))
    assert caught.value.reasons[0].code == "collect.mail_too_deep"


@pytest.mark.parametrize("count", [21, 5000])
def test_more_than_twenty_parts_are_refused(count: int) -> None:
    body = b"--x\r\n\r\na\r\n" * count + b"--x--"

    with pytest.raises(Refused) as caught:
        read_letter(raw(b'Content-Type: multipart/mixed; boundary="x"', body=body))

    assert caught.value.reasons[0].code == "collect.mail_too_many_parts"


HEAD = b'Content-Type: multipart/mixed; boundary="x"\r\n'
HOSTILE = {
    "too large": b"a" * (MOST_BYTES + 1),
    "only line ends": b"\n" * MOST_BYTES,
    "a head without end": b"Content-Type: text/plain" + b';";";' * 4_000_000,
    "a thousand containers": nested(1000),
    "a boundary on every line": HEAD + b"\r\n" + b"--x\r\n" * 390_000,
    "comments in comments": b"Subject: " + b"(" * 1_000_000 + b"\r\n\r\n",
    "many encoded words": b"Subject: " + b"=?utf-8?Q?a?= " * 100_000 + b"\r\n\r\n",
    "html without end": b"Content-Type: text/html\r\n\r\n" + b"<div>" * 3_000_000,
    "twenty megabytes of words": b"\r\n\r\n" + b"a" * 7_000_000 + b"\r\n",
    "pieces numbered beyond sense": (
        b"Content-Type: multipart/mixed; boundary*=a; boundary*0*=b; boundary*"
        + b"9" * 5000 + b"*=c\r\n\r\n--x\r\n"
    ),
    "39 containers and 300,000 lines": nested(39, b"--\r\n" * 300_000),
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mails_end_in_bounded_time(content: bytes) -> None:
    began = time.perf_counter()
    with suppress(Refused):
        read_letter(content)

    assert time.perf_counter() - began < 5
