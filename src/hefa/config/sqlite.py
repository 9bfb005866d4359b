"""The SQLite profile: a library without the WAL race, or the TRUNCATE journal."""

import sqlite3
import sys

FIXED_FROM = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
WITHDRAWN = (3, 52)


def use_fixed_library() -> None:
    """Put `pysqlite3` in the place of the standard module where it is installed."""
    try:
        import pysqlite3  # noqa: PLC0415  # not built for every machine
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3


def is_free_of_the_race(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite version keeps every commit in WAL mode.

    Source: sqlite.org release notes, 3.51.3 and its back-ports.
    """
    if version[:2] in FIXED_FROM:
        return version[2] >= FIXED_FROM[version[:2]]
    return version[:2] >= (3, 53) and version[:2] != WITHDRAWN


def pragmas() -> str:
    """Return the statements run on every new connection."""
    version = sys.modules.get("sqlite3", sqlite3).sqlite_version_info
    journal = "WAL" if is_free_of_the_race(tuple(version)) else "TRUNCATE"
    return (
        f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA recursive_triggers=ON; PRAGMA journal_size_limit=67108864;"
        " PRAGMA wal_autocheckpoint=1000;"
    )
