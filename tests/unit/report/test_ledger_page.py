"""The ledger page: sentences by day, only what one may see, at a fixed number of queries."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from hefa.core.review import Act
from hefa.ledger.actions import erase_personal_text
from hefa.ledger.models import Entry, PersonalText
from hefa.registry.access import actor_of
from hefa.report.ledger_page import Wanted, entries_seen_by, entries_wanted, whole_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]

LEDGER = "/report/ledger/"


def shown(client: Client, address: str = LEDGER) -> str:
    """Return the page at `address`, its spaces made one."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return re.sub(r"\s+", " ", answer.content.decode())


def sentences(client: Client, query: str = "") -> list[str]:
    """Return what the rows of the page say, tags left out."""
    cells = re.findall(r'data-label="办了什么"> (.*?) </td>', shown(client, LEDGER + query))
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in cells]


def test_entries_read_as_sentences_newest_first(sign_in: SignIn, now: datetime) -> None:
    sheet = make.released("停水通知", now=now)
    client = sign_in("chen")

    assert sentences(client, "?group=review") == [
        f"{verb} 《停水通知》 {sheet.number}"
        for verb in ("核发", "移交", "审批同意", "初审同意", "送审")
    ]
    assert "今天" in shown(client)


def test_no_row_shows_a_code_or_an_empty_place(sign_in: SignIn, now: datetime) -> None:
    make.released(now=now)
    page = shown(sign_in("chen"))

    assert not re.search(r">[^<]*\b(registry|people|review|collect)\.[a-z_]+", page)
    assert "{" not in page.replace("{% ", "")


def test_a_person_without_posts_sees_nothing(sign_in: SignIn, now: datetime) -> None:
    make.released(now=now)
    answer = sign_in("stranger").get(LEDGER)

    assert answer.status_code == 403
    assert "停水通知" not in answer.content.decode()


def test_a_contributor_sees_own_acts_and_own_units_items_only(
    sign_in: SignIn, now: datetime
) -> None:
    ours = make.submitted("停水通知", now=now)
    theirs = make.submitted("文艺汇演", author="wu", unit="culture", now=now)
    found = entries_seen_by(actor_of(make.named("zhang"), now))
    subjects = set(found.values_list("subject", flat=True))

    assert f"sheet:{ours.number}" in subjects
    assert f"sheet:{theirs.number}" not in subjects
    assert not any(subject.startswith("account:") for subject in subjects)
    assert "文艺汇演" not in shown(sign_in("zhang"))
    assert entries_seen_by(actor_of(make.named("chen"), now)).count() == Entry.objects.count()


def test_whoever_is_signed_out_is_asked_to_sign_in(client: Client) -> None:
    for address in (LEDGER, f"{LEDGER}1/proof/", f"{LEDGER}checkpoint.txt"):
        assert client.get(address)["location"].startswith("/account/login/")


def test_filters_narrow_by_kind_person_day_and_words(now: datetime) -> None:
    actor = actor_of(make.named("chen"), now)
    water = make.submitted("停水通知", now=now)
    power = make.signed(make.submitted("停电通知", now=now), Act.ENDORSE, now=now)

    def subjects(**asked: object) -> list[tuple[str, str]]:
        found = entries_wanted(actor, Wanted(group="review", **asked))
        return [(entry.kind, entry.subject) for entry in found]

    sent, endorsed = "review.submitted", "review.endorsed"
    both = [
        (endorsed, f"sheet:{power.number}"),
        (sent, f"sheet:{power.number}"),
        (sent, f"sheet:{water.number}"),
    ]
    assert subjects() == both
    assert subjects(person=make.named("zhao").key) == both[:1]
    assert subjects(words="停水") == both[2:]
    assert subjects(words=water.number) == both[2:]
    assert subjects(words="赵站") == both[:1]
    assert subjects(since=now.date(), until=now.date()) == both
    assert subjects(since=now.date() + timedelta(days=1)) == []
    assert subjects(until=now.date() - timedelta(days=1)) == []
    assert {kind for kind, _ in subjects(words="没有这个词")} == set()


def test_a_day_begins_at_midnight_in_shanghai(now: datetime) -> None:
    midnight = datetime.fromisoformat("2026-11-24T00:00:00+08:00")
    make.submitted("零点零分", now=midnight)
    make.submitted("前一秒", now=midnight - timedelta(seconds=1))
    actor = actor_of(make.named("chen"), now)
    found = entries_wanted(actor, Wanted(group="review", since=midnight.date()))

    assert [entry.ts for entry in found] == ["2026-11-23T16:00:00.000000Z"]


@pytest.mark.parametrize(
    "query", ["?page=99", "?since=abc", "?group=x", "?seq=x", "?seq=9" + "9" * 30]
)
def test_what_cannot_be_read_is_left_out(sign_in: SignIn, query: str) -> None:
    assert "台账" in shown(sign_in("chen"), LEDGER + query)


def test_one_entry_is_shown_in_full_with_its_words(sign_in: SignIn, now: datetime) -> None:
    sheet = make.returned(now=now)
    seq = Entry.objects.get(kind="review.returned").seq
    page = shown(sign_in("chen"), f"{LEDGER}?seq={seq}")

    assert "请写明停水的范围" in page
    assert sheet.package_sha256[:4].upper() in page
    assert Entry.objects.get(seq=seq).leaf_hash[:4].upper() in page


def test_an_erased_text_is_said_to_be_erased(sign_in: SignIn, now: datetime) -> None:
    make.returned(now=now)
    seq = Entry.objects.get(kind="review.returned").seq
    erase_personal_text(seq, actor="machine", words="本人要求", ordered_by="王书记", now=now)
    page = shown(sign_in("chen"), f"{LEDGER}?seq={seq}")

    assert not PersonalText.objects.filter(seq=seq).exists()
    assert "已依法抹去" in page
    assert "请写明停水的范围" not in page


def test_another_units_entry_is_not_shown_in_full(sign_in: SignIn, now: datetime) -> None:
    make.submitted("文艺汇演", author="wu", unit="culture", now=now)
    seq = Entry.objects.get(kind="review.submitted").seq

    assert "文艺汇演" not in shown(sign_in("zhang"), f"{LEDGER}?seq={seq}")


def test_a_user_s_title_is_escaped(sign_in: SignIn, now: datetime) -> None:
    make.submitted("<script>alert(1)</script>", now=now)

    assert "<script>alert" not in shown(sign_in("chen"))


def test_verification_says_what_it_proves_and_what_it_cannot(
    sign_in: SignIn, now: datetime
) -> None:
    whole = whole_ledger()
    answer = sign_in("chen").post("/report/ledger/verify/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert f"{whole.size} 条台账记录全部对得上" in page
    assert "只有与事先交到外面的校验点比对才看得出来" in page
    assert whole.root[:4].upper() in page


def test_verification_is_an_act_of_those_who_may_read(sign_in: SignIn) -> None:
    assert sign_in("chen").get("/report/ledger/verify/").status_code == 405
    assert sign_in("stranger").post("/report/ledger/verify/").status_code == 403


def test_the_page_takes_as_many_queries_for_ten_rows_as_for_one(
    sign_in: SignIn, now: datetime
) -> None:
    client = sign_in("chen")
    counted = []
    for count in (1, 9):
        for number in range(count):
            make.submitted(f"第 {number} 号通知", now=now)
        client.get(f"{LEDGER}?group=review")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LEDGER}?group=review")
        counted.append(len(queries))

    assert counted[0] == counted[1]
