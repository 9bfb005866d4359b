"""What ledger entries are about, in words: titles, names and where to look further."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from hefa.collect.models import Version
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry.models import Column, OfficialAccount, Unit
from hefa.review.models import ReviewSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one entry is about: its title in readers' words, its number, and its page."""

    title: str = ""
    number: str = ""
    url: str = ""


NOTHING = Subject()


def body_of(entry: Entry) -> Mapping[str, Any]:
    """Return the facts of `entry`; empty when they cannot be read."""
    try:
        body = json.loads(entry.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def subjects_of(entries: Iterable[Entry]) -> dict[str, Subject]:
    """Return what each subject of `entries` is, by its stable id. One query for each kind."""
    listed = list(entries)
    ids: dict[str, set[str]] = {}
    for entry in listed:
        kind, _, key = entry.subject.partition(":")
        ids.setdefault(kind, set()).add(key)
    found = {f"{kind}:{key}": what for kind in ids for key, what in _found(kind, ids[kind]).items()}
    for entry in listed:
        found.setdefault(entry.subject, _from_the_entry(entry))
    return found


def _found(kind: str, keys: set[str]) -> dict[str, Subject]:
    finder = _FINDERS.get(kind)
    return finder(keys) if finder else {}


def _from_the_entry(entry: Entry) -> Subject:
    """Return what the entry itself says of its subject."""
    body = body_of(entry)
    title = str(body.get("title") or body.get("name") or "")
    kind, _, key = entry.subject.partition(":")
    url = reverse("publish:publication", args=[key]) if kind == "publication" else ""
    number = key if kind in {"incident", "entry"} else ""
    return Subject(title=title, number=number, url=url)


def _sheets(numbers: set[str]) -> dict[str, Subject]:
    rows = ReviewSheet.objects.filter(number__in=numbers).values_list("number", "version__title")
    return {
        number: Subject(title=title, number=number, url=reverse("review:sheet", args=[number]))
        for number, title in rows
    }


def _manuscripts(keys: set[str]) -> dict[str, Subject]:
    rows = Version.objects.filter(manuscript__in=_whole(keys)).order_by("number")
    return {
        str(manuscript): Subject(title=title or "未命名", url=reverse("collect:edit", args=[pk]))
        for manuscript, title, pk in rows.values_list("manuscript_id", "title", "pk")
    }


def _people(keys: set[str]) -> dict[str, Subject]:
    rows = Person.objects.filter(key__in=keys).values_list("key", "display_name")
    return {key: Subject(title=name) for key, name in rows}


def _named(
    model: type[Unit | Column | OfficialAccount],
) -> Callable[[set[str]], dict[str, Subject]]:
    def find(keys: set[str]) -> dict[str, Subject]:
        rows = model._default_manager.filter(key__in=keys).values_list("key", "name")  # noqa: SLF001  # Django's public name for it
        return {key: Subject(title=name) for key, name in rows}

    return find


def _whole(keys: set[str]) -> list[int]:
    return [int(key) for key in keys if key.isdigit()]


_FINDERS: Mapping[str, Callable[[set[str]], dict[str, Subject]]] = {
    "sheet": _sheets,
    "manuscript": _manuscripts,
    "person": _people,
    "unit": _named(Unit),
    "column": _named(Column),
    "account": _named(OfficialAccount),
}
