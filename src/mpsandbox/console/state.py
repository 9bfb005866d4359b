"""Everything inside the simulator as one JSON object, its own counters included."""

import json
import sqlite3
from dataclasses import asdict

from mpsandbox import quotas
from mpsandbox.articles import Item
from mpsandbox.calls import Call, Payload
from mpsandbox.console.editing import addresses_of
from mpsandbox.console.settings import shown_settings
from mpsandbox.console.state_content import content_state
from mpsandbox.effects import effects
from mpsandbox.events import pushes
from mpsandbox.published import items_of
from mpsandbox.publishing import Status
from mpsandbox.refusals import refusal_counts
from mpsandbox.routes import ENDPOINTS
from mpsandbox.store import setting
from mpsandbox.tokens import tokens_issued


def state(call: Call) -> Payload:
    """Return all there is to know, as of the call."""
    db, account = call.db, call.account
    return {
        "now": call.now,
        "clock_offset": setting(db, "clock_offset"),
        "clock_speed": setting(db, "clock_speed"),
        "base": call.base,
        "account": {
            "appid": account.appid,
            "secret": account.secret,
            "kind": account.kind,
            "name": account.name,
        },
        "settings": shown_settings(db) | {"outcomes": setting(db, "outcomes")},
        "drafts": [_draft(call, row) for row in _rows(db, "draft", "mid")],
        "jobs": [_job(row) for row in _rows(db, "job", "publish_id")],
        "articles": [_article(call, row) for row in _rows(db, "article", "mid")],
        "effective_publications": _effective_publications(db),
        "effective_articles": _effective_articles(db),
        "effects": effects(db),
        "refusals": refusal_counts(db),
        "callback": setting(db, "callback"),
        "pushes": pushes(db),
        "event_faults": setting(db, "event_faults"),
        "calls": {row["path"]: row["calls"] for row in _rows(db, "call_count", "path")},
        "quotas": _quotas(call),
        "faults": [dict(row) for row in _rows(db, "fault", "fault_id")],
        "late_calls": [
            {"path": row["path"], "due_at": row["due_at"]}
            for row in _rows(db, "late_call", "late_id")
        ],
        "tokens_issued": tokens_issued(db),
        "tokens": [dict(row) for row in _rows(db, "token", "rowid")],
        "materials": [dict(row) for row in _rows(db, "material", "rowid")],
        "picture_count": db.execute("SELECT count(*) AS n FROM picture").fetchone()["n"],
        **content_state(call),
    }


def _effective_publications(db: sqlite3.Connection) -> dict[str, int]:
    """How many times each draft was really published; more than 1 is a double publication."""
    rows = db.execute(
        "SELECT media_id, count(*) AS times FROM job WHERE status = ? GROUP BY media_id",
        (Status.SUCCESS,),
    ).fetchall()
    return {row["media_id"]: row["times"] for row in rows}


def _effective_articles(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """How many times each article of a draft, by its title, was really published."""
    counts: dict[str, dict[str, int]] = {}
    rows = db.execute("SELECT media_id, items FROM job WHERE status = ?", (Status.SUCCESS,))
    for row in rows:
        titles = counts.setdefault(row["media_id"], {})
        for item in json.loads(row["items"]):
            titles[item["title"]] = titles.get(item["title"], 0) + 1
    return counts


def _rows(db: sqlite3.Connection, table: str, order: str) -> list[sqlite3.Row]:
    return db.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()  # noqa: S608 - ours


def _draft(call: Call, row: sqlite3.Row) -> Payload:
    return {
        "media_id": row["media_id"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "items": [_item(call, item) for item in json.loads(row["items"])],
    }


def _job(row: sqlite3.Row) -> Payload:
    names = ("publish_id", "media_id", "origin", "due_at", "status", "article_id")
    return {name: row[name] for name in names}


def _article(call: Call, row: sqlite3.Row) -> Payload:
    return {
        "article_id": row["article_id"],
        "mid": row["mid"],
        "origin": row["origin"],
        "is_listed": bool(row["is_listed"]),
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "items": [
            _item(call, item) | addresses_of(call, row["mid"], item) for item in items_of(row)
        ],
    }


def _item(call: Call, item: Item) -> Item:
    return {
        name: call.shown(value) if isinstance(value, str) else value for name, value in item.items()
    }


def _quotas(call: Call) -> Payload:
    return {
        path: {
            **asdict(quotas.quota(call.db, path, now=call.now)),
            "per_minute": quotas.minute_limit(call.db, path),
        }
        for path in ENDPOINTS
    }
