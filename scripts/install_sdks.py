#!/usr/bin/env python3
"""Installs the Node SDKs that the tests drive, as locked, only when the lock changed."""

import os
import subprocess
from pathlib import Path

from build_frontend import digest_of, find_node, stamp_in

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "sdk" / "node"
STAMP = FOLDER / "node_modules" / ".stamp"
PATIENCE_SECONDS = 180


def main() -> int:
    """Install them; the exit status is 0 when they are there."""
    return 0 if install_sdks() else 1


def install_sdks() -> bool:
    """Bring the SDKs up to date; False where there is no npm or it reaches no registry."""
    wanted = digest_of([FOLDER / "package.json", FOLDER / "package-lock.json"])
    if stamp_in(STAMP) == wanted:
        return True
    found = find_node()
    if found is None:
        return False
    node, npm = found
    print("正在安装测试用的微信 SDK（npm ci）…", flush=True)
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        subprocess.run(
            [*npm, "ci", "--loglevel=error", "--fetch-retries=1"],
            cwd=FOLDER,
            env={**os.environ, "PATH": path},
            check=True,
            timeout=PATIENCE_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    STAMP.write_text(wanted, encoding="utf-8")
    return True


if __name__ == "__main__":
    raise SystemExit(main())
