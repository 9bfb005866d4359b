"""The house as the ledger tells it: what was on record of people, posts and accounts when.

The tables of the register are changed in place; the entries about them never are. So a view of
an earlier moment reads the entries up to it and none of the rows as they stand today.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from hefa.core.duty import Done
from hefa.ledger.leaf import moment_of, timestamp
from hefa.ledger.models import Entry, PersonalText
from hefa.people.models import Person

_NAMED = ("registry.person_added", "registry.person_described")
_PASSWORDS = ("people.password_changed", "people.link_used")
KINDS = (
    *_NAMED,
    *_PASSWORDS,
    "registry.account_saved",
    "registry.account_tested",
    "registry.appointed",
    "registry.appointment_ended",
    "registry.delegated",
    "registry.delegation_ended",
    "registry.organisation_described",
    "registry.person_closed",
    "registry.person_reopened",
    "registry.regulation_adopted",
    "registry.unit_saved",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One entry of the ledger as the house reads it."""

    seq: int
    at: datetime
    kind: str
    key: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed:
    """An appointment, the entry that made it, and when its end was written down, if it was.

    A delegation names the holder it is for and the last day it was made out to.
    """

    person: str
    post: str
    unit: str
    is_deputy: bool
    starts_on: date
    recorded_at: datetime
    entry: int
    ends_on: date | None = None
    end_recorded_at: datetime | None = None
    for_person: str = ""
    planned_until: date | None = None

    def holds(self, day: date, *, known_at: datetime) -> bool:
        """Whether it holds on `day`, by what was on record at `known_at`."""
        if self.recorded_at > known_at or self.starts_on > day:
            return False
        if self.planned_until is not None and day > self.planned_until:
            return False
        is_end_known = self.end_recorded_at is not None and self.end_recorded_at <= known_at
        return not is_end_known or self.ends_on is None or day <= self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountKept:
    """An official account as last saved, since when it is connected, and each test of it."""

    key: str
    name: str
    wechat_id: str
    saved_at: datetime
    entry: int
    connected_at: datetime | None = None
    tests: tuple[tuple[int, datetime, str], ...] = ()

    @property
    def stood(self) -> tuple[Done, ...]:
        """Every test in which the connection stood."""
        return tuple(Done(fact_at=at, recorded_at=at) for _, at, code in self.tests if not code)


Change = tuple[int | None, datetime]  # of a password: the entry that tells of it, and when


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything the ledger says of the register up to a moment.

    `closed` are the people whose account is closed, `passwords` each one's changes in order,
    `described` the entries that described the organisation, in order.
    """

    at: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    appointments: tuple[Appointed, ...] = ()
    units: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    accounts: tuple[AccountKept, ...] = ()
    passwords: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    described: tuple[Written, ...] = ()

    @property
    def organisation(self) -> Written | None:
        """The last description of the organisation, or None."""
        return self.described[-1] if self.described else None

    def numbers_at(self, moment: datetime) -> frozenset[str]:
        """Return the organisation's own telephone numbers on record at `moment`."""
        known = [entry for entry in self.described if entry.at <= moment]
        return frozenset(known[-1].body.get("own_numbers") or ()) if known else frozenset()

    def holding(
        self, posts: Iterable[str], day: date, *, known_at: datetime | None = None
    ) -> list[Appointed]:
        """Return who of the open accounts holds one of `posts` on `day`, holders first."""
        wanted = set(posts)
        moment = known_at or self.at
        held = [
            entry
            for entry in self.appointments
            if entry.post in wanted
            and entry.person not in self.closed
            and entry.holds(day, known_at=moment)
        ]
        return sorted(held, key=lambda entry: (entry.is_deputy, entry.starts_on, entry.entry))

    def name(self, person: str) -> str:
        """Return how `person` was called."""
        return self.names.get(person, person)


def house(at: datetime) -> House:
    """Return the house as it was on record at `at`. Three queries."""
    written = list(_written(at))
    passwords: dict[str, tuple[Change, ...]] = {}
    closed: set[str] = set()
    for entry in written:
        if entry.kind in _PASSWORDS:
            passwords[entry.key] = (*passwords.get(entry.key, ()), (entry.seq, entry.at))
        elif entry.kind == "registry.person_closed":
            closed.add(entry.key)
        elif entry.kind == "registry.person_reopened":
            closed.discard(entry.key)
    described = tuple(entry for entry in written if entry.kind == "registry.organisation_described")
    names, unwritten = _people(written, at)
    return House(
        at=at,
        names=names,
        closed=frozenset(closed),
        appointments=tuple(_appointments(written)),
        units={
            entry.key: (str(entry.body["name"]), bool(entry.body["is_active"]))
            for entry in written
            if entry.kind == "registry.unit_saved"
        },
        accounts=_accounts(written),
        passwords={**unwritten, **passwords},
        described=described,
    )


def _written(at: datetime) -> Iterator[Written]:
    rows = Entry.objects.filter(kind__in=KINDS, ts__lte=timestamp(at)).order_by("seq")
    for seq, ts, kind, subject, body in rows.values_list("seq", "ts", "kind", "subject", "body"):
        yield Written(
            seq=seq,
            at=moment_of(ts),
            kind=kind,
            key=subject.partition(":")[2],
            body=json.loads(body),
        )


def _people(
    written: list[Written], at: datetime
) -> tuple[dict[str, str], dict[str, tuple[Change, ...]]]:
    """Return names as they were written, and passwords that no entry tells of.

    A name that was erased, or never was in an entry, is taken from the row; so is a password
    changed by `at`: the row holds the newest change, so there is none between.
    """
    by_seq = {entry.seq: entry.key for entry in written if entry.kind in _NAMED}
    texts = PersonalText.objects.filter(seq__in=list(by_seq), name="name").order_by("seq")
    told = {by_seq[seq]: text for seq, text in texts.values_list("seq", "text")}
    rows = Person.objects.values_list("key", "display_name", "password_changed_at")
    names: dict[str, str] = {}
    unwritten: dict[str, tuple[Change, ...]] = {}
    for key, name, changed_at in rows:
        names[key] = told.get(key, name)
        if changed_at is not None and changed_at <= at:
            unwritten[key] = ((None, changed_at),)
    return names, unwritten


def _appointments(written: Iterable[Written]) -> list[Appointed]:
    """Return every appointment of the entries, with its end where one was written down."""
    found: list[Appointed] = []
    for entry in written:
        if entry.kind == "registry.appointed":
            found.append(_appointed(entry, entry.key, entry.body, entry.body["starts_on"]))
        elif entry.kind == "registry.regulation_adopted":
            begins = entry.body["effective_on"]
            found.extend(
                _appointed(entry, given["person"], given, begins)
                for given in entry.body.get("appointments", ())
            )
        elif entry.kind == "registry.delegated":
            found.append(_appointed(entry, entry.key, entry.body, entry.body["starts_on"]))
        elif entry.kind in ("registry.appointment_ended", "registry.delegation_ended"):
            _end(found, entry)
    return found


def _appointed(entry: Written, person: str, given: Mapping[str, Any], begins: str) -> Appointed:
    return Appointed(
        person=person,
        post=given["post"],
        unit=given["unit"],
        is_deputy=bool(given.get("is_deputy", False)),
        starts_on=date.fromisoformat(given.get("starts_on", begins)),
        recorded_at=entry.at,
        entry=entry.seq,
        for_person=given.get("for", ""),
        planned_until=date.fromisoformat(given["ends_on"]) if "ends_on" in given else None,
    )


def _end(found: list[Appointed], entry: Written) -> None:
    """Write the end that `entry` tells of to the appointment that stood open.

    Where it is the holder's own, whoever was acting for the holder ends with it.
    """
    body = entry.body
    whom, ends_on = body.get("for", ""), date.fromisoformat(body["ends_on"])
    ended = (entry.key, body["post"], body["unit"], whom)
    for place, held in reversed(list(enumerate(found))):
        same = (held.person, held.post, held.unit, held.for_person)
        if same == ended and held.end_recorded_at is None:
            found[place] = replace(held, ends_on=ends_on, end_recorded_at=entry.at)
            break
    acting = (body["post"], body["unit"], entry.key)
    for place, held in enumerate(found):
        is_theirs = not whom and (held.post, held.unit, held.for_person) == acting
        if is_theirs and held.end_recorded_at is None:
            found[place] = replace(held, ends_on=ends_on, end_recorded_at=entry.at)


def _accounts(written: Iterable[Written]) -> tuple[AccountKept, ...]:
    """Return the accounts as last saved, each with its tests in order."""
    found: dict[str, AccountKept] = {}
    for entry in written:
        known = found.get(entry.key)
        if entry.kind == "registry.account_saved":
            is_new = bool(entry.body.get("has_new_secret"))
            found[entry.key] = AccountKept(
                key=entry.key,
                name=entry.body["name"],
                wechat_id=entry.body["wechat_id"],
                saved_at=entry.at,
                entry=entry.seq,
                connected_at=(known.connected_at if known else None)
                or (entry.at if is_new else None),
                tests=known.tests if known else (),
            )
        elif entry.kind == "registry.account_tested" and known is not None:
            tested = (entry.seq, entry.at, str(entry.body["code"]))
            found[entry.key] = replace(known, tests=(*known.tests, tested))
    return tuple(found.values())
