"""`hefa bench`: measures the promises about speed, on this machine, now."""

import argparse
import sys

from hefa.config.cli.ground import print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("name", nargs="?", help="只测这一项")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Print each figure beside its target; figures are reported, never a gate."""
    from hefa.config.benching import MEASURES, measure  # noqa: PLC0415  # loads the whole house

    if options.name and options.name not in MEASURES:
        sys.stderr.write(f"没有这一项。可以测：{'、'.join(MEASURES)}\n")
        return 1
    figures = [measure(name) for name in ([options.name] if options.name else MEASURES)]
    if options.json:
        print_json(figures)
        return 0
    for figure in figures:
        sys.stdout.write(
            f"{figure['name']:<10}{figure['figure']:>10} {figure['unit']:<4}"
            f" 目标 {figure['target']:<8} {figure['beside']}\n"
        )
    return 0
