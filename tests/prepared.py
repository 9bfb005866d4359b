"""What many tests begin from, made once: a migrated database, and installations that stand on it.

The database is kept in `var/tests` from run to run, by the fingerprint of what its tables come
from. An installation is made once a run, by whichever worker wants it first, and copied by each
test.
"""

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import django
from tests.warm import warm

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "tests"
SOURCES = ROOT / "src" / "hefa"
IMPORTED = re.compile(r"^\s*(?:from|import) (hefa\.[\w.]+)", re.MULTILINE)
MOST_KEPT = 8  # runs of trees that differ may go on at once
MIGRATE = """
from hefa.config import home
home.create()
from hefa.config.cli.ground import set_up_django
set_up_django()
from hefa.config import installing
installing.make_tables()
"""


@cache
def migrated() -> Path:
    """Return the file of an empty database as this tree's migrations make it."""
    kept = KEPT / f"{_fingerprint()}.sqlite3"
    with _alone(KEPT):
        if not kept.exists():
            for old in _by_age(KEPT.glob("*.sqlite3"))[:-MOST_KEPT]:
                old.unlink()
            with tempfile.TemporaryDirectory(prefix="hefa-") as folder:
                _run(MIGRATE, Path(folder))
                _copy(Path(folder) / "hefa.sqlite3", kept)
    return kept


def installed(home: Path, script: str, *arguments: str, **environment: str) -> None:
    """Make `home`, put a migrated database in it, and run `script` on it.

    Raises RuntimeError with what the script said.
    """
    home.mkdir(mode=0o700)
    shutil.copy(migrated(), home / "hefa.sqlite3")
    _run(script, home, *arguments, **environment)


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Return `folder` after `make` made it, unless another worker did before."""
    with _alone(folder.parent):
        if not folder.exists():
            part = folder.with_suffix(".part")
            make(part)
            part.rename(folder)
    return folder


def _run(script: str, home: Path, *arguments: str, **environment: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    done = warm.run(script, *arguments, environment={**kept, **environment, "HEFA_HOME": str(home)})
    if done.returncode:
        raise RuntimeError(done.stderr)


def _copy(path: Path, target: Path) -> None:
    """Copy a database that nobody writes to, whole or not at all, into one file."""
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    part.rename(target)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other workers out while one makes something in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "held").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _by_age(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: path.stat().st_mtime)


def _fingerprint() -> str:
    """Return what changes with anything that the tables come from."""
    digest = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted(_ground()):
        digest.update(f"{path.relative_to(SOURCES)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _ground() -> set[Path]:
    """Return the migrations, what they import, and what runs beside them."""
    migrations = set(SOURCES.rglob("migrations/*.py"))
    named = {name for path in migrations for name in IMPORTED.findall(path.read_text("utf-8"))}
    files = {ROOT / "src" / (name.replace(".", "/") + ".py") for name in named}
    config = {SOURCES / "config" / f"{name}.py" for name in ("installing", "settings", "sqlite")}
    return migrations | files | config | set(SOURCES.rglob("models.py"))
