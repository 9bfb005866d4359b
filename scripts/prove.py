#!/usr/bin/env python3
"""Proves what ordinary tests cannot: planted bugs, kills, walks; each ends with seed and count."""

import argparse
import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"


def items(*, is_quick: bool) -> dict[str, list[str]]:
    """Return what to prove, as commands that print seed and count on their last line."""
    return {
        "planted bugs": ["tests/promise/planted.py", *["--quick"] * is_quick],
        "kill at each point": ["tests/prove/kills.py", "--quick" if is_quick else "--full"],
        "every fault at each point": ["tests/prove/matrix.py", *["--quick"] * is_quick],
        "random histories": ["tests/prove/histories.py", "200" if is_quick else "10000"],
        "ledger mutations": ["tests/prove/mutations.py", "200" if is_quick else "10000"],
        "spoiled Word files": ["tests/prove/fuzz.py", "word", "800" if is_quick else "10000"],
        "tours": ["tests/prove/tours.py", "3" if is_quick else "40"],
        "a month recounted": ["tests/prove/month.py", *["--quick"] * is_quick],
        "mutants of the review core": ["tests/prove/mutants.py", *["--quick"] * is_quick],
        **({} if is_quick else {"preview refreshes": ["tests/prove/refreshes.py"]}),
    }


def main() -> int:
    """Run every item; exit 0 only when all hold."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="the share that runs in CI")
    is_quick = arguments.parse_args().quick
    failed = []
    for name, command in items(is_quick=is_quick).items():
        begun = time.monotonic()
        done = subprocess.run(
            [PYTHON, *command],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ,
        )
        last = (done.stdout.strip().splitlines() or ["—"])[-1]
        seconds = time.monotonic() - begun
        print(
            f"{'✓' if done.returncode == 0 else '✗'} {name}: {last} ({seconds:.0f} s)", flush=True
        )
        if done.returncode:
            failed.append(name)
            print(done.stdout[-4000:] + done.stderr[-4000:])
    print("全部成立。" if not failed else f"不成立：{'、'.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
