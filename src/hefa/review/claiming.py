"""A claim 认领: a hint that somebody is at a sheet; it keeps nobody out and soon runs out."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Conflict, Refused, reason
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import standing
from hefa.registry.days import calendar
from hefa.review.models import ReviewSheet
from hefa.review.queries import is_awaited


def claimed_by(sheet: ReviewSheet, now: datetime) -> Person | None:
    """Return who has claimed the sheet and is still at it, or None.

    A claim holds to the end of the next working day, and while its person holds a post.
    """
    if sheet.claimed_by is None or sheet.claimed_at is None:
        return None
    if now >= calendar().add_working_days(sheet.claimed_at, 1):
        return None
    return sheet.claimed_by if standing(now).filter(person=sheet.claimed_by).exists() else None


@transaction.atomic
def claim_sheet(
    sheet: ReviewSheet, *, person: Person, now: datetime, takes_over: bool = False
) -> None:
    """Claim a sheet that waits for `person`; from another only with `takes_over`.

    Raises Refused with the reason, Conflict when somebody acted or claimed first.
    """
    if not is_awaited(sheet, person, now):
        raise Refused(reason("review.not_awaited", clause="12(1)"))
    other = claimed_by(sheet, now)
    if other is not None and other != person and not takes_over:
        raise Refused(reason("review.claimed_by", name=other.display_name))
    found = ReviewSheet.objects.filter(
        pk=sheet.pk, acts=sheet.acts, claimed_by=sheet.claimed_by, claimed_at=sheet.claimed_at
    )
    if not found.update(claimed_by=person, claimed_at=now):
        raise Conflict(reason("review.someone_was_first"))
    append(
        Fact(
            kind="review.claimed",
            subject=f"sheet:{sheet.number}",
            body={"from": other.key} if other is not None and other != person else {},
        ),
        actor=person.key,
        now=now,
    )
