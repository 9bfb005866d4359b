"""The organisation itself: its name, its date of issue, where its backups go."""

import tempfile
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hefa.core.errors import Reason, Refused, reason
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.changes import manager_key, the_installation, write_row
from hefa.registry.models import Installation

SUBJECT = "installation:1"

# When nothing is published unless it is urgent: from, until; both None for never.
QuietHours = tuple[time | None, time | None]


@transaction.atomic
def describe_organisation(
    *,
    organisation: str,
    short_name: str,
    issued_on: date | None,
    by: Person | None,
    now: datetime,
    own_numbers: Iterable[str] | None = None,
    quiet_hours: QuietHours | None = None,
    seen: int = 0,
) -> Installation:
    """Return the organisation with its name, telephones and the day its regulation was issued.

    Telephones and quiet hours of None leave those that are there. Raises Conflict when it was
    saved since `seen`. Source: 1, 15 (印发之日).
    """
    actor = manager_key(by, now)
    before = the_installation()
    numbers = before.own_numbers if own_numbers is None else list(own_numbers)
    quiet_from, quiet_until = quiet_hours or (before.quiet_from, before.quiet_until)
    write_row(
        Installation.objects.filter(pk=1),
        seen=seen,
        organisation=organisation,
        short_name=short_name,
        issued_on=issued_on,
        own_numbers=numbers,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )
    append(
        Fact(
            kind="registry.organisation_described",
            subject=SUBJECT,
            body={
                "organisation": organisation,
                "short_name": short_name,
                "issued_on": issued_on.isoformat() if issued_on else None,
                "own_numbers": numbers,
                "quiet_from": f"{quiet_from:%H:%M}" if quiet_from else "",
                "quiet_until": f"{quiet_until:%H:%M}" if quiet_until else "",
            },
        ),
        actor=actor,
        now=now,
    )
    return Installation.objects.get(pk=1)


@transaction.atomic
def name_backup_place(path: str, *, by: Person | None, now: datetime) -> tuple[Reason, ...]:
    """Return what is unwise about `path`, now the place of the backups; empty when nothing is.

    Raises Refused when it is not an existing folder in which this machine can write.
    Source: 5(2).
    """
    actor = manager_key(by, now)
    place = _checked(path)
    the_installation()
    Installation.objects.filter(pk=1).update(backup_place=str(place), backup_checked_at=now)
    append(
        Fact(
            kind="registry.backup_place_named",
            subject=SUBJECT,
            body={"place": str(place)},
        ),
        actor=actor,
        now=now,
    )
    return _doubts(place)


def _checked(path: str) -> Path:
    """Return `path` as a folder that a file was just written into."""
    place = Path(path.strip()).expanduser()
    if not place.is_absolute():
        raise Refused(reason("registry.place_not_absolute"))
    if not place.is_dir():
        raise Refused(reason("registry.place_missing", place=str(place)))
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(b"hefa")
    except OSError:
        raise Refused(reason("registry.place_not_writable", place=str(place))) from None
    return place.resolve()


def _doubts(place: Path) -> tuple[Reason, ...]:
    """Return why a copy at `place` might be lost together with the original."""
    home = Path(settings.FILES_PATH).resolve().parent
    if place == home or home in place.parents:
        return (reason("registry.place_inside_home"),)
    if place.stat().st_dev == home.stat().st_dev:
        return (reason("registry.place_on_same_disk"),)
    return ()
