"""Mails become drafts: of known senders, once each, whatever breaks off in between."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.factories import kinds_since, ledger_size, named
from tests.fixtures.docx import winter_heating_notice

from hefa.collect.actions import bin_manuscript
from hefa.collect.files import content_of
from hefa.collect.mail.looking import look
from hefa.collect.models import IncomingMail, Manuscript, Version, WordFile
from hefa.collect.pictures import prepare_picture
from hefa.collect.purging import purge
from hefa.core.document import text_of
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry.actions import appoint
from hefa.registry.models import Mailbox, Unit
from hefa.review.models import ReviewSheet

from .conftest import name_mailbox
from .imap import Server
from .mails import ZHANG, mail, picture, raw, with_word

ASIDE = "核发未收"
OURS = "mx.qinghe.example"


def fates() -> list[tuple[str, str]]:
    """Return what has become of each mail, in their order, and the first reason."""
    return [
        (mail.state, mail.reasons[0]["code"] if mail.reasons else "")
        for mail in IncomingMail.objects.order_by("uid_validity", "uid")
    ]


def test_a_mail_with_a_word_file_becomes_its_sender_s_draft_and_no_more(
    server: Server, box: Mailbox, zhang: Person, now: datetime
) -> None:
    content = with_word(mail("您好，请查收。"), winter_heating_notice(), name="供暖.docx")
    server.deliver(content)
    size = ledger_size()

    assert look(now) is False

    version = Version.objects.get()
    assert version.manuscript.author == zhang
    assert version.manuscript.unit.key == "service"
    assert version.frozen_at is None
    assert not ReviewSheet.objects.exists()
    assert "供暖" in version.title
    assert kinds_since(size) == ["collect.mailed"]
    entry = Entry.objects.get(kind="collect.mailed")
    assert (entry.actor, json.loads(entry.body)["sender"]) == ("machine", zhang.key)
    word, eml = version.manuscript.files.order_by("-pk")
    assert (word.name, eml.name) == ("供暖.docx", "停水通知.eml")
    assert content_of(word.file_id) == winter_heating_notice()
    assert content_of(eml.file_id) == content.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r")
    assert IncomingMail.objects.get().letter == "您好，请查收。"


def test_words_and_pictures_alone_become_a_draft(
    server: Server, box: Mailbox, now: datetime
) -> None:
    made = mail("明天停水。\n请蓄水。")
    made.add_attachment(picture(), maintype="image", subtype="png", filename="图.png")
    server.deliver(bytes(made))

    look(now)

    version = Version.objects.get()
    assert (version.title, text_of(version.document)) == ("停水通知", "明天停水。\n请蓄水。")
    assert version.document["content"][-1]["type"] == "image"
    [file] = version.manuscript.files.all()
    assert [note["code"] for note in file.report] == ["collect.mail_pictures_at_end"]


def test_reading_leaves_no_trace_in_the_mailbox(
    server: Server, box: Mailbox, now: datetime
) -> None:
    server.deliver(bytes(mail()), bytes(mail(sender="stranger@evil.example")))

    look(now)

    assert server.lying_in("INBOX") == 2
    assert b"\\Seen" not in server.flags()


def test_every_later_look_takes_only_what_is_new(
    server: Server, box: Mailbox, now: datetime
) -> None:
    look(now)
    server.deliver(bytes(mail()))
    look(now)
    server.deliver(bytes(mail("另一封。", message_id="<2@qinghe.example>")))
    look(now)
    look(now)

    assert fates() == [("drafted", "")] * 2
    assert Manuscript.objects.count() == 2


def test_mails_from_before_the_mailbox_was_named_stay_where_they_are(
    server: Server, box: Mailbox, now: datetime
) -> None:
    server.deliver(bytes(mail()), at=now - timedelta(days=3))

    look(now)

    assert not IncomingMail.objects.exists()


def test_nothing_is_looked_at_while_the_mailbox_is_off(
    server: Server, zhang: Person, now: datetime
) -> None:
    look(now)
    name_mailbox(server, now, is_on=False)
    server.deliver(bytes(mail()))

    assert look(now) is False
    assert not IncomingMail.objects.exists()


@pytest.mark.parametrize(
    ("sender", "heads", "code"),
    [
        ("stranger@evil.example", {}, "collect.mail_unknown_sender"),
        (f"{ZHANG}, evil@evil.example", {}, "collect.mail_unknown_sender"),
        (f'"{ZHANG}" <evil@evil.example>', {"Reply_To": ZHANG}, "collect.mail_unknown_sender"),
        (ZHANG, {"Auto_Submitted": "auto-replied"}, "collect.mail_automatic"),
        ("Gao@Qinghe.example", {}, "collect.mail_automatic"),
        ("hefa@localhost", {}, "collect.mail_automatic"),
    ],
)
def test_strangers_and_machines_make_no_draft_and_get_no_answer(
    *, server: Server, box: Mailbox, now: datetime, sender: str, heads: dict[str, str], code: str
) -> None:
    server.deliver(bytes(mail(sender=sender, **heads)))

    look(now)

    assert fates() == [("ignored", code)]
    assert not IncomingMail.objects.filter(is_to_answer=True).exists()
    assert server.lying_in("INBOX") == 1


def test_people_without_a_post_and_shared_addresses_are_strangers(
    server: Server, box: Mailbox, person: Callable[[str], Person], now: datetime
) -> None:
    Person.objects.filter(pk=person("stranger").pk).update(mail="stranger@qinghe.example")
    Person.objects.filter(username="wu").update(mail=ZHANG.upper())
    server.deliver(
        bytes(mail(sender="stranger@qinghe.example")), bytes(mail(message_id="<2@q.example>"))
    )

    look(now)

    assert fates() == [("ignored", "collect.mail_unknown_sender")] * 2


def test_the_same_mail_twice_makes_one_draft(server: Server, box: Mailbox, now: datetime) -> None:
    again = mail(message_id="<2@qinghe.example>")
    server.deliver(bytes(mail()), bytes(mail()), bytes(again))

    look(now)

    assert fates() == [("drafted", ""), ("repeated", ""), ("repeated", "")]
    assert Manuscript.objects.count() == 1
    wants = IncomingMail.objects.order_by("uid").values_list("is_to_answer", flat=True)
    assert list(wants) == [True, False, True]  # sent anew by a person, so told again


def test_other_words_under_a_known_number_are_refused_and_kept(
    server: Server, box: Mailbox, now: datetime
) -> None:
    server.deliver(bytes(mail()), bytes(mail("换了内容。")))

    look(now)

    assert fates() == [("drafted", ""), ("refused", "collect.mail_other_words")]
    assert WordFile.objects.get(manuscript=None).trouble_code == "collect.mail_other_words"


def test_a_mail_whose_draft_was_thrown_away_may_come_again(
    server: Server, box: Mailbox, now: datetime
) -> None:
    server.deliver(bytes(mail()))
    look(now)
    bin_manuscript(Manuscript.objects.get(), person=named("zhang"), now=now)
    server.deliver(bytes(mail()))

    look(now)

    assert fates() == [("repeated", ""), ("drafted", "")]
    assert Manuscript.objects.filter(binned_at=None).count() == 1


def test_a_file_that_cannot_be_read_is_kept_and_the_mail_put_aside(
    server: Server, box: Mailbox, zhang: Person, now: datetime
) -> None:
    server.deliver(with_word(mail(), b"PK\x03\x04 cut off"))
    size = ledger_size()

    look(now)

    assert fates() == [("refused", "collect.word_broken")]
    kept = WordFile.objects.get()
    assert (kept.received_from, kept.trouble_code) == (zhang, "collect.word_broken")
    assert b"cut off" not in kept.name.encode()
    assert content_of(kept.file_id).startswith(b"From:")
    assert (server.lying_in("INBOX"), server.lying_in(ASIDE)) == (0, 1)
    assert kinds_since(size) == []


def test_a_mail_above_the_limit_is_refused_before_it_is_fetched(
    server: Server, box: Mailbox, now: datetime
) -> None:
    heads = f"From: {ZHANG}".encode(), b"Message-ID: <1@q.example>"
    server.deliver(raw(*heads, body=b"a" * (21 * 1024 * 1024)))

    look(now)

    assert fates() == [("refused", "collect.mail_too_large")]
    assert not WordFile.objects.exists()
    assert server.lying_in(ASIDE) == 1


def test_more_than_fifty_in_an_hour_are_put_aside_and_answered_once(
    server: Server, box: Mailbox, zhang: Person, now: datetime
) -> None:
    IncomingMail.objects.bulk_create(
        IncomingMail(
            place="before", uid_validity=1, uid=uid, seen_at=now, sender=zhang, state="drafted"
        )
        for uid in range(49)
    )
    server.deliver(*(bytes(mail(f"第{n}封", message_id=f"<{n}@q.example>")) for n in range(4)))

    look(now)

    new = IncomingMail.objects.exclude(place="before").order_by("uid")
    assert [(one.state, one.is_to_answer) for one in new] == [
        ("drafted", True),
        ("refused", True),
        ("refused", False),
        ("refused", False),
    ]
    server.deliver(bytes(mail("一小时后。", message_id="<9@q.example>")))
    look(now + timedelta(hours=1, minutes=1))
    assert IncomingMail.objects.order_by("pk").last().state == "drafted"  # type: ignore[union-attr]


def test_where_a_provider_is_named_only_what_it_vouches_for_is_taken(
    server: Server, zhang: Person, now: datetime
) -> None:
    name_mailbox(server, now, authserv_id=OURS)
    good = f"{OURS}; dkim=pass header.d=qinghe.example"
    server.deliver(
        bytes(mail()),
        bytes(mail(message_id="<2@q.example>", Authentication_Results=good)),
        bytes(mail(message_id="<3@q.example>", Authentication_Results=f"evil{good}")),
    )

    look(now)

    assert fates() == [
        ("refused", "collect.mail_unproved"),
        ("drafted", ""),
        ("refused", "collect.mail_unproved"),
    ]
    entry = Entry.objects.get(kind="collect.mailed")
    assert json.loads(entry.body)["proved_by"] == "dkim"


def test_each_attempt_is_counted_before_the_work(
    server: Server, box: Mailbox, now: datetime, settings: LazySettings, tmp_path: Path
) -> None:
    """A mail whose picture cannot be stored: where its folder should be, there is a file."""
    settings.FILES_PATH = tmp_path
    (tmp_path / prepare_picture(picture()).sha256[:2]).write_text("in the way")
    made = mail()
    made.add_attachment(picture(), maintype="image", subtype="png", filename="图.png")
    server.deliver(bytes(made), bytes(mail("好的。", message_id="<2@q.example>")))

    for times in (1, 2, 3):
        with pytest.raises(OSError, match="in the way|exists"):
            look(now)
        assert IncomingMail.objects.get(uid=1).attempts == times
        assert not Manuscript.objects.exists()
    look(now)

    assert fates() == [("refused", "collect.mail_failed"), ("drafted", "")]
    assert (server.lying_in("INBOX"), server.lying_in(ASIDE)) == (1, 1)
    assert WordFile.objects.get(manuscript=None).trouble_code == "collect.mail_failed"


def test_a_unit_named_in_the_subject_gets_the_draft(
    server: Server, box: Mailbox, zhang: Person, now: datetime
) -> None:
    other = Unit.objects.exclude(key="service").first()
    assert other is not None
    appoint(zhang, post="contributor", unit=other, starts_on=now.date(), by=None, now=now)
    server.deliver(bytes(mail(subject=f"{other.name}：停水通知")))

    look(now)

    assert Manuscript.objects.get().unit == other


def test_a_new_numbering_of_the_server_brings_no_draft_twice(
    server: Server, box: Mailbox, now: datetime
) -> None:
    server.deliver(bytes(mail()))
    look(now)
    server.number_anew()
    server.deliver(bytes(mail("新的一封。", message_id="<2@q.example>")))

    look(now)

    assert fates() == [("drafted", ""), ("repeated", ""), ("drafted", "")]
    assert Manuscript.objects.count() == 2


def test_rows_of_strangers_are_forgotten_after_ninety_days(
    server: Server, box: Mailbox, now: datetime
) -> None:
    server.deliver(bytes(mail(sender="a@evil.example")), bytes(mail()))
    look(now)

    look(now + timedelta(days=91))

    assert fates() == [("drafted", "")]


def test_a_draft_purged_from_the_bin_leaves_the_mail_s_row_and_the_mail_may_come_again(
    server: Server, box: Mailbox, now: datetime
) -> None:
    server.deliver(bytes(mail()))
    look(now)
    manuscript = Manuscript.objects.get()
    bin_manuscript(manuscript, person=named("zhang"), now=now)
    later = now + timedelta(days=31)
    assert purge(manuscript, now=later)
    server.deliver(bytes(mail()))

    look(later)

    assert fates() == [("repeated", ""), ("drafted", "")]


def test_writers_are_told_where_to_send_while_mails_are_taken(
    server: Server, box: Mailbox, sign_in: Callable[..., Client], now: datetime
) -> None:
    assert "gao@qinghe.example" in sign_in("zhang").get("/collect/word/").content.decode()
    name_mailbox(server, now, is_on=False)
    assert "gao@qinghe.example" not in sign_in("zhang").get("/collect/word/").content.decode()
