"""The official account in the register: its particulars, its secret, its connection test."""

import ipaddress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from hefa.core.errors import Reason, Refused, reason
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.changes import manager_key, write_row
from hefa.registry.models import AccountKind, Installation, OfficialAccount
from hefa.registry.secrets import seal


@transaction.atomic
def save_account(
    account: OfficialAccount | None = None,
    *,
    key: str = "",
    name: str,
    wechat_id: str,
    kind: str,
    is_verified: bool,
    appid: str,
    secret: str | None,
    by: Person | None,
    now: datetime,
    base_url: str | None = None,
    seen: int = 0,
) -> OfficialAccount:
    """Return the account with these particulars; without an account, a new one.

    The secret is kept encrypted and bound to the account; None leaves the one that is there,
    as it leaves the address, which only a sandbox has.
    A change of what the connection rests on takes its test back. Raises Refused with every
    reason, Conflict when saved since `seen`. Source: 2, 5(5).
    """
    actor = manager_key(by, now)
    if base_url is None:
        base_url = account.base_url if account else ""
    key = account.key if account else key or wechat_id
    if reasons := _reasons_against(account, kind, key, base_url):
        raise Refused(reasons)
    values: dict[str, Any] = {
        "name": name,
        "wechat_id": wechat_id,
        "kind": kind,
        "is_verified": is_verified,
        "appid": appid,
        "base_url": base_url,
    }
    if secret:
        values["secret_sealed"] = seal(key, secret)
    _write(account, key, values, seen)
    _note(key, values, has_new_secret=bool(secret), actor=actor, now=now)
    return OfficialAccount.objects.get(key=key)


@transaction.atomic
def record_account_test(
    account: OfficialAccount, code: str, *, by: Person | None, now: datetime
) -> None:
    """Record how the connection of `account` was found; an empty `code` means that it works.

    What WeChat refused before is then asked for again.
    Raises Conflict when the account was changed since it was loaded.
    """
    actor = manager_key(by, now)
    write_row(
        OfficialAccount.objects.filter(pk=account.pk),
        seen=account.revision,
        tested_at=now,
        test_code=code,
        **({} if code else {"refused_channel": "", "refused_at": None}),
    )
    account.refresh_from_db()
    append(
        Fact(
            kind="registry.account_tested",
            subject=f"account:{account.key}",
            body={"code": code},
        ),
        actor=actor,
        now=now,
    )


@transaction.atomic
def set_resubmission(
    account: OfficialAccount,
    *,
    is_refused: bool,
    words: str,
    by: Person | None,
    now: datetime,
    seen: int = 0,
) -> None:
    """Keep a person's word whether WeChat refuses `account` a second submission of a draft.

    While it stands, a submission whose answer was lost is made again by itself. Raises Refused
    without words on how it is known, Conflict when saved since `seen`.
    Source: docs/adr/0007-a-draft-is-submitted-again-only-where-that-is-known-to-be-refused.md.
    """
    actor = manager_key(by, now)
    if not words.strip():
        raise Refused(reason("registry.how_known_missing"))
    rows = OfficialAccount.objects.filter(pk=account.pk)
    write_row(rows, seen=seen, is_resubmission_refused=is_refused)
    told = Fact(
        kind=f"registry.resubmission_{'refused' if is_refused else 'unknown'}",
        subject=f"account:{account.key}",
        body={"name": account.name},
        personal={"words": words.strip()},
    )
    append(told, actor=actor, now=now)


def _reasons_against(
    account: OfficialAccount | None, kind: str, key: str, base_url: str
) -> list[Reason]:
    found: list[Reason] = []
    if kind not in AccountKind.values:
        found.append(reason("registry.kind_unknown"))
    is_sandbox = kind == AccountKind.SANDBOX
    if is_sandbox and not Installation.objects.filter(pk=1, is_demo=True).exists():
        found.append(reason("registry.sandbox_in_demo_only"))
    if account is None and OfficialAccount.objects.filter(key=key).exists():
        found.append(reason("registry.account_exists", wechat_id=key))
    if account is not None and (account.kind == AccountKind.SANDBOX) != is_sandbox:
        found.append(reason("registry.sandbox_stays"))
    if base_url and not (is_sandbox and _is_loopback(base_url)):
        found.append(reason("registry.address_not_allowed"))
    return found


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _write(account: OfficialAccount | None, key: str, values: dict[str, Any], seen: int) -> None:
    """Write `values`; a connection that now rests on something else is untested again."""
    if account is None:
        OfficialAccount.objects.create(key=key, **values)
        return
    if any(values[name] != getattr(account, name) for name in ("kind", "is_verified", "appid")):
        values = {**values, "refused_channel": "", "refused_at": None}
    ties = ("kind", "appid", "base_url")
    if "secret_sealed" in values or any(values[tie] != getattr(account, tie) for tie in ties):
        values = {**values, "tested_at": None, "test_code": ""}
    if any(values[name] != getattr(account, name) for name in ("kind", "appid")):
        values = {**values, "is_resubmission_refused": False, "resubmission_refused_at": None}
    write_row(OfficialAccount.objects.filter(pk=account.pk), seen=seen, **values)


def _note(
    key: str, values: dict[str, Any], *, has_new_secret: bool, actor: str, now: datetime
) -> None:
    """Append the ledger entry; of the secret it says only whether it was replaced."""
    body = {name: value for name, value in values.items() if name != "secret_sealed"}
    append(
        Fact(
            kind="registry.account_saved",
            subject=f"account:{key}",
            body={**body, "has_new_secret": has_new_secret},
        ),
        actor=actor,
        now=now,
    )
