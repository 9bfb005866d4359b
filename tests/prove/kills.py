"""Kills the publishing worker at random moments; whatever was released has its effect once at most.

`kills.py --quick | --full | NUMBER`. Half of the kills befall an article on its way, the others
what acts on articles that are out and on the menu.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.fault.driving import Driven, driven, room  # noqa: E402  # the path comes first
from tests.prove.cases import Case  # noqa: E402
from tests.prove.verdicts import KILLED, broken  # noqa: E402

SEED = 20261123
COUNTS = {"--quick": 40, "--full": 500}
PROCESSES = 2
AFTER_THE_LEASE = 121
# Of each story: how many items it begins with, and its share of the kills.
SHARES = {
    "article": (2, 0.25),
    "anew": (1, 0.2),
    "take_down": (3, 0.15),
    "menu": (1, 0.15),
    "article of three": (3, 0.25),
}

Told = tuple[list[str], Counter[str]]


def main() -> int:
    """Kill as often as asked; exit 0 only when nothing broke."""
    count = COUNTS.get(sys.argv[1]) or int(sys.argv[1])
    with ThreadPoolExecutor(max_workers=PROCESSES) as pool:
        played = list(pool.map(lambda name: _play(name, count), SHARES))
    bad = [line for lines, _ in played for line in lines]
    told = sum((counted for _, counted in played), Counter[str]())
    kills, under_way = told.pop("kills"), told.pop("under way")
    states = ", ".join(f"{number} {state}" for state, number in sorted(told.items()))
    print(*bad, sep="\n", end="\n" if bad else "")
    print(f"seed {SEED}, {kills} kills, {under_way} under way, {len(bad)} bad ({states})")
    return 1 if bad or not under_way else 0


def _play(name: str, count: int) -> Told:
    """Kill the workers of one story; return what broke, and how many ended how."""
    story = name.split(maxsplit=1)[0]
    items, share = SHARES[name]
    chance = random.Random(f"{SEED} {name}")
    bad: list[str] = []
    told: Counter[str] = Counter()
    case = Case(story=story, items=items, point="", fault="none", calls=(), restart=0)
    with (
        tempfile.TemporaryDirectory(dir=room()) as folder,
        driven(Path(folder), story=story, items=items) as world,
    ):
        before = world.wechat.state()
        longest = _longest(world)
        for _ in range(max(round(count * share), 1)):
            database = world.begin()
            seconds = chance.uniform(0, longest)
            killed = world.ask(database, sweeps=True, kill_after=seconds, is_brief=True)
            ended = world.ask(database, sweeps=True, later=AFTER_THE_LEASE)
            ended["minutes"] -= AFTER_THE_LEASE / 60
            told["kills"] += 1
            told["under way"] += killed["exits"] == [KILLED]
            told[ended["state"]] += 1
            ended["killed"] = killed["exits"]
            found = broken(case, before, ended, world.wechat.state())
            bad += [f"{name}, killed after {seconds:.3f} s: {line}" for line in found]
    return bad, told


def _longest(world: Driven) -> float:
    """Return how many seconds a worker needs here that nobody kills."""
    begun = time.monotonic()
    world.ask(world.begin(), sweeps=True, is_brief=True)
    return time.monotonic() - begun


if __name__ == "__main__":
    raise SystemExit(main())
