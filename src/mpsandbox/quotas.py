"""How often each path may be called in a day, and how often it was called at all."""

import sqlite3

from mpsandbox.calls import Call, Payload
from mpsandbox.clock import shanghai_day
from mpsandbox.errors import ApiError

USUAL_DAILY_LIMIT = 10_000
DAILY_LIMITS = {
    "/cgi-bin/token": 2_000,
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/media/uploadimg": 100_000,
    "/cgi-bin/material/add_material": 100_000,
}


def count_call(db: sqlite3.Connection, path: str) -> None:
    """Count one arrival at `path`, whatever becomes of it."""
    db.execute(
        "INSERT INTO call_count VALUES (?, 1)"
        " ON CONFLICT (path) DO UPDATE SET calls = call_count.calls + 1",
        (path,),
    )


def spend(db: sqlite3.Connection, path: str, *, now: float) -> None:
    """Take one call off today's quota of `path`; raises ApiError 45009 when none is left."""
    if used_today(db, path, now=now) >= daily_limit(db, path):
        raise ApiError(45009)
    db.execute(
        "INSERT INTO quota_use VALUES (?, ?, 1)"
        " ON CONFLICT (day, path) DO UPDATE SET used = quota_use.used + 1",
        (shanghai_day(now), path),
    )


def used_today(db: sqlite3.Connection, path: str, *, now: float) -> int:
    """Return how many of today's calls of `path` are used."""
    row = db.execute(
        "SELECT used FROM quota_use WHERE day = ? AND path = ?", (shanghai_day(now), path)
    ).fetchone()
    return int(row["used"]) if row else 0


def daily_limit(db: sqlite3.Connection, path: str) -> int:
    """Return how many calls of `path` a day has."""
    row = db.execute("SELECT daily_limit FROM quota_limit WHERE path = ?", (path,)).fetchone()
    return int(row["daily_limit"]) if row else DAILY_LIMITS.get(path, USUAL_DAILY_LIMIT)


def set_daily_limit(db: sqlite3.Connection, path: str, limit: int) -> None:
    """Set how many calls of `path` a day has."""
    db.execute("INSERT OR REPLACE INTO quota_limit VALUES (?, ?)", (path, limit))


def quota_of_path(call: Call) -> Payload:
    """Return the limit, the use and the rest of one path's quota.

    Source: WeChat /cgi-bin/openapi/quota/get.
    """
    from mpsandbox.routes import ENDPOINTS  # noqa: PLC0415 - the table names this function

    path = str(call.json().get("cgi_path", ""))
    if path not in ENDPOINTS:
        raise ApiError(76021)
    limit, used = daily_limit(call.db, path), used_today(call.db, path, now=call.now)
    return {
        "errcode": 0,
        "errmsg": "ok",
        "quota": {"daily_limit": limit, "used": used, "remain": max(limit - used, 0)},
        "rate_limit": {"call_count": 1000, "refresh_second": 60},
    }
