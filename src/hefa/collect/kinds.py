"""Begin a take-down 撤稿, a correction 更正 or a column change 栏目变动."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hefa.collect.changes import CARRIED, EMPTY
from hefa.collect.column_form import known_of
from hefa.collect.models import Manuscript, Version
from hefa.collect.queries import units_to_write_for
from hefa.core.errors import Refused, reason
from hefa.core.package import Kind
from hefa.core.review import State, UnitKey
from hefa.core.rights import Item, Right, demand
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.adopted import regulation_now
from hefa.registry.models import Column, OfficialAccount, Unit

Tree = Sequence[Mapping[str, Any]]

_PLANNED_ONCE = frozenset({"planned_at", "mass_send", "acts_on", "change"})


@transaction.atomic
def begin_take_down(source: Version, *, acts_on: str, person: Person, now: datetime) -> Version:
    """Return the open take-down of what `source` became when it was published as `acts_on`.

    Raises Refused for what was never released, or while another about it is on its way.
    Source: 12 lead, G24 what is taken down has a sheet of its own.
    """
    unit = _unit_for(source, person, now)
    manuscript = _manuscript(Kind.TAKE_DOWN, unit, person, now, about=source)
    return _first_version(
        manuscript,
        now,
        title=f"撤下《{source.title}》"[:200],
        document=EMPTY,
        acts_on=acts_on,
        change={"reason": "", "title": source.title, "package_sha256": source.package_sha256},
        contact=person.phone,
        **_placed_like(source),
    )


@transaction.atomic
def begin_correction(source: Version, *, acts_on: str, person: Person, now: datetime) -> Version:
    """Return the open correction of what was published as `acts_on`, begun from its very text.

    Raises Refused as `begin_take_down` does. Source: 10(2) accurate.
    """
    unit = _unit_for(source, person, now)
    manuscript = _manuscript(Kind.CORRECTION, unit, person, now, about=source)
    carried = {name: getattr(source, name) for name in CARRIED if name not in _PLANNED_ONCE}
    change = {"reason": "", "manner": "", "package_sha256": source.package_sha256}
    return _first_version(manuscript, now, acts_on=acts_on, change=change, **carried)


@transaction.atomic
def begin_column_change(
    account: OfficialAccount,
    *,
    menu: Tree,
    wanted: Tree | None = None,
    person: Person,
    now: datetime,
) -> Version:
    """Return the open column change of `account`, whose menu is `menu` and is to be `wanted`.

    Without a wished menu it begins as everything is. Unit and author are filled in where the form
    asks for them. Raises Refused where the person writes for no unit. Source: 12(5).
    """
    actor = actor_of(person, now)
    units = units_to_write_for(actor)
    demand(Right.DRAFT, actor, Item(unit=UnitKey(units[0].key if units else "-")))
    manuscript = _manuscript(Kind.COLUMN_CHANGE, units[0], person, now, about=None)
    columns = columns_now()
    kept = [dict(button) for button in menu]
    after = kept if wanted is None else [dict(button) for button in wanted]
    change = {
        "reason": "",
        "change_type": "menu" if wanted is not None else "",
        **known_of(units[0], person, regulation_now(now)),
        "columns": {"before": columns, "after": columns},
        "menu": {"before": kept, "after": after},
    }
    return _first_version(
        manuscript,
        now,
        title="栏目变动",
        document=EMPTY,
        change=change,
        account=account,
        contact=person.phone,
    )


def columns_now() -> list[dict[str, Any]]:
    """Return the columns of the register as a column change has them."""
    return [
        {
            "key": column.key,
            "name": column.name,
            "update_cycle_days": column.update_cycle_days,
            "is_open": column.is_open,
        }
        for column in Column.objects.all()
    ]


def _unit_for(source: Version, person: Person, now: datetime) -> Unit:
    """Return the unit to write for: the article's own where that may be, else one's own.

    Raises Refused without any, for what was not released, and while another is on its way.
    """
    actor = actor_of(person, now)
    units = units_to_write_for(actor)
    demand(Right.DRAFT, actor, Item(unit=UnitKey(units[0].key if units else "-")))
    if not Version.objects.filter(pk=source.pk, sheet__ended=State.RELEASED).exists():
        raise Refused(reason("collect.not_released"))
    about_it = Version.objects.filter(manuscript__about=source, manuscript__binned_at=None)
    if about_it.filter(frozen_at=None).exists() or about_it.filter(sheet__ended="").exists():
        raise Refused(reason("collect.another_on_its_way"))
    own = source.manuscript.unit
    return own if own in units else units[0]


def _manuscript(
    kind: Kind, unit: Unit, person: Person, now: datetime, *, about: Version | None
) -> Manuscript:
    return Manuscript.objects.create(
        kind=kind.value, unit=unit, author=person, created_at=now, about=about
    )


def _placed_like(source: Version) -> dict[str, Any]:
    """Return where an article stands: its category gives the route of what is done about it."""
    return {
        "category": source.category,
        "column": source.column,
        "account": source.account,
        "audience": source.audience,
    }


def _first_version(manuscript: Manuscript, now: datetime, **fields: Any) -> Version:
    version = Version.objects.create(manuscript=manuscript, number=1, saved_at=now, **fields)
    append(
        Fact(
            kind=f"collect.begun_{manuscript.kind}",
            subject=f"manuscript:{manuscript.pk}",
            body={
                "unit": manuscript.unit.key,
                "acts_on": version.acts_on,
                "title": version.title,
            },
        ),
        actor=manuscript.author.key,
        now=now,
    )
    return version
