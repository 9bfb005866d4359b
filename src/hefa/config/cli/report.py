"""`hefa report`: the report on a month, a quarter or a year, as PDF or workbook."""

import argparse
import sys
from pathlib import Path

from hefa.config.cli.ground import set_up_django, write_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    period = parser.add_mutually_exclusive_group(required=True)
    period.add_argument("--month", dest="period", metavar="2026-11", help="哪一个月")
    period.add_argument("--quarter", dest="period", metavar="2026-Q4", help="哪一个季度")
    period.add_argument("--year", dest="period", metavar="2026", help="哪一年")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--pdf", metavar="OUT", help="写成 PDF")
    target.add_argument("--xlsx", metavar="OUT", help="写成 Excel 表格")
    parser.add_argument("--force", action="store_true", help="盖掉已有的文件")


def run(options: argparse.Namespace) -> int:
    """Write the file and return 0; 1 with a sentence when it cannot be made or written."""
    set_up_django()
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.core.errors import HefaError  # noqa: PLC0415
    from hefa.report.documents.content import report_on  # noqa: PLC0415
    from hefa.report.documents.pdf import pdf_of  # noqa: PLC0415
    from hefa.report.documents.period import period_of  # noqa: PLC0415
    from hefa.report.documents.workbook import workbook_of  # noqa: PLC0415
    from hefa.ui.words import reason_sentence  # noqa: PLC0415

    try:
        report = report_on(period_of(options.period), now=now(), by="本机")
        content = pdf_of(report) if options.pdf else workbook_of(report)
    except HefaError as error:
        sys.stderr.write(" ".join(map(reason_sentence, error.reasons)) + "\n")
        return 1
    target = Path(options.pdf or options.xlsx)
    write_file(target, content, is_forced=options.force)
    sys.stdout.write(f"{report.period.label}的报告已写到 {target}\n")
    return 0
