"""`hefa sheet`: a review sheet as PDF in all its copies, and the check of a code on paper."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hefa.config.cli.ground import set_up_django, write_file

if TYPE_CHECKING:
    from datetime import datetime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("number", nargs="?", metavar="NUMBER", help="审核单编号，如 2026-0001")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--pdf", metavar="OUT", help="各联写成一个 PDF，不记打印次数")
    target.add_argument("--check", metavar="TEXT", help="核对纸上码里的文字")
    parser.add_argument("--key", metavar="KEY", help="只用这个公钥核对")
    parser.add_argument("--force", action="store_true", help="盖掉已有的文件")


def run(options: argparse.Namespace) -> int:
    """Write the PDF or check the code; return 0, or 1 with a sentence when it cannot be."""
    set_up_django()
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings

    if options.check:
        return _check(options.check, options.key)
    return _print(options, now())


def _check(text: str, key: str | None) -> int:
    from hefa.report.papers.agreeing import agreement_of  # noqa: PLC0415  # needs the settings
    from hefa.review.paper import qr  # noqa: PLC0415

    read = qr.read(text)
    if read is None or not qr.is_genuine(*read, keys=[key] if key else None):
        sys.stderr.write("这个码不是本单位印的，或者被改过。\n")
        return 1
    code, _ = read
    sys.stdout.write(f"{code.number} {code.mark} 校验码 {code.digest.upper()}：码是真的。\n")
    found = agreement_of(code)
    if found is None:
        sys.stderr.write("系统里没有这个单号。\n")
        return 1
    for line in found.lines:
        sys.stdout.write(f"{line.what}：{line.text}\n")
    return 1 if found.tone == "miss" else 0


def _print(options: argparse.Namespace, now: "datetime") -> int:
    from hefa.core.errors import HefaError  # noqa: PLC0415  # needs the settings
    from hefa.report.papers.outcome import outcome_of  # noqa: PLC0415
    from hefa.review.paper.facts import facts_of, marks_of  # noqa: PLC0415
    from hefa.review.paper.printing import pdf_of  # noqa: PLC0415
    from hefa.review.queries import with_everything  # noqa: PLC0415
    from hefa.ui.words import reason_sentence  # noqa: PLC0415

    sheet = with_everything().filter(number=options.number or "").first()
    if sheet is None:
        sys.stderr.write("没有这个编号的审核单。\n")
        return 1
    outcome = outcome_of(sheet)
    try:
        copies = [(facts_of(sheet, mark, now=now, outcome=outcome), 0) for mark in marks_of(sheet)]
        made = pdf_of(copies, made_at=now)
    except HefaError as error:
        sys.stderr.write(" ".join(map(reason_sentence, error.reasons)) + "\n")
        return 1
    target = Path(options.pdf)
    write_file(target, made, is_forced=options.force)
    sys.stdout.write(f"审核单 {sheet.number} 的 {len(copies)} 联已写到 {target}\n")
    return 0
