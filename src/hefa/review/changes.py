"""Writes on sheets inside the caller's transaction: numbers, opinions, where a sheet stands."""

from datetime import datetime

from django.db.models import F

from hefa.collect.models import Version
from hefa.core.errors import Conflict, reason
from hefa.core.review import SIGNS, Attempt, Sheet, State
from hefa.people.models import Person
from hefa.registry.access import HERE, standing
from hefa.review.models import Opinion, Reading, ReviewSheet, SheetSeries
from hefa.review.queries import core_sheet

_ENDS = (State.RELEASED, State.RETURNED, State.RECALLED)


def next_number(now: datetime) -> str:
    """Return the next sheet number of the year, 2026-0187; it is never given again."""
    year = now.astimezone(HERE).year
    SheetSeries.objects.get_or_create(year=year)
    SheetSeries.objects.filter(year=year).update(last=F("last") + 1)
    return f"{year}-{SheetSeries.objects.get(year=year).last:04}"


def record_act(
    sheet: ReviewSheet, attempt: Attempt, after: Sheet, *, person: Person, now: datetime
) -> Opinion:
    """Write one act and where the sheet stands after it.

    Raises Conflict when somebody acted first: the position is compared and set.
    """
    signs = attempt.act in SIGNS
    before = sheet.position
    state = after.state
    moved = ReviewSheet.objects.filter(pk=sheet.pk, position=before, ended="").update(
        position=len(after.signatures),
        awaits=after.step.act.value if after.step else "",
        ended=state.value if state in _ENDS else "",
        ended_at=now if state in _ENDS else None,
        waiting_since=now,
    )
    if not moved:
        raise Conflict(reason("review.someone_was_first"))
    post, is_deputy = _post_for(sheet, person, now)
    return Opinion.objects.create(
        sheet=sheet,
        act=attempt.act.value,
        step=before if signs else None,
        person=person,
        post=post,
        is_deputy=is_deputy,
        words=attempt.words.strip()[:500],
        package_sha256=attempt.package_sha256,
        at=now,
    )


def note_reading(person: Person, version: Version, *, now: datetime) -> None:
    """Note that `person` has looked at `version`; the next look begins with what changed."""
    Reading.objects.get_or_create(
        person=person,
        manuscript=version.manuscript,
        version=version,
        defaults={"at": now},
    )


def _post_for(sheet: ReviewSheet, person: Person, now: datetime) -> tuple[str, bool]:
    """Return the post in which `person` acts at the sheet's present step, and if as deputy."""
    step = core_sheet(sheet).step
    if step is None:
        return "", False
    held = standing(now).filter(person=person, post__in=sorted(step.posts))
    if step.in_unit:
        held = held.filter(unit=sheet.unit)
    appointment = held.order_by("is_deputy", "id").first()
    return (appointment.post, appointment.is_deputy) if appointment else ("", False)
