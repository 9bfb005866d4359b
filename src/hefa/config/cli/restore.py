"""`hefa restore`: puts a backup back and opens a new epoch of the ledger."""

import argparse
import sys
from pathlib import Path

from hefa.config.cli.ground import print_json, read_file, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", help="备份文件")
    parser.add_argument("--name", action="append", default=[], help="经手人，写两次，两个人")
    parser.add_argument("--words", default="", help="为什么恢复")
    parser.add_argument(
        "--checkpoint", help="外面留着的校验点（邮件、打印件的文字都行）；不写就用本机最近签的"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Put the backup back; exit status 0 only when the ledger stands in its new epoch."""
    set_up_django()
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.config.restoring import house_to_oneself, restore  # noqa: PLC0415
    from hefa.core.errors import HefaError  # noqa: PLC0415
    from hefa.ui.words import reason_sentence  # noqa: PLC0415

    outside = (
        read_file(options.checkpoint).decode("utf-8", "replace") if options.checkpoint else None
    )
    try:
        with house_to_oneself():
            done = restore(
                Path(options.file),
                names=options.name,
                words=options.words,
                outside=outside,
                now=now(),
            )
    except HefaError as error:
        for entry in error.reasons:
            sys.stderr.write(reason_sentence(entry) + "\n")
        return 1
    lost = None if done.lost_until is None else max(0, done.lost_until - done.lost_from + 1)
    if options.json:
        print_json({"size": done.size, "lost": lost, "kept_at": str(done.kept_at)})
        return 0
    sys.stdout.write(f"已恢复，台账 {done.size} 条，另起一期。\n")
    if lost is None:
        sys.stdout.write(
            "没有给外面的校验点，本机也没有签过的，不知道丢了多少。"
            "找到领导邮箱里的校验点，用 hefa ledger verify --checkpoint 一比就知道。\n"
        )
    elif lost:
        sys.stdout.write(f"第 {done.lost_from} 条到第 {done.lost_until} 条丢失，已记入台账。\n")
    sys.stdout.write(f"原来的数据库留在 {done.kept_at}\n")
    return 0
