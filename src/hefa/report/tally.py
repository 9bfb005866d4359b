"""What trying every released sheet came to, counted by the database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, QuerySet
from django.urls import reverse

from hefa.ledger.models import Entry
from hefa.registry.days import MonthHere
from hefa.report.board import Month, Piece
from hefa.report.models import SheetProof
from hefa.report.proving import proofs_of, unproved

MOST_TRIED_NOW = 200
MOST_FAILING = 2000
NEWEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sheet with the names of the claims it fails, or gives nothing to try."""

    number: str
    title: str
    released_at: datetime
    failed: frozenset[str]
    untried: frozenset[str]
    entry: int | None = None

    def as_piece(self) -> Piece:
        """Return the sheet as a piece of evidence: released and on record at one moment."""
        return Piece(
            what=f"{self.number} 《{self.title}》",
            fact_at=self.released_at,
            recorded_at=self.released_at,
            url=_url_of(self.number),
            entry=self.entry,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The sheets released in a period: how many were tried, and with what outcome by claim.

    `pending` were released and not tried yet. `newest` and `failing` are the newest of each.
    """

    count: int
    pending: int
    failed: Mapping[str, int]
    untried: Mapping[str, int]
    newest: tuple[Row, ...]
    failing: tuple[Row, ...]


def tally(since: datetime, at: datetime) -> Tally:
    """Return the tally of what was released from `since` on and by `at`. Five queries.

    Up to 200 sheets that have no row yet are tried on the spot, the newest first, and nothing
    is written; the rest is `pending`.
    """
    proofs = _between(since, at)
    count, failed, untried = 0, Counter[str](), Counter[str]()
    for names, not_asked, sheets in _groups(proofs):
        count += sheets
        failed.update(dict.fromkeys(names, sheets))
        untried.update(dict.fromkeys(not_asked, sheets))
    fresh, pending = _tried_now(since, at)
    for row in fresh:
        failed.update(row.failed)
        untried.update(row.untried)
    newest = _merged(fresh, _rows(proofs, NEWEST))[:NEWEST]
    failing = _merged(
        (row for row in fresh if row.failed), _rows(proofs.exclude(failed=""), MOST_FAILING)
    )
    entries = _entries([*newest, *failing[:MOST_TRIED_NOW]])
    return Tally(
        count=count + len(fresh),
        pending=pending,
        failed=failed,
        untried=untried,
        newest=_with_entries(newest, entries),
        failing=_with_entries(failing, entries),
    )


def by_month(claim: str, since: datetime, at: datetime) -> tuple[Month, ...]:
    """Return by month how many sheets were tried on `claim`, and how many fail it."""
    tried, against = Counter[str](), Counter[str]()
    grouped = _between(since, at).annotate(month=MonthHere("released_at"))
    rows = grouped.values_list("month", "failed", "untried").annotate(count=Count("pk"))
    for month, failed, untried, count in rows.order_by():
        if claim not in untried.split():
            tried[month] += count
            against[month] += count * (claim in failed.split())
    return tuple(
        Month(
            begins_on=date.fromisoformat(f"{month}-01"),
            count=tried[month],
            against_count=against[month],
        )
        for month in sorted(tried)
    )


@lru_cache(maxsize=1024)
def _url_of(number: str) -> str:
    """Return the address of a sheet; one board shows the same sheets under many controls."""
    return reverse("review:sheet", args=[number])


def _between(since: datetime, at: datetime) -> QuerySet[SheetProof]:
    return SheetProof.objects.filter(released_at__gte=since, released_at__lte=at)


def _groups(proofs: QuerySet[SheetProof]) -> Iterable[tuple[list[str], list[str], int]]:
    """Yield every combination of outcomes with the number of sheets that have it."""
    grouped = proofs.values_list("failed", "untried").annotate(count=Count("pk")).order_by()
    for failed, untried, count in grouped:
        yield failed.split(), untried.split(), count


def _rows(proofs: QuerySet[SheetProof], most: int) -> list[Row]:
    found = proofs.order_by("-released_at", "-sheet_id").values_list(
        "sheet__number", "sheet__version__title", "released_at", "failed", "untried"
    )
    return [
        Row(
            number=number,
            title=title,
            released_at=released_at,
            failed=frozenset(failed.split()),
            untried=frozenset(untried.split()),
        )
        for number, title, released_at, failed, untried in found[:most]
    ]


def _tried_now(since: datetime, at: datetime) -> tuple[list[Row], int]:
    """Return the sheets without a row, tried on the spot, and how many were left."""
    waiting = unproved(at).filter(ended_at__gte=since)
    newest = list(waiting[:MOST_TRIED_NOW])
    pending = waiting.count() - len(newest) if len(newest) == MOST_TRIED_NOW else 0
    rows = [
        Row(
            number=proof.sheet.number,
            title=proof.sheet.version.title,
            released_at=proof.released_at,
            failed=frozenset(proof.failed.split()),
            untried=frozenset(proof.untried.split()),
        )
        for proof in proofs_of(newest, now=at)
    ]
    return rows, pending


def _merged(*rows: Iterable[Row]) -> tuple[Row, ...]:
    every = (row for listed in rows for row in listed)
    return tuple(sorted(every, key=lambda row: (row.released_at, row.number), reverse=True))


def _entries(rows: Iterable[Row]) -> dict[str, int]:
    """Return by sheet number the ledger entry of the release. One query."""
    subjects = {f"sheet:{row.number}": row.number for row in rows}
    found = Entry.objects.filter(kind="review.released", subject__in=list(subjects))
    return {subjects[subject]: seq for subject, seq in found.values_list("subject", "seq")}


def _with_entries(rows: Iterable[Row], entries: Mapping[str, int]) -> tuple[Row, ...]:
    return tuple(replace(row, entry=entries.get(row.number)) for row in rows)
