"""A person's word that what they were to do at WeChat is done, where Hefa cannot see it."""

from datetime import datetime
from typing import Final

from django.db import transaction

from hefa.collect.packages import package_of
from hefa.core.change import side
from hefa.core.errors import Refused, reason
from hefa.core.package import Kind
from hefa.core.rights import Right, demand
from hefa.ledger.append import append
from hefa.people.models import Person
from hefa.publish.account import connected, reading
from hefa.publish.changes import change, current
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders import taking_down
from hefa.publish.orders.columns import put_as_signed
from hefa.publish.orders.menu_trees import keep_menu
from hefa.publish.turn import fact
from hefa.registry.access import actor_of
from hefa.registry.channels import is_connected

State = PublicationState

MENU_CONFIRM: Final = "publish.menu_confirm"
CONFIRMED: Final = frozenset({MENU_CONFIRM, taking_down.CONFIRM})  # only a person can tell


def can_be_seen(publication: Publication, *, now: datetime) -> bool:
    """Whether the article that is to go can be seen. WeChat is asked; nothing is written."""
    target = _target(publication)
    if target is None:
        return False
    lend = connected if is_connected(publication.account) else reading
    with lend(publication.account, now=now) as wire:
        return taking_down.has_gone(wire, target) is False


@transaction.atomic
def confirm_done(
    publication: Publication,
    *,
    is_seen: bool = False,
    person: Person,
    words: str,
    now: datetime,
) -> None:
    """Take a person's word that it was done by hand, where nobody can read it.

    Raises Refused while Hefa can see for itself, while the article is still to be seen, where
    others changed the columns meanwhile, without words, or without the right. Source: 12(5).
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    found = current(publication)
    if found.state != State.HANDED or found.trouble_code not in CONFIRMED:
        raise Refused(reason("publish.confirm_not_asked"))
    if is_seen:
        raise Refused(reason("publish.confirm_still_out"))
    if not words.strip():
        raise Refused(reason("publish.words_missing"))
    confirm = _taken_down if found.kind == Kind.TAKE_DOWN else _menu_set
    confirm(found, person, words.strip(), now)


def _menu_set(found: Publication, person: Person, words: str, now: datetime) -> None:
    """The menu is the one that was signed, and the columns change with it."""
    wanted = package_of(found.items.select_related("version").get().version).change
    columns = put_as_signed(wanted)
    _done(found, now)
    keep_menu(found.account, side(wanted, "menu", "after"), publication=found, now=now)
    body = {"columns": columns}
    told = fact(found, "publish.menu_confirmed", body, personal={"words": words})
    append(told, actor=person.key, now=now)


def _taken_down(found: Publication, person: Person, words: str, now: datetime) -> None:
    """The article is gone, and what was to come in its place may come."""
    target = _target(found)
    if target is not None:
        taking_down.note_removed(target, now)
    _done(found, now)
    told = fact(found, "publish.take_down_confirmed", {}, personal={"words": words})
    append(told, actor=person.key, now=now)
    taking_down.let_successor_go(found, now)


def _done(found: Publication, now: datetime) -> None:
    trouble = {"trouble_code": "", "trouble_detail": {}}
    change(found, now, state=State.PUBLISHED, next_at=None, intent_at=None, **trouble)


def _target(publication: Publication) -> PublicationItem | None:
    """Return the published item that a take-down is about; None for other orders."""
    if publication.kind != Kind.TAKE_DOWN:
        return None
    return PublicationItem.objects.select_related("publication", "version").get(
        acted_on_by__publication=publication
    )
