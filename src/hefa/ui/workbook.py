"""A workbook for Excel being written: heads that stay in sight, real dates, no formulas."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from hefa.core.workdays import HERE

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Nothing that a person wrote is ever read as a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Book:
    """A workbook being written, with its formats for heads, words, days and moments."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.head = self._format(bold=True, bg_color="#ece9e2", border=1, border_color="#b9b0a0")
        self.words = self._format(text_wrap=True)
        self.day = self._format(num_format="yyyy-mm-dd")
        self.moment = self._format(num_format="yyyy-mm-dd hh:mm")
        self.number = self._format(num_format="#,##0")
        self.title = self._format(bold=True, font_size=16)

    def _format(self, **given: Any) -> Format:
        return self.workbook.add_format({"valign": "top", **given})

    def table(
        self, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
    ) -> Worksheet:
        """Return a new sheet with a head that stays in sight, filters, and `rows` as they come."""
        sheet = self.workbook.add_worksheet(name)
        for column, (head, width) in enumerate(heads):
            sheet.write_string(0, column, head, self.head)
            sheet.set_column(column, column, width)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self.cell(sheet, last, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        for_paper(sheet)
        return sheet

    def cell(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        """Write one value by what it is: a moment here, a day, a number, else words."""
        if isinstance(value, datetime):
            here = value.astimezone(HERE).replace(tzinfo=None)
            sheet.write_datetime(row, column, here, self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.number)
        elif value:
            sheet.write_string(row, column, str(value), self.words)


def for_paper(sheet: Worksheet) -> None:
    """Let `sheet` print on A4, across, as wide as the page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
