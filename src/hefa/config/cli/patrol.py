"""`hefa patrol`: one patrol round now, over every account."""

import argparse
import sys

from hefa.config.cli.ground import print_json, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Print what the round saw; exit status 0 only when everything is as released."""
    set_up_django()
    from hefa.config.clock import now  # noqa: PLC0415  # needs the settings
    from hefa.core.errors import HefaError  # noqa: PLC0415
    from hefa.patrol.actions import run_round  # noqa: PLC0415
    from hefa.registry.models import OfficialAccount  # noqa: PLC0415
    from hefa.ui.words import reason_sentence  # noqa: PLC0415

    seen = []
    for account in OfficialAccount.objects.all():
        try:
            patrol = run_round(account, ordered_by=None, now=now())
        except HefaError as error:
            sys.stderr.write(" ".join(map(reason_sentence, error.reasons)) + "\n")
            return 1
        seen += [
            {
                "account": account.key,
                "title": entry.title,
                "url": entry.url,
                "result": entry.result,
                "label": entry.get_result_display(),
                "differences": entry.differences,
            }
            for entry in patrol.observations.all()
        ]
    if options.json:
        print_json(seen)
    else:
        for entry in seen:
            sys.stdout.write(f"{entry['label']}  {entry['title']}\n")
        if not seen:
            sys.stdout.write("线上还没有文章。\n")
    return 0 if all(entry["result"] == "same" for entry in seen) else 1
