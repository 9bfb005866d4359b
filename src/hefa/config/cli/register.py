"""`hefa register`: writes the search index of the sheets anew."""

import argparse
import sys

from hefa.config.cli.ground import print_json, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Build the index from the sheets and say how many are in it."""
    set_up_django()
    from hefa.review.register.index import rebuild_index  # noqa: PLC0415  # needs the settings

    count = rebuild_index()
    if options.json:
        print_json({"sheets": count})
    else:
        sys.stdout.write(f"检索已重建，{count} 张审核单都能查到。\n")
    return 0
