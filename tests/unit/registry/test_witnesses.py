"""Who gets the checkpoint every day: at most three, each within reach, on the record."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hefa.core.errors import Refused
from hefa.jobs.models import JobRun
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.models import Witness
from hefa.registry.queries import witnesses

from .conftest import NOW, enter

pytestmark = pytest.mark.django_db
PAGE = "/settings/mail-and-backup/"
CHOOSE = f"{PAGE}witnesses/"


def leader(username: str, name: str, *, mail: bool = True) -> Person:
    person = enter(username, name)
    if mail:
        Person.objects.filter(pk=person.pk).update(mail=f"{username}@example.org")
    return Person.objects.get(pk=person.pk)


def test_the_named_stand_in_order_and_the_first_mail_is_woken(administrator: Person) -> None:
    wang, li = leader("wang", "王书记"), leader("li", "李主任")

    actions.name_witnesses([wang, li, wang], by=administrator, now=NOW)

    assert witnesses() == [wang, li]
    entry = Entry.objects.get(kind="registry.witnesses_named")
    assert json.loads(entry.body) == {"people": [wang.key, li.key]}
    assert "example.org" not in entry.body
    assert JobRun.objects.get(kind="notify.checkpoint_mail").next_at == NOW

    actions.name_witnesses([li], by=administrator, now=NOW)
    assert witnesses() == [li]

    actions.name_witnesses([], by=administrator, now=NOW)
    assert witnesses() == []


def test_nobody_is_named_who_cannot_be_reached(administrator: Person) -> None:
    named = leader("wang", "王书记")
    actions.name_witnesses([named], by=administrator, now=NOW)
    unreachable = leader("zhao", "赵站长", mail=False)
    closed = leader("qian", "钱干事")
    actions.close_person(closed, by=administrator, now=NOW)
    crowd = [leader(f"p{number}", f"第{number}位") for number in range(2)]
    people = [unreachable, Person.objects.get(pk=closed.pk), *crowd]

    with pytest.raises(Refused) as refused:
        actions.name_witnesses(people, by=administrator, now=NOW)

    assert [entry.code for entry in refused.value.reasons] == [
        "registry.witness_without_mail",
        "registry.witness_closed",
        "registry.too_many_witnesses",
    ]
    assert witnesses() == [named]


def test_the_database_holds_three_at_most(administrator: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Witness.objects.create(place=4, person=administrator)


def test_the_page_offers_people_with_an_address_and_keeps_the_choice(manager: Client) -> None:
    wang, zhao = leader("wang", "王书记"), leader("zhao", "赵站长", mail=False)
    page = manager.get(PAGE).content.decode()
    assert f'<option value="{wang.pk}">王书记' in page
    assert f'<option value="{zhao.pk}">' not in page

    page = manager.post(CHOOSE, {"first": wang.pk}, follow=True).content.decode()

    assert "已定好收校验点的人" in page
    assert f'<option value="{wang.pk}" selected>王书记' in page


def test_a_choice_that_is_none_is_said_so(manager: Client) -> None:
    zhao = leader("zhao", "赵站长", mail=False)

    answer = manager.post(CHOOSE, {"first": zhao.pk})

    assert answer.status_code == 422
    assert "有几处还要改一改" in answer.content.decode()
    assert witnesses() == []


def test_whoever_lost_the_address_stays_to_be_seen_and_is_refused_with_the_reason(
    manager: Client,
) -> None:
    wang = leader("wang", "王书记")
    manager.post(CHOOSE, {"first": wang.pk})
    Person.objects.filter(pk=wang.pk).update(mail="")

    assert f'<option value="{wang.pk}" selected>王书记' in manager.get(PAGE).content.decode()
    answer = manager.post(CHOOSE, {"first": wang.pk})

    assert answer.status_code == 422
    assert "王书记 还没有登记邮箱" in answer.content.decode()
