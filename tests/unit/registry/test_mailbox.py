"""The mailbox in the register: its password sealed, its server trusted, its senders known."""

import json
import logging

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hefa.core.errors import Conflict, Refused, Tampered
from hefa.jobs.models import JobRun
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.actions.mailbox import BOUND_TO
from hefa.registry.models import Mailbox
from hefa.registry.queries import enrolled_senders
from hefa.registry.secrets import open_sealed

from .conftest import NOW, enter

pytestmark = pytest.mark.django_db
PAGE = "/settings/mail-and-backup/"
SAVE, LOOK = f"{PAGE}mailbox/", f"{PAGE}mailbox/look/"
SECRET = "authorisation-word"
GIVEN = {
    "is_on": True,
    "address": "Gao@Qinghe.Example",
    "host": "imap.qinghe.example",
    "port": 993,
    "user": "",
    "secret": SECRET,
    "folder": "INBOX",
    "authserv_id": "MX.Qinghe.Example",
    "asks_token": False,
}


def saved(by: Person, **differing: object) -> Mailbox:
    seen = Mailbox.objects.values_list("revision", flat=True).first() or 0
    given = {**GIVEN, "seen": seen, **differing}
    return actions.save_mailbox(**given, by=by, now=NOW)  # type: ignore[arg-type]


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


def test_the_password_lies_sealed_and_stands_in_no_record(administrator: Person) -> None:
    mailbox = saved(administrator)

    assert SECRET not in mailbox.secret_sealed
    assert open_sealed(BOUND_TO, mailbox.secret_sealed) == SECRET
    with pytest.raises(Tampered):
        open_sealed("qinghe", mailbox.secret_sealed)
    entry = Entry.objects.get(kind="registry.mailbox_saved")
    body = json.loads(entry.body)
    assert body["has_new_secret"] is True
    assert SECRET not in entry.body
    assert "gao@" not in entry.body  # who writes beside it, erasable
    assert (mailbox.user, mailbox.authserv_id) == ("Gao@Qinghe.Example", "mx.qinghe.example")
    assert JobRun.objects.get(kind="collect.mail").next_at == NOW


def test_the_kept_password_never_goes_to_another_server(administrator: Person) -> None:
    saved(administrator)

    for differing in ({"host": "imap.evil.example"}, {"port": 143}, {"user": "other"}):
        with pytest.raises(Refused) as caught:
            saved(administrator, secret=None, **differing)
        assert codes(caught) == ["registry.mailbox_secret_again"]

    assert saved(administrator, secret=None, asks_token=True).asks_token
    assert open_sealed(BOUND_TO, Mailbox.objects.get().secret_sealed) == SECRET


def test_a_connection_in_the_clear_stays_on_this_machine(administrator: Person) -> None:
    with pytest.raises(Refused) as caught:
        saved(administrator, is_plain=True)
    assert codes(caught) == ["registry.mailbox_plain"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailbox.objects.create(pk=1, host="elsewhere", is_plain=True, begins_on=NOW.date())


def test_a_first_mailbox_needs_its_password(administrator: Person) -> None:
    with pytest.raises(Refused) as caught:
        saved(administrator, secret=None)

    assert codes(caught) == ["registry.mailbox_without_secret"]


def test_what_somebody_saved_meanwhile_is_not_overwritten(administrator: Person) -> None:
    saved(administrator)
    saved(administrator, asks_token=True)

    with pytest.raises(Conflict):
        saved(administrator, seen=0)


def test_others_neither_save_nor_look(contributor: Person) -> None:
    with pytest.raises(Refused):
        saved(contributor)
    with pytest.raises(Refused):
        actions.look_at_mailbox(by=contributor, now=NOW)

    assert not Mailbox.objects.exists()


def test_known_senders_are_those_in_a_post_whose_address_is_theirs_alone(adopted: None) -> None:
    people = {
        "own": enter("a", "甲", ("contributor", "service")),
        "none": enter("b", "乙", ("contributor", "service")),
        "shared": enter("c", "丙", ("contributor", "service")),
        "sharing": enter("d", "丁"),
        "no post": enter("e", "戊"),
        "closed": enter("f", "己", ("contributor", "service")),
    }
    mails = {"own": "A@x.example", "shared": "s@x.example", "sharing": "S@x.example",
             "no post": "e@x.example", "closed": "f@x.example"}  # fmt: skip
    for name, address in mails.items():
        Person.objects.filter(pk=people[name].pk).update(mail=address)
    Person.objects.filter(pk=people["closed"].pk).update(is_active=False)

    assert enrolled_senders(NOW) == {"a@x.example": people["own"]}


def form(**differing: object) -> dict[str, object]:
    given = {**GIVEN, "is_on": "on", "seen": 0, **differing}
    return {name: value for name, value in given.items() if value is not False}


def test_the_page_saves_shows_no_password_and_says_that_it_tries(
    manager: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = manager.post(SAVE, form(), follow=True).content.decode()

    assert "已登记收稿邮箱，正在试收" in page
    assert "刚登记，正在试收" in page
    assert SECRET not in page
    assert SECRET not in caplog.text
    assert "imap.qinghe.example" in page


def test_the_page_is_honest_about_what_each_protection_does(manager: Client) -> None:
    page = manager.get(PAGE).content.decode()

    for words in ("来信只会变成草稿", "发件人一栏谁都能写成别人", "邮箱密码被人拿走"):
        assert words in page


@pytest.mark.parametrize(
    ("differing", "said"),
    [
        ({"address": "no address"}, "邮箱写得不对"),
        ({"port": "99999"}, "请填 1 到 65535 的数字"),
        ({"host": ""}, "请填写这一项"),
        ({"secret": ""}, "请填写这一项"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(
    manager: Client, differing: dict[str, object], said: str
) -> None:
    answer = manager.post(SAVE, form(**differing, folder="稿件"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="稿件"' in page
    assert not Mailbox.objects.exists()


def test_looking_wakes_the_job_or_says_what_is_missing(manager: Client) -> None:
    assert "还没有登记收稿邮箱" in manager.post(LOOK, follow=True).content.decode()
    manager.post(SAVE, form())
    JobRun.objects.update(next_at=None)

    assert "正在收信" in manager.post(LOOK, follow=True).content.decode()
    assert JobRun.objects.get(kind="collect.mail").next_at == NOW


def test_another_place_is_read_from_today_on_and_what_was_found_is_forgotten(
    administrator: Person,
) -> None:
    saved(administrator)
    Mailbox.objects.update(
        begins_on="2026-01-01", looked_at=NOW, trouble_code="collect.mailbox_broke_off"
    )

    same = saved(administrator, secret=None, asks_token=True)
    assert (same.begins_on.isoformat(), same.looked_at, same.trouble_code) == (
        "2026-01-01",
        None,
        "",
    )
    assert saved(administrator, folder="稿件").begins_on == NOW.date()
