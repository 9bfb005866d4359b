"""Every fault at every crash point of publishing, with real exits and the simulator as judge."""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.prove.kills import ask, driver_for, simulator  # noqa: E402  # the path comes first
from tests.sandbox.client import Wechat  # noqa: E402

from hefa.publish.crash import EXIT_STATUS, POINTS  # noqa: E402

if TYPE_CHECKING:
    import subprocess

FAULTS: dict[str, dict[str, Any]] = {
    "lost before": {"kind": "drop_before"},
    "lost after": {"kind": "drop_after"},
    "hangs": {"kind": "hang", "seconds": 0.6, "effect": True},
    "server error": {"kind": "status500"},
    "busy": {"kind": "busy"},
    "token expired": {"kind": "errcode", "errcode": 42001},
    "effect delayed": {"kind": "late", "seconds": 1200},
    "events": {},
    "draft edited": {},
}
RESTARTS = {"at once": 0, "two hours later": 7200}
# Where the number of items matters: the draft, its reading, the polling, the outcome.
WITH_ITEMS = ("draft_effect", "draft_saved", "verified", "polled", "outcome_saved")
CALLS = ("/cgi-bin/draft/add", "/cgi-bin/freepublish/submit")
AT_REST = {"published", "needs_human", "failed"}
LATEST_MINUTES = 36
QUICK = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run: where the worker dies, what goes wrong besides, when the next one starts."""

    point: str
    fault: str
    restart: str


def main() -> int:
    """Run the whole matrix, or every n-th case of it; exit 0 only when no promise broke."""
    is_quick = sys.argv[1:] == ["--quick"]
    bad: list[str] = []
    told: Counter[str] = Counter()
    for count, points in ((1, POINTS), (3, WITH_ITEMS)):
        cases = [Case(point=p, fault=f, restart=r) for p, f, r in product(points, FAULTS, RESTARTS)]
        chosen = islice(cases, count % QUICK, None, QUICK) if is_quick else cases
        with tempfile.TemporaryDirectory() as folder, simulator() as wechat:
            driver = driver_for(wechat, Path(folder), items=count)
            for number, case in enumerate(chosen):
                ended = _run(case, wechat, driver, Path(folder) / f"{number}.sqlite3")
                bad += [f"{case}: {found}" for found in _faults(case, ended)]
                told["runs"] += 1
                told[ended["state"]] += 1
                told["unsettled"] += ended["state"] == "needs_human"
    print(*bad, sep="\n", end="\n" if bad else "")
    states = ", ".join(f"{told[state]} {state}" for state in sorted(AT_REST) if told[state])
    print(f"seed —, {told['runs']} runs, {len(bad)} violations ({states})")
    return 1 if bad or not told["published"] else 0


def _run(
    case: Case, wechat: Wechat, driver: "subprocess.Popen[str]", database: Path
) -> dict[str, Any]:
    """Let a worker die at the point under the fault, start another, and tell how it ended."""
    wechat.console("reset")
    wechat.console("account", kind="verified")
    for path in CALLS:
        if fault := FAULTS[case.fault]:
            wechat.console("faults", path=path, **fault)
    order = {"home": str(database), "jumps": True, "simulator": wechat.url}
    order |= {"echoes": 2 if case.fault == "events" else 0}
    killed = ask(driver, **order, later=0, crash=case.point)
    edited = case.fault == "draft edited" and _edit(wechat)
    ended = ask(driver, **order, later=RESTARTS[case.restart])
    ended |= {"killed": killed, "edited": edited}
    ended |= {"effects": wechat.state()["effective_publications"]}
    return ended


def _edit(wechat: Wechat) -> bool:
    """Edit the draft behind Hefa's back where there is one."""
    drafts = wechat.state()["drafts"]
    for draft in drafts:
        wechat.console(f"drafts/{draft['media_id']}/edit", title="别人改过的题目")
    return bool(drafts)


def _faults(case: Case, ended: dict[str, Any]) -> Iterator[str]:
    """Yield what broke. Source: docs/design/publication.md."""
    effects = sum(ended["effects"].values())
    if effects > 1:
        yield f"{effects} effects"
    if ended["exits"] != [0]:
        yield f"the second worker ended with {ended['exits']}"
    if ended["killed"]["exits"] not in ([EXIT_STATUS], [0]):
        yield f"the first worker ended with {ended['killed']['exits']}"
    if not ended["sound"]:
        yield "the ledger is not sound"
    if ended["state"] not in AT_REST:
        yield f"left in {ended['state']}"
    if ended["state"] == "published" and effects != 1:
        yield f"published with {effects} effects"
    if ended["state"] == "failed" and effects:
        yield "failed, but out"
    minutes = ended["minutes"] - RESTARTS[case.restart] / 60
    if minutes > LATEST_MINUTES:
        yield f"{minutes:.0f} minutes until it was known"


if __name__ == "__main__":
    raise SystemExit(main())
