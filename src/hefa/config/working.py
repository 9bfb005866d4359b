"""The worker process: carries out jobs until told to stop."""

import signal
import sys
import threading

from hefa.config.cli.ground import set_up_django
from hefa.config.clock import now


def main() -> int:
    """Sweep the tables of jobs, every so many seconds as the argument says."""
    set_up_django()
    from hefa.jobs.worker import run_worker  # noqa: PLC0415  # needs the settings

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    run_worker(stop, clock=now, poll_seconds=float(sys.argv[1]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
