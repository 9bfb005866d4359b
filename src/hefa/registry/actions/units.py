"""Units and columns of the register."""

from datetime import datetime

from django.db import transaction
from ulid import ULID

from hefa.core.errors import Refused, reason
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import standing
from hefa.registry.changes import manager_key, write_row
from hefa.registry.models import Column, Unit


@transaction.atomic
def save_unit(
    unit: Unit | None = None,
    *,
    name: str,
    is_active: bool = True,
    by: Person | None,
    now: datetime,
    seen: int = 0,
) -> Unit:
    """Return the unit with this name; without a unit, a new one.

    Raises Refused for a name that is taken and for closing a unit where posts are held,
    Conflict when saved since `seen`.
    """
    actor = manager_key(by, now)
    if Unit.objects.filter(name=name).exclude(pk=unit.pk if unit else 0).exists():
        raise Refused(reason("registry.name_taken", name=name))
    if unit is not None and not is_active and standing(now).filter(unit=unit).exists():
        raise Refused(reason("registry.unit_in_use", unit=unit.name))
    key = unit.key if unit else f"unit-{ULID()}".lower()
    if unit is None:
        Unit.objects.create(key=key, name=name, is_active=is_active)
    else:
        write_row(Unit.objects.filter(pk=unit.pk), seen=seen, name=name, is_active=is_active)
    append(
        Fact(
            kind="registry.unit_saved",
            subject=f"unit:{key}",
            body={"name": name, "is_active": is_active},
        ),
        actor=actor,
        now=now,
    )
    return Unit.objects.get(key=key)


@transaction.atomic
def save_column(
    column: Column | None = None,
    *,
    name: str,
    update_cycle_days: int,
    is_open: bool = True,
    default_cover_sha256: str | None = None,
    by: Person | None,
    now: datetime,
    seen: int = 0,
) -> Column:
    """Return the column with these particulars; without a column, a new one.

    A cover of None leaves the one that is there. Raises Refused for a name that is taken,
    Conflict when saved since `seen`. Source: 5(8)2.
    """
    actor = manager_key(by, now)
    if Column.objects.filter(name=name).exclude(pk=column.pk if column else 0).exists():
        raise Refused(reason("registry.name_taken", name=name))
    key = column.key if column else f"column-{ULID()}".lower()
    before = column.default_cover_sha256 if column else ""
    cover = before if default_cover_sha256 is None else default_cover_sha256
    values: dict[str, str | int] = {
        "name": name,
        "update_cycle_days": update_cycle_days,
        "is_open": is_open,
        "default_cover_sha256": cover,
    }
    if column is None:
        Column.objects.create(key=key, **values)
    else:
        write_row(Column.objects.filter(pk=column.pk), seen=seen, **values)
    append(
        Fact(kind="registry.column_saved", subject=f"column:{key}", body=values),
        actor=actor,
        now=now,
    )
    return Column.objects.get(key=key)
