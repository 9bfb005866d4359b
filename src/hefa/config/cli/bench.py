"""`hefa bench`: measures the promises about speed, on this machine, now."""

import argparse
import sys

from hefa.config.cli.ground import print_json

FEW, MANY, MILLION = 5_000, 100_000, 1_000_000  # entries of the ledger: with all else, alone, full


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("name", nargs="?", help="只测这一项")
    parser.add_argument("--full", action="store_true", help="台账按一百万条实测")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Print each figure beside its target; figures are reported, never a gate."""
    from hefa.config import benching  # noqa: PLC0415  # the whole house

    known = (
        *benching.MEASURES,
        benching.WORD,
        benching.LEDGER,
        benching.PUBLISH,
        benching.REGISTER,
        benching.DECIDE,
    )
    if options.name and options.name not in known:
        sys.stderr.write(f"没有这一项。可以测：{'、'.join(known)}\n")
        return 1
    entries = MILLION if options.full else MANY if options.name else FEW
    names = [options.name] if options.name else known
    is_alone = bool(options.name)
    figures = [
        figure
        for name in names
        for figure in benching.measures(name, entries=entries, is_alone=is_alone)
    ]
    if options.json:
        print_json(figures)
        return 0
    for figure in figures:
        sys.stdout.write(
            f"{figure['name']:<23}{figure['figure']:>10} {figure['unit']:<4}"
            f" 目标 {figure['target']:<8} {figure['beside']}\n"
        )
    return 0
