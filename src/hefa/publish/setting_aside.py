"""Setting aside what was released and is not to go out after all, and taking it up again."""

from datetime import datetime

from django.db import transaction

from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.core.errors import Refused, reason
from hefa.core.package import Kind
from hefa.core.rights import Right, demand
from hefa.ledger.append import append
from hefa.people.models import Person
from hefa.publish.changes import change, compose, current, let_go
from hefa.publish.models import Publication, PublicationState
from hefa.publish.orders.acting import NOT_WANTED, is_anew, is_set_aside, item_named
from hefa.publish.orders.ordering import awaiting_orders
from hefa.publish.queries import awaiting_publication
from hefa.publish.turn import fact
from hefa.registry.access import actor_of


@transaction.atomic
def set_aside(version: Version, *, person: Person, words: str, now: datetime) -> Publication:
    """Return the cancelled publication which says that the released `version` is not wanted.

    It waits for nobody any more; its sheet stays as it is. Raises Refused without the right or
    words, and for what does not wait.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    if not words.strip():
        raise Refused(reason("publish.words_missing"))
    if not waits(version):
        raise Refused(reason("publish.already_claimed"))
    package = package_of(version)
    made = compose([version], [package], person=person, planned_at=None, now=now)
    kind = Kind.ARTICLE if is_anew(package) else package.kind
    if kind is not Kind.ARTICLE:
        made.items.update(acts_on=item_named(package.acts_on))
    change(
        made,
        now,
        kind=kind.value,
        state=PublicationState.CANCELLED,
        next_at=None,
        trouble_code=NOT_WANTED,
    )
    told = fact(made, "publish.set_aside", {}, personal={"words": words.strip()})
    append(told, actor=person.key, now=now)
    return made


@transaction.atomic
def take_up(publication: Publication, *, person: Person, now: datetime, words: str = "") -> None:
    """Put what was set aside back among what waits. Raises Refused for anything else."""
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    found = current(publication)
    if not is_set_aside(found):
        raise Refused(reason("publish.not_set_aside"))
    change(found, now, trouble_code="")
    let_go(found)
    told = fact(found, "publish.taken_up", {}, personal={"words": words.strip()})
    append(told, actor=person.key, now=now)


def waits(version: Version) -> bool:
    """Whether `version` is released and nobody has sent it out, carried it out or set it aside."""
    waiting = (awaiting_publication(), awaiting_orders())
    return any(sheets.filter(version=version).exists() for sheets in waiting)
