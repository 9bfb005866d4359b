"""The simulator's clock: it may be moved, set, stopped, and made faster or slower."""

import sqlite3
import time

from mpsandbox.store import put_setting, setting

SHANGHAI_OFFSET_SECONDS = 8 * 3600
SETTINGS = ("clock_offset", "clock_anchor", "clock_speed")


def now(db: sqlite3.Connection) -> float:
    """Return the simulator's time as a Unix time.

    Until `clock_anchor`, a moment of real time, it ran `clock_offset` seconds ahead of the
    machine; since then it has run `clock_speed` times as fast, 0 being stopped.
    """
    real, offset, pace = time.time(), float(setting(db, "clock_offset")), speed(db)
    if pace == 1:
        return real + offset
    anchor = float(setting(db, "clock_anchor"))
    return anchor + offset + (real - anchor) * pace


def speed(db: sqlite3.Connection) -> float:
    """Return how many seconds pass in one second of the machine."""
    return float(setting(db, "clock_speed"))


def advance(db: sqlite3.Connection, seconds: float) -> None:
    """Move the clock forward by `seconds`, backward where that is negative."""
    put_setting(db, "clock_offset", float(setting(db, "clock_offset")) + seconds)


def set_to(db: sqlite3.Connection, moment: float) -> None:
    """Set the clock to the Unix time `moment`."""
    advance(db, moment - now(db))


def set_speed(db: sqlite3.Connection, pace: float) -> None:
    """Let the clock run `pace` times as fast from now on; 0 stops it."""
    at, real = now(db), time.time()
    put_setting(db, "clock_anchor", real)
    put_setting(db, "clock_offset", at - real)
    put_setting(db, "clock_speed", pace)


def kept(db: sqlite3.Connection) -> dict[str, float]:
    """Return what another account's clock needs to show the same time."""
    return {name: float(setting(db, name)) for name in SETTINGS}


def put(db: sqlite3.Connection, shown: dict[str, float]) -> None:
    """Let the clock show the time that `kept` was taken from."""
    for name, value in shown.items():
        put_setting(db, name, value)


def shanghai_text(at: float, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Return the Unix time `at` written out in Shanghai's time."""
    return time.strftime(form, time.gmtime(at + SHANGHAI_OFFSET_SECONDS))


def shanghai_day(at: float) -> str:
    """Return the day quotas are counted by; it changes at midnight in Shanghai."""
    return shanghai_text(at, "%Y-%m-%d")
