"""Looking at the account's menu on a person's wish, and keeping what was seen."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Refused
from hefa.core.rights import Right, demand
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.publish.account import connected
from hefa.publish.models import AccountMenu
from hefa.publish.orders.menu_trees import keep_menu
from hefa.publish.orders.menus import read_menu
from hefa.registry.access import actor_of
from hefa.registry.models import OfficialAccount
from hefa.wechat.errors import CallFailed


def look_at_menu(account: OfficialAccount, *, person: Person, now: datetime) -> str:
    """Read and keep the menu of `account`; return the code of what stood in the way, or nothing.

    Raises Refused without the right. The call comes before the transaction.
    """
    demand(Right.DRAFT, actor_of(person, now))
    try:
        with connected(account, now=now) as wire:
            seen = read_menu(wire)
    except Refused as refused:
        return refused.reasons[0].code
    except CallFailed as failed:
        return failed.code
    with transaction.atomic():
        known = AccountMenu.objects.filter(account=account).first()
        kept = keep_menu(account, seen, now=now)
        if known is None or kept.pk != known.pk:
            append(
                Fact(
                    kind="publish.menu_seen",
                    subject=f"account:{account.key}",
                    body={"name": account.name, "menu": kept.pk, "differs": int(known is not None)},
                ),
                actor=person.key,
                now=now,
            )
    return ""
