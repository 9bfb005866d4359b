"""Start from an earlier item 照上月的写: what may be copied, and the copy."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hefa.collect.changes import CARRIED
from hefa.collect.models import Manuscript, Version
from hefa.collect.next_month import in_next_month
from hefa.collect.queries import seen_by, units_to_write_for
from hefa.core.errors import Refused, reason
from hefa.core.package import Kind
from hefa.core.review import Actor, State, UnitKey
from hefa.core.rights import Item, Right, demand
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of

# What was arranged for that one time, and said of that one text, is not carried over.
_ONCE = frozenset({"planned_at", "notice_until", "mass_send", "stated"})


def to_copy(actor: Actor, words: str = "") -> QuerySet[Version]:
    """Return the released versions of the units `actor` writes for, newest first.

    One query; `words` are looked for in titles.
    """
    found = Version.objects.filter(
        manuscript__in=seen_by(actor),
        manuscript__unit__in=units_to_write_for(actor),
        manuscript__kind=Kind.ARTICLE,
        sheet__ended=State.RELEASED,
    ).select_related("manuscript__unit", "manuscript__author", "column", "sheet")
    return (found.filter(title__icontains=words) if words else found).order_by("-pk")


@transaction.atomic
def copy_released(source: Version, *, person: Person, now: datetime) -> Version:
    """Return the open first version of a new manuscript that begins as `source` was released.

    Its title's month is moved on by one; the check points at every date that came along.
    Raises Refused for a version that was not released. Source: 6(1), 7(1).
    """
    unit = source.manuscript.unit
    demand(Right.DRAFT, actor_of(person, now), Item(unit=UnitKey(unit.key)))
    if not Version.objects.filter(pk=source.pk, sheet__ended=State.RELEASED).exists():
        raise Refused(reason("collect.not_released"))
    manuscript = Manuscript.objects.create(
        unit=unit, author=person, created_at=now, copied_from=source
    )
    carried = {name: getattr(source, name) for name in CARRIED if name not in _ONCE}
    carried["title"] = in_next_month(source.title)
    carried["digest"] = in_next_month(source.digest)
    if source.column is not None and not source.column.is_open:
        carried["column_id"] = None
    made = Version.objects.create(manuscript=manuscript, number=1, saved_at=now, **carried)
    append(
        Fact(
            kind="collect.copied",
            subject=f"manuscript:{manuscript.pk}",
            body={"unit": unit.key, "version": source.pk, "package_sha256": source.package_sha256},
        ),
        actor=person.key,
        now=now,
    )
    return made
