"""Plants each bug of `planted.toml` in a copy of the tree; the test named beside it must fail.

With --quick every fifth bug is planted; that each still finds its text is asked of all.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("src", "tests", "pyproject.toml", "manage.py")
PASSED, FAILED = 0, 1
QUICK = 5


def main() -> int:
    """Plant every bug; exit 0 only when each was noticed and every test passes without it."""
    text = (Path(__file__).parent / "planted.toml").read_text(encoding="utf-8")
    every = tomllib.loads(text)["bugs"]
    homeless = [bug["name"] for bug in every if bug["find"] not in _read(ROOT / bug["file"])]
    bugs = every[::QUICK] if sys.argv[1:] == ["--quick"] else every
    tests = sorted({bug["test"] for bug in bugs})
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        sound = dict(zip(tests, pool.map(_passes_untouched, tests), strict=True))
        noticed = list(pool.map(_is_noticed, bugs))
    missed = [bug["name"] for bug, is_noticed in zip(bugs, noticed, strict=True) if not is_noticed]
    broken = [test for test, passes in sound.items() if not passes]
    for name in homeless:
        print(f"nothing to replace: {name}")
    for name in missed:
        print(f"not noticed: {name}")
    for test in broken:
        print(f"fails without any bug: {test}")
    print(
        f"seed —, {len(bugs)} planted bugs, {len(missed)} not noticed, {len(broken)} tests unsound"
    )
    return 1 if missed or broken or homeless else 0


def _is_noticed(bug: dict[str, str]) -> bool:
    """Whether the test fails once the bug stands in a copy of the tree."""
    with tempfile.TemporaryDirectory() as folder:
        tree = _copy(Path(folder))
        path = tree / bug["file"]
        path.write_text(_read(path).replace(bug["find"], bug["put"]), encoding="utf-8")
        return _run(tree, bug["test"]) == FAILED


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _passes_untouched(test: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return _run(_copy(Path(folder)), test) == PASSED


def _copy(folder: Path) -> Path:
    """Return a copy of the tree without what was built."""
    skipped = shutil.ignore_patterns("__pycache__", "build", "*.pyc")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=skipped)
        else:
            shutil.copy(source, folder / name)
    return folder


def _run(tree: Path, test: str) -> int:
    """Return pytest's exit status for `test` in `tree`, whose own sources come first."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HEFA_", "PYTEST"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", test, "-q", "-x"],
        cwd=tree,
        env={**environment, "PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
