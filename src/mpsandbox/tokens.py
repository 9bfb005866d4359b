"""Access tokens: the classic one, the stable one, and how each ends."""

import hmac
import ipaddress
import secrets
import sqlite3
import zlib

from mpsandbox.calls import Call, Payload
from mpsandbox.clock import shanghai_day
from mpsandbox.errors import ApiError
from mpsandbox.store import setting

LIFE_SECONDS = 7200
GRACE_SECONDS = 300
FORCED_PER_DAY = 20
FORCED_APART_SECONDS = 30

MARK_PLACE = slice(3, 11)


def classic_token(call: Call) -> Payload:
    """Return a new token; the one before works five minutes longer, then answers 40001.

    Source: WeChat /cgi-bin/token.
    """
    _check_grant(call, dict(call.request.query))
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
    _check_grant(call, sent)
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


def check_credentials(call: Call, sent: Payload) -> None:
    """Return when `appid` and `secret` are the account's and it may use them from here.

    Raises ApiError 41002, 41004, 40013, 40125, 40243, 50007 or 40164, whichever comes first.
    """
    if not sent.get("appid"):
        raise ApiError(41002)
    if not sent.get("secret"):
        raise ApiError(41004)
    if sent["appid"] != call.account.appid:
        raise ApiError(40013)
    if not hmac.compare_digest(str(sent["secret"]).encode(), call.account.secret.encode()):
        raise ApiError(40125)
    if setting(call.db, "secret_frozen"):
        raise ApiError(40243)
    if setting(call.db, "account_frozen"):
        raise ApiError(50007)
    check_caller(call)


def check_caller(call: Call) -> None:
    """Return when the call comes from a listed address; an empty list lists all.

    Raises ApiError 40164, which quotes the address to be listed.
    """
    listed = setting(call.db, "ip_whitelist")
    if not listed:
        return
    caller = setting(call.db, "caller_ip") or call.request.client_ip
    address = ipaddress.ip_address(caller)
    if not any(address in ipaddress.ip_network(each, strict=False) for each in listed):
        phrase = f"invalid ip {caller} ipv6 ::ffff:{caller}, not in whitelist"
        raise ApiError(40164, phrase)


def account_mark(appid: str) -> str:
    """Return the eight characters at `MARK_PLACE` in every token of the account."""
    return f"{zlib.crc32(appid.encode()):08x}"


def tokens_issued(db: sqlite3.Connection) -> dict[str, int]:
    """Return how many tokens were ever given out: classic, stable, and forced among the stable."""
    counts = {"classic": 0, "stable": 0, "forced": 0}
    rows = db.execute("SELECT kind, count(*) AS n, sum(is_forced) AS forced FROM token GROUP BY 1")
    for row in rows:
        counts[row["kind"]] = row["n"]
        counts["forced"] += row["forced"]
    return counts


def _check_grant(call: Call, sent: Payload) -> None:
    if sent.get("grant_type") != "client_credential":
        raise ApiError(40002)
    check_credentials(call, sent)


def _may_force(call: Call) -> bool:
    """Say whether a forced refresh takes place; raises ApiError 45009 when the day's are used."""
    forced = call.db.execute("SELECT issued_at FROM token WHERE is_forced").fetchall()
    today = shanghai_day(call.now)
    if sum(shanghai_day(row["issued_at"]) == today for row in forced) >= FORCED_PER_DAY:
        raise ApiError(45009)
    latest = max((float(row["issued_at"]) for row in forced), default=0.0)
    return call.now - latest >= FORCED_APART_SECONDS


def _issue(call: Call, kind: str, *, forced: bool) -> Payload:
    value = f"86_{account_mark(call.account.appid)}{secrets.token_urlsafe(93)}"
    call.db.execute(
        "INSERT INTO token VALUES (?, ?, ?, ?, NULL, ?)",
        (value, kind, call.now, call.now + LIFE_SECONDS, forced),
    )
    return {"access_token": value, "expires_in": LIFE_SECONDS}
