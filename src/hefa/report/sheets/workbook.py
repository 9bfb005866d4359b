"""The register as a workbook in the unit's columns, written a batch at a time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from django.db.models import QuerySet

from hefa.core.package import Kind
from hefa.report.sheets.columns import Heading, headings, rows_of
from hefa.review.models import ReviewSheet
from hefa.review.register.columns import SHEET
from hefa.review.register.queries import whole_rows
from hefa.ui.workbook import OPTIONS, Book

BATCH: Final = 500
_TABLES: Final = ((SHEET, "审核单"), ("column_change", "栏目变动审核单"))

Told = Callable[[int], None]


def write_register(
    target: Path,
    found: QuerySet[ReviewSheet],
    *,
    chosen: Sequence[str],
    now: datetime,
    told: Told | None = None,
) -> int:
    """Write the sheets of `found`, in their order, to the file `target`; return how many.

    A table for each form, the second only where a sheet is made out on it. Memory does not grow
    with the number of sheets; `told` hears how many are written after each batch.
    """
    count = 0
    options = {**OPTIONS, "in_memory": False, "constant_memory": True, "tmpdir": target.parent}
    with xlsxwriter.Workbook(str(target), options) as workbook:
        workbook.set_properties({"title": "审核单台账"})
        book = Book(workbook)
        for form, name in _TABLES:
            keys = list(_of_form(found, form).values_list("pk", flat=True))
            columns = headings(form, chosen, now)
            if (keys or form == SHEET) and columns:
                rows = _rows(keys, form, columns)
                heads = [(entry.label, entry.width) for entry in columns]
                book.table(name, heads, _counted(rows, count, told))
                count += len(keys)
    return count


def _counted(rows: Iterator[list[Any]], before: int, told: Told | None) -> Iterator[list[Any]]:
    """Yield `rows`, and tell after each batch how many there are with those before."""
    for count, row in enumerate(rows, start=1):
        yield row
        if told is not None and count % BATCH == 0:
            told(before + count)


def _of_form(found: QuerySet[ReviewSheet], form: str) -> QuerySet[ReviewSheet]:
    kind = Kind.COLUMN_CHANGE.value
    if form == SHEET:
        return found.exclude(line__kind=kind)
    return found.filter(line__kind=kind)


def _rows(keys: Sequence[int], form: str, columns: Sequence[Heading]) -> Iterator[list[Any]]:
    """Yield the rows of the sheets `keys` in this order, read a batch at a time."""
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        by_key = {sheet.pk: sheet for sheet in whole_rows().filter(pk__in=batch)}
        sheets = [by_key[key] for key in batch if key in by_key]
        yield from rows_of(sheets, columns, form)
