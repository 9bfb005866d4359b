"""Reads that prove where the paper of released sheets is: which copies are accounted for."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from hefa.core.package import Kind
from hefa.core.regulation import Regulation
from hefa.core.review import State
from hefa.ledger.leaf import moment_of, timestamp
from hefa.ledger.models import Entry
from hefa.registry.adopted import parsed
from hefa.registry.days import MonthHere
from hefa.registry.models import AdoptedRegulation
from hefa.review.models import ReviewSheet
from hefa.review.paper.facts import COLUMN_FORM, FORM, VOID

PRINTED: Final = "review.copy_printed"
# Whoever holds a copy, where it is filed, its scan: each of them accounts for it.
ACCOUNTS: Final = ("review.copy_handed", "review.copy_filed", "review.copy_scanned")
Marks = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the ledger says of the copies of one sheet: which are known of, since which entry."""

    marks: set[str] = field(default_factory=set)
    entries: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The sheets released in a period by number, newest first: copies known of, and which lack.

    `void` counts the sheets that were refused or taken back in the period. `lacking_since` is when
    the first of those that lack a copy was released.
    """

    kept: tuple[str, ...]
    lacking: Mapping[str, Marks]
    lacking_since: datetime | None
    void: int
    accounts: Mapping[str, Account]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPaper:
    """One released sheet as it is shown: the copies that lack, and those never even printed.

    `at` and `entry` are those of the record that accounted for a copy last, else of the release.
    """

    number: str
    title: str
    lacking: Marks
    unprinted: Marks
    at: datetime
    entry: int | None


def paper_told(since: datetime, at: datetime) -> Paper:
    """Return where the copies of what was released in the period were by `at`. Four queries.

    Source: 12(1) made out twice, both copies accounted for.
    """
    ended = _ended(since, at)
    newest_first = ended.order_by("-ended_at", "-pk")
    listed = list(newest_first.values_list("ended", "number", "regulation_id", "ended_at"))
    released = {number: adopted for state, number, adopted, _ in listed if state == State.RELEASED}
    accounts = _accounts(at)
    lacking = _lacking(released, _column_changes(ended), accounts)
    return Paper(
        kept=tuple(number for number in released if number not in lacking),
        lacking=lacking,
        lacking_since=min(
            (ended_at for _, number, _, ended_at in listed if ended_at and number in lacking),
            default=None,
        ),
        void=sum(state in VOID for state, *_ in listed),
        accounts=accounts,
    )


def paper_by_month(
    since: datetime, at: datetime, *, is_late: Callable[[datetime], bool]
) -> dict[str, tuple[int, int]]:
    """Return by month, 2026-11, how many were released and how many lack a copy. Five queries.

    One that lacks a copy counts from when `is_late` holds of the moment of its release, as it then
    does of every earlier one; until then nothing can be said of it.
    """
    lacking = paper_told(since, at).lacking
    rows = _ended(since, at).filter(ended=State.RELEASED).annotate(month=MonthHere("ended_at"))
    every, without = Counter[str](), Counter[str]()
    late = False
    for number, ended_at, month in rows.order_by("-ended_at").values_list(
        "number", "ended_at", "month"
    ):
        late = late or is_late(ended_at or at)
        if late or number not in lacking:
            every[month] += 1
            without[month] += number in lacking
    return {month: (every[month], without[month]) for month in sorted(every)}


def shown(paper: Paper, numbers: Sequence[str], at: datetime) -> list[SheetPaper]:
    """Return these sheets of `paper` as they are shown, in their order. Two queries."""
    found = ReviewSheet.objects.filter(number__in=numbers)
    known = {
        number: (title, ended_at or at)
        for number, title, ended_at in found.values_list("number", "version__title", "ended_at")
    }
    printed = _printed(numbers, at)
    return [_shown(paper, number, printed[number], *known[number]) for number in numbers]


def _shown(
    paper: Paper, number: str, printed: Collection[str], title: str, released_at: datetime
) -> SheetPaper:
    lacking = paper.lacking.get(number, ())
    account = paper.accounts.get(number)
    entry, written = max(account.entries) if account else (None, "")
    return SheetPaper(
        number=number,
        title=title,
        lacking=lacking,
        unprinted=tuple(mark for mark in lacking if mark not in printed),
        at=moment_of(written) if written else released_at,
        entry=entry,
    )


def _ended(since: datetime, at: datetime) -> QuerySet[ReviewSheet]:
    return ReviewSheet.objects.filter(ended_at__gte=since, ended_at__lte=at)


def _column_changes(ended: QuerySet[ReviewSheet]) -> set[str]:
    kind = Kind.COLUMN_CHANGE.value
    found = ended.filter(version__manuscript__kind=kind)
    return set(found.values_list("number", flat=True))


def _lacking(
    released: Mapping[str, int], columns: Collection[str], accounts: Mapping[str, Account]
) -> dict[str, Marks]:
    """Return the copies nobody accounts for, by sheet, of those that lack any."""
    forms = {
        adopted.pk: (_marks(parsed(adopted), FORM), _marks(parsed(adopted), COLUMN_FORM))
        for adopted in AdoptedRegulation.objects.all()
    }
    found = {}
    for number, adopted in released.items():
        wanted = forms[adopted][number in columns]
        account = accounts.get(number)
        missing = tuple(mark for mark in wanted if account is None or mark not in account.marks)
        if missing:
            found[number] = missing
    return found


def _marks(regulation: Regulation, key: str) -> Marks:
    form = regulation.form(key)
    return (form.copies if form is not None else ()) or ("",)


def _accounts(at: datetime) -> dict[str, Account]:
    """Return what was on record of copies by `at`, by number of the sheet. One query."""
    found: defaultdict[str, Account] = defaultdict(Account)
    entries = Entry.objects.filter(kind__in=ACCOUNTS, ts__lte=timestamp(at)).order_by()
    for seq, ts, subject, body in entries.values_list("seq", "ts", "subject", "body"):
        account = found[subject.partition(":")[2]]
        account.marks.add(json.loads(body)["copy"])
        account.entries.append((seq, ts))
    return dict(found)


def _printed(numbers: Sequence[str], at: datetime) -> dict[str, set[str]]:
    """Return which copies of these sheets were printed by `at`. One query."""
    subjects = {f"sheet:{number}": number for number in numbers}
    entries = Entry.objects.filter(kind=PRINTED, subject__in=list(subjects), ts__lte=timestamp(at))
    found: dict[str, set[str]] = {number: set() for number in numbers}
    for subject, body in entries.values_list("subject", "body"):
        found[subjects[subject]] |= set(json.loads(body)["copies"])
    return found
