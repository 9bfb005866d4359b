"""Refused calls: their answers, their counts, and the log a request id looks into."""

import json
import re
import secrets
import sqlite3
from collections.abc import Mapping

from mpsandbox.calls import Payload
from mpsandbox.errors import ApiError
from mpsandbox.errors import refusal as refusal_body
from mpsandbox.wire import Request

KEPT_SECONDS = 7 * 86400
MOST_KEPT = 2000
LONGEST_KEPT = 4096

_RID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{8}){2}")
_SECRET_NAMES = {"access_token", "secret", "appsecret"}
_SECRET_FIELD = re.compile(r'("(?:secret|appsecret)"\s*:\s*")[^"]*')


def refused(
    db: sqlite3.Connection, request: Request, error: ApiError, *, now: float, cost_ms: int = 0
) -> Payload:
    """Return the answer to a refused call, counted and kept under its request id."""
    rid = f"{int(now):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
    body = refusal_body(error, rid=rid)
    db.execute(
        "INSERT INTO refusal_count VALUES (?, 1)"
        " ON CONFLICT (errcode) DO UPDATE SET calls = refusal_count.calls + 1",
        (error.errcode,),
    )
    db.execute(
        "INSERT INTO refused_call VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            rid,
            now,
            request.path,
            error.errcode,
            _shown_query(request.query),
            _SECRET_FIELD.sub(r"\1***", request.body[:LONGEST_KEPT].decode("utf-8", "replace")),
            json.dumps(body, ensure_ascii=False),
            request.client_ip,
            cost_ms,
        ),
    )
    db.execute(
        "DELETE FROM refused_call WHERE rowid <= (SELECT max(rowid) FROM refused_call) - ?",
        (MOST_KEPT,),
    )
    return body


def refused_call(db: sqlite3.Connection, rid: str, *, now: float) -> Payload:
    """Return what a request id stands for.

    Raises ApiError 76002 when it is no request id, 76001 when it is unknown, 76004 after seven
    days. Source: WeChat /cgi-bin/openapi/rid/get.
    """
    if not _RID.fullmatch(rid):
        raise ApiError(76002)
    row = db.execute("SELECT * FROM refused_call WHERE rid = ?", (rid,)).fetchone()
    if row is None:
        raise ApiError(76001)
    if now - row["at"] > KEPT_SECONDS:
        raise ApiError(76004)
    return {
        "invoke_time": int(row["at"]),
        "cost_in_ms": row["cost_ms"],
        "request_url": row["url"],
        "request_body": row["body"],
        "response_body": row["answer"],
        "client_ip": row["client_ip"],
    }


def refusal_counts(db: sqlite3.Connection) -> dict[str, int]:
    """Return how many calls each error code has refused."""
    rows = db.execute("SELECT * FROM refusal_count ORDER BY errcode").fetchall()
    return {str(row["errcode"]): row["calls"] for row in rows}


def _shown_query(query: Mapping[str, str]) -> str:
    """Return the query with nothing in it that opens a door."""
    return "&".join(
        f"{name}={value[:6]}***" if name in _SECRET_NAMES else f"{name}={value}"
        for name, value in query.items()
    )
