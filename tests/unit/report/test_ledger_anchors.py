"""What vouches for the ledger stands on its page: checkpoint, epochs, mails, and what is not proved."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from tests import factories as make

from hefa.ledger.actions import make_checkpoint, open_epoch
from hefa.ledger.key import signing_key
from hefa.ledger.models import Checkpoint
from hefa.ledger.note import Head, checkpoint_text, head_of
from hefa.ledger.note import signed as signed_note
from hefa.ledger.triggers import EVERY_TRIGGER
from hefa.notify.models import CheckpointMail
from hefa.people.models import Person
from hefa.registry.actions import name_witnesses
from hefa.report.ledger_anchors import every_period, kept_outside, newest_signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]

LEDGER = "/report/ledger/"
WITNESSES = ("王书记", "陈管理员")


def shown(client: Client) -> str:
    return re.sub(r"\s+", " ", client.get(LEDGER).content.decode())


def signed(at: datetime) -> Checkpoint:
    made = make_checkpoint(at)
    assert made is not None
    return made


def test_before_the_first_checkpoint_the_page_says_so(sign_in: SignIn) -> None:
    client = sign_in("chen")

    assert newest_signed() is None
    assert "还没有签过校验点" in shown(client)
    assert client.get(f"{LEDGER}checkpoint.txt").status_code == 404


def test_the_newest_checkpoint_stands_in_plain_words(sign_in: SignIn, now: datetime) -> None:
    made = signed(now)
    page = shown(sign_in("zhang"))  # everybody who may read the ledger

    assert f"第 {made.size} 条，就是最后一条" in page
    assert "今天 10:30" in page
    assert "给现在的台账签一个校验点" not in page

    make.submitted(now=now)
    page = shown(sign_in("zhang"))
    assert "给现在的台账签一个校验点" in page
    assert page.count('method="post"') == page.count('name="csrfmiddlewaretoken"') == 2


def test_the_checkpoint_is_handed_over_as_text(sign_in: SignIn, now: datetime) -> None:
    made = signed(now)
    answer = sign_in("zhang").get(f"{LEDGER}checkpoint.txt")
    text = answer.content.decode()

    assert answer["Content-Disposition"].startswith("attachment")
    assert made.note in text
    assert made.key in text
    assert "2026年11月23日 10:30" in text


def test_every_epoch_stands_there_with_its_reason(sign_in: SignIn, now: datetime) -> None:
    assert [period.number for period in every_period()] == [1]
    assert "没有从备份恢复过" in shown(sign_in("chen"))
    size = signed(now).size

    open_epoch(last_outside=None, words="换了电脑", names=WITNESSES, now=now)

    first, second = every_period()
    assert (first.number, first.seq) == (1, 1)
    assert (second.number, second.seq, second.lost_from) == (2, size + 1, None)
    page = shown(sign_in("zhang"))
    assert "没有丢记录" in page
    assert "换了电脑" in page
    assert "经手：王书记、陈管理员" in page
    signed(now)
    assert newest_signed().epoch == "2"


def test_a_lost_range_is_shown_for_good(sign_in: SignIn, now: datetime) -> None:
    here = signed(now)
    head = head_of(here.note)
    later = Head(origin=head.origin, size=here.size + 40, root=b"\x07" * 32)
    note = signed_note(checkpoint_text(later), head.log, signing_key())

    open_epoch(last_outside=note, words="硬盘坏了", names=WITNESSES, now=now)
    for number in range(3):
        make.submitted(f"第 {number} 号通知", now=now)

    period = every_period()[-1]
    assert (period.lost_from, period.lost_until) == (here.size + 1, here.size + 40)
    assert f"丢了原来的第 {here.size + 1} 条到第 {here.size + 40} 条" in shown(sign_in("he"))


def test_what_the_records_cannot_prove_is_said(sign_in: SignIn) -> None:
    page = shown(sign_in("zhang"))

    assert "证明不了" in page
    assert "数据库和签名密钥都拿到" in page
    assert "24 小时" in page
    assert "现在还没有寄出过校验点，所以整本台账都在内" in page


def test_what_stands_in_the_way_of_the_mail_is_said(
    sign_in: SignIn, settings: LazySettings, now: datetime
) -> None:
    client = sign_in("chen")
    assert "还没有设发信服务器" in shown(client)

    settings.EMAIL_HOST = "mail.example.org"
    assert "还没有定每天收校验点的人" in shown(client)

    wang = make.named("wang")
    Person.objects.filter(pk=wang.pk).update(mail="wang@example.org")
    name_witnesses([make.named("wang")], by=None, now=now)
    assert "定了由王书记收，还没有寄出过" in shown(client)

    CheckpointMail.objects.create(
        day=now.date(), person=wang, size=9, begun_at=now, sent_at=now - timedelta(hours=1)
    )
    page = shown(client)
    assert "上次寄出：今天 09:30，寄给王书记，签到第 9 条" in page
    assert "现在就是第 9 条以后的记录" in page
    assert kept_outside(now).todo == ""
    assert "一天多没有寄出过了" in kept_outside(now + timedelta(hours=26)).todo


def test_a_mail_nobody_knows_of_is_named_beside_the_last_that_left(now: datetime) -> None:
    wang, li = make.named("wang"), make.named("li")
    yesterday = now - timedelta(days=1)
    for person, size in ((wang, 8), (li, 9)):
        CheckpointMail.objects.create(
            day=yesterday.date(), person=person, size=size, begun_at=yesterday, sent_at=yesterday
        )
    CheckpointMail.objects.create(day=now.date(), person=li, size=20, begun_at=now)

    found = kept_outside(now)

    assert (found.size, found.sent_at) == (9, yesterday)
    assert (found.names, found.unclear) == ("王书记、李主任", "李主任")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE ledger_checkpoint SET note = 'x'", "处的校验点读不出来"),
        (
            "UPDATE ledger_entry SET body = '{' WHERE kind = 'ledger.restored'",
            "有一期的记录读不出来",
        ),
    ],
)
def test_what_cannot_be_read_is_said_and_the_page_still_reads(
    sign_in: SignIn, now: datetime, sql: str, said: str
) -> None:
    open_epoch(last_outside=None, words="换了电脑", names=WITNESSES, now=now)
    signed(now)
    with connection.cursor() as cursor:
        for name in EVERY_TRIGGER:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql)

    page = shown(sign_in("chen"))

    assert said in page
    assert "请马上点“现在核对”" in page
    assert "登记了一位人员" in page
