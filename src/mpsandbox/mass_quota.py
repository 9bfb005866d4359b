"""How often an account may send to its followers, and how often one of them may be sent to."""

import json
import sqlite3

from mpsandbox.accounts import Kind
from mpsandbox.clock import shanghai_day
from mpsandbox.errors import ApiError

SERVICE_KINDS = {Kind.SERVICE, Kind.SERVICE_UNVERIFIED, Kind.TEST}
PER_FOLLOWER_AND_MONTH = 4


def check_quota(db: sqlite3.Connection, kind: Kind, *, is_to_all: bool, now: float) -> None:
    """Return when one more message may go out today; raises ApiError 45028 when not.

    A subscription account sends once a day; a service account sends to all once a day. What
    failed does not count, and what was sent by hand does.
    Source: WeChat's rules for mass sending.
    """
    rows = _counted(db)
    today = [row for row in rows if shanghai_day(row["sent_at"]) == shanghai_day(now)]
    if kind not in SERVICE_KINDS and today:
        raise ApiError(45028)
    if kind in SERVICE_KINDS and is_to_all and any(row["is_to_all"] for row in today):
        raise ApiError(45028)
    if kind in SERVICE_KINDS and is_to_all:
        this_month = [row for row in rows if _month(row["sent_at"]) == _month(now)]
        if sum(row["is_to_all"] for row in this_month) >= PER_FOLLOWER_AND_MONTH:
            raise ApiError(45028)


def who_still_gets(
    db: sqlite3.Connection, kind: Kind, openids: list[str], *, now: float
) -> list[str]:
    """Return those of `openids` who may get one more message this month.

    Raises ApiError 45028 when there were some and none of them may.
    """
    if kind not in SERVICE_KINDS:
        return openids
    received = [
        openid
        for row in _counted(db)
        if _month(row["sent_at"]) == _month(now)
        for openid in json.loads(row["recipients"])
    ]
    left = [each for each in openids if received.count(each) < PER_FOLLOWER_AND_MONTH]
    if openids and not left:
        raise ApiError(45028)
    return left


def _counted(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return db.execute("SELECT * FROM mass_send WHERE status != 'SEND_FAIL'").fetchall()


def _month(at: float) -> str:
    return shanghai_day(at)[:7]
