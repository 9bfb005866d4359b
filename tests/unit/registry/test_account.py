"""The official account: its secret stays sealed, its test is taken back, a sandbox stays one."""

from datetime import datetime
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.test import Client

from hefa.core.errors import Conflict, Refused, Tampered
from hefa.ledger.models import Entry, PersonalText
from hefa.registry import actions
from hefa.registry.models import Installation, OfficialAccount
from hefa.registry.secrets import open_sealed

from .conftest import NOW

pytestmark = pytest.mark.django_db
SECRET = "0123456789abcdef-planted-secret"


def save(account: OfficialAccount | None = None, **changed: Any) -> OfficialAccount:
    given: dict[str, Any] = {
        "name": "青禾社区",
        "wechat_id": "qinghe",
        "kind": "subscription",
        "is_verified": True,
        "appid": "wx0001",
        "secret": None,
        "seen": account.revision if account else 0,
        **changed,
    }
    return actions.save_account(account, **given, by=None, now=NOW)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in refused.value.reasons]


def test_the_secret_is_sealed_and_opens_for_its_account(db: None) -> None:
    account = save(secret=SECRET)

    assert open_sealed("qinghe", account.secret_sealed) == SECRET
    assert SECRET not in account.secret_sealed


def test_a_secret_moved_to_another_account_does_not_open(db: None) -> None:
    sealed = save(secret=SECRET).secret_sealed
    other = save(wechat_id="other", secret="its own")
    OfficialAccount.objects.filter(pk=other.pk).update(secret_sealed=sealed)

    with pytest.raises(Tampered) as tampered:
        open_sealed(other.key, OfficialAccount.objects.get(pk=other.pk).secret_sealed)

    assert [entry.code for entry in tampered.value.reasons] == ["registry.secret_of_another"]


def test_the_secret_stands_in_no_repr_no_ledger_and_no_page(manager: Client) -> None:
    address = "/settings/accounts/new/"
    given = {
        "name": "青禾社区", "wechat_id": "qinghe", "kind": "subscription", "appid": "wx0001",
        "secret": SECRET, "seen": "0",
    }  # fmt: skip
    refused = manager.post(address, {**given, "kind": ""}).content.decode()
    assert manager.post(address, given).status_code == 302

    account = OfficialAccount.objects.get()
    shown = [
        repr(account),
        str(account),
        refused,
        str(list(Entry.objects.values())),
        str(list(PersonalText.objects.values())),
        manager.get("/settings/accounts/").content.decode(),
        manager.get(f"/settings/accounts/{account.pk}/").content.decode(),
    ]
    assert [text for text in shown if SECRET in text or account.secret_sealed in text] == []
    assert "qinghe" in shown[3]


def test_no_new_secret_leaves_the_old_one_and_its_test(db: None) -> None:
    account = save(secret=SECRET)
    actions.record_account_test(account, "", by=None, now=NOW)

    renamed = save(account, name="青禾社区发布")

    assert renamed.tested_at == NOW
    assert open_sealed(renamed.key, renamed.secret_sealed) == SECRET


@pytest.mark.parametrize("changed", [{"appid": "wx0002"}, {"secret": "new"}, {"kind": "service"}])
def test_a_change_of_what_the_connection_rests_on_takes_its_test_back(
    db: None, changed: dict[str, str]
) -> None:
    account = save(secret=SECRET)
    actions.record_account_test(account, "", by=None, now=NOW)

    assert save(account, **changed).tested_at is None


def test_a_test_of_an_account_changed_meanwhile_is_not_recorded(db: None) -> None:
    loaded = save(secret=SECRET)
    save(OfficialAccount.objects.get(), secret="newer")

    with pytest.raises(Conflict):
        actions.record_account_test(loaded, "", by=None, now=NOW)


def test_two_who_save_at_once_do_not_overwrite_each_other(db: None) -> None:
    first, second = save(secret=SECRET), OfficialAccount.objects.get()
    save(first, name="甲")

    with pytest.raises(Conflict):
        save(second, name="乙")

    assert OfficialAccount.objects.get().name == "甲"


def test_a_sandbox_needs_a_demo(db: None) -> None:
    with pytest.raises(Refused) as refused:
        save(kind="sandbox")

    assert codes(refused) == ["registry.sandbox_in_demo_only"]


@pytest.mark.parametrize(("before", "after"), [("sandbox", "service"), ("service", "sandbox")])
def test_a_sandbox_never_becomes_a_real_account_nor_back(db: None, before: str, after: str) -> None:
    Installation.objects.create(pk=1, is_demo=True)
    account = save(kind=before, secret=SECRET)

    with pytest.raises(Refused) as refused:
        save(account, kind=after)

    assert codes(refused) == ["registry.sandbox_stays"]


@pytest.mark.parametrize(
    ("kind", "base_url", "is_refused"),
    [
        ("sandbox", "http://127.0.0.1:9000", False),
        ("sandbox", "http://localhost:9000", False),
        ("sandbox", "http://192.168.1.4:9000", True),
        ("sandbox", "http://localhost.example.org", True),
        ("service", "http://127.0.0.1:9000", True),
    ],
)
def test_only_a_sandbox_on_this_machine_has_an_address_of_its_own(
    db: None, kind: str, base_url: str, is_refused: bool
) -> None:
    Installation.objects.create(pk=1, is_demo=True)
    if not is_refused:
        assert save(kind=kind, base_url=base_url).base_url == base_url
        return
    with pytest.raises(Refused) as refused:
        save(kind=kind, base_url=base_url)
    assert codes(refused) == ["registry.address_not_allowed"]


def test_the_same_account_is_not_entered_twice(db: None) -> None:
    save()

    with pytest.raises(Refused) as refused:
        save()

    assert codes(refused) == ["registry.account_exists"]


def test_the_moment_of_the_test_is_kept(db: None, now: datetime) -> None:
    account = save(secret=SECRET)

    actions.record_account_test(account, "wechat.ip_not_allowed", by=None, now=now)

    assert (account.tested_at, account.test_code) == (now, "wechat.ip_not_allowed")


def test_a_kind_that_is_not_in_the_list_is_refused(db: None) -> None:
    with pytest.raises(Refused) as refused:
        save(kind="newspaper")

    assert codes(refused) == ["registry.kind_unknown"]


def test_a_secret_sealed_with_a_lost_key_does_not_open(db: None, settings: LazySettings) -> None:
    account = save(secret=SECRET)
    settings.SECRETS_KEYS = [Fernet.generate_key().decode()]

    for sealed in (account.secret_sealed, "plain"):
        with pytest.raises(Tampered) as tampered:
            open_sealed("qinghe", sealed)
        assert [entry.code for entry in tampered.value.reasons] == ["registry.secret_unreadable"]
