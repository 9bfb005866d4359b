"""Kills the publishing worker at random moments; what was released goes out once at most."""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.sandbox.client import Wechat, start  # noqa: E402  # the path comes first

SEED = 20261123
COUNTS = {"--quick": 40, "--full": 500}
LONGEST_SECONDS = 0.5
AFTER_THE_LEASE = 121
AT_REST = {"published", "submit_unknown", "needs_human"}


def main() -> int:
    """Kill as often as asked; exit 0 only when no version went out twice."""
    count = COUNTS[sys.argv[1]]
    chance = random.Random(SEED)
    bad, under_way, states = 0, 0, dict.fromkeys(sorted(AT_REST), 0)
    with tempfile.TemporaryDirectory() as folder, simulator() as wechat:
        driver = driver_for(wechat, Path(folder))
        for trial in range(count):
            wechat.console("reset")
            wechat.console("account", kind="verified")
            home = Path(folder) / f"{trial}.sqlite3"
            seconds = chance.uniform(0.02, LONGEST_SECONDS)
            killed = ask(driver, home=str(home), later=0, kill_after=seconds)
            ended = ask(driver, home=str(home), later=AFTER_THE_LEASE, seconds=6)
            effects = sum(wechat.state()["effective_publications"].values())
            is_good = killed["sound"] and ended["sound"] and effects <= 1
            is_good = is_good and ended["state"] in AT_REST
            is_good = is_good and (ended["state"] != "published" or effects == 1)
            bad += not is_good
            under_way += killed["state"] not in AT_REST
            states[ended["state"]] = states.get(ended["state"], 0) + 1
    told = ", ".join(f"{number} {state}" for state, number in states.items() if number)
    print(f"seed {SEED}, {count} kills, {under_way} under way, {bad} bad ({told})")
    return 1 if bad or not under_way else 0


@contextmanager
def simulator() -> Iterator[Wechat]:
    """Run the simulator until the block ends."""
    process, ready = start("--publish-delay", "0", "--exit-with-parent")
    try:
        yield Wechat(url=ready["url"], appid=ready["appid"], secret=ready["secret"])
    finally:
        process.terminate()
        process.wait(timeout=5)


def driver_for(wechat: Wechat, folder: Path, *, items: int = 2) -> "subprocess.Popen[str]":
    """Return the process that forks workers on copies of one queued publication of `items`."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.fault.driver",
            str(folder / "template"),
            wechat.url,
            wechat.appid,
            wechat.secret,
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": "src:.", "PATH": "/usr/bin:/bin", "HEFA_ITEMS": str(items)},
    )
    if process.stdout is None or process.stdout.readline() != "ready\n":
        raise RuntimeError("driver")
    return process


def ask(driver: "subprocess.Popen[str]", **order: Any) -> dict[str, Any]:
    """Return the driver's answer to one order."""
    if driver.stdin is None or driver.stdout is None:
        raise RuntimeError("driver")
    driver.stdin.write(json.dumps(order) + "\n")
    driver.stdin.flush()
    answer: dict[str, Any] = json.loads(driver.stdout.readline())
    return answer


if __name__ == "__main__":
    raise SystemExit(main())
