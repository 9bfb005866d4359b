"""The check afterwards 事后核对 of a sheet on which one person signed in two posts."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from hefa.core.errors import Conflict, Reason, Refused, reason
from hefa.core.review import State
from hefa.core.rights import Right, reasons_against_right
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.review.models import ExceptionCheck, ReviewSheet
from hefa.review.queries import signed, with_everything


def sheets_to_check() -> QuerySet[ReviewSheet]:
    """Return the released sheets with an exception that nobody has checked, the oldest first."""
    found = with_everything().filter(
        ended=State.RELEASED,
        opinions__is_exception=True,
        opinions__voided_at=None,
        check_made=None,
    )
    return found.distinct().order_by("ended_at")


@transaction.atomic
def check_exception(sheet: ReviewSheet, *, person: Person, words: str, now: datetime) -> None:
    """Record that `person`, who signed nothing on the sheet, has looked it through again.

    Raises Refused with every reason, Conflict when somebody checked it first.
    """
    current = with_everything().get(pk=sheet.pk)
    if reasons := reasons_against_checking(current, person, words, now):
        raise Refused(reasons)
    try:
        with transaction.atomic():
            ExceptionCheck.objects.create(
                sheet=current, person=person, words=words.strip()[:500], at=now
            )
    except IntegrityError:
        raise Conflict(reason("review.someone_was_first")) from None
    append(
        Fact(
            kind="review.exception_checked",
            subject=f"sheet:{current.number}",
            body={"package_sha256": current.package_sha256},
            personal={"words": words.strip()[:500]},
        ),
        actor=person.key,
        now=now,
    )


def reasons_against_checking(
    sheet: ReviewSheet, person: Person, words: str, now: datetime
) -> list[Reason]:
    """Every reason `person` may not record the check; empty when they may."""
    found = list(reasons_against_right(Right.CHECK_EXCEPTION, actor_of(person, now)))
    opinions = signed(sheet.opinions.all())
    is_open = sheet.ended == State.RELEASED and any(entry.is_exception for entry in opinions)
    if not is_open:
        found.append(reason("review.nothing_to_check"))
    if any(person in (entry.person, entry.for_person) for entry in opinions):
        found.append(reason("review.checked_by_signer", clause="12(2)"))
    if not words.strip():
        found.append(reason("review.check_without_words"))
    return found
