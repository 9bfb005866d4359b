"""`hefa ledger`: verifies the records."""

import argparse
import sys

from hefa.config.cli.ground import print_json, set_up_django

ONLY_A_CHECKPOINT = (
    "以上由记录本身推出。若有人删去最后若干条、或把整个数据库换成较早的一份，"
    "只有与事先交到外面的校验点比对才看得出来。"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True)
    verify = actions.add_parser("verify", help="从每条记录重新推算整个台账")
    verify.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Print the verdict; exit status 0 only when everything proves out."""
    set_up_django()
    from hefa.ledger.verify import verify  # noqa: PLC0415  # needs the settings
    from hefa.ui.words import sentence  # noqa: PLC0415

    verdict = verify()
    problems = [
        {
            "code": problem.code,
            "seq": problem.seq,
            "thing": problem.thing,
            "message": sentence(problem.code, {"seq": problem.seq or "", "thing": problem.thing}),
        }
        for problem in verdict.problems
    ]
    if options.json:
        print_json(
            {
                "size": verdict.size,
                "root": verdict.root,
                "verified": verdict.is_sound,
                "problems": problems,
                "note": ONLY_A_CHECKPOINT,
            }
        )
    else:
        sys.stdout.write(f"台账 {verdict.size} 条，根 {verdict.root}\n")
        for problem in problems:
            sys.stdout.write(f"{problem['message']}\n")
        sys.stdout.write("全部对得上。\n" if verdict.is_sound else "核对不上。\n")
        sys.stdout.write(ONLY_A_CHECKPOINT + "\n")
    return 0 if verdict.is_sound else 1
