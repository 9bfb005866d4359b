"""Transfer 移交手头稿件: what somebody who left had in hand goes to another of the unit."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from hefa.collect.models import Manuscript, Version
from hefa.core.errors import Reason, Refused, reason
from hefa.core.review import State, UnitKey
from hefa.core.rights import RULES, Item, Right, reasons_against_right
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of, holding, standing
from hefa.registry.models import Unit


def left_behind(author: Person, unit: Unit) -> QuerySet[Manuscript]:
    """Return the manuscripts of `author` in `unit` that still ask for work, the newest first.

    Drafts, what is under review, and what came back and was not begun anew.
    """
    last = Version.objects.filter(manuscript=OuterRef("pk")).order_by("-number")
    unfinished = Version.objects.filter(pk=OuterRef("last_version")).filter(
        Q(frozen_at=None) | Q(sheet__ended__in=("", State.RETURNED, State.RECALLED))
    )
    found = Manuscript.objects.filter(author=author, unit=unit, binned_at=None)
    found = found.annotate(last_version=Subquery(last.values("pk")[:1]))
    return found.filter(Exists(unfinished)).order_by("-pk")


def people_left(unit: Unit, now: datetime) -> list[Person]:
    """Return who holds no post in `unit` any more and left work behind there."""
    here = standing(now).filter(unit=unit).values("person")
    authors = Person.objects.filter(manuscripts__unit=unit).exclude(pk__in=here).distinct()
    return [author for author in authors if left_behind(author, unit).exists()]


@transaction.atomic
def transfer_work(author: Person, *, to: Person, unit: Unit, person: Person, now: datetime) -> int:
    """Give everything `author` left behind in `unit` to `to`; return how many manuscripts.

    Their author on sheets and signatures stays. Raises Refused, with every reason, while
    `author` still holds a post there, or `to` holds none that may draft. Source: 5(5).
    """
    if reasons := reasons_against_transfer(author, to, unit, person, now):
        raise Refused(reasons)
    keys = list(left_behind(author, unit).select_for_update().values_list("pk", flat=True))
    if not keys:
        raise Refused(reason("collect.nothing_left_behind", name=author.display_name))
    Manuscript.objects.filter(pk__in=keys).update(author=to)
    append(
        Fact(
            kind="collect.transferred",
            subject=f"person:{author.key}",
            body={"to": to.key, "unit": unit.key, "manuscripts": keys},
        ),
        actor=person.key,
        now=now,
    )
    return len(keys)


def reasons_against_transfer(
    author: Person, to: Person, unit: Unit, person: Person, now: datetime
) -> list[Reason]:
    """Every reason `person` may not transfer the work of `author` in `unit` to `to`."""
    item = Item(unit=UnitKey(unit.key))
    found = list(reasons_against_right(Right.TRANSFER_WORK, actor_of(person, now), item))
    if standing(now).filter(person=author, unit=unit).exists():
        found.append(reason("collect.author_still_here", name=author.display_name))
    drafting = holding(RULES[Right.DRAFT].in_unit, now).filter(person=to, unit=unit)
    if to == author or not drafting.exists():
        found.append(reason("collect.cannot_take_over", name=to.display_name, unit=unit.name))
    return found
