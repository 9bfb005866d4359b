#!/usr/bin/env python3
"""Runs the gates, all of them even when one fails, and says how long each took."""

import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
SETTINGS = {**os.environ, "DJANGO_SETTINGS_MODULE": "hefa.config.settings_test"}

GATES: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "src/hefa", "--lint", "--quiet"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "deploy": ["python", "scripts/check_deploy.py"],
    "fast tests": ["python", "-m", "pytest", "tests/promise", "tests/unit/core", "-q"],
}


def main() -> int:
    """Run every gate; exit 0 only when all are green."""
    failed = [name for name, command in GATES.items() if not passes(name, command)]
    print("全部通过。" if not failed else f"没有通过：{'、'.join(failed)}")
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    """Run one gate; print its output only when it fails."""
    begun = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=SETTINGS,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - begun
    print(f"{'✓' if done.returncode == 0 else '✗'} {name:<12}{seconds:6.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    raise SystemExit(main())
