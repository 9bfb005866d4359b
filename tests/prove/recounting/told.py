"""What the entries of an exported ledger say up to a moment; standard library only."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

HERE = timezone(timedelta(hours=8))
ACTS = {
    "submitted": "submit",
    "endorsed": "endorse",
    "approved": "approve",
    "delivered": "deliver",
    "released": "release",
    "returned": "return",
    "recalled": "recall",
}
SIGNING = ("submit", "endorse", "approve", "deliver", "release")


class Entry(NamedTuple):
    """One entry: its number, moment, actor, kind, what it happened to, and the facts."""

    seq: int
    at: datetime
    actor: str
    kind: str
    key: str
    body: dict[str, Any]


class Held(NamedTuple):
    """One appointment, when it was entered, and its end with the moment of its entry."""

    person: str
    post: str
    unit: str
    is_deputy: bool | None  # None for whoever acts for a holder
    starts_on: date
    at: datetime
    ends_on: date = date.max
    ended_at: datetime | None = None

    def holds(self, on: date, known_at: datetime) -> bool:
        """Whether it holds on a day, by what was entered by `known_at`."""
        is_ended = self.ended_at is not None and self.ended_at <= known_at and self.ends_on < on
        return self.at <= known_at and self.starts_on <= on and not is_ended


def read(path: str) -> tuple[list[Entry], list[tuple[int, datetime]]]:
    """Return the entries of an export, and its checkpoints as (size, when)."""
    entries, signed = [], []
    with Path(path).open(encoding="utf-8", errors="surrogateescape") as lines:
        next(lines)
        for name, *row in map(json.loads, lines):
            if name == "entry":
                seq, _, ts, actor, kind, subject, body, _ = row
                key = subject.partition(":")[2]
                entries.append(Entry(seq, moment(ts), actor, kind, key, json.loads(body)))
            elif name == "checkpoint":
                signed.append((row[0], moment(row[1])))
    return entries, signed


def moment(text: str) -> datetime:
    """Return the moment that `text` names."""
    return datetime.fromisoformat(text).astimezone(UTC)


def day_of(at: datetime) -> date:
    """Return the day here on which a moment falls."""
    return at.astimezone(HERE).date()


def begin_of(day: date) -> datetime:
    """Return the midnight here with which a day begins."""
    return datetime.combine(day, time(), HERE).astimezone(UTC)


class Sheet:
    """One review sheet as the entries tell it, tried against its route."""

    def __init__(self, first: Entry, law: dict[str, Any]) -> None:
        self.unit, self.category = first.body["unit"], first.body["category"]
        self.version, self.sha256 = first.body["version"], first.body["package_sha256"]
        self.number, self.kind, self.route = first.key, first.body["kind"], first.body["route"]
        self.steps = next(route["steps"] for route in law["routes"] if route["key"] == self.route)
        self.acts: list[tuple[str, Entry]] = []

    def at(self, act: str) -> datetime | None:
        """Return when `act` was done first, or None."""
        return next((entry.at for done, entry in self.acts if done == act), None)

    @property
    def signed(self) -> list[tuple[str, Entry]]:
        """The acts along the route that count, in the order of the entries."""
        found: list[tuple[str, Entry]] = []
        for act, entry in self.acts:
            back = entry.body.get("to_step")
            if back is not None:
                found = [one for one in found if one[1].body["step"] < back]
            if act in SIGNING:
                found.append((act, entry))
        return found

    def at_step(self, number: int) -> list[Entry]:
        """The acts that count at the step of this number."""
        return [entry for _, entry in self.signed if entry.body["step"] == number]

    def is_in_order(self) -> bool:
        """Whether each step of the route was taken in its turn, by those who must differ."""
        steps = [
            step
            for step in self.steps
            for _ in range(len(step["posts"]) if step.get("needs") == "all" else 1)
        ]
        if [act for act, _ in self.signed] != [step["act"] for step in steps]:
            return False
        earlier: set[tuple[str, str]] = set()
        for step, (act, entry) in zip(steps, self.signed, strict=True):
            hands = {entry.actor, entry.body.get("for", entry.actor)}
            apart = [*step.get("differs_from", ()), *([act] if step.get("needs") == "all" else ())]
            if any((other, hand) in earlier for other in apart for hand in hands):
                return False
            earlier |= {(act, hand) for hand in hands}
        return True

    def is_one_package(self) -> bool:
        """Whether it is in order, and every act stands over the package submitted."""
        signed = {entry.body["package_sha256"] for _, entry in self.signed}
        return self.is_in_order() and signed == {self.sha256}


class Told:
    """What the entries up to `at` say, and the law by which it is judged."""

    def __init__(self, entries: list[Entry], law: dict[str, Any], at: datetime) -> None:
        self.law, self.at, self.since = law, at, at
        self.entries = [entry for entry in entries if entry.at <= at]
        self.sheets: dict[str, Sheet] = {}
        self.held: list[Held] = []
        self.closed: set[str] = set()
        self.accounts: dict[str, dict[str, Any]] = {}
        self.incidents: dict[str, list[Entry]] = defaultdict(list)
        self.submitted: set[str] = set()  # publications whose submission was intended
        self.out: list[tuple[datetime, str, int, str]] = []
        takers = {"review": self._review, "publish": self._sent, "registry": self._registered}
        for entry in self.entries:
            stage, _, what = entry.kind.partition(".")
            if stage == "respond":
                self.incidents[entry.key].append(entry)
            elif stage in takers:
                takers[stage](entry, what)

    @property
    def released(self) -> list[Sheet]:
        """The sheets that were released."""
        return [sheet for sheet in self.sheets.values() if sheet.at("release")]

    def of(self, *kinds: str) -> list[Entry]:
        """Return the entries of these kinds, in order."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def posts_for(self, *functions: str) -> set[str]:
        """Return the posts that stand for any of the functions."""
        wanted = set(functions)
        stands = {post["key"]: post.get("stands_for", [post["key"]]) for post in self.law["posts"]}
        return {key for key, served in stands.items() if wanted & set(served)}

    def drafters(self) -> set[str]:
        """Return the posts whose units write items of their own."""
        return self.posts_for("contributor", "unit_head")

    def holding(self, posts: Iterable[str]) -> list[Held]:
        """Return who of the open accounts holds one of `posts` at the moment asked about."""
        wanted, today = set(posts), day_of(self.at)
        return [
            held
            for held in self.held
            if held.post in wanted and held.person not in self.closed and held.holds(today, self.at)
        ]

    def _review(self, entry: Entry, what: str) -> None:
        if what not in ACTS:
            return
        if entry.key not in self.sheets:
            self.sheets[entry.key] = Sheet(entry, self.law)
        self.sheets[entry.key].acts.append((ACTS[what], entry))

    def _sent(self, entry: Entry, what: str) -> None:
        if what == "submit_intended":
            self.submitted.add(entry.key)
        if what == "published" or (what == "needs_human" and entry.body.get("out")):
            for item in entry.body["items"]:
                self.out.append((entry.at, entry.key, item["version"], item["package_sha256"]))

    def _registered(self, entry: Entry, what: str) -> None:
        body = entry.body
        if what == "regulation_adopted":
            begins = begin_of(date.fromisoformat(body["effective_on"]))
            self.since = min(self.since, max(entry.at, begins))
            for given in body["appointments"]:
                self._appoint(entry, given["person"], given | {"starts_on": body["effective_on"]})
        elif what == "appointed":
            self._appoint(entry, entry.key, body)
        elif what in ("delegated", "delegation_ended"):
            self._delegate(entry)
        elif what == "appointment_ended":
            self._end(entry)
        elif what in ("person_closed", "person_reopened"):
            (self.closed.add if what == "person_closed" else self.closed.discard)(entry.key)
        elif what == "account_saved":
            known = self.accounts.setdefault(entry.key, {"tests": [], "connected_at": None})
            known |= {"wechat_id": body["wechat_id"], "saved_at": entry.at}
            if body["has_new_secret"]:
                known["connected_at"] = known["connected_at"] or entry.at
        elif what == "account_tested":
            self.accounts[entry.key]["tests"].append((entry.at, body["code"]))

    def _appoint(self, entry: Entry, person: str, given: dict[str, Any]) -> None:
        starts_on = date.fromisoformat(given["starts_on"])
        post, unit, is_deputy = given["post"], given["unit"], given["is_deputy"]
        self.held.append(Held(person, post, unit, is_deputy, starts_on, entry.at))

    def _delegate(self, entry: Entry) -> None:
        """Write down who acts for a holder until when; ended early, the same anew."""
        post, unit = entry.body["post"], entry.body["unit"]
        starts_on, ends_on = (
            date.fromisoformat(entry.body[f"{end}_on"]) for end in ("starts", "ends")
        )
        known = (entry.key, post, unit, None, starts_on)
        self.held = [held for held in self.held if held[:5] != known]
        self.held.append(Held(*known, entry.at, ends_on, entry.at))

    def _end(self, entry: Entry) -> None:
        """Write an end to the appointment that stood open."""
        wanted = (entry.key, entry.body["post"], entry.body["unit"])
        for place, held in reversed(list(enumerate(self.held))):
            if held[:3] == wanted and held.ended_at is None:
                ends_on = date.fromisoformat(entry.body["ends_on"])
                self.held[place] = held._replace(ends_on=ends_on, ended_at=entry.at)
                return
