"""The report as a workbook for Excel: five sheets, real dates, native charts, no formulas."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from hefa.core.duty import Standing
from hefa.core.workdays import HERE
from hefa.registry.values_in_words import demands_of
from hefa.report.board import Judged
from hefa.report.documents.content import Report
from hefa.report.looks import KINDS, LOOK, MARKS
from hefa.report.times_in_words import month_label, slot_label
from hefa.ui.words import clause_label
from hefa.ui.workbook import OPTIONS, Book, for_paper

_COLORS = {Standing.PROVED: "#2f8f5f", Standing.EXPIRING: "#d9a238", Standing.MISSING: "#c2443a"}
_CONTROLS: Sequence[tuple[str, int]] = (
    ("章", 14), ("条款", 14), ("编号", 9), ("控制", 18), ("要求", 40), ("种类", 22),
    ("谁来办", 20), ("多久办", 32), ("状态", 9), ("事实", 48), ("事实日期", 12),
    ("记录时间", 17), ("台账第几条", 11), ("下一次", 17), ("不合的件数", 11), ("不合的", 40),
)  # fmt: skip
_SLOTS: Sequence[tuple[str, int]] = (
    ("编号", 9), ("控制", 18), ("哪一次", 20), ("开始", 12), ("结束", 12), ("到期", 17),
    ("怎样", 10), ("事实时间", 17), ("记录时间", 17),
)  # fmt: skip


def workbook_of(report: Report) -> bytes:
    """Return `report` as the bytes of an .xlsx file."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": f"{report.organisation} {report.period.label}合规报告",
                "author": report.organisation,
                "created": report.made_at.replace(tzinfo=None),
            }
        )
        book = Book(workbook)
        overview = _overview(book, report)
        rows = [_row(report, entry) for entry in report.judged]
        open_ = [
            row
            for row, entry in zip(rows, report.judged, strict=True)
            if entry.evidence.standing is not Standing.PROVED
        ]
        book.table("逐条", _CONTROLS, rows)
        book.table("缺与将到期", _CONTROLS, open_)
        book.table("时间线", _SLOTS, _slots(report))
        _charts(book, report, overview)
    return target.getvalue()


def _overview(book: Book, report: Report) -> Worksheet:
    """Return the first sheet: what the report is, and its three numbers."""
    sheet = book.workbook.add_worksheet("概况")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 72)
    sheet.write_string(0, 0, f"{report.organisation}合规报告", book.title)
    for row, (name, value) in enumerate(_facts(report), start=2):
        sheet.write_string(row, 0, name, book.head)
        book.cell(sheet, row, 1, value)
    begin = len(_facts(report)) + 3
    sheet.write_string(begin, 0, "本单位自己的选择", book.head)
    for row, choice in enumerate(report.choices, start=begin):
        sheet.write_string(row, 1, choice, book.words)
    for_paper(sheet)
    return sheet


def _facts(report: Report) -> list[tuple[str, Any]]:
    regulation, signed = report.board.regulation, report.signed
    return [
        ("制度", f"《{regulation.title}》第 {regulation.version} 版"),
        ("施行日期", date.fromisoformat(report.board.effective_on)),
        ("时段", report.period.label),
        ("从", report.period.begins_on),
        ("到", report.period.ends_on),
        ("看到的记录截至", report.known_at),
        ("做成时间", report.made_at),
        ("做成人", report.made_by),
        *((LOOK[standing]["label"], count) for standing, count in report.counts.items()),
        ("额外填表份数", report.extra_forms),
        ("还没核对完的审核单", report.board.pending),
        ("台账条数", report.ledger.size),
        ("总校验码", report.ledger.root),
        ("最近校验点", signed.size if signed else "还没有签过"),
        ("校验点签名时间", signed.at if signed else ""),
    ]


def _row(report: Report, entry: Judged) -> list[Any]:
    """Return one control as a row under `_CONTROLS`."""
    control, evidence = entry.control, entry.evidence
    newest = next(iter(evidence.pieces), None)
    regulation = report.board.regulation
    return [
        entry.article.chapter if entry.article else "",
        "、".join(clause_label(clause) for clause in control.clauses),
        control.id,
        control.label,
        control.asks,
        "、".join(KINDS[kind] for kind in control.kinds),
        "、".join(regulation.post_label(post) for post in control.posts),
        "；".join(demands_of(control)),
        LOOK[evidence.standing]["label"],
        evidence.fact,
        newest.fact_at.astimezone(HERE).date() if newest else "",
        newest.recorded_at if newest else "",
        newest.entry if newest and newest.entry else "",
        evidence.next_at or "",
        evidence.against_count or "",
        "、".join(piece.what for piece in evidence.against),
    ]


def _slots(report: Report) -> list[list[Any]]:
    """Return every slot of every rhythm in the period as a row under `_SLOTS`."""
    return [
        [
            course.control.id,
            course.control.label,
            slot_label(course.control.cadence.every, entry.slot),
            entry.slot.begins_on,
            entry.slot.ends_on,
            entry.slot.due_at,
            MARKS[entry.mark]["label"],
            entry.done.fact_at if entry.done else "",
            entry.done.recorded_at if entry.done else "",
        ]
        for course in report.courses
        if course.control.cadence
        for entry in course.kept
    ]


def _charts(book: Book, report: Report, overview: Worksheet) -> None:
    """Write the numbers of the charts to their sheet, and the charts beside the overview."""
    name = "图表数据"
    sheet = book.workbook.add_worksheet(name)
    sheet.set_column(0, 12, 14)
    tables: list[tuple[str, list[str], list[list[Any]]]] = [
        ("各章的状态", ["章", *(LOOK[standing]["label"] for standing in Standing)],
         [[title, *counts.values()] for title, counts in report.chapters]),
        ("每周发布的篇数", ["星期一", "篇数"], [[on, count] for on, count in report.weeks]),
        ("每日巡检", ["月份", "按时的天数", "应做的天数"],
         [[month_label(on), kept, owed] for on, kept, owed in report.patrolled]),
    ]  # fmt: skip
    column = 0
    for number, (title, heads, rows) in enumerate(tables):
        sheet.write_string(0, column, title, book.head)
        for at, head in enumerate(heads):
            sheet.write_string(1, column + at, head, book.head)
        for row, values in enumerate(rows, start=2):
            for at, value in enumerate(values):
                book.cell(sheet, row, column + at, value)
        if rows:
            chart = _chart(book, name, title=title, heads=heads, rows=len(rows), column=column)
            overview.insert_chart(1 + 16 * number, 3, chart)
        column += len(heads) + 1
    sheet.freeze_panes(2, 0)
    for_paper(sheet)


def _chart(book: Book, sheet: str, *, title: str, heads: list[str], rows: int, column: int) -> Any:
    """Return a native column chart over one table; the three states are stacked."""
    is_stacked = len(heads) == 1 + len(Standing)
    kind = {"type": "column", **({"subtype": "stacked"} if is_stacked else {})}
    chart = book.workbook.add_chart(kind)
    colors = list(_COLORS.values()) if is_stacked else ["#17607d", "#b9b0a0"]
    for at, color in zip(range(1, len(heads)), colors, strict=False):
        chart.add_series(
            {
                "name": [sheet, 1, column + at],
                "categories": [sheet, 2, column, 1 + rows, column],
                "values": [sheet, 2, column + at, 1 + rows, column + at],
                "fill": {"color": color},
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 560, "height": 300})
    return chart
