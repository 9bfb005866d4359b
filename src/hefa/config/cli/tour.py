"""`hefa tour`: the whole main job on one Word file, without a browser."""

import argparse
import sys

from hefa.config.cli.ground import print_json, read_file
from hefa.config.profiles import DEFAULT
from hefa.registry.delivered import delivered_keys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", help="Word 文件（.docx）")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    parser.add_argument(
        "--profile",
        choices=delivered_keys(),
        default=DEFAULT,
        help="照哪一套制度走",
    )
    parser.add_argument(
        "--wait-before-patrol",
        type=float,
        default=0,
        metavar="SECONDS",
        help="巡检前等几秒，好到沙箱控制台里改动文章，看巡检能否发现",
    )


def run(options: argparse.Namespace) -> int:
    """Walk the whole way; exit status 0 only when every step is well."""
    from hefa.config.touring import make_tour  # noqa: PLC0415  # loads the whole house

    tour = make_tour(
        read_file(options.file),
        name=options.file,
        profile=options.profile,
        wait_seconds=options.wait_before_patrol,
    )
    if options.json:
        print_json(tour)
    else:
        for step in tour["steps"]:
            mark = "✓" if step["ok"] else "✗"
            sys.stdout.write(f"{mark} {step['name']:<12}{step['ms']:>8.1f} ms  {step['detail']}\n")
        sys.stdout.write(f"文章：{tour['article_url']}\n")
    return 0 if tour["ok"] else 1
