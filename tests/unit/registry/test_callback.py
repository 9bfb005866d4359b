"""Receiving messages: the keys shown once, sealed at rest, changed and dropped by managers only."""

import json
import re

import pytest
from django.test import Client

from hefa.core.errors import Conflict, Refused, Tampered
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.actions.callback import BOTH_HOLD, bound_to, keys_of
from hefa.registry.models import AccountCallback, OfficialAccount
from hefa.registry.secrets import open_sealed, seal

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> OfficialAccount:
    return OfficialAccount.objects.create(
        key="main",
        name="青禾社区发布",
        wechat_id="qinghe",
        kind="subscription",
        appid="wx1",
        secret_sealed=seal("main", "secret"),
    )


def page_of(account: OfficialAccount) -> str:
    return f"/settings/accounts/{account.pk}/callback/"


def test_keys_are_such_as_wechat_takes_and_lie_sealed(
    administrator: Person, account: OfficialAccount
) -> None:
    keys = actions.make_callback_keys(account, by=administrator, now=NOW)
    row = AccountCallback.objects.get()

    assert re.fullmatch(r"[0-9A-Za-z]{3,32}", keys.token)
    assert re.fullmatch(r"[0-9A-Za-z]{43}", keys.aes_key)
    assert keys.token not in row.token_sealed
    assert open_sealed(bound_to(account), row.aes_key_sealed) == keys.aes_key
    with pytest.raises(Tampered):
        open_sealed(account.key, row.token_sealed)
    assert len(row.key) >= 43
    assert keys.token not in repr(keys)
    assert keys.aes_key not in repr(keys)


def test_the_ledger_says_that_keys_were_made_and_not_which(
    administrator: Person, account: OfficialAccount
) -> None:
    keys = actions.make_callback_keys(account, by=administrator, now=NOW)

    entry = Entry.objects.get(kind="registry.callback_keys_made")
    assert json.loads(entry.body) == {"name": account.name}
    assert entry.actor == administrator.key
    assert keys.token not in entry.body


def test_former_keys_hold_for_an_hour_and_the_address_stays(
    administrator: Person, account: OfficialAccount
) -> None:
    former = actions.make_callback_keys(account, by=administrator, now=NOW)
    address = AccountCallback.objects.get().key
    changed = actions.make_callback_keys(account, by=administrator, now=NOW)
    row = AccountCallback.objects.get()

    assert row.key == address
    assert keys_of(row, NOW) == (changed, former)
    assert keys_of(row, NOW + BOTH_HOLD) == (changed,)


def test_who_does_not_keep_the_register_makes_no_keys(
    contributor: Person, account: OfficialAccount
) -> None:
    with pytest.raises(Refused):
        actions.make_callback_keys(account, by=contributor, now=NOW)

    assert not AccountCallback.objects.exists()


def test_the_holding_answer_fits_wechat_s_bytes(
    administrator: Person, account: OfficialAccount
) -> None:
    actions.make_callback_keys(account, by=administrator, now=NOW)
    too_long = "停" * 683
    with pytest.raises(Refused) as caught:
        actions.set_holding_text(account, text=too_long, seen=0, by=administrator, now=NOW)
    assert caught.value.reasons[0].code == "registry.holding_too_long"

    actions.set_holding_text(account, text="正在处理", seen=0, by=administrator, now=NOW)
    with pytest.raises(Conflict):
        actions.set_holding_text(account, text="", seen=0, by=administrator, now=NOW)
    assert AccountCallback.objects.get().holding_text == "正在处理"


def test_the_page_shows_the_keys_once(
    manager: Client, administrator: Person, account: OfficialAccount
) -> None:
    assert "还没有接收" in manager.get(page_of(account)).content.decode()

    made = manager.post(f"{page_of(account)}make/")
    row = AccountCallback.objects.select_related("account").get()
    (keys,) = keys_of(row, NOW)
    shown = made.content.decode()
    assert keys.token in shown
    assert keys.aes_key in shown
    assert f"/publish/callback/{row.key}/" in shown
    assert "no-store" in made["Cache-Control"]

    again = manager.get(page_of(account)).content.decode()
    assert keys.token not in again
    assert keys.aes_key not in again
    assert "微信还没有来核验过" in again


def test_the_page_says_what_was_turned_away_and_what_to_do(
    manager: Client, administrator: Person, account: OfficialAccount
) -> None:
    actions.make_callback_keys(account, by=administrator, now=NOW)
    AccountCallback.objects.update(
        refused_at=NOW, refused_code="wechat.push_not_signed", refused_count=3
    )
    page = manager.get(page_of(account)).content.decode()

    assert "最近拒收" in page
    assert "3 次" in page


def test_the_holding_answer_is_set_and_ended_on_the_page(
    manager: Client, administrator: Person, account: OfficialAccount
) -> None:
    actions.make_callback_keys(account, by=administrator, now=NOW)

    manager.post(f"{page_of(account)}hold/", {"text": "正在处理", "seen": 0})
    assert "正在答复" in manager.get(page_of(account)).content.decode()
    stale = manager.post(f"{page_of(account)}hold/", {"text": "别的", "seen": 0})
    assert stale.status_code == 409
    assert "别的" in stale.content.decode()
    manager.post(f"{page_of(account)}hold/", {"text": "", "seen": 1})
    assert AccountCallback.objects.get().holding_text == ""


def test_stopping_forgets_address_and_keys(
    manager: Client, administrator: Person, account: OfficialAccount
) -> None:
    actions.make_callback_keys(account, by=administrator, now=NOW)
    manager.post(f"{page_of(account)}stop/")

    assert not AccountCallback.objects.exists()
    assert Entry.objects.filter(kind="registry.callback_stopped").count() == 1
