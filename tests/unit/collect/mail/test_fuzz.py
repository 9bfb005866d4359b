"""Mails nobody should send: read, or refused with a reason, in bounded time; never a crash."""

import random
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hefa.collect.mail.drafting import draft_from
from hefa.collect.mail.letter import Letter, read_letter
from hefa.collect.mail.letterhead import Letterhead, plain_address, read_letterhead, title_from
from hefa.collect.mail.parts import MOST_PARTS
from hefa.collect.mail.plain import text_of_html
from hefa.collect.reading import read_file
from hefa.core.document import normalise
from hefa.core.errors import Refused

from .mails import NAMES, attached, mail, picture, with_word

OURS = "mx.qinghe.example"
LONGEST_SECONDS = 2


def seeds() -> list[bytes]:
    """Return mails with something of everything in them."""
    rich = mail(
        "正文。\n\n-- \n签名",
        subject="关于停水的通知 ABCD-2345",
        Authentication_Results=f"{OURS}; dkim=pass (a(b)) header.d=qinghe.example",
    )
    rich.add_alternative("<p>正文<b>粗</b></p><!--[if mso]><p>x</p><![endif]-->", subtype="html")
    rich.add_attachment(picture(), maintype="image", subtype="png", filename="图.png")
    rich.add_attachment(mail("里面。"))
    rich.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef")
    return [with_word(rich), bytes(mail()), *map(attached, NAMES.values())]


SEEDS = seeds()
PIECES = [
    b"Content-Type: multipart/mixed; boundary=x\r\n", b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: message/delivery-status\r\n\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"begin 644 a\r\nM", b"--x\r\n", b"--x--\r\n", b"\r\n\r\n", b"=?utf-8?B?", b"=?utf-8?Q?=E4?=",
    b"=?gb2312?B?1Ma=?=", b"filename*0*=", b"filename*1=", b"filename*=gb18030''%", b"''", b'"',
    b"(", b")", b"\\", b"\x00", b"\xff\xfe", b"\xd6\xd0", b";", b"charset=punycode", b"charset=idna",
    b"charset=utf-7", b"charset=undefined", b"<", b">", b"@", b"From: ", b"<!--", b"</style", b"&#",
    b"\xed\xa0\x80", b"; filename*99999999999999999999=a", b"boundary*0=a; boundary=b",
]  # fmt: skip


def mutated(seed: int) -> bytes:
    """Return a mail that went through several hands, always the same for one seed."""
    chance = random.Random(seed)  # noqa: S311  # a repeatable choice, no secret
    content = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 12)):
        # mostly among the heads, where the grammar is
        at = chance.randrange(min(len(content), chance.choice([300, 2000, 20_000])) or 1)
        match chance.randrange(6):
            case 0:
                content[at : at + chance.randint(1, 40)] = b""
            case 1:
                content[at:at] = chance.choice(PIECES) * chance.choice([1, 1, 1, 30])
            case 2:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                content[at:at] = content[: chance.randint(1, 2000)]
            case 4:
                del content[at + 1 :]
            case _:
                start = chance.randrange(len(content) or 1)
                content[at:at] = content[start : start + chance.randint(1, 200)]
        if not content:
            content = bytearray(b"\r\n")
    return bytes(content)


def taken(content: bytes) -> tuple[Letterhead | None, Letter | None]:
    """Return what a look would make of the mail; only Refused may come out of it."""
    head, letter = None, None
    with suppress(Refused):
        head = read_letterhead(content[: 64 * 1024], authserv_id=OURS)
    with suppress(Refused):
        letter = read_letter(content)
        draft = draft_from(letter, read_file)
        normalise(draft.read.document)
    return head, letter


def assert_sane(head: Letterhead | None, letter: Letter | None) -> None:
    if head is not None:
        assert head.sender == plain_address(head.sender)
        assert "\n" not in head.message_id
        assert set(head.proved) <= {"dkim", "spf", "dmarc"}
    if letter is not None:
        assert len(letter.files) + len(letter.pictures) <= MOST_PARTS
        assert len(title_from(letter.subject)) <= 200
        for text in (letter.words, *(file.name for file in letter.files)):
            text.encode()  # storable: no half of a surrogate pair
        assert all(file.name.isprintable() and "/" not in file.name for file in letter.files)


@pytest.mark.parametrize("block", range(10))
def test_mutated_mails_are_read_or_refused(block: int) -> None:
    slowest = 0.0
    read = 0
    for seed in range(block * 150, (block + 1) * 150):
        content = mutated(seed)
        began = time.perf_counter()
        head, letter = taken(content)
        slowest = max(slowest, time.perf_counter() - began)
        assert_sane(head, letter)
        read += letter is not None
    assert read > 75  # most get through the first gate, so what lies behind it is tried too
    assert slowest < LONGEST_SECONDS


@settings(max_examples=300, deadline=2000)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=40), max_size=60).map(b"".join))
def test_heaps_of_pieces_are_read_or_refused(content: bytes) -> None:
    assert_sane(*taken(content))


@settings(max_examples=300, deadline=1000)
@given(st.text(max_size=200))
def test_any_line_is_one_plain_sender_or_nobody(line: str) -> None:
    address = plain_address(line)

    assert address == "" or (address.count("@") == 1 and address in line.lower())


@settings(max_examples=300, deadline=1000)
@given(st.text(alphabet="<>/!-pdivstyle &#;\n中文", max_size=300))
def test_html_gives_lines_without_end(html: str) -> None:
    assert "\n\n" not in text_of_html(html)
