"""What several acts upon the register share, inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet
from ulid import ULID

from hefa.core.errors import Conflict, reason
from hefa.core.rights import Right, demand
from hefa.ledger.append import MACHINE
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import (
    AccountCallback,
    Column,
    Installation,
    Mailbox,
    OfficialAccount,
)

M = TypeVar("M", bound=Model)


def manager_key(by: Person | None, now: datetime) -> str:
    """Return the key under which `by` stands in the ledger; None is the machine itself.

    Raises Refused for a person who does not hold a post that keeps the register. Source: 5(5).
    """
    if by is None:
        return MACHINE
    demand(Right.MANAGE_REGISTER, actor_of(by, now))
    return by.key


def write_row(row: QuerySet[M], *, seen: int, **values: object) -> None:
    """Write `values` to the one row in `row`, if it still stands at the revision `seen`.

    Raises Conflict when somebody saved it in the meantime: reload and show both.
    """
    if not row.filter(revision=seen).update(revision=seen + 1, **values):
        raise Conflict(reason("registry.changed_meanwhile"))


def put_columns(wanted: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Let the columns be as `wanted`; return them, new ones with the key they were given.

    A column that is not named stays as it is; none is ever deleted. Source: 12(5).
    """
    found: list[dict[str, Any]] = []
    for entry in wanted:
        key = entry["key"] or f"column-{ULID()}".lower()
        values = {name: entry[name] for name in ("name", "update_cycle_days", "is_open")}
        rows = Column.objects.filter(key=key)
        if entry["key"]:
            rows.update(revision=F("revision") + 1, **values)
        else:
            Column.objects.create(key=key, **values)
        found.append({"key": key, **values})
    return found


def the_installation() -> Installation:
    """Return the row of the one organisation, made when it is missing."""
    return Installation.objects.get_or_create(pk=1)[0]


def mark_mail_tested(to: str, *, now: datetime) -> None:
    """Write that a test message has left for `to`."""
    the_installation()
    Installation.objects.filter(pk=1).update(mail_tested_at=now, mail_tested_to=to)


def mark_mailbox_looked_at(trouble_code: str, *, seen: int, now: datetime) -> None:
    """Write how the mailbox was found; nothing when it was saved since `seen`."""
    Mailbox.objects.filter(pk=1, revision=seen).update(looked_at=now, trouble_code=trouble_code)


def mark_callback_verified(row: AccountCallback, *, now: datetime) -> None:
    """Write that WeChat has asked at the address of `row` and been answered."""
    AccountCallback.objects.filter(pk=row.pk).update(verified_at=now)


def mark_callback_heard(row: AccountCallback, kind: str, mode: str, *, now: datetime) -> None:
    """Write what was heard last at the address of `row`."""
    AccountCallback.objects.filter(pk=row.pk).update(
        heard_at=now, heard_kind=kind[:60], heard_mode=mode
    )


def mark_callback_refused(row: AccountCallback, code: str, *, now: datetime) -> None:
    """Write that something at the address of `row` was turned away, and why."""
    AccountCallback.objects.filter(pk=row.pk).update(
        refused_at=now, refused_code=code, refused_count=F("refused_count") + 1
    )


def mark_counted(account: OfficialAccount, code: str, *, now: datetime) -> None:
    """Write that WeChat was asked for the figures of `account`; `code` is what stood in the way."""
    OfficialAccount.objects.filter(pk=account.pk).update(counted_at=now, count_code=code)
