"""Reads that prove what was done about articles that are out, and about columns and menu."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hefa.ledger.append import MACHINE
from hefa.ledger.leaf import moment_of, timestamp
from hefa.ledger.models import Entry

CORRECTED = ("publish.corrected", "publish.taken_down", "publish.gone_already")
COLUMN_KINDS = (
    "publish.column_changed",
    "publish.menu_confirmed",
    "publish.menu_seen",
    "registry.column_saved",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry of the ledger: what it says, of what, and when it was written."""

    seq: int
    at: datetime
    kind: str
    what: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The changes of columns and menu in a period: by a released sheet, and without one."""

    by_sheet: tuple[Told, ...]
    without: tuple[Told, ...]


def corrections_told(since: datetime, at: datetime) -> tuple[Told, ...]:
    """Return what was corrected or taken down in the period, the newest first. One query."""
    rows = _entries(CORRECTED, at).filter(ts__gte=timestamp(since)).order_by("-seq")
    return tuple(_told(entry, _body(entry)["title"]) for entry in rows)


def column_changes(known: Mapping[str, str], since: datetime, at: datetime) -> Columns:
    """Return how columns and menu changed from `since` to `at`. One query.

    `known` are the columns that a regulation made, by key. A column entered, renamed, opened or
    closed in the settings changed without a sheet, and so did a menu that was found to be
    another than the last one known. Source: 12(5).
    """
    names = {key: (name, True) for key, name in known.items()}
    by_sheet: list[Told] = []
    without: list[Told] = []
    for entry in _entries(COLUMN_KINDS, at).order_by("seq"):
        body = _body(entry)
        is_in = moment_of(entry.ts) >= since
        if entry.kind == "registry.column_saved":
            key = entry.subject.partition(":")[2]
            stands = (body["name"], bool(body["is_open"]))
            if is_in and entry.actor != MACHINE and names.get(key) != stands:
                without.append(_told(entry, f"栏目“{body['name']}”"))
            names[key] = stands
        elif entry.kind == "publish.menu_seen":
            if is_in and body.get("differs"):
                without.append(_told(entry, "菜单"))
        else:
            names |= {
                column["key"]: (column["name"], column["is_open"]) for column in body["columns"]
            }
            if is_in:
                by_sheet.append(_told(entry, body["title"]))
    return Columns(by_sheet=tuple(reversed(by_sheet)), without=tuple(reversed(without)))


def _entries(kinds: tuple[str, ...], at: datetime) -> Any:
    return Entry.objects.filter(kind__in=kinds, ts__lte=timestamp(at))


def _body(entry: Entry) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(entry.body)
    return body


def _told(entry: Entry, what: str) -> Told:
    return Told(
        seq=entry.seq, at=moment_of(entry.ts), kind=entry.kind, what=what, subject=entry.subject
    )
