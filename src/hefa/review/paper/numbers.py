"""The number register 编号登记: every number once given, void ones too, without a gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from xlsxwriter.workbook import Workbook

from hefa.collect.queries import seen_by as manuscripts_seen_by
from hefa.core.review import Actor
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.paper.facts import VOID, is_void
from hefa.review.paper.models import NumberSeries, SheetNumber
from hefa.ui.templatetags.hefa import full_day
from hefa.ui.words import sentence
from hefa.ui.workbook import OPTIONS, Book

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which numbers are asked for: a year, a unit, void ones or those that count; 0 and '': all."""

    year: int
    unit: int = 0
    state: str = ""


def years() -> list[int]:
    """Return the years in which numbers were given, the newest first."""
    found = NumberSeries.objects.order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(found))


def numbers_wanted(wanted: Wanted) -> QuerySet[SheetNumber]:
    """Return the numbers asked for, by series and serial."""
    found = SheetNumber.objects.filter(series__year=wanted.year)
    if wanted.unit:
        found = found.filter(sheet__unit=wanted.unit)
    if wanted.state:
        void = Q(sheet__ended__in=VOID)
        found = found.filter(void if wanted.state == "void" else ~void)
    return found.order_by("series_id", "serial")


def with_sheets() -> QuerySet[SheetNumber]:
    """Return numbers with what a row shows, in a fixed number of queries."""
    return SheetNumber.objects.select_related("sheet__unit", "sheet__author", "sheet__version")


def gaps(year: int) -> list[str]:
    """Return the series of `year` in which a number is missing, in words; empty when none is.

    Each series must hold as many numbers as its last one says, which is then its highest.
    """
    series = NumberSeries.objects.filter(year=year).annotate(
        count=Count("numbers"), highest=Max("numbers__serial")
    )
    return [
        f"{one.key}：应有 {one.last} 个号，登记了 {one.count} 个"
        for one in series
        if one.count != one.last or (one.highest or 0) != one.last
    ]


def rows_of(numbers: Iterable[SheetNumber], actor: Actor) -> list[Row]:
    """Return the rows of the register; numbers alone of what `actor` may not see. Two queries."""
    listed = list(numbers)
    sheets = [number.sheet for number in listed]
    seen = _seen(sheets, actor)
    why = _reasons([sheet.pk for sheet in sheets if is_void(sheet)])
    return [_row(number, why, is_seen=number.sheet.pk in seen) for number in listed]


def workbook_of(numbers: Iterable[SheetNumber], actor: Actor, *, title: str) -> bytes:
    """Return the register as a workbook, a row a number."""
    kept = BytesIO()
    heads = (("编号", 16), ("标题", 40), ("单位", 18), ("拟稿人", 12), ("送审日期", 12),
             ("状态", 12), ("作废原因", 40))  # fmt: skip
    columns = ("number", "title", "unit", "author", "given_at", "state", "why")
    rows = [[row[name] for name in columns] for row in rows_of(numbers, actor)]
    with Workbook(kept, OPTIONS) as workbook:
        Book(workbook).table(title, heads, rows)
    return kept.getvalue()


def _row(number: SheetNumber, why: dict[int, str], *, is_seen: bool) -> Row:
    sheet = number.sheet
    void = is_void(sheet)
    return {
        "number": sheet.number,
        "title": sheet.version.title if is_seen else "",
        "is_seen": is_seen,
        "unit": sheet.unit.name,
        "author": sheet.author.display_name if is_seen else "",
        "given_at": number.given_at,
        "day": full_day(number.given_at),
        "state": "作废" if void else sentence(sheet.ended) if sheet.ended else "办理中",
        "tone": "miss" if void else "ok" if sheet.ended else "pri",
        "why": _why(sheet, why.get(sheet.pk, "") if is_seen else ""),
    }


def _why(sheet: ReviewSheet, words: str) -> str:
    """Return why a sheet is void: `已退回：请写明范围`; empty for one that counts."""
    if not is_void(sheet):
        return ""
    return f"{sentence(sheet.ended)}：{words}" if words else sentence(sheet.ended)


def _seen(sheets: Iterable[ReviewSheet], actor: Actor) -> set[int]:
    found = ReviewSheet.objects.filter(
        pk__in=[sheet.pk for sheet in sheets], version__manuscript__in=manuscripts_seen_by(actor)
    )
    return set(found.values_list("pk", flat=True))


def _reasons(keys: Iterable[int]) -> dict[int, str]:
    """Return the words with which each sheet was sent back or taken back; the last ones."""
    ends = Opinion.objects.filter(sheet__in=list(keys), step=None).order_by("id")
    return dict(ends.values_list("sheet_id", "words"))
