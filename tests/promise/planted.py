"""Plants each bug of `planted.toml` in a copy of the tree; the test named beside it must fail.

With --quick every fifth bug is planted; that each still finds its text is asked of all.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("src", "tests", "pyproject.toml", "manage.py")
DATABASE = "test.sqlite3"
SETTINGS = "tests.promise.planted_settings"
MIGRATED = """
import django
django.setup()
from django.db import connection
connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
"""
PASSED, FAILED = 0, 1
QUICK = 5


def main() -> int:
    """Plant every bug; exit 0 only when each was noticed and every test passes without it."""
    text = (Path(__file__).parent / "planted.toml").read_text(encoding="utf-8")
    every = tomllib.loads(text)["bugs"]
    homeless = [bug["name"] for bug in every if not _has_place(bug)]
    chosen = every[::QUICK] if sys.argv[1:] == ["--quick"] else every
    bugs = [bug for bug in chosen if bug["name"] not in homeless]
    tests = sorted({bug["test"] for bug in bugs})
    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(max_workers=os.cpu_count()) as pool,
    ):
        tree = _prepared(Path(folder) / "tree")
        sound = dict(zip(tests, pool.map(partial(_passes_untouched, tree), tests), strict=True))
        noticed = list(pool.map(partial(_is_noticed, tree), bugs))
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


def _prepared(tree: Path) -> Path:
    """Copy this tree without what was built, compile it, and migrate an empty database in it."""
    tree.mkdir()
    skipped = shutil.ignore_patterns("__pycache__", "build", "*.pyc")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=skipped)
        else:
            shutil.copy(source, tree / name)
    subprocess.run([sys.executable, "-m", "compileall", "-q", "src", "tests"], cwd=tree, check=True)
    made = {**_environment(tree), "DJANGO_SETTINGS_MODULE": SETTINGS}
    subprocess.run([sys.executable, "-c", MIGRATED], cwd=tree, env=made, check=True)
    return tree


def _is_noticed(prepared: Path, bug: dict[str, str]) -> bool:
    """Whether the test fails once the bug stands in a copy of the tree."""
    with tempfile.TemporaryDirectory() as folder:
        tree = _copy(prepared, Path(folder))
        path = tree / bug["file"]
        text = _read(path).replace(bug["find"], bug["put"])
        for linked in (path, *path.parent.glob(f"__pycache__/{path.stem}.*")):
            linked.unlink()
        path.write_text(text, encoding="utf-8")
        if _makes_tables(tree, path):
            (tree / DATABASE).unlink()
        return _run(tree, bug["test"]) == FAILED


def _makes_tables(tree: Path, path: Path) -> bool:
    """Whether migrations run what stands at `path`: then the database is migrated with the bug."""
    module = ".".join(path.relative_to(tree / "src").with_suffix("").parts)
    named = re.compile(rf"(import|from) {re.escape(module)}\b")
    migrations = (tree / "src").glob("hefa/*/migrations/*.py")
    return "migrations" in path.parts or any(named.search(_read(one)) for one in migrations)


def _has_place(bug: dict[str, str]) -> bool:
    path = ROOT / bug["file"]
    return path.is_file() and bug["find"] in _read(path)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _passes_untouched(prepared: Path, test: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return _run(_copy(prepared, Path(folder)), test) == PASSED


def _copy(prepared: Path, folder: Path) -> Path:
    """Return a tree of links to the prepared one, with a database of its own."""
    tree = Path(shutil.copytree(prepared, folder / "tree", copy_function=os.link))
    (tree / DATABASE).unlink()
    shutil.copy(prepared / DATABASE, tree / DATABASE)
    return tree


def _run(tree: Path, test: str) -> int:
    """Return pytest's exit status for `test` in `tree`, whose own sources come first."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", test, "-q", "-x", "--ds", SETTINGS, "--reuse-db"],
        cwd=tree,
        env=_environment(tree),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode


def _environment(tree: Path) -> Mapping[str, str]:
    """Return this process's environment with the sources and the database of `tree`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HEFA_", "PYTEST"))
    }
    return {
        **kept,
        "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PLANTED_DATABASE": str(tree / DATABASE),
    }


if __name__ == "__main__":
    raise SystemExit(main())
