"""台账 as it is read: entries as sentences by day, what is asked for, one entry in full."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from hefa.collect.models import Manuscript
from hefa.collect.queries import seen_by
from hefa.core.merkle import edge_root
from hefa.core.review import Actor
from hefa.core.rights import OVERSEERS
from hefa.ledger.append import MACHINE, edge_of
from hefa.ledger.leaf import moment_of, timestamp
from hefa.ledger.models import Entry, Frontier, PersonalText
from hefa.people.models import Person
from hefa.publish.models import PublicationItem
from hefa.registry.access import HERE
from hefa.report.subjects import NOTHING, Subject, body_of, subjects_of
from hefa.review.models import ReviewSheet
from hefa.ui.words import sentence

LONGEST_NUMBER = 17  # digits; more would not fit the column
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "collect": ("采编", ("collect.", "check.")),
    "review": ("审核", ("review.",)),
    "publish": ("发布", ("publish.",)),
    "patrol": ("巡检", ("patrol.",)),
    "respond": ("应急", ("respond.",)),
    "house": ("人员与设置", ("registry.", "people.", "notify.")),
    "records": ("台账与备份", ("ledger.", "operate.")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader of the ledger asks for; empty fields ask for everything."""

    group: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The whole ledger in two values: how many entries, and the root over all of them."""

    size: int
    root: str


def whole_ledger() -> Whole:
    """Return size and root as the ledger's own right edge gives them. One query."""
    frontier = Frontier.objects.get(pk=1)
    return Whole(size=frontier.size, root=edge_root(edge_of(frontier)).hex())


def entries_seen_by(actor: Actor) -> QuerySet[Entry]:
    """Return the entries that `actor` may read: all for overseers, else own acts and own units'.

    Source: 10(1); size and root of the whole are everybody's.
    """
    if any(held.post in OVERSEERS for held in actor.serves):
        return Entry.objects.all()
    return Entry.objects.filter(
        Q(actor=actor.person) | _about(Q(version__manuscript__in=seen_by(actor)), seen_by(actor))
    )


def entries_wanted(actor: Actor, wanted: Wanted) -> QuerySet[Entry]:
    """Return the entries that `actor` may read and asks for, newest first."""
    found = entries_seen_by(actor)
    if wanted.group in GROUPS:
        begins = Q(pk__in=[])
        for prefix in GROUPS[wanted.group][1]:
            begins |= Q(kind__startswith=prefix)
        found = found.filter(begins)
    if wanted.person:
        found = found.filter(actor=wanted.person)
    if wanted.since:
        found = found.filter(ts__gte=timestamp(_midnight(wanted.since)))
    if wanted.until:
        found = found.filter(ts__lt=timestamp(_midnight(wanted.until + timedelta(days=1))))
    if wanted.words:
        found = found.filter(_mentions(wanted.words))
    return found.order_by("-seq")


def days_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return the entries as rows, day by day, in the order given."""
    listed = list(entries)
    subjects = subjects_of(listed)
    names = names_of(listed)
    rows = [row_of(entry, subjects.get(entry.subject, NOTHING), names) for entry in listed]
    by_day = groupby(rows, key=lambda row: row["at"].astimezone(HERE).date())
    return [{"on": on, "rows": list(day)} for on, day in by_day]


def row_of(entry: Entry, subject: Subject, names: Mapping[str, str]) -> dict[str, Any]:
    """Return one entry as a sentence: when, who, what, about what."""
    body = body_of(entry)
    template = sentence(entry.kind)
    detail = _Blank({**_scalars(body), "title": subject.title, "name": body.get("name", "")})
    is_whole = "{" in template
    who = names.get(entry.actor, "已不在册的人")
    return {
        "seq": entry.seq,
        "at": moment_of(entry.ts),
        "who": who,
        "initial": "机" if entry.actor == MACHINE else who[:1],
        "what": sentence(entry.kind, detail),
        "title": "" if is_whole else subject.title,
        "is_work": entry.subject.partition(":")[0] in {"sheet", "manuscript"},
        "number": subject.number,
        "url": subject.url,
    }


def one_entry(actor: Actor, seq: int) -> dict[str, Any] | None:
    """Return one entry in full, or None when there is none that `actor` may read."""
    entry = entries_seen_by(actor).filter(seq=seq).first()
    if entry is None:
        return None
    row = row_of(entry, subjects_of([entry])[entry.subject], names_of([entry]))
    texts = PersonalText.objects.filter(seq=seq).values_list("name", "text")
    body = body_of(entry)
    return {
        **row,
        "words": dict(texts).get("words", ""),
        "is_erased": bool(body.get("personal")) and not texts,
        "package_sha256": body.get("package_sha256", ""),
        "leaf_hash": entry.leaf_hash,
    }


def row_number(text: str) -> int | None:
    """Return the number of an entry as it was typed, or None when it can be none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


def names_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the name of everyone who acted, by key. One query."""
    keys = {entry.actor for entry in entries}
    names = dict(Person.objects.filter(key__in=keys).values_list("key", "display_name"))
    return {**names, MACHINE: "本机"}


class _Blank(dict[str, str | int]):
    """Facts for a sentence; a place without its fact stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _scalars(body: Mapping[str, Any]) -> dict[str, str | int]:
    return {name: value for name, value in body.items() if isinstance(value, (str, int))}


def _mentions(words: str) -> Q:
    """Return the condition for `words` in a title, in a number or in who acted, or for a seq."""
    people = Person.objects.filter(display_name__icontains=words).values("key")
    titled = Q(version__title__icontains=words)
    manuscripts = Manuscript.objects.filter(versions__title__icontains=words)
    numbered = Q(seq=row_number(words)) if row_number(words) is not None else Q(pk__in=[])
    return (
        numbered | Q(subject__icontains=words) | Q(actor__in=people) | _about(titled, manuscripts)
    )


def _about(versions: Q, manuscripts: QuerySet[Any]) -> Q:
    """Return the condition that an entry is about such versions or manuscripts."""
    return (
        Q(subject__in=_ids(ReviewSheet.objects.filter(versions), "sheet:", "number"))
        | Q(subject__in=_ids(manuscripts, "manuscript:", "pk"))
        | Q(
            subject__in=_ids(
                PublicationItem.objects.filter(versions), "publication:", "publication__op_id"
            )
        )
    )


def _ids(rows: QuerySet[Any], prefix: str, column: str) -> QuerySet[Any]:
    """Return the subjects under which the ledger knows `rows`."""
    subject = Concat(Value(prefix), Cast(column, TextField()), output_field=TextField())
    found: QuerySet[Any, Any] = rows.order_by().annotate(ledger_subject=subject)
    return found.values("ledger_subject")


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), tzinfo=HERE)
