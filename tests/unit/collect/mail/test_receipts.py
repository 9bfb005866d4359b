"""Receipts: to the address in the register, once, never to a stranger, never in a circle."""

import re
from datetime import datetime
from email.message import EmailMessage

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.unit.notify.smtp import Post

from hefa.collect.mail.looking import look
from hefa.collect.mail.receipts import MOST_ATTEMPTS, send_receipts
from hefa.collect.models import IncomingMail, MailToken, Manuscript, Version
from hefa.collect.tasks import take_in_mails
from hefa.core.errors import Refused, Unavailable
from hefa.people.models import Person
from hefa.registry.models import Mailbox

from .conftest import name_mailbox
from .imap import Server
from .mails import ZHANG, mail, with_word

REGISTERED = "Zhang@Qinghe.Example"


def words_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def test_the_sender_is_told_where_the_draft_is_and_nothing_of_what_is_in_it(
    server: Server, box: Mailbox, post: Post, now: datetime, settings: LazySettings
) -> None:
    server.deliver(bytes(mail("秘密的正文。", Reply_To="evil@evil.example")))

    take_in_mails("", now=now)
    take_in_mails("", now=now)

    [(to, message)] = post.mails
    assert to == REGISTERED
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["In-Reply-To"] == "<1@qinghe.example>"
    assert message["Subject"] == "核发：来信已存成草稿"
    words = words_of(message)
    assert f"{settings.BASE_URL}/collect/version/{Version.objects.get().pk}/" in words
    assert "便民服务站" in words
    assert "秘密" not in words
    assert "停水通知" not in words
    assert IncomingMail.objects.get().answered_at == now


def test_the_link_opens_the_draft_for_its_sender(
    server: Server, box: Mailbox, post: Post, now: datetime, zhang: Person
) -> None:
    server.deliver(with_word(mail("您好，请查收。")))
    take_in_mails("", now=now)
    found = re.search(r"https?://[^/]+(/\S+)", words_of(post.mails[0][1]))
    assert found is not None
    client = Client()
    client.force_login(zhang)

    page = client.get(found[1]).content.decode()

    assert "您好，请查收。" in page
    assert "下载原信" in page


def test_the_reason_is_mailed_back_when_there_is_no_draft(
    server: Server, box: Mailbox, post: Post, now: datetime
) -> None:
    server.deliver(with_word(mail(), b"x", name="通知.zip"))

    take_in_mails("", now=now)

    [(to, message)] = post.mails
    assert (to, message["Subject"]) == (REGISTERED, "核发：来信没有收下")
    assert "压缩包不打开（通知.zip）" in words_of(message)


@pytest.mark.parametrize(
    ("sender", "heads"),
    [
        ("stranger@evil.example", {}),
        (f"{ZHANG}, evil@evil.example", {}),
        (ZHANG, {"Auto_Submitted": "auto-generated"}),
        (ZHANG, {"Precedence": "bulk"}),
        (ZHANG, {"List_Id": "<list.qinghe.example>"}),
        ("gao@qinghe.example", {}),
    ],
)
def test_strangers_lists_and_machines_get_no_answer(
    *,
    server: Server,
    box: Mailbox,
    post: Post,
    now: datetime,
    sender: str,
    heads: dict[str, str],
) -> None:
    server.deliver(bytes(mail(sender=sender, **heads)))

    take_in_mails("", now=now)

    assert post.mails == []


def test_a_receipt_that_comes_back_into_the_mailbox_ends_there(
    server: Server, box: Mailbox, post: Post, now: datetime, zhang: Person
) -> None:
    """The worst case: the sender's provider forwards everything back to us."""
    server.deliver(bytes(mail()))
    take_in_mails("", now=now)
    for _ in range(3):
        server.deliver(bytes(post.mails[-1][1]))
        take_in_mails("", now=now)

    assert len(post.mails) == 1
    assert Manuscript.objects.count() == 1


def test_a_receipt_that_may_have_left_is_not_sent_again(
    server: Server, box: Mailbox, post: Post, now: datetime
) -> None:
    post.hung_up_after.add(REGISTERED)
    server.deliver(bytes(mail()))

    take_in_mails("", now=now)
    take_in_mails("", now=now)

    assert len(post.mails) == 1
    assert IncomingMail.objects.get().answered_at is None


def test_a_refused_receipt_is_tried_three_times_and_holds_nothing_up(
    server: Server, box: Mailbox, post: Post, now: datetime
) -> None:
    post.refused.add(REGISTERED)
    server.deliver(bytes(mail()))
    look(now)

    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Refused):
            send_receipts(now)
    send_receipts(now)

    assert IncomingMail.objects.get().answer_attempts == MOST_ATTEMPTS


def test_a_receipt_waits_while_the_mail_server_is_away(
    server: Server, box: Mailbox, post: Post, now: datetime, settings: LazySettings
) -> None:
    server.deliver(bytes(mail()))
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    with pytest.raises(Unavailable):
        take_in_mails("", now=now)
    settings.EMAIL_PORT = port

    take_in_mails("", now=now)

    assert len(post.mails) == 1


def test_without_a_mail_server_drafts_are_made_all_the_same(
    server: Server, box: Mailbox, now: datetime
) -> None:
    server.deliver(bytes(mail()))

    take_in_mails("", now=now)

    assert Manuscript.objects.count() == 1


def token_in(post: Post) -> str:
    found = re.search(r"一次性口令：(\S{9})", words_of(post.mails[-1][1]))
    assert found is not None
    return found[1]


def test_with_tokens_the_first_mail_brings_one_and_each_opens_once(
    server: Server, zhang: Person, post: Post, now: datetime
) -> None:
    name_mailbox(server, now, asks_token=True)
    server.deliver(bytes(mail()))
    take_in_mails("", now=now)
    assert "没有能用的一次性口令" in words_of(post.mails[-1][1])
    token = token_in(post)
    assert not MailToken.objects.filter(token_sha256__contains=token).exists()

    server.deliver(
        bytes(mail(subject=f"停水通知 {token.lower()}", message_id="<2@q.example>")),
        bytes(mail("冒名的。", subject=f"停电 {token}", message_id="<3@q.example>")),
    )
    take_in_mails("", now=now)

    states = list(IncomingMail.objects.order_by("uid").values_list("state", flat=True))
    assert states == ["refused", "drafted", "refused"]
    assert Version.objects.get().title == "停水通知"
    assert token_in(post) != token


def test_a_token_of_another_person_opens_nothing(
    server: Server, zhang: Person, post: Post, now: datetime
) -> None:
    Person.objects.filter(username="wu").update(mail="wu@qinghe.example")
    name_mailbox(server, now, asks_token=True)
    server.deliver(bytes(mail(sender="wu@qinghe.example")))
    take_in_mails("", now=now)

    server.deliver(bytes(mail(subject=token_in(post), message_id="<2@q.example>")))
    take_in_mails("", now=now)

    assert not Manuscript.objects.exists()


def test_a_token_is_not_spent_on_a_mail_that_makes_no_draft(
    server: Server, zhang: Person, post: Post, now: datetime
) -> None:
    name_mailbox(server, now, asks_token=True)
    server.deliver(bytes(mail()))
    take_in_mails("", now=now)
    token = token_in(post)

    server.deliver(with_word(mail(subject=token, message_id="<2@q.example>"), b"broken"))
    take_in_mails("", now=now)
    server.deliver(with_word(mail(subject=token, message_id="<3@q.example>")))
    take_in_mails("", now=now)

    assert Manuscript.objects.count() == 1


def test_many_receipts_go_out_in_several_goes_and_none_twice(
    server: Server, box: Mailbox, post: Post, now: datetime
) -> None:
    server.deliver(*(bytes(mail(f"第{n}封", message_id=f"<{n}@q.example>")) for n in range(8)))

    assert take_in_mails("", now=now) == now
    assert take_in_mails("", now=now) is None

    assert len(post.mails) == 8
    assert len({message["In-Reply-To"] for _, message in post.mails}) == 8
