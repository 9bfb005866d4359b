"""The simulator's clock: the machine's time plus an offset that tests may move forward."""

import sqlite3
import time

from mpsandbox.store import put_setting, setting

SHANGHAI_OFFSET_SECONDS = 8 * 3600


def now(db: sqlite3.Connection) -> float:
    """Return the simulator's time as a Unix time."""
    return time.time() + float(setting(db, "clock_offset"))


def advance(db: sqlite3.Connection, seconds: float) -> float:
    """Move the clock forward by `seconds` and return the new time."""
    put_setting(db, "clock_offset", float(setting(db, "clock_offset")) + seconds)
    return now(db)


def shanghai_text(at: float, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Return the Unix time `at` written out in Shanghai's time."""
    return time.strftime(form, time.gmtime(at + SHANGHAI_OFFSET_SECONDS))


def shanghai_day(at: float) -> str:
    """Return the day quotas are counted by; it changes at midnight in Shanghai."""
    return shanghai_text(at, "%Y-%m-%d")
