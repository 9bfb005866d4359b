#!/usr/bin/env python3
"""Sets a checkout up: virtual environment, locked packages, front end. Says each long step.

Needs nothing but Python 3.11 or newer. `setup.py run` is enough to run Hefa; `setup.py dev`
adds what tests and checks need. A step whose inputs did not change is not done again.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
# A lock names every package, so nothing is resolved again: pip, asked to, goes by the newest
# release of what another package wants with an extra, and then finds no hash for it.
LOCKED = ("--no-deps", "--require-hashes")


def main() -> int:
    """Set up what the argument asks for; return the exit status."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < OLDEST:
        print("需要 Python 3.11 或更新的版本。")
        return 1
    make_environment()
    install(kind)
    subprocess.run([PYTHON, ROOT / "scripts" / "build_frontend.py"], check=True)
    return 0


def make_environment() -> None:
    """Make the virtual environment where there is none."""
    if PYTHON.exists():
        return
    print("建立 Python 环境 …", flush=True)
    try:
        venv.create(VENV, with_pip=shutil.which("uv") is None)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SystemExit("这台机器的 Python 缺 venv。Debian 上请先装 python3-venv。") from None


def install(kind: str) -> None:
    """Install the locked packages; a stamp of the locks tells whether that is done.

    The development packages hold those to run, so having them current is enough.
    """
    if any(is_current(done) for done in {kind, "dev"}):
        return
    print("下载并安装锁定版本的软件包 …", flush=True)
    for lock in locks_of(kind):
        subprocess.run([*installer(), *LOCKED, "-r", str(lock)], check=True)
    local = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    subprocess.run([*installer(), *local], check=True)
    stamp_of(kind).write_text(digest_of(kind))


def is_current(kind: str) -> bool:
    """Whether the packages of this kind are installed as locked now."""
    return stamp_of(kind).exists() and stamp_of(kind).read_text() == digest_of(kind)


def stamp_of(kind: str) -> Path:
    """Return the file that says which locks were installed."""
    return VENV / f"{kind}.stamp"


def digest_of(kind: str) -> str:
    """Return the digest of everything the installation follows from."""
    inputs = [*locks_of(kind), ROOT / "pyproject.toml"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()


def locks_of(kind: str) -> list[Path]:
    """Return the lock files of a kind, in the order they are installed."""
    return [ROOT / "requirements" / f"{name}.txt" for name in ("build", kind)]


def installer() -> list[str]:
    """Return the command that installs: uv where present, else pip."""
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--quiet", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


if __name__ == "__main__":
    raise SystemExit(main())
