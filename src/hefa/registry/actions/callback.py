"""Receiving an account's messages: keys made, changed and dropped, and the words in between."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from hefa.core.errors import Refused, reason
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.changes import manager_key, write_row
from hefa.registry.models import AccountCallback, OfficialAccount
from hefa.registry.secrets import open_sealed, seal
from hefa.wechat.crypto import fresh_aes_key, fresh_token

BOTH_HOLD = timedelta(hours=1)
MOST_HOLDING_BYTES = 2048  # WeChat's limit of a text reply

_ADDRESS_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """What is entered in WeChat's backend together; never shown by `repr`."""

    token: str = field(repr=False)
    aes_key: str = field(repr=False)


@transaction.atomic
def make_callback_keys(account: OfficialAccount, *, by: Person, now: datetime) -> KeyPair:
    """Return fresh keys for the messages of `account`, to be shown this once.

    The address stays the same once it was made. Former keys hold for another hour, so that none
    is lost while WeChat's backend is being changed. Source: 5(5).
    """
    actor = manager_key(by, now)
    keys = KeyPair(token=fresh_token(), aes_key=fresh_aes_key())
    sealed = {
        "token_sealed": seal(bound_to(account), keys.token),
        "aes_key_sealed": seal(bound_to(account), keys.aes_key),
        "made_at": now,
    }
    before = AccountCallback.objects.filter(account=account).first()
    if before is None:
        AccountCallback.objects.create(
            account=account, key=secrets.token_urlsafe(_ADDRESS_BYTES), **sealed
        )
    else:
        write_row(
            AccountCallback.objects.filter(pk=before.pk),
            seen=before.revision,
            **sealed,
            old_token_sealed=before.token_sealed,
            old_aes_key_sealed=before.aes_key_sealed,
            old_until=now + BOTH_HOLD,
            verified_at=None,
            heard_mode="",
        )
    _note(account, "registry.callback_keys_made", actor, now)
    return keys


@transaction.atomic
def stop_callback(account: OfficialAccount, *, by: Person, now: datetime) -> None:
    """Receive nothing more for `account`: its address and keys are forgotten. Source: 5(5).

    Raises Refused when nothing was received for it.
    """
    actor = manager_key(by, now)
    if not AccountCallback.objects.filter(account=account).delete()[0]:
        raise Refused(reason("registry.callback_off"))
    _note(account, "registry.callback_stopped", actor, now)


@transaction.atomic
def set_holding_text(
    account: OfficialAccount, *, text: str, seen: int, by: Person, now: datetime
) -> None:
    """Answer whoever writes to `account` with `text` from now on; empty ends it. Source: 5(4).

    No call of WeChat sets an automatic reply, so it is given as the answer to each message.
    Raises Refused for words that WeChat would not carry, Conflict when saved since `seen`.
    """
    actor = manager_key(by, now)
    text = text.strip()
    if len(text.encode()) > MOST_HOLDING_BYTES:
        raise Refused(reason("registry.holding_too_long"))
    rows = AccountCallback.objects.filter(account=account)
    if not rows.exists():
        raise Refused(reason("registry.callback_off"))
    write_row(rows, seen=seen, holding_text=text)
    kind = "registry.holding_set" if text else "registry.holding_ended"
    _note(account, kind, actor, now, words=text)


def bound_to(account: OfficialAccount) -> str:
    """Return what the keys of `account` are sealed for; its secret is sealed for another."""
    return f"callback:{account.key}"


def keys_of(row: AccountCallback, now: datetime) -> tuple[KeyPair, ...]:
    """Return the keys that hold now, newest first.

    Raises Tampered when they were sealed for another account or with a lost key.
    """
    sealed = [(row.token_sealed, row.aes_key_sealed)]
    if row.old_until is not None and now < row.old_until:
        sealed.append((row.old_token_sealed, row.old_aes_key_sealed))
    place = bound_to(row.account)
    return tuple(
        KeyPair(token=open_sealed(place, token), aes_key=open_sealed(place, aes_key))
        for token, aes_key in sealed
    )


def _note(
    account: OfficialAccount, kind: str, actor: str, now: datetime, *, words: str = ""
) -> None:
    """Append the ledger entry; of the keys it says nothing."""
    append(
        Fact(
            kind=kind,
            subject=f"account:{account.key}",
            body={"name": account.name},
            personal={"words": words} if words else None,
        ),
        actor=actor,
        now=now,
    )
