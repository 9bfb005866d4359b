"""Plays a month of work, and has its report recounted from the exported ledger by a stranger.

The sandbox runs in a process of its own over HTTP; every action is handed its time, and the
month lies in the past, so that the command line can be asked about it.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

if TYPE_CHECKING:
    from tests.prove.playing import Play

SEED = 20251103
MONTH, FIRST = "2025-11", date(2025, 11, 1)
PROFILES = ("community", "hospital")
HEFA = Path(sys.executable).with_name("hefa")
FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a month goes: its days, its items, and by day of the month what falls on it."""

    days: int
    items: int
    mishaps: dict[int, str]
    no_patrol: frozenset[int]
    no_backup: frozenset[int]
    begins: int
    ends: int
    erased: int
    middle: int


COURSES = {
    "quick": Course(
        days=10,
        items=12,
        mishaps={4: "tamper in time", 5: "drill", 6: "report late", 7: "intrude in time",
                 10: "tamper left open"},
        no_patrol=frozenset({2, 8}),
        no_backup=frozenset({1, 2, 9}),
        begins=4,
        ends=6,
        erased=10,
        middle=5,
    ),
    "whole": Course(
        days=30,
        items=90,
        mishaps={4: "tamper in time", 6: "drill", 7: "tamper late", 11: "report late",
                 13: "tamper left open", 18: "report in time", 20: "intrude late",
                 24: "report left open", 26: "tamper left open"},
        no_patrol=frozenset({9, 22}),
        no_backup=frozenset({2, 9, 27}),
        begins=5,
        ends=12,
        erased=19,
        middle=14,
    ),
}  # fmt: skip


def main() -> int:
    """Play the months asked for, each in a process of its own; exit 0 only when all agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ten days of one profile")
    parser.add_argument("--alone", choices=PROFILES, help="in this process, this profile only")
    given = parser.parse_args()
    course = "quick" if given.quick else "whole"
    if given.alone:
        return play(course, given.alone)
    told, failed = [], False
    for profile in PROFILES[:1] if given.quick else PROFILES:
        command = [sys.executable, __file__, "--alone", profile, *["--quick"] * given.quick]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        failed |= done.returncode != 0
        print(done.stdout + done.stderr)
        told.append((done.stdout.strip().splitlines() or [f"{profile}: nothing said"])[-1])
    print("; ".join(told))
    return 1 if failed else 0


def play(name: str, profile: str) -> int:
    """Play one course under one profile, and ask everybody who can tell whether it agrees."""
    from hefa.config.sandbox import running_sandbox  # noqa: PLC0415  # the path comes first

    with tempfile.TemporaryDirectory(prefix="hefa-month-") as folder, running_sandbox() as sandbox:
        home, out = Path(folder) / "home", Path(folder) / "out"
        (out / "backups").mkdir(parents=True)
        _stand_on(home)
        from tests.prove.playing import Play  # noqa: PLC0415  # needs the settings

        played = Play(
            profile=profile,
            chance=random.Random(SEED),
            now=_at(FIRST - timedelta(days=1), 12),
            sandbox=sandbox,
            place=out / "backups",
        )
        played.move_in(_at(FIRST - timedelta(days=80), 9))
        failures = _days(played, COURSES[name], out)
        return _judge(played, COURSES[name], out, failures)


def _days(played: "Play", course: Course, out: Path) -> list[str]:
    """Play every day; return what was not as it should be with the board of the middle.

    That board is remembered while items are out that no round has seen yet.
    """
    left, failures = course.items, []
    days = [FIRST + timedelta(days=number) for number in range(course.days)]
    working = [day for day in days if day.weekday() <= FRIDAY]
    for day in days:
        played.now = max(played.now, _at(day, 9))
        if day in working:
            share = -(-left // (len(working) - working.index(day)))
            _work(played, course, day, share)
            left -= share
        if day.day == course.middle:
            remembered = _compliance(played.now, out / "middle.json")
            if _board(played.now) != remembered["clauses"]:
                failures.append("the board of the middle is not what the command line says")
        played.now = max(played.now, _at(day, 17))
        if day.day not in course.no_patrol:
            played.patrol()
        if day.day not in course.no_backup:
            played.back_up()
        if day.day in course.mishaps:
            _mishap(played, course.mishaps[day.day])
        played.close_day()
    return failures


def _work(played: "Play", course: Course, day: date, share: int) -> None:
    """Play what a working day brings besides mishaps."""
    from tests.prove.filing import keep_paper  # noqa: PLC0415  # needs the settings

    played.sign_in()
    if day.day == course.begins:
        played.begin_posts()
    if day.day == course.ends:
        played.end_post()
    if day.day % 3 == 0:
        played.change_a_password()
    if day.day % 7 == 0:
        played.test_account()
    played.write_again()
    for _ in range(share):
        played.write()
    played.publish()
    keep_paper(played)
    if day.day == course.erased:
        played.erase()


def _mishap(played: "Play", told: str) -> None:
    from tests.prove import mishaps  # noqa: PLC0415  # needs the settings

    what, _, how = told.partition(" ")
    answer = {
        "in time": mishaps.IN_TIME,
        "late": mishaps.LATE,
        "left open": mishaps.LEFT_OPEN,
        "": mishaps.IN_TIME,
    }[how]
    if what == "drill":
        mishaps.report(played, answer, is_drill=True)
    else:
        {"tamper": mishaps.tamper, "intrude": mishaps.intrude, "report": mishaps.report}[what](
            played, answer
        )


def _judge(played: "Play", course: Course, out: Path, failures: list[str]) -> int:
    """Ask the verifier, the recounter, and the board about its own past."""
    from tests.prove.reported import reported  # noqa: PLC0415  # needs the settings

    middle = json.loads((out / "middle.json").read_bytes())
    again = _compliance(datetime.fromisoformat(middle["at"]), out / "again.json")
    if again != middle:
        failures.append("the board of the middle, asked at the end, is another")
    end = max(played.now, _at(FIRST + timedelta(days=course.days - 1), 23.95))
    _compliance(end, out / "end.json")
    report = reported(MONTH, now=end)
    (out / "report.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")
    _run(HEFA, "ledger", "export", str(out / "ledger.jsonl"), "--json")
    failures += _verified(out, report["figures"]["ledger.entries"])
    regulation = ROOT / "src" / "hefa" / "regulations" / played.profile / "regulation.toml"
    recounted = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "tests" / "prove" / "recount.py"),
         "ledger.jsonl", "report.json", "end.json", "middle.json",
         "--regulation", str(regulation)],
        cwd=out, capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(recounted.stdout + recounted.stderr)
    last = (recounted.stdout.strip().splitlines() or ["nothing recounted"])[-1]
    print(*failures, sep="\n")
    told = (
        f"{course.days} days, {played.written} items, {report['figures']['ledger.entries']} entries"
    )
    print(f"seed {SEED}, {played.profile}: {told}, {last}, {len(failures)} other faults")
    return 1 if failures or recounted.returncode else 0


def _verified(out: Path, entries: int) -> list[str]:
    """Return what a lone copy of the verifier finds wrong with the export."""
    alone = out / "alone"
    alone.mkdir()
    shutil.copy(ROOT / "src" / "hefa" / "core" / "verify.py", alone / "verify.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "../ledger.jsonl", "--json"],
        cwd=alone, capture_output=True, text=True, check=False,
    )  # fmt: skip
    verdict = json.loads(done.stdout or "{}")
    is_well = done.returncode == 0 and verdict["verified"] and verdict["size"] == entries
    return [] if is_well else [f"the verifier: {done.stdout}{done.stderr}"]


def _compliance(at: datetime, target: Path) -> dict[str, Any]:
    """Return what `hefa compliance --at` says, kept in `target` too."""
    told = _run(HEFA, "compliance", "--json", "--at", at.isoformat())
    target.write_text(told, "utf-8")
    board: dict[str, Any] = json.loads(told)
    return board


def _board(now: datetime) -> list[dict[str, Any]]:
    """Return the board as this process has it now, by clause."""
    from hefa.config.cli.compliance import _as_json  # noqa: PLC0415  # needs the settings
    from hefa.report.judging import board  # noqa: PLC0415

    found = board(now)
    assert found is not None
    clauses: list[dict[str, Any]] = _as_json(found, extra_forms=0)["clauses"]
    return clauses


def _run(*command: object) -> str:
    return subprocess.run(
        list(map(str, command)), stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def _stand_on(home: Path) -> None:
    """Make `home` the installation of this process, empty but for its tables."""
    os.environ |= {"HEFA_HOME": str(home), "HEFA_DEMO": "1"}
    from hefa.config import home as homes  # noqa: PLC0415  # after HEFA_HOME
    from hefa.config.cli.ground import set_up_django  # noqa: PLC0415

    homes.create()
    set_up_django()
    from hefa.config import installing  # noqa: PLC0415

    installing.make_tables()


def _at(day: date, hour: float) -> datetime:
    """Return `hour` o'clock of `day` in the community, where it is eight hours later."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 8)


if __name__ == "__main__":
    raise SystemExit(main())
