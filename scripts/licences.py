#!/usr/bin/env python3
"""Writes LICENCES.md: every package that is shipped or runs, with its version and licence."""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Write the list from what is installed."""
    rows = [*python_rows(), *front_end_rows()]
    lines = [
        "# Licences of what Hefa ships and runs on",
        "",
        "Hefa itself is under the Apache License 2.0. Written by `scripts/licences.py`.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {name} | {version} | {licence} |" for name, version, licence in sorted(rows)),
        "",
    ]
    (ROOT / "LICENCES.md").write_text("\n".join(lines), encoding="utf-8")
    return 0


def python_rows() -> list[tuple[str, str, str]]:
    """Return the packages of the lock to run, as installed."""
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    rows = []
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE):
        try:
            known = metadata(name)
        except PackageNotFoundError:
            continue  # locked for another kind of machine
        rows.append((name, version, licence_of(known)))
    return rows


def licence_of(known: object) -> str:
    """Return the licence that a package's metadata names."""
    get = known.get  # type: ignore[attr-defined]
    if get("License-Expression"):
        return str(get("License-Expression"))
    classifiers = known.get_all("Classifier") or []  # type: ignore[attr-defined]
    named = [entry.rpartition(" :: ")[2] for entry in classifiers if entry.startswith("License ::")]
    return ", ".join(named) or str(get("License") or "see package").splitlines()[0][:60]


def front_end_rows() -> list[tuple[str, str, str]]:
    """Return the front-end packages whose code is in the built files."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    rows = []
    for path, entry in lock["packages"].items():
        if path.startswith("node_modules/") and not entry.get("dev"):
            name = path.rpartition("node_modules/")[2]
            rows.append((name, entry.get("version", ""), entry.get("license", "see package")))
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
