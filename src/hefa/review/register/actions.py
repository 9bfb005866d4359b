"""The act of the register: a sheet is archived 归档, with a number and a term."""

from datetime import datetime

from django.db import transaction

from hefa.core.archive import NUMBERING, USUAL, archive_no_from, keep_until, keep_years
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.rights import Right, demand
from hefa.core.workdays import day_of
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.adopted import parsed
from hefa.registry.labels import category_labels
from hefa.review.models import ReviewSheet
from hefa.review.register.changes import next_serial
from hefa.review.register.models import ArchivedSheet


@transaction.atomic
def archive_sheet(sheet: ReviewSheet, *, person: Person, now: datetime) -> ArchivedSheet:
    """Give an ended sheet its archive number and its term, under the regulation it went by.

    A void sheet is archived too: it keeps its number. Raises Refused while somebody still has to
    act on it, Conflict when it is archived already. Source: 12 lead, 10(2).
    """
    demand(Right.ARCHIVE_SHEET, actor_of(person, now))
    whole = ReviewSheet.objects.select_related("version", "regulation", "unit")
    current = whole.get(pk=sheet.pk)
    if current.ended_at is None or current.awaits:
        raise Refused(reason("review.archived_too_early", number=current.number))
    if ArchivedSheet.objects.filter(sheet=current).exists():
        raise Conflict(reason("review.already_archived", number=current.number))
    made = _archived(current, person=person, now=now)
    append(
        Fact(
            kind="review.archived",
            subject=f"sheet:{current.number}",
            body={
                "archive_no": made.archive_no,
                "keep_years": made.keep_years,
                "keep_until": made.keep_until.isoformat(),
                "package_sha256": current.package_sha256,
            },
        ),
        actor=person.key,
        now=now,
    )
    return made


def _archived(sheet: ReviewSheet, *, person: Person, now: datetime) -> ArchivedSheet:
    """Write that `sheet` is archived. The year of an archive is that in which its sheets ended."""
    parameters = parsed(sheet.regulation).parameters
    category = sheet.version.category
    ended_on = day_of(sheet.ended_at or now)
    years = keep_years(parameters, category=category, route=sheet.route)
    number = archive_no_from(
        str(parameters.get(NUMBERING, USUAL)),
        year=ended_on.year,
        years=years,
        serial=next_serial(ended_on.year),
        unit=sheet.unit.name,
        category=category_labels().get(category, category),
    )
    return ArchivedSheet.objects.create(
        sheet=sheet,
        archive_no=number,
        keep_years=years,
        keep_until=keep_until(ended_on, years),
        archived_by=person,
        archived_at=now,
    )
