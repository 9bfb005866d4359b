"""Recounts a month's report from the exported ledger, as a stranger who has nothing else.

    python3 -I -S recount.py EXPORT REPORT.json [COMPLIANCE.json ...] --regulation FILE

Only the ledger's entries and checkpoints are read, and the text of the regulation, whose SHA-256
the entry of its adoption must bear. Each figure is printed as reported and as recounted; exit
status 1 on any difference, and on a figure that cannot be recounted and that `UNTOLD` does not
name. Needs nothing of Hefa and nothing but the standard library.
"""

import argparse
import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent / "recounting"))

import controls  # the path comes first
import rhythm
from told import Entry, Told, begin_of, day_of, moment, read

Figures = dict[str, Any]
# What the ledger alone cannot tell, by a part of the figure's name, and why.
UNTOLD = {
    "columns_and_readers": "what a package says is in no entry, only its SHA-256",
    "purposes": "what a package says is in no entry, only its SHA-256",
    "source_and_approver": "what a package says is in no entry, only its SHA-256",
    "nothing_unanswered": "what the machine finds in a text is in no entry",
    "pending": "which sheets the machine has gone through is its own note",
}
LASTING = ("administrator", "delivered_by_sender", "duty_matrix", "technical_support")


def figures_of(told: Told, signed: list[tuple[int, datetime]], month: str) -> Figures:
    """Return the figures of `month` as the entries give them."""
    begins = begin_of(datetime.fromisoformat(f"{month}-01").date())
    found: Figures = {"ledger.entries": len(told.entries)}
    found |= _sheets(told, begins)
    found |= {f"published.week.{monday}": n for monday, n in _weeks(told, begins).items()}
    found["published.items"] = sum(at >= begins for at, *_ in told.out)
    sound = [entry.at for entry in told.of("operate.backed_up") if entry.at >= begins]
    found |= {"backups.sound": len(sound), "backups.days": len(set(map(day_of, sound)))}
    found |= _people(told, begins) | _incidents(told, begins) | _patrol(told, begins)
    found["erasures"] = len([one for one in told.of("ledger.erased") if one.at >= begins])
    made = [(size, at) for size, at in signed if at <= told.at]
    found["checkpoints.count"] = len(made)
    found["checkpoints.days"] = len({day_of(at) for _, at in made if at >= begins})
    found["checkpoints.sizes"] = [size for size, _ in made]
    found |= dict(_courses(told, begins))
    return found


def controls_of(told: Told, prefix: str = "") -> Figures:
    """Return for each control that is on how much speaks for it and how much against."""
    found: Figures = {}
    for control in told.law["controls"]:
        pair = controls.pair_of(told, control)
        name = f"{prefix}control.{control['id']}.{control['evidence']}"
        if control.get("is_on", True) and pair is not None:
            found |= {f"{name}.for": pair[0], f"{name}.against": pair[1]}
        if control.get("is_on", True) and control["evidence"] in UNTOLD:
            found[f"{prefix}tried.{control['id']}"] = len(told.released)
    return found


def reported_by(compliance: dict[str, Any], prefix: str = "") -> Figures:
    """Return the same as `hefa compliance --json` reports it.

    Where the ledger tells only how many were tried, that is a figure of its own.
    """
    found: Figures = {}
    clauses = [*compliance["clauses"], {"controls": compliance["benchmarks"]}]
    for control in (control for clause in clauses for control in clause["controls"]):
        name = f"{prefix}control.{control['id']}.{control['evidence']}"
        good, bad = control["count"], control["against_count"]
        found |= {f"{name}.for": good, f"{name}.against": bad}
        if control["evidence"] in UNTOLD:
            found[f"{prefix}tried.{control['id']}"] = good + bad
    return found


def compare(reported: Figures, recounted: Figures) -> tuple[list[str], list[str], int]:
    """Return the lines that differ, the figures nobody recounted, and how many were the same.

    A figure that is nothing on both sides need not be named on both.
    """
    differing, untold, same = [], [], 0
    for name in sorted(reported.keys() | recounted.keys()):
        one, other = reported.get(name), recounted.get(name)
        if name not in recounted and one:
            untold.append(name)
        elif name not in recounted:
            print(f"·  {name}: reported {_short(one)}, which claims nothing")
        elif (one or None) == (other or None) or one == other:
            same += 1
            print(f"=  {name}: reported {_short(one)}, recounted {_short(other)}")
        else:
            differing.append(name)
            print(f"≠  {name}: reported {_short(one)}, recounted {_short(other)}")
    return differing, untold, same


def _sheets(told: Told, begins: datetime) -> Figures:
    found: Figures = Counter()
    for sheet in told.sheets.values():
        for act, past in (
            ("submit", "submitted"),
            ("return", "returned"),
            ("recall", "recalled"),
            ("release", "released"),
        ):
            at = sheet.at(act)
            found[f"sheets.{past}.{sheet.unit}"] += at is not None and at >= begins
    found["sheets.in_order"] = sum(sheet.is_in_order() for sheet in told.released)
    found["sheets.over_one_package"] = sum(sheet.is_one_package() for sheet in told.released)
    return dict(found)


def _weeks(told: Told, begins: datetime) -> Counter[str]:
    """Return how many items went out in each week, by its Monday."""
    days = [day_of(at) for at, *_ in told.out if at >= begins]
    return Counter((day - timedelta(days=day.weekday())).isoformat() for day in days)


def _people(told: Told, begins: datetime) -> Figures:
    every = [at for times in controls.passwords(told).values() for at in times]
    rule = next(one for one in told.law["controls"] if one["evidence"] == "passwords_fresh")
    return {
        "passwords.changed": sum(at >= begins for at in every),
        "passwords.overdue": controls.overdue(told, rule),
        "posts.held": len(told.holding(post["key"] for post in told.law["posts"])),
        "posts.vacant": controls.vacant(told),
        "appointments.begun": sum(held.at >= begins for held in told.held),
        "appointments.ended": sum(
            bool(one.ended_at and one.ended_at >= begins) for one in told.held
        ),
    }


def _incidents(told: Told, begins: datetime) -> Figures:
    real = controls.incidents(told, is_drill=False)
    closed = [steps for steps in real if steps[-1].body["step"] == "closed"]
    hours, minutes = (
        told.law["parameters"][name] for name in ("repair_hours", "first_action_minutes")
    )
    acted = controls.clocks(told, timedelta(minutes=minutes), controls.first_action)
    mended = controls.clocks(told, timedelta(hours=hours), controls.repaired)
    return {
        "incidents.opened": sum(steps[0].at >= begins for steps in real),
        "incidents.closed": len(closed),
        "incidents.acted_in_time": acted[0],
        "incidents.acted_late": acted[1],
        "incidents.repaired_in_time": mended[0],
        "incidents.repaired_late": mended[1],
        "drills.closed": len(controls.drills(told, {})[0][1]),
    }


def _patrol(told: Told, begins: datetime) -> Figures:
    made = [entry for entry in told.of("patrol.round") if entry.at >= begins]
    whole = [entry for entry in made if not entry.body["trouble"]]
    found: Figures = {"patrol.rounds": len(made)}
    found["patrol.days"] = len({day_of(entry.at) for entry in whole})
    for result in ("same", "changed", "missing", "unknown", "unauthorised"):
        found[f"patrol.{result}"] = sum(entry.body[result] for entry in made)
    return found


def _courses(told: Told, begins: datetime) -> Iterator[tuple[str, Any]]:
    """Yield for each control with a rhythm how many slots were late and missed, and kept daily."""
    for control in told.law["controls"]:
        cadence = control.get("cadence")
        if not cadence or not control.get("is_on", True):
            continue
        slots = list(rhythm.slots(cadence, begins, told.at))
        begun = {begins_on for begins_on, _ in slots}
        ended = [last for _, last in slots if rhythm.due_at(cadence, last) <= told.at]
        if control["evidence"] in LASTING and ended:
            continue  # whether a state held all through a slot is not told here
        every = controls.series_of(told, control)
        marks = rhythm.worst(cadence, every, told.since, told.at)
        counted = Counter(mark for day, mark in marks.items() if day in begun)
        is_lasting = control["evidence"] in LASTING
        late, missed = (0, 0) if is_lasting else (counted["late"], counted["missed"])
        yield f"course.{control['id']}.late", late
        yield f"course.{control['id']}.missed", missed
        if control["evidence"] == "daily_patrol":
            yield "patrolled.kept", counted["kept"]
            yield "patrolled.owed", counted["kept"] + late + missed


def _law(entries: list[Entry], path: str) -> dict[str, Any]:
    """Return the regulation in `path`; SystemExit when it is not the one that was adopted."""
    content = Path(path).read_bytes()
    adopted = [entry for entry in entries if entry.kind == "registry.regulation_adopted"]
    if hashlib.sha256(content).hexdigest() not in {one.body["text_sha256"] for one in adopted}:
        raise SystemExit(f"{path} is not the regulation that the ledger says was adopted")
    return tomllib.loads(content.decode())


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 100 else f"{text[:60]}… ({len(value)})"


def main() -> int:
    """Recount what the command line names; exit 0 only when every figure is the same."""
    parser = argparse.ArgumentParser(description="Recount a report from an exported ledger.")
    parser.add_argument("export")
    parser.add_argument("report")
    parser.add_argument("compliance", nargs="*")
    parser.add_argument("--regulation", required=True, help="the text that was adopted")
    given = parser.parse_args()
    entries, signed = read(given.export)
    law = _law(entries, given.regulation)
    report = json.loads(Path(given.report).read_bytes())
    reported, known_at = dict(report["figures"]), moment(report["known_at"])
    recounted = figures_of(Told(entries, law, known_at), signed, report["month"])
    for name in given.compliance:
        compliance = json.loads(Path(name).read_bytes())
        at = moment(compliance["at"])
        prefix = "" if at == known_at else f"{compliance['at']} "
        reported |= reported_by(compliance, prefix)
        recounted |= controls_of(Told(entries, law, at), prefix)
    differing, untold, same = compare(reported, recounted)
    strange = [name for name in untold if not any(part in name for part in UNTOLD)]
    for name in untold:
        why = next((why for part, why in UNTOLD.items() if part in name), "nobody recounts it")
        print(f"?  {name}: reported {_short(reported[name])}, not recounted: {why}")
    for name in strange:
        print(f"✗  {name}: not recounted, and not among what the ledger cannot tell")
    print(f"{same} figures recounted, {len(differing)} differences, {len(untold)} not recounted")
    return 1 if differing or strange else 0


if __name__ == "__main__":
    raise SystemExit(main())
