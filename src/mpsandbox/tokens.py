"""Access tokens: the classic one, the stable one, and how each ends."""

import hmac
import secrets
import sqlite3

from mpsandbox.calls import Call, Payload
from mpsandbox.clock import shanghai_day
from mpsandbox.errors import ApiError

LIFE_SECONDS = 7200
GRACE_SECONDS = 300
FORCED_PER_DAY = 20
FORCED_APART_SECONDS = 30


def classic_token(call: Call) -> Payload:
    """Return a new token; the one before works five minutes longer, then answers 40001.

    Source: WeChat /cgi-bin/token.
    """
    _check_credentials(call, dict(call.request.query))
    call.db.execute(
        "UPDATE token SET revoked_at = ? WHERE kind = 'classic' AND revoked_at IS NULL",
        (call.now + GRACE_SECONDS,),
    )
    return _issue(call, "classic", forced=False)


def stable_token(call: Call) -> Payload:
    """Return the token in force, a renewed one near its end, or a forced new one.

    Source: WeChat /cgi-bin/stable_token.
    """
    sent = call.json()
    _check_credentials(call, sent)
    current = call.db.execute(
        "SELECT value, expires_at FROM token WHERE kind = 'stable' AND revoked_at IS NULL"
        " ORDER BY rowid DESC LIMIT 1"
    ).fetchone()
    if sent.get("force_refresh") is True and _may_force(call):
        call.db.execute(
            "UPDATE token SET revoked_at = ? WHERE kind = 'stable' AND revoked_at IS NULL",
            (call.now,),
        )
        return _issue(call, "stable", forced=True)
    if current and current["expires_at"] - call.now >= GRACE_SECONDS:
        return {
            "access_token": current["value"],
            "expires_in": int(current["expires_at"] - call.now),
        }
    return _issue(call, "stable", forced=False)


def check_token(db: sqlite3.Connection, value: str, *, now: float) -> None:
    """Return when the token is good; raises ApiError 41001, 40014, 40001 or 42001 when not."""
    if not value:
        raise ApiError(41001)
    row = db.execute("SELECT * FROM token WHERE value = ?", (value,)).fetchone()
    if row is None:
        raise ApiError(40014)
    if row["revoked_at"] is not None and row["revoked_at"] <= now:
        raise ApiError(40001)
    if row["expires_at"] <= now:
        raise ApiError(42001)


def _check_credentials(call: Call, sent: Payload) -> None:
    if sent.get("grant_type") != "client_credential":
        raise ApiError(40002)
    if not sent.get("appid"):
        raise ApiError(41002)
    if not sent.get("secret"):
        raise ApiError(41004)
    if sent["appid"] != call.account.appid:
        raise ApiError(40013)
    if not hmac.compare_digest(str(sent["secret"]).encode(), call.account.secret.encode()):
        raise ApiError(40125)


def _may_force(call: Call) -> bool:
    """Say whether a forced refresh takes place; raises ApiError 45009 when the day's are used."""
    forced = call.db.execute("SELECT issued_at FROM token WHERE is_forced").fetchall()
    today = shanghai_day(call.now)
    if sum(shanghai_day(row["issued_at"]) == today for row in forced) >= FORCED_PER_DAY:
        raise ApiError(45009)
    latest = max((float(row["issued_at"]) for row in forced), default=0.0)
    return call.now - latest >= FORCED_APART_SECONDS


def _issue(call: Call, kind: str, *, forced: bool) -> Payload:
    value = f"86_{secrets.token_urlsafe(99)}"
    call.db.execute(
        "INSERT INTO token VALUES (?, ?, ?, ?, NULL, ?)",
        (value, kind, call.now, call.now + LIFE_SECONDS, forced),
    )
    return {"access_token": value, "expires_in": LIFE_SECONDS}
