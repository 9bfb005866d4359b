"""A worker process: carries out the jobs of its lane until told to stop."""

import signal
import sys
import threading

from hefa.config.cli.ground import set_up_django
from hefa.config.clock import now
from hefa.jobs.registry import Lane


def main() -> int:
    """Sweep the table of jobs for the lane named first, as often in seconds as is said next."""
    set_up_django()
    from hefa.jobs.worker import run_worker  # noqa: PLC0415  # needs the settings

    lane, seconds = Lane(sys.argv[1]), float(sys.argv[2])
    if lane is Lane.PROMPT:
        tell_of_missing_triggers()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    run_worker(stop, clock=now, lane=lane, poll_seconds=seconds)
    return 0


def tell_of_missing_triggers() -> None:
    """Say at start-up what of the ledger's protection is missing; the door then opens to nothing.

    Source: 10(1); the door of publication asks the same question for each item.
    """
    from hefa.ledger.verify import missing_triggers  # noqa: PLC0415  # needs the settings
    from hefa.ui.words import sentence  # noqa: PLC0415

    for problem in missing_triggers():
        sys.stderr.write(sentence(problem.code, {"thing": problem.thing}) + " 已停止发布。\n")


if __name__ == "__main__":
    raise SystemExit(main())
