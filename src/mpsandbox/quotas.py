"""How often each path may be called in a day and in a minute, and how often it was called."""

import sqlite3
from dataclasses import dataclass

from mpsandbox.clock import shanghai_day, shanghai_text
from mpsandbox.errors import ApiError

USUAL_DAILY_LIMIT = 10_000
DAILY_LIMITS = {
    "/cgi-bin/token": 2_000,
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/media/uploadimg": 100_000,
    "/cgi-bin/material/add_material": 100_000,
    "/cgi-bin/message/mass/preview": 100,
    "/cgi-bin/menu/create": 1_000,
    "/cgi-bin/menu/delete": 1_000,
}
USUAL_PER_MINUTE = 60_000
PER_MINUTE = {
    "/cgi-bin/stable_token": 10_000,
    "/cgi-bin/message/mass/sendall": 60,
    "/cgi-bin/message/mass/send": 60,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What one path may be called in a day, and how much of today's is used."""

    daily_limit: int
    used: int


def count_call(db: sqlite3.Connection, path: str) -> None:
    """Count one arrival at `path`, whatever becomes of it."""
    db.execute(
        "INSERT INTO call_count VALUES (?, 1)"
        " ON CONFLICT (path) DO UPDATE SET calls = call_count.calls + 1",
        (path,),
    )


def spend(db: sqlite3.Connection, path: str, *, now: float) -> None:
    """Take one call of `path` off today's quota and this minute's.

    Raises ApiError 45009 when none is left today, 45011 when none is left this minute.
    """
    spend_from(db, shanghai_day(now), path, limit=daily_limit(db, path), errcode=45009)
    minute = shanghai_text(now, "%Y-%m-%d %H:%M")
    if spend_from(db, minute, path, limit=minute_limit(db, path), errcode=45011) == 1:
        db.execute(
            "DELETE FROM quota_use WHERE path = ? AND day LIKE '% %' AND day <> ?", (path, minute)
        )


def spend_from(db: sqlite3.Connection, period: str, path: str, *, limit: int, errcode: int) -> int:
    """Use `path` once more in `period` and return how often that was; ApiError beyond `limit`."""
    used = used_in(db, period, path)
    if used >= limit:
        raise ApiError(errcode)
    db.execute(
        "INSERT INTO quota_use VALUES (?, ?, 1)"
        " ON CONFLICT (day, path) DO UPDATE SET used = quota_use.used + 1",
        (period, path),
    )
    return used + 1


def used_in(db: sqlite3.Connection, period: str, path: str) -> int:
    """Return how often `path` was used in `period`: a day, a minute or a month as text."""
    row = db.execute(
        "SELECT used FROM quota_use WHERE day = ? AND path = ?", (period, path)
    ).fetchone()
    return int(row["used"]) if row else 0


def quota(db: sqlite3.Connection, path: str, *, now: float) -> Quota:
    """Return today's quota of `path`."""
    used = used_in(db, shanghai_day(now), path)
    return Quota(daily_limit=daily_limit(db, path), used=used)


def give_back(db: sqlite3.Connection, path: str | None, *, now: float) -> None:
    """Make today's quota of `path` whole again, of every path when it is None."""
    db.execute(
        "DELETE FROM quota_use WHERE day = ? AND path = coalesce(?, path)",
        (shanghai_day(now), path),
    )


def daily_limit(db: sqlite3.Connection, path: str) -> int:
    """Return how many calls of `path` a day has."""
    row = db.execute("SELECT daily_limit FROM quota_limit WHERE path = ?", (path,)).fetchone()
    return int(row["daily_limit"]) if row else DAILY_LIMITS.get(path, USUAL_DAILY_LIMIT)


def minute_limit(db: sqlite3.Connection, path: str) -> int:
    """Return how many calls of `path` a minute has."""
    row = db.execute("SELECT per_minute FROM minute_limit WHERE path = ?", (path,)).fetchone()
    return int(row["per_minute"]) if row else PER_MINUTE.get(path, USUAL_PER_MINUTE)


def set_daily_limit(db: sqlite3.Connection, path: str, limit: int) -> None:
    """Set how many calls of `path` a day has."""
    db.execute("INSERT OR REPLACE INTO quota_limit VALUES (?, ?)", (path, limit))


def set_minute_limit(db: sqlite3.Connection, path: str, limit: int) -> None:
    """Set how many calls of `path` a minute has."""
    db.execute("INSERT OR REPLACE INTO minute_limit VALUES (?, ?)", (path, limit))
