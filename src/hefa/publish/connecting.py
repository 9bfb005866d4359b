"""Trying the connection to an account: ask WeChat for its token, and record what came."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from hefa.core.errors import Refused
from hefa.core.rights import Right, demand
from hefa.publish.account import connected, forget_token, token_of
from hefa.registry.access import actor_of
from hefa.registry.actions import record_account_test
from hefa.wechat.errors import CallFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hefa.people.models import Person
    from hefa.registry.models import OfficialAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it: `code` has its words, `detail` fills them; no code means that it works."""

    code: str = ""
    detail: "Mapping[str, str | int]" = field(default_factory=dict)


def try_connection(account: "OfficialAccount", *, person: "Person", now: datetime) -> Tried:
    """Return how the connection to `account` is found, after recording it.

    The call comes before the one transaction that records it. Raises Refused without the right,
    Conflict when the account was changed meanwhile. Source: 5(5).
    """
    demand(Right.MANAGE_REGISTER, actor_of(person, now))
    tried = _ask(account, now)
    record_account_test(account, tried.code, by=person, now=now)
    return tried


def _ask(account: "OfficialAccount", now: datetime) -> Tried:
    """Return what WeChat says when it is asked afresh for a token."""
    try:
        with connected(account, now=now) as wire:
            forget_token(wire)
            token_of(wire)
    except Refused as refused:
        first = refused.reasons[0]
        return Tried(code=first.code, detail=first.detail)
    except CallFailed as failed:
        return Tried(code=failed.code, detail=failed.detail)
    return Tried()
