"""The head of a mail: one plain sender or none, and only our own provider vouches for it."""

import pytest

from hefa.collect.mail.letterhead import plain_address, read_letterhead, title_from

from .mails import mail

OURS = "mx.qinghe.example"


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("zhang@qinghe.example", "zhang@qinghe.example"),
        (" Zhang@Qinghe.Example ", "zhang@qinghe.example"),
        ("zhang@qinghe.example (张干事)", "zhang@qinghe.example"),
        ("张干事 <zhang@qinghe.example>", "zhang@qinghe.example"),
        ('"张, 干事" <zhang@qinghe.example>', "zhang@qinghe.example"),
        ("=?utf-8?B?5byg?= <zhang@qinghe.example>", "zhang@qinghe.example"),
        ('"zhang@qinghe.example" <evil@evil.example>', "evil@evil.example"),
        # Unclear ones, by which programs have been led astray.
        ("zhang@qinghe.example <evil@evil.example>", ""),
        ("zhang@qinghe.example, evil@evil.example", ""),
        ("evil@evil.example, 张 <zhang@qinghe.example>", ""),
        ("<zhang@qinghe.example> <evil@evil.example>", ""),
        ("<zhang@qinghe.example>, <evil@evil.example>", ""),
        ("zhang@qinghe.example)evil@evil.example", ""),
        ("people: zhang@qinghe.example;", ""),
        ("<@relay.example:zhang@qinghe.example>", ""),
        ("zhang@qinghe.example\x00@evil.example", ""),
        ("张干事", ""),
        ("", ""),
    ],
)
def test_a_sender_is_one_plain_address_or_nobody(line: str, address: str) -> None:
    assert plain_address(line) == address


def test_two_senders_lines_are_nobody_s() -> None:
    content = b"From: zhang@qinghe.example\r\nFrom: evil@evil.example\r\n\r\n"

    assert read_letterhead(content).sender == ""


def proved(*lines: str) -> tuple[str, ...]:
    """Return what is proved of a mail from qinghe.example with these results, topmost first."""
    heads = "".join(f"Authentication-Results: {line}\r\n" for line in lines)
    content = heads.encode() + b"From: zhang@qinghe.example\r\n\r\n"
    return read_letterhead(content, authserv_id=OURS).proved


@pytest.mark.parametrize(
    ("line", "methods"),
    [
        (f"{OURS}; dkim=pass header.d=qinghe.example", ("dkim",)),
        (f"{OURS} 1; dkim=pass (good) header.i=@qinghe.example header.s=a", ("dkim",)),
        ("MX.Qinghe.Example; spf=pass smtp.mailfrom=zhang@qinghe.example", ("spf",)),
        (f"{OURS}; spf=pass smtp.mailfrom=qinghe.example; dkim=pass header.d=mail.qinghe.example",
         ("spf", "dkim")),
        (f"{OURS}; dmarc=pass (p=none) header.from=qinghe.example", ("dmarc",)),
        (f"{OURS}; dkim=fail header.d=qinghe.example", ()),
        (f"{OURS}; dkim=none", ()),
        (f"{OURS}; dkim=pass", ()),
        (f"{OURS}; dkim=pass header.d=evil.example", ()),
        (f"{OURS}; dkim=pass header.d=notqinghe.example", ()),
        (f"{OURS}; dkim=pass header.d=qinghe.example header.d=evil.example", ()),
        (f"{OURS}; spf=pass smtp.mailfrom=qinghe.example@evil.example", ()),
        (f"{OURS}; spf=pass smtp.helo=qinghe.example", ()),
        (f"{OURS}; none", ()),
        ("mx.evil.example; dkim=pass header.d=qinghe.example", ()),
        (f"mx.evil.example; {OURS}; dkim=pass header.d=qinghe.example", ()),
        # What a stranger can put into the results of an honest server.
        (f'{OURS}; spf=pass smtp.mailfrom="a; dkim=pass header.d=qinghe.example"@evil.example', ()),
        (f"{OURS}; spf=fail (a; dkim=pass header.d=qinghe.example) smtp.mailfrom=evil.example", ()),
        (f'{OURS}; spf=fail smtp.mailfrom="\\"; dkim=pass header.d=qinghe.example"@e.example', ()),
    ],
)  # fmt: skip
def test_only_a_pass_for_the_sender_s_own_domain_proves_anything(
    line: str, methods: tuple[str, ...]
) -> None:
    assert proved(line) == methods


def test_only_the_topmost_word_of_our_provider_counts() -> None:
    honest = f"{OURS}; dkim=fail header.d=qinghe.example"
    brought_along = f"{OURS}; dkim=pass header.d=qinghe.example"

    assert proved(honest, brought_along) == ()
    assert proved("mx.other.example; dkim=fail", brought_along) == ("dkim",)


def test_nothing_is_proved_where_no_provider_is_named() -> None:
    content = bytes(mail(Authentication_Results=f"{OURS}; dkim=pass header.d=qinghe.example"))

    assert read_letterhead(content).proved == ()


@pytest.mark.parametrize(
    ("heads", "automatic", "bulk"),
    [
        ({}, False, False),
        ({"Auto_Submitted": "no"}, False, False),
        ({"Auto_Submitted": "auto-replied"}, True, False),
        ({"Auto_Submitted": "Auto-Generated; x=y"}, True, False),
        ({"Return_Path": "<>"}, True, False),
        ({"Precedence": "Bulk"}, False, True),
        ({"List_Id": "<list.example>"}, False, True),
    ],
)
def test_machines_and_lists_are_known_by_their_heads(
    heads: dict[str, str], automatic: bool, bulk: bool
) -> None:
    read = read_letterhead(bytes(mail(**heads)))

    assert (read.is_automatic, read.is_bulk) == (automatic, bulk)


def test_tokens_are_found_in_the_subject_and_taken_out_of_the_title() -> None:
    read = read_letterhead(bytes(mail(subject="停水通知 abcd-2345 X1CD-2345")))

    assert read.tokens == ("ABCD-2345",)
    assert title_from(read.subject) == "停水通知 X1CD-2345"


@pytest.mark.parametrize("bad", ["<a b@c>", "no brackets@c", "<a@b", "<>"])
def test_a_message_id_that_is_none_is_left_out(bad: str) -> None:
    content = f"From: a@b.example\r\nMessage-ID: {bad}\r\n\r\n".encode()

    assert read_letterhead(content).message_id == ""


def test_marks_of_answers_and_forwards_are_no_title() -> None:
    assert title_from(" 转发: Re：Fw: 回复：停水  通知 ") == "停水 通知"
