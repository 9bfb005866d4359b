"""`hefa regulation`: shows a regulation as data, or finds what contradicts in it."""

import argparse
import sys

from hefa.config.cli.ground import complain, read_file
from hefa.config.profiles import profile_text
from hefa.core.errors import HefaError
from hefa.core.regulation import parse_regulation
from hefa.core.words import WORDS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True)
    for name, text in (("show", "列出岗位、栏目和审核路线"), ("lint", "查找矛盾和遗漏")):
        action = actions.add_parser(name, help=text)
        action.add_argument("file", nargs="?", help="制度文件；不写就用自带的 community")


def run(options: argparse.Namespace) -> int:
    """Print the regulation or its contradictions; exit status 1 when there are any."""
    try:
        text = read_file(options.file).decode() if options.file else profile_text("community")
    except UnicodeDecodeError:
        sys.stderr.write("这不是 UTF-8 的文字文件，读不了。请选 regulation.toml。\n")
        return 1
    try:
        regulation = parse_regulation(text)
    except HefaError as error:
        return complain(error, WORDS)
    if options.action == "lint":
        sys.stdout.write("没有矛盾。\n")
        return 0
    sys.stdout.write(f"{regulation.title} 第 {regulation.version} 版\n")
    for route in regulation.routes:
        steps = " → ".join(
            f"{step.act.value}({'、'.join(sorted(map(regulation.post_label, step.posts)))})"
            for step in route.steps
        )
        sys.stdout.write(f"{regulation.route_labels[route.key]}：{steps}\n")
    return 0
