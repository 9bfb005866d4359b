"""Every fault at every crash point of publishing, with real exits and the simulator as judge.

`matrix.py [--quick | STORY]`: all cases, a share of them, or those of one story.
"""

import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.fault.driving import Driven, driven, room  # noqa: E402  # the path comes first
from tests.fault.texts import NEW, OLD, OTHER_BUTTONS, SIGNED_BUTTONS  # noqa: E402
from tests.prove.cases import TOKEN, Case, every_case  # noqa: E402
from tests.prove.verdicts import broken  # noqa: E402

QUICK = 12
PROCESSES = 2
LONGEST_SHARE = 320  # cases that one simulator and one driver play
HOUR = 3600

Told = tuple[list[str], Counter[str]]


def main() -> int:
    """Run the whole matrix, or every n-th case of it; exit 0 only when no promise broke."""
    asked = sys.argv[1:]
    cases = {key: every for key, every in every_case().items() if key[0] in asked or not asked}
    if asked == ["--quick"]:
        cases = {key: every[key[1] % QUICK :: QUICK] for key, every in every_case().items()}
    shares = [
        every[first : first + LONGEST_SHARE]
        for every in cases.values()
        for first in range(0, len(every), LONGEST_SHARE)
    ]
    shares.sort(key=len, reverse=True)
    with ThreadPoolExecutor(max_workers=PROCESSES) as pool:
        played = list(pool.map(_play, shares))
    bad = [line for lines, _ in played for line in lines]
    told = sum((counted for _, counted in played), Counter[str]())
    print(*bad, sep="\n", end="\n" if bad else "")
    states = ", ".join(f"{told[name]} {name}" for name in sorted(told) if name != "runs")
    print(f"seed —, {told['runs']} runs, {len(bad)} violations ({states})")
    return 1 if bad or not told["published"] else 0


def _play(cases: list[Case]) -> Told:
    """Play cases that begin alike; return what broke, and how many ended how."""
    bad: list[str] = []
    told: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory(dir=room()) as folder,
        driven(Path(folder), story=cases[0].story, items=cases[0].items) as world,
    ):
        before = world.wechat.state()
        for case in cases:
            ended = _run(case, world)
            world.wechat.console("clock", advance_seconds=HOUR)  # what comes late has come
            truth = world.wechat.state()
            bad += [f"{case}: {found}" for found in broken(case, before, ended, truth)]
            told["runs"] += 1
            told[ended["state"]] += 1
    return bad, told


def _run(case: Case, world: Driven) -> dict[str, Any]:
    """Let a worker die at the point under the fault, start others, and tell how it ended.

    "minutes" are those since the next one was started, the time a person takes not counted.
    """
    database = world.begin()
    wechat = world.wechat
    wechat.console("settings", resubmit="refuse" if case.is_known else "accept")
    order = {"known": case.is_known, "echoes": 2 if case.fault == "events" else 0}
    begun = case.restart / 60
    if case.story == "edit" and case.point in ("polled", "outcome_saved"):
        world.ask(database, **order)  # there is nothing to be seen before it was handed over
        _do_by_hand(case, world)
        order["later"] = HOUR
        begun += HOUR / 60
    if any(path == TOKEN for path, _ in case.calls):
        wechat.console("tokens/expire")
    for path, nth in case.calls:
        if fault := case.faults[case.fault]:
            wechat.console("faults", path=path, nth=nth, **fault)
    killed = world.ask(database, **order, crash=case.point, is_brief=True)
    _meddle(case, world)
    ended = world.ask(database, **order | {"later": case.restart})
    waits = [one for one in ended["publications"] if one["state"] == "handed"]
    if waits and case.meddling == "nothing":
        _do_by_hand(case, world)
        ended = world.ask(database, later=HOUR) | {"minutes": ended["minutes"]}
    return ended | {"killed": killed["exits"], "minutes": ended["minutes"] - begun}


def _do_by_hand(case: Case, world: Driven) -> None:
    """Do what a person is asked to do in WeChat's back office."""
    wechat = world.wechat
    if case.story == "menu":
        wechat.console("menu", button=SIGNED_BUTTONS)
    elif case.story != "article":
        article = wechat.state()["articles"][0]
        act, words = "delete", {}
        if case.story == "edit":
            act, words = "edit", {"find": OLD, "replace": NEW}
        if OLD in article["items"][case.items - 1]["content"]:
            wechat.console(f"articles/{article['article_id']}/{act}", idx=case.items, **words)


def _meddle(case: Case, world: Driven) -> None:
    """Do what somebody else does there while the worker is dead."""
    wechat = world.wechat
    if case.fault == "draft edited":
        for draft in wechat.state()["drafts"]:
            wechat.console(f"drafts/{draft['media_id']}/edit", title="别人改过的题目")
    if case.meddling == "nothing":
        return
    if case.meddling == "a wall stands":
        wechat.console("settings", bot_wall=True)
        return
    act = "edit" if case.meddling == "somebody edits it" else "delete"
    if case.story == "menu":
        wechat.console("menu", button=OTHER_BUTTONS if act == "edit" else [])
        return
    article = wechat.state()["articles"][0]["article_id"]
    words = {"title": "别的", "content": "<p>别的</p>"} if act == "edit" else {}
    wechat.console(f"articles/{article}/{act}", idx=case.items, **words)


if __name__ == "__main__":
    raise SystemExit(main())
