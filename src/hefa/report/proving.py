"""Each released sheet tried on every claim, once: a pure function, and what it needs to know."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hefa.check.evidence import Answered, answered_on, left_no_open_blocker
from hefa.collect.evidence import (
    is_written,
    named_column_and_readers,
    named_its_source,
    said_its_purpose,
)
from hefa.core.review import State
from hefa.registry.recorded import House, house
from hefa.report.models import SheetProof
from hefa.review import evidence as reviewed
from hefa.review.models import ReviewSheet
from hefa.review.queries import with_everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was on record of people, posts, answers and terms; a claim asks it as of a release."""

    house: House
    answered: Answered


Claim = Callable[[ReviewSheet, Known], bool | None]


def _nothing_unanswered(sheet: ReviewSheet, known: Known) -> bool | None:
    at = sheet.ended_at
    if at is None or not is_written(sheet.version):
        return None
    numbers = known.house.numbers_at(at)
    return left_no_open_blocker(sheet.version, known.answered, at=at, numbers=numbers)


CLAIMS: Mapping[str, Claim] = {
    "columns_and_readers": lambda sheet, _: named_column_and_readers(sheet.version),
    "purposes": lambda sheet, _: said_its_purpose(sheet.version),
    "order_of_acts": lambda sheet, _: reviewed.kept_the_order_of_acts(sheet),
    "signed_over_one_package": lambda sheet, _: reviewed.was_signed_over_one_package(sheet),
    "right_route": lambda sheet, _: reviewed.took_the_route_of_its_category(sheet),
    "first_review_right": lambda sheet, _: reviewed.was_first_reviewed_by_its_post(sheet),
    "released_by_post": lambda sheet, _: reviewed.was_released_by_its_post(sheet),
    "delivered_by_sender": lambda sheet, known: reviewed.was_delivered_by_the_sender(
        sheet, known.house
    ),
    "source_and_approver": lambda sheet, _: (
        named_its_source(sheet.version) is not False and reviewed.names_its_approver(sheet)
    ),
    "nothing_unanswered": _nothing_unanswered,
    "secrecy_declared": lambda sheet, _: reviewed.declared_its_secrecy(sheet),
    "six_declarations": lambda sheet, _: reviewed.declared_every_point(sheet),
}


def released_by(at: datetime) -> QuerySet[ReviewSheet]:
    """Return the sheets released by `at`; a sheet once released stays so."""
    return ReviewSheet.objects.filter(ended=State.RELEASED, ended_at__lte=at)


def unproved(at: datetime) -> QuerySet[ReviewSheet]:
    """Return the sheets released by `at` that have no row yet, the newest first."""
    return released_by(at).filter(proof__isnull=True).order_by("-ended_at", "-pk")


def proofs_of(sheets: Iterable[ReviewSheet], *, now: datetime) -> list[SheetProof]:
    """Return the unsaved rows of `sheets`, tried now. A fixed number of queries."""
    keys = [sheet.pk for sheet in sheets]
    if not keys:
        return []
    loaded = list(with_everything().filter(pk__in=keys).order_by("-ended_at", "-pk"))
    known = Known(
        house=house(now),
        answered=answered_on(sheet.version.manuscript_id for sheet in loaded),
    )
    return [proof_of(sheet, known, now=now) for sheet in loaded]


def proof_of(sheet: ReviewSheet, known: Known, *, now: datetime) -> SheetProof:
    """Return the unsaved row of one released sheet."""
    tried = {name: claim(sheet, known) for name, claim in CLAIMS.items()}
    assert sheet.ended_at is not None  # noqa: S101  # for the type checker; it is released
    return SheetProof(
        sheet=sheet,
        released_at=sheet.ended_at,
        recorded_at=now,
        failed=_named(name for name, holds in tried.items() if holds is False),
        untried=_named(name for name, holds in tried.items() if holds is None),
    )


def write_proofs(proofs: Sequence[SheetProof]) -> int:
    """Write the rows that are not there yet and return how many were given."""
    SheetProof.objects.bulk_create(proofs, ignore_conflicts=True)
    return len(proofs)


def _named(names: Iterable[str]) -> str:
    return " ".join(sorted(names))
